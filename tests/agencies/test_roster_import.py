"""From an uploaded file to the list in force: staged, compared, decided, applied, taken back."""

import csv
import datetime as dt
import io
import json
import threading
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.actions import staff as people
from ikrar.agencies.actions.roster import hooks, reading
from ikrar.agencies.models import (
    Agency,
    Assignment,
    RosterChange,
    RosterGone,
    RosterImport,
    RosterRow,
    Snapshot,
    Staff,
    StaffNumber,
    Unit,
)
from ikrar.agencies.queries import previews
from ikrar.agencies.queries import roster as lists
from ikrar.agencies.roles import Role
from ikrar.agencies.roster import REASONS, UNREADABLE, Outcome
from ikrar.agencies.rules import ContactSource, ImportState
from ikrar.agencies.wording import FIGURES
from ikrar.agencies.wording import REASONS as WORDS
from ikrar.agencies.wording import UNREADABLE as UNREADABLE_WORDS
from ikrar.core import jobs, zones
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, StoredFile
from tests.factories import agencies as make

pytestmark = pytest.mark.django_db
AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
DAY, NEXT = dt.date(2024, 10, 1), dt.date(2024, 10, 10)
HEADINGS = (
    "NIP",
    "NIK",
    "Nama",
    "Agama",
    "Alamat",
    "Tempat Lahir",
    "Jabatan",
    "Pangkat/Gol",
    "Unit Kerja",
    "Status",
    "No HP",
    "Email",
)
PRIVATE = ("7471999988887777", "AgamaRahasia", "Jalan Rahasia 9", "Kota Kelahiran Rahasia")


def row(number: str = "", name: str = "", unit: str = "Dinas Contoh", **cells: str) -> dict[str, str]:
    """One line of a file, with private cells that nobody may keep."""
    told = {
        "NIP": number, "NIK": PRIVATE[0], "Nama": name, "Agama": PRIVATE[1], "Alamat": PRIVATE[2], "Tempat Lahir": PRIVATE[3],
        "Jabatan": "Arsiparis", "Pangkat/Gol": "III/a", "Unit Kerja": unit, "Status": "PNS" if number else "Honorer",
    }  # fmt: skip
    return {**told, **cells}


def text(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def number(serial: int) -> str:
    return f"198609262015051{serial:03d}"


SARI, BUDI, RATNA = (
    row(number(1), "Sari Contohwati, S.Pd."),
    row(number(2), "Budi Rekaan", "Dinas Contoh Dua"),
    row(number(3), "Ratna Buatan"),
)


class Office:
    """An agency with a personnel officer who uploads lists."""

    def __init__(self, agency: Agency | None = None) -> None:
        self.agency = agency or make.agency()
        self.account = make.officer(Role.PERSONNEL, self.agency)
        self.by = make.actor(self.account)

    def upload(self, *rows: dict[str, str], units: Any = (), as_of: dt.date = DAY, asks: bool = True) -> RosterImport:
        file = ContentFile(text(*rows), "daftar.csv")
        return actions.upload_roster(
            self.agency, file=file, name="daftar.csv", units=units, as_of=as_of, by=self.by, at=AT, asks=asks
        )

    def read(self, *rows: dict[str, str], **stated: Any) -> RosterImport:
        found = self.upload(*rows, **stated)
        jobs.drain(AT)
        found.refresh_from_db()
        return found

    def apply(self, found: RosterImport, *, end_gone: bool = True, told_gone: int | None = None) -> RosterImport:
        actions.apply_roster(found, end_gone=end_gone, told_gone=told_gone, by=self.by, at=AT)
        jobs.drain(AT)
        found.refresh_from_db()
        return found

    def take_back(self, found: RosterImport) -> RosterImport:
        actions.take_back_roster(found, by=self.by, at=AT)
        jobs.drain(AT)
        found.refresh_from_db()
        return found

    def load(self, *rows: dict[str, str], **stated: Any) -> RosterImport:
        return self.apply(self.read(*rows, **stated))

    def person(self, serial: int) -> Staff:
        return Staff.objects.get(agency=self.agency, number=number(serial))

    def place(self, serial: int) -> Assignment:
        return Assignment.objects.get(staff=self.person(serial), until=None)

    def counted(self, found: RosterImport) -> dict[str, int]:
        return {name: count for name, count in found.counts.items() if count}

    def client(self) -> Client:
        client = Client()
        client.force_login(self.account, backend="ikrar.agencies.login.Accounts")
        return client


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_first_list_becomes_people_units_history_and_a_snapshot(office):
    found = office.read(SARI, BUDI)
    assert (found.state, office.counted(found)) == (ImportState.PREVIEW, {"accepted": 2, "new": 2})
    assert not Staff.objects.exists()
    office.apply(found)
    sari = office.person(1)
    assert (sari.full_name, sari.kind) == ("Sari Contohwati, S.Pd.", "pns")
    assert (office.place(1).unit.name, office.place(1).since) == ("Dinas Contoh", DAY)
    snapshot = Snapshot.objects.get(agency=office.agency)
    assert (snapshot.on, snapshot.counts) == (DAY, {"people": 2, "pns": 2})
    assert AuditEvent.objects.filter(verb="agencies.roster_applied", object_id=found.pk).count() == 1


def test_the_difference_tells_new_changed_moved_gone_and_same(office):
    office.load(SARI, BUDI, RATNA, row(number(4), "Wati Umpama"))
    found = office.read(
        {**SARI, "Pangkat/Gol": "III/b"},
        {**BUDI, "Unit Kerja": "Dinas Contoh"},
        RATNA,
        row(number(5), "Joko Misal"),
        as_of=NEXT,
    )
    assert office.counted(found) == {"accepted": 4, "changed": 1, "moved": 1, "same": 1, "new": 1, "gone": 1}
    office.apply(found)
    assert (office.place(1).grade, office.place(2).unit.name, office.place(2).since) == ("III/b", "Dinas Contoh", NEXT)
    before = Assignment.objects.get(staff=office.person(2), until=NEXT)
    assert (before.unit.name, before.since) == ("Dinas Contoh Dua", DAY)
    assert Assignment.objects.get(staff=office.person(4)).until == NEXT


def test_the_same_list_again_changes_nothing(office):
    office.load(SARI, row("", "Agus Tanpanomor"))
    again = office.read(SARI, row("", "Agus Tanpanomor"), as_of=NEXT)
    assert office.counted(again) == {"accepted": 2, "same": 2}
    assert Assignment.objects.count() == 2


def test_gone_people_may_be_kept(office):
    office.load(SARI, BUDI)
    office.apply(office.read(SARI, as_of=NEXT), end_gone=False)
    assert office.place(2).until is None


def test_blank_cells_take_nothing_away(office):
    office.load({**SARI, "No HP": "081200000001", "Email": "sari@kota.example"})
    found = office.read({**SARI, "Jabatan": "", "Pangkat/Gol": ""}, as_of=NEXT)
    assert office.counted(found) == {"accepted": 1, "same": 1}


def test_a_contact_that_personnel_mended_is_not_overwritten(office):
    office.load({**SARI, "No HP": "081200000001"})
    people.change_contact(office.person(1), phone="081299999999", email="", by=office.by)
    office.load({**SARI, "No HP": "081200000002", "Pangkat/Gol": "III/d"}, as_of=NEXT)
    sari = office.person(1)
    assert (sari.phone, sari.phone_source) == ("081299999999", ContactSource.PERSONNEL)


def test_gone_is_counted_inside_the_scope_only(office):
    office.load(SARI, BUDI, RATNA)
    unit = Unit.objects.get(name="Dinas Contoh")
    found = office.read(SARI, units=[unit], as_of=NEXT)
    assert office.counted(found) == {"accepted": 1, "same": 1, "gone": 1}
    assert list(lists.gone_from(found, "gone")) == [office.person(3)]


def test_a_row_outside_the_scope_is_asked(office):
    office.load(SARI, BUDI)
    unit = Unit.objects.get(name="Dinas Contoh")
    found = office.read({**SARI, "Unit Kerja": "Dinas Contoh Dua"}, units=[unit], as_of=NEXT)
    assert office.counted(found) == {"accepted": 1, "ask": 1, "undecided": 1}
    actions.decide_row(lists.undecided(found)[0], "use", by=office.by)
    found.refresh_from_db()
    assert office.counted(found) == {"accepted": 1, "moved": 1}


def test_gone_never_includes_a_refused_or_held_row(office):
    office.load(SARI, BUDI, RATNA)
    found = office.read(
        {**SARI, "NIP": number(1)[:17]},
        {**BUDI, "NIP": number(2)[:4] + "1345" + number(2)[8:]},
        {**RATNA, "Nama": ""},
        as_of=NEXT,
    )
    assert office.counted(found) == {"refused": 2, "held": 1, "unclear": 2, "undecided": 1}
    office.apply(found)
    assert Assignment.objects.filter(until=None).count() == 3


def test_a_row_that_is_nobodys_leaves_everybody_unclear(office):
    office.load(SARI, BUDI)
    found = office.read(SARI, {**BUDI, "NIP": "1,9E+17", "Nama": ""}, as_of=NEXT)
    assert (found.counts["gone"], found.counts["unclear"]) == (0, 1)


def test_a_person_without_a_number_is_known_by_name_unit_and_position(office):
    office.load(row("", "Agus Tanpanomor"), row("", "Agus Tanpanomor", "Dinas Contoh Dua"))
    found = office.read(
        {**row("", "AGUS TANPANOMOR"), "No HP": "081200000009"},
        row("", "Agus Tanpanomor", "Dinas Contoh Dua"),
        as_of=NEXT,
    )
    assert office.counted(found) == {"accepted": 2, "changed": 1, "same": 1}


def test_a_name_alone_never_merges(office):
    office.load(row("", "Agus Tanpanomor"), SARI)
    found = office.read(row("", "Agus Tanpanomor", "Dinas Contoh Dua"), SARI, as_of=NEXT)
    assert office.counted(found) == {"accepted": 2, "ask": 1, "same": 1, "undecided": 1}
    office.apply(found)
    assert Staff.objects.count() == 2


def test_a_changed_number_is_asked_and_its_answer_keeps_the_old_one(office):
    office.load(SARI, BUDI)
    found = office.read({**SARI, "NIP": number(9)}, BUDI, as_of=NEXT)
    question = lists.undecided(found).get()
    assert (question.reason, found.counts["gone"]) == ("number_changed", 0)
    sari = office.person(1)
    actions.decide_row(question, "same", by=office.by)
    office.apply(RosterImport.objects.get(pk=found.pk))
    sari.refresh_from_db()
    assert sari.number == number(9)
    assert StaffNumber.objects.get(staff=sari).number == number(1)


def test_another_person_of_the_same_name_is_new_and_the_first_is_gone(office):
    office.load(SARI, BUDI)
    found = office.read({**SARI, "NIP": number(9)}, BUDI, as_of=NEXT)
    actions.decide_row(lists.undecided(found).get(), "other", by=office.by)
    found.refresh_from_db()
    assert office.counted(found) == {"accepted": 2, "new": 1, "same": 1, "gone": 1}


def test_a_number_under_another_name_is_asked_and_a_spelling_is_not(office):
    office.load(SARI, BUDI)
    found = office.read({**SARI, "Nama": "Sari Contowati"}, {**BUDI, "Nama": "Zainal Lainsekali"}, as_of=NEXT)
    assert office.counted(found) == {"accepted": 2, "changed": 1, "ask": 1, "undecided": 1}
    office.apply(found)
    assert (office.person(1).name, office.person(2).name) == ("Sari Contowati", "Budi Rekaan")


def test_of_two_names_under_one_number_a_person_picks_one(office):
    found = office.read(SARI, {**SARI, "Nama": "Nama Lain Sekali"}, BUDI)
    assert (found.counts["held"], found.counts["new"]) == (2, 1)
    actions.decide_row(RosterRow.objects.get(roster=found, line=3), "use", by=office.by)
    office.apply(RosterImport.objects.get(pk=found.pk))
    assert office.person(1).name == "Nama Lain Sekali"
    assert Staff.objects.count() == 2


def test_a_name_that_was_picked_is_not_asked_about_again_and_is_applied(office):
    office.load(SARI)
    told = [{**SARI, "Nama": "Nama Lain Sekali"}, {**SARI, "Nama": "Wati Umpama"}]
    found = office.read(*told, as_of=NEXT)
    actions.decide_row(RosterRow.objects.get(roster=found, line=3), "use", by=office.by)
    found.refresh_from_db()
    assert office.counted(found) == {"accepted": 1, "changed": 1, "left_out": 1}
    assert office.apply(found).state == ImportState.APPLIED
    assert office.person(1).name == "Wati Umpama"


def test_using_the_other_row_takes_the_first_choice_back(office):
    found = office.read(SARI, {**SARI, "Nama": "Nama Lain Sekali"}, BUDI)
    for line in (3, 2):
        actions.decide_row(RosterRow.objects.get(roster=found, line=line), "use", by=office.by)
    office.apply(RosterImport.objects.get(pk=found.pk))
    assert office.person(1).name == "Sari Contohwati"


def test_twins_without_a_number_may_both_be_people(office):
    found = office.read(row("", "Agus Kembar"), {**row("", "Agus Kembar"), "No HP": "081200000001"})
    assert found.counts["held"] == 2
    for line in (2, 3):
        actions.decide_row(RosterRow.objects.get(roster=found, line=line), "use", by=office.by)
    office.apply(RosterImport.objects.get(pk=found.pk))
    assert Staff.objects.filter(name="Agus Kembar").count() == 2
    again = office.read(row("", "Agus Kembar"), as_of=NEXT)
    assert (again.counts["ask"], again.counts["gone"]) == (1, 0)


def test_units_that_look_alike_are_one_only_when_a_person_says_so(office):
    office.load(row(number(1), "Sari Contohwati", "Dinas Pendidikan"))
    rows = (row(number(1), "Sari Contohwati", "Dinas Pendidikkan"), row(number(2), "Budi Rekaan", "Dinas Perikanan"))
    found = office.read(*rows, as_of=NEXT)
    pair = lists.alike_units(found)
    assert [(p["told"].name, p["like"].name) for p in pair] == [("Dinas Pendidikkan", "Dinas Pendidikan")]
    assert found.counts["moved"] == 1
    actions.decide_units(found, place=pair[0]["place"], is_one=True, by=office.by)
    found.refresh_from_db()
    assert office.counted(found) == {"accepted": 2, "same": 1, "new": 1}
    office.apply(found)
    assert office.place(1).unit.name == "Dinas Pendidikan"
    again = office.read(*rows, as_of=NEXT)
    assert (office.counted(again), lists.alike_units(again)) == ({"accepted": 2, "same": 2}, [])


def test_schools_that_differ_in_a_figure_never_look_alike(office):
    found = office.read(*(row(number(n), f"Guru Ke{chr(96 + n)}", f"SD Negeri {n}") for n in range(1, 20)))
    assert found.reading["alike"] == []


def test_units_of_one_name_in_two_offices_stay_two(office):
    rows = [
        {**row(number(n), f"Orang {chr(64 + n)}", "Sekretariat"), "OPD": opd}
        for n, opd in ((1, "Dinas Satu"), (2, "Dinas Dua"))
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, (*HEADINGS, "OPD"), restval="")
    writer.writeheader()
    writer.writerows(rows)
    found = actions.upload_roster(
        office.agency, file=ContentFile(out.getvalue().encode(), "d.csv"), name="d.csv", as_of=DAY, by=office.by, at=AT
    )
    jobs.drain(AT)
    found.refresh_from_db()
    office.apply(found)
    assert {a.unit.parent.name for a in Assignment.objects.filter(unit__name="Sekretariat")} == {
        "Dinas Satu",
        "Dinas Dua",
    }


def test_taking_back_restores_people_history_units_and_numbers(office):
    office.load({**SARI, "No HP": "081200000001"}, BUDI, RATNA)
    before = dump(office.agency)
    found = office.read(
        {**SARI, "Nama": "Sari Contowati", "No HP": "081200000002", "Pangkat/Gol": "IV/a"}, {**BUDI, "Unit Kerja": "Dinas Baru"},
        row(number(7), "Wati Umpama"), as_of=NEXT,
    )  # fmt: skip
    office.apply(found)
    assert dump(office.agency) != before
    office.take_back(found)
    assert dump(office.agency) == before
    assert (Snapshot.objects.count(), RosterChange.objects.count(), Unit.objects.filter(name="Dinas Baru").count()) == (
        1,
        0,
        0,
    )


def dump(agency: Agency) -> list[Any]:
    """The list as it stands: people and where they served."""
    people = (
        Staff.objects.filter(agency=agency).order_by("pk").values_list("pk", "name", "number", "phone", "email", "kind")
    )
    served = (
        Assignment.objects.filter(agency=agency)
        .order_by("pk")
        .values_list("pk", "unit__name", "grade", "since", "until")
    )
    return [*people, *served]


def test_a_changed_number_is_given_back_too(office):
    office.load(SARI)
    found = office.read({**SARI, "NIP": number(9)}, as_of=NEXT)
    actions.decide_row(lists.undecided(found).get(), "same", by=office.by)
    office.apply(RosterImport.objects.get(pk=found.pk))
    office.take_back(found)
    assert (office.person(1).name, StaffNumber.objects.count()) == ("Sari Contohwati", 0)


def test_only_the_last_list_can_be_taken_back(office):
    first = office.load(SARI)
    office.load(SARI, BUDI, as_of=NEXT)
    with pytest.raises(Refused, match="terakhir"):
        actions.take_back_roster(first, by=office.by, at=AT)


def test_a_list_stays_when_an_act_depends_on_it(office, monkeypatch):
    monkeypatch.setattr(
        hooks, "_DEPENDENTS", [lambda ids: ["2 orang sudah menandatangani ikrar."] if list(ids) else []]
    )
    found = office.load(SARI)
    with pytest.raises(Refused, match="menandatangani"):
        office.take_back(found)
    assert Staff.objects.count() == 1


def test_a_list_stays_when_somebody_was_changed_by_hand_since(office):
    found = office.load(SARI)
    people.end_staff(office.person(1), on=NEXT, by=office.by)
    with pytest.raises(Refused, match="dengan tangan"):
        actions.take_back_roster(found, by=office.by, at=AT)


def test_a_list_stays_when_a_code_of_a_new_person_is_in_use(office):
    found = office.load(SARI)
    make.credential(office.person(1), pin="482913")
    with pytest.raises(Refused, match="kode pribadi"):
        actions.take_back_roster(found, by=office.by, at=AT)


def test_applying_waits_while_somebody_signs_and_says_so(office, monkeypatch):
    waits = ["Ada sesi tanda tangan yang masih dibuka."]
    monkeypatch.setattr(hooks, "_WAITS", [lambda agency: waits[0] if waits else ""])
    found = office.read(SARI)
    office.apply(found)
    if connection.vendor != "sqlite":
        assert found.state == ImportState.APPLIED
        return
    assert (found.state, found.reading["waits"], Staff.objects.count()) == (ImportState.APPLYING, waits[0], 0)
    assert waits[0] in office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()
    waits.clear()
    jobs.drain(AT + dt.timedelta(minutes=1))
    found.refresh_from_db()
    assert found.state == ImportState.APPLIED


def test_a_preview_that_grew_stale_is_shown_again_and_not_applied(office):
    office.load(SARI)
    first, second = office.read(SARI, BUDI, as_of=NEXT), office.read(SARI, BUDI, RATNA, as_of=NEXT)
    office.apply(second)
    office.apply(first)
    assert (first.state, first.reading["stale"]) == (ImportState.PREVIEW, True)
    assert office.counted(first) == {"accepted": 2, "same": 2, "gone": 1}
    assert Assignment.objects.filter(until=None).count() == 3


def test_applying_twice_applies_once(office):
    found = office.read(SARI)
    for _ in range(2):
        actions.apply_roster(found, by=office.by, at=AT)
    jobs.drain(AT)
    actions.apply_roster(found, by=office.by, at=AT)
    jobs.drain(AT)
    assert (Staff.objects.count(), Snapshot.objects.count()) == (1, 1)


def test_the_same_file_again_is_named(office):
    first, second = office.read(SARI), office.read(SARI)
    assert lists.same_file(second) == first
    assert "sama persis" in office.client().get(reverse("agencies:roster", args=[second.pk])).content.decode()


def test_unknown_headings_are_asked_once(office):
    body = "NIP;Nama;Unit Kerja;Kolom Aneh\n" + f"{number(1)};Sari Contohwati;Dinas Contoh;Arsiparis\n"

    def upload() -> RosterImport:
        file = ContentFile(body.encode(), "aneh.csv")
        at = zones.now()
        found = actions.upload_roster(office.agency, file=file, name="aneh.csv", as_of=DAY, by=office.by, at=at)
        jobs.drain(at)
        found.refresh_from_db()
        return found

    found, client = upload(), office.client()
    assert (found.state, found.reading["ask"]) == (ImportState.MAPPING, ["Kolom Aneh"])
    assert "Kolom Aneh" in client.get(reverse("agencies:roster", args=[found.pk])).content.decode()
    client.post(reverse("agencies:map_columns", args=[found.pk]), {"column_0": "position"})
    jobs.drain(zones.now())
    assert RosterRow.objects.get(roster=found).position == "Arsiparis"
    office.agency.refresh_from_db()
    assert upload().state == ImportState.PREVIEW


def test_a_file_that_cannot_be_read_leaves_nothing_but_its_reason(office):
    file = ContentFile(b"PK\x03\x04 not a workbook", "rusak.xlsx")
    found = actions.upload_roster(office.agency, file=file, name="rusak.xlsx", as_of=DAY, by=office.by, at=AT)
    jobs.drain(AT)
    found.refresh_from_db()
    assert (found.state, RosterRow.objects.count(), StoredFile.objects.count()) == (ImportState.UNREADABLE, 0, 0)
    assert (
        "Daftar pegawai tidak berubah"
        in office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()
    )


def test_a_day_before_the_list_in_force_or_after_today_is_refused(office):
    office.load(SARI, as_of=NEXT)
    for day in (DAY, dt.date(2024, 12, 1)):
        with pytest.raises(Refused) as refusal:
            office.upload(SARI, as_of=day)
        assert refusal.value.field == "as_of"


def test_reading_goes_on_where_a_killed_worker_stopped(office, monkeypatch):
    rows = [
        row(number(n), f"Orang Nomor {chr(97 + n % 26)}{chr(97 + n // 26)}", f"SD Negeri {n % 7}") for n in range(300)
    ]
    rows += [{**rows[0], "Nama": "Nama Lain Sekali"}]
    found = office.upload(*rows)
    monkeypatch.setattr("ikrar.agencies.actions.roster.staging._BLOCK", 40)
    monkeypatch.setattr("ikrar.agencies.actions.roster.staging._STEP_SECONDS", 0.0)
    cursor: Any = None
    steps = 0
    while True:
        steps += 1
        current = RosterImport.objects.select_related("agency", "file").get(pk=found.pk)
        try:
            with transaction.atomic():
                progress = actions.read_step(current, cursor)
                if steps % 3 == 0:
                    raise ConnectionError
        except ConnectionError:
            reading.close(found.pk)
            continue
        cursor = progress.cursor
        if cursor is None:
            break
    found.refresh_from_db()
    assert office.counted(found) == {"accepted": 299, "held": 2, "new": 299, "undecided": 2}
    assert RosterRow.objects.filter(roster=found).count() == 301


def test_a_worker_killed_while_applying_leaves_no_half_written_list(office, monkeypatch):
    office.load(SARI, BUDI)
    before = dump(office.agency)
    found = office.read({**SARI, "Unit Kerja": "Dinas Baru"}, RATNA, as_of=NEXT)
    actions.apply_roster(found, by=office.by, at=AT)

    def die(*_: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("ikrar.agencies.actions.roster.applying._take_snapshot", die)
        with pytest.raises(ConnectionError):
            actions.apply_step(found, by=office.by, at=AT)
    assert dump(office.agency) == before
    jobs.drain(AT)
    found.refresh_from_db()
    assert (found.state, office.place(1).unit.name) == (ImportState.APPLIED, "Dinas Baru")


@pytest.mark.django_db(transaction=True)
def test_two_officers_applying_at_once_write_one_list_each_in_turn():
    office = Office()
    office.load(SARI)
    first, second = office.read(SARI, BUDI, as_of=NEXT), office.read(SARI, RATNA, as_of=NEXT)
    for found in (first, second):
        actions.apply_roster(found, by=office.by, at=AT)
    at_once(*(lambda found=found: actions.apply_step(found, by=office.by, at=AT) for found in (first, second)))
    states = sorted(RosterImport.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
    assert states == [ImportState.APPLIED, ImportState.PREVIEW]
    assert Staff.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_list_apply_it_once():
    office = Office()
    found = office.read(SARI, BUDI)
    at_once(*(lambda: actions.apply_roster(found, by=office.by, at=AT) for _ in range(2)))
    at_once(*(lambda: actions.apply_step(found, by=office.by, at=AT) for _ in range(2)))
    assert (Staff.objects.count(), Assignment.objects.count(), Snapshot.objects.count()) == (2, 2, 1)
    assert RosterImport.objects.get().state == ImportState.APPLIED


def at_once(*calls: Any) -> None:
    """Run each call in a thread and a connection of its own; what one raises, the test raises."""
    faults: list[BaseException] = []

    def run(call: Any) -> None:
        try:
            call()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_private_columns_reach_no_table_no_file_and_no_log(office, tmp_path, caplog):
    found = office.read({**SARI, "NIP": PRIVATE[0]}, {**BUDI, "Nama": ""}, RATNA)
    shown = office.client().get(reverse("agencies:roster", args=[found.pk])).content
    errors = office.client().get(reverse("agencies:roster_errors", args=[found.pk])).content
    office.apply(found)
    held = _everything()
    told = [cell for line in load_workbook(io.BytesIO(errors)).active.iter_rows(values_only=True) for cell in line]
    for secret in PRIVATE:
        assert secret not in held
        assert secret.encode() not in shown
        assert secret not in str(told)
        assert secret not in caplog.text
    assert StoredFile.objects.count() == 0


def _everything() -> str:
    """All rows of all tables as text."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told.append(str(cursor.fetchall()))
    return "\n".join(told)


def test_after_every_decision_the_figures_are_the_rows_and_the_error_file_is_what_is_left(office):
    office.load(SARI, RATNA)
    found = office.read(
        SARI, {**BUDI, "NIP": number(8)}, {**BUDI, "NIP": number(8), "Nama": "Nama Lain Sekali"},
        {**row(number(4), "Wati Umpama"), "NIP": number(4)[:14] + "7001"}, {**RATNA, "Nama": ""}, SARI,
        row(number(9), "Ratna Buatan"), row(number(3), "Joko Sama Sekali Lain"), as_of=NEXT,
    )  # fmt: skip
    figures = [name for name in FIGURES if name not in ("gone", "unclear", "layout")]
    decided = 0
    while question := previews.question(found):
        told = question["first"]["row"]
        decided += 1
        actions.decide_row(told, "use" if told.line in (3, 5) else "skip", by=office.by)
        found.refresh_from_db()
        rows = {name: lists.rows_by(found, name).count() for name in figures}
        assert rows == {name: found.counts[name] for name in figures}
        assert sum(rows.values()) == previews.preview(found)["data_rows"] == 8
    assert (found.counts["held"], found.counts["undecided"], found.counts["left_out"]) == (0, 0, 2)
    assert decided == 3
    assert _lines_to_mend(office, found) == ["6"]
    office.apply(found, end_gone=False)
    assert _lines_to_mend(office, found) == ["6"]


def _lines_to_mend(office: Office, found: RosterImport) -> list[str]:
    """The line numbers in the error file."""
    errors = office.client().get(reverse("agencies:roster_errors", args=[found.pk])).content
    told = load_workbook(io.BytesIO(errors)).active.iter_rows(min_row=2, max_col=1, values_only=True)
    return [line for (line,) in told]


def test_a_phone_too_short_is_left_out_and_said_and_the_person_is_applied(office):
    found = office.read({**SARI, "No HP": "0812"}, {**BUDI, "No HP": "0812-0000-0001"}, {**RATNA, "No HP": "-"})
    assert office.counted(found) == {"accepted": 3, "new": 3}
    page = office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()
    assert "1 nomor HP terlalu pendek, jadi tidak kami simpan (baris 2)" in page
    office.apply(found)
    assert [office.person(n).phone for n in (1, 2, 3)] == ["", "0812-0000-0001", ""]


def test_the_error_file_runs_nothing_and_says_how_to_mend(office):
    found = office.read({**SARI, "Nama": '=HYPERLINK("x")'}, {**BUDI, "NIP": "1,98609E+17"})
    errors = office.client().get(reverse("agencies:roster_errors", args=[found.pk]))
    sheet = load_workbook(io.BytesIO(errors.content)).active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert all(cell.data_type in {"s", "n"} for cell in cells)
    assert not any(str(cell.value).startswith("=") for cell in cells)
    assert any("dibulatkan oleh Excel" in str(cell.value) for cell in cells)


def test_every_reason_has_words():
    assert set(REASONS) <= set(WORDS)
    assert set(UNREADABLE) <= set(UNREADABLE_WORDS)


def test_every_figure_opens_its_rows(office):
    office.load(SARI, BUDI, RATNA)
    found = office.read(
        {**SARI, "Pangkat/Gol": "III/b"}, {**BUDI, "Unit Kerja": "Dinas Contoh"}, {**BUDI, "NIP": "17", "Nama": "Salah Nomor"},
        row(number(8), "Wati Umpama"), row(number(8), "Wati Umpama"), as_of=NEXT,
    )  # fmt: skip
    client = office.client()
    behind = {"changed": "III/b", "moved": "Dinas Contoh Dua", "new": "Wati", "gone": "Ratna", "refused": "18 angka"}
    for what, expected in {**behind, "skipped": "sama persis"}.items():
        page = client.get(reverse("agencies:roster_rows", args=[found.pk, what]))
        assert expected in page.content.decode(), what
        assert number(8) not in page.content.decode()


def test_questions_are_answered_one_by_one_in_the_browser(office):
    found = office.read(
        SARI, {**SARI, "Nama": "Nama Lain Sekali"}, {**BUDI, "NIP": number(2)[:14] + "3" + number(2)[15:]}
    )
    client, url = office.client(), reverse("agencies:decide_row", args=[found.pk])
    assert "Satu NIP, dua nama" in client.get(url).content.decode()
    assert "Pilih salah satu jawaban" in client.post(url, {"row": "0:2"}).content.decode()
    client.post(url, {"row": "0:2", "answer": "use:0:3"})
    assert "Angka ke-15" in client.get(url).content.decode()
    client.post(url, {"row": "0:4", "answer": "skip"})
    assert client.get(url).status_code == 302
    found.refresh_from_db()
    assert (found.counts["undecided"], found.counts["new"]) == (0, 1)


def test_the_whole_road_in_the_browser(office):
    client = office.client()
    form = {"file": ContentFile(text(SARI, BUDI), "daftar.csv"), "scope": "whole", "as_of": "2024-10-01"}
    answer = client.post(reverse("agencies:upload_roster"), form)
    found = RosterImport.objects.get()
    page = reverse("agencies:roster", args=[found.pk])
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "sedang dibaca" in client.get(page).content.decode()
    jobs.drain(found.made_at)
    assert "Periksa dulu, belum ada yang diubah" in client.get(page).content.decode()
    client.post(reverse("agencies:apply_roster", args=[found.pk]), {})
    jobs.drain(found.made_at + dt.timedelta(days=1))
    assert "sudah diterapkan" in client.get(page).content.decode()
    client.post(reverse("agencies:take_back_roster", args=[found.pk]))
    assert "Daftar sedang ditarik kembali" in client.get(page).content.decode()
    jobs.drain(found.made_at + dt.timedelta(days=2))
    assert "sudah ditarik kembali" in client.get(page).content.decode()
    assert Staff.objects.count() == 0


def test_a_named_scope_without_a_unit_is_asked_for(office):
    form = {"file": ContentFile(text(SARI), "daftar.csv"), "scope": "units", "as_of": "2024-10-01"}
    page = office.client().post(reverse("agencies:upload_roster"), form)
    assert "Pilih sedikitnya satu unit" in page.content.decode()
    assert not RosterImport.objects.exists()


def test_another_agencys_upload_is_not_found(office):
    found, joko = office.read(SARI), Office().client()
    for name in ("roster", "decide_row", "roster_errors"):
        assert joko.get(reverse(f"agencies:{name}", args=[found.pk])).status_code == 404
    for name in ("apply_roster", "discard_roster", "take_back_roster", "decide_units", "map_columns"):
        assert joko.post(reverse(f"agencies:{name}", args=[found.pk])).status_code == 404


def test_a_discarded_upload_keeps_nothing(office):
    found = office.read(SARI)
    actions.discard_roster(found, by=office.by)
    assert (RosterRow.objects.count(), RosterGone.objects.count(), StoredFile.objects.count()) == (0, 0, 0)
    with pytest.raises(Refused):
        actions.apply_roster(found, by=office.by, at=AT)


def test_the_command_tells_figures_that_add_up(office, tmp_path, capsys):
    path = tmp_path / "daftar.csv"
    path.write_bytes(text(SARI, SARI, {**BUDI, "NIP": "17"}, {**RATNA, "NIP": number(3)[:14] + "7001"}))
    call_command("ikrar_roster", "import", str(path), "--agency", office.agency.code, "--json", "--dry-run")
    told = json.loads(capsys.readouterr().out)
    assert [told[name] for name in ("data_rows", *map(str, Outcome))] == [4, 1, 1, 1, 1, 0]
    assert {name: [one["line"] for one in lines] for name, lines in told["lines"].items() if lines} == {
        "skipped": [3], "refused": [4], "held": [5],
    }  # fmt: skip
    assert not Staff.objects.exists()
    call_command("ikrar_roster", "import", str(path), "--agency", office.agency.code, "--json")
    assert json.loads(capsys.readouterr().out)["state"] == "applied"
    assert Staff.objects.count() == 1
