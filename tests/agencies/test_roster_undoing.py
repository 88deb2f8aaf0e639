"""Taking the last list back: asked for, queued, done by the worker in one piece, refused in words."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.actions import staff as people
from ikrar.agencies.actions.roster import hooks
from ikrar.agencies.models import (
    Assignment,
    Credential,
    OneTimeCode,
    RosterChange,
    RosterImport,
    RosterRow,
    Staff,
    StaffNumber,
    Unit,
)
from ikrar.agencies.queries import roster as lists
from ikrar.agencies.roles import system
from ikrar.agencies.rules import ImportState
from ikrar.core import jobs
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, Job, JobState
from tests.agencies.test_roster_import import AT, BUDI, NEXT, RATNA, SARI, Office, at_once, dump, number, row
from tests.factories import agencies as make
from tests.factories import pledges

pytestmark = pytest.mark.django_db
LATER = dt.date(2024, 10, 12)


@pytest.fixture
def office() -> Office:
    return Office()


def asked(office: Office, found: RosterImport) -> RosterImport:
    """Asked for, and not yet done."""
    actions.take_back_roster(found, by=office.by, at=AT)
    found.refresh_from_db()
    assert found.state == ImportState.UNDOING
    return found


def worked(found: RosterImport) -> RosterImport:
    jobs.drain(AT)
    found.refresh_from_db()
    return found


def test_taking_back_is_queued_once_and_done_by_the_worker(office):
    found = office.load(SARI, BUDI)
    for _ in range(2):
        asked(office, found)
    assert Staff.objects.count() == 2
    assert Job.objects.filter(kind=lists.JOB_TAKE_BACK).count() == 1
    assert worked(found).state == ImportState.UNDONE
    assert (Staff.objects.count(), Assignment.objects.count(), Unit.objects.count()) == (0, 0, 0)
    lines = AuditEvent.objects.filter(object_id=found.pk, verb__startswith="agencies.roster_take")
    assert sorted(lines.values_list("verb", flat=True)) == [
        "agencies.roster_take_back_asked",
        "agencies.roster_taken_back",
    ]


def test_its_page_says_that_it_is_being_taken_back(office):
    found = asked(office, office.load(SARI))
    page, client = reverse("agencies:roster", args=[found.pk]), office.client()
    assert "Daftar sedang ditarik kembali" in client.get(page).content.decode()
    worked(found)
    assert "Daftar ini sudah ditarik kembali" in client.get(page).content.decode()


def test_numbers_that_two_people_exchanged_are_given_back(office):
    office.load(SARI, BUDI)
    sari, budi = office.person(1), office.person(2)
    Staff.objects.filter(pk=sari.pk).update(email_confirmed_at=AT)
    before = dump(office.agency)
    found = office.read({**SARI, "NIP": number(8)}, {**BUDI, "NIP": number(9)}, as_of=NEXT)
    for question in list(lists.undecided(found)):
        actions.decide_row(question, "same", by=office.by)
    office.apply(RosterImport.objects.get(pk=found.pk))
    Staff.objects.filter(pk=sari.pk).update(number="")
    Staff.objects.filter(pk=budi.pk).update(number=number(1))
    Staff.objects.filter(pk=sari.pk).update(number=number(2))
    office.take_back(RosterImport.objects.get(pk=found.pk))
    assert (dump(office.agency), StaffNumber.objects.count()) == (before, 0)
    sari.refresh_from_db()
    assert sari.email_confirmed_at == AT


def test_a_number_changed_twice_keeps_its_first_change(office):
    office.load(SARI)
    for serial, day in ((8, NEXT), (1, LATER)):
        found = office.read({**SARI, "NIP": number(serial)}, as_of=day)
        if waiting := lists.undecided(found).first():
            actions.decide_row(waiting, "same", by=office.by)
        office.apply(RosterImport.objects.get(pk=found.pk))
    assert sorted(StaffNumber.objects.values_list("number", flat=True)) == [number(1), number(8)]
    office.take_back(RosterImport.objects.get(pk=found.pk))
    assert list(StaffNumber.objects.values_list("number", flat=True)) == [number(1)]
    assert Staff.objects.get().number == number(8)


def test_somebody_who_came_back_is_gone_again_and_not_deleted(office):
    office.load(SARI, BUDI)
    people.end_staff(office.person(2), on=NEXT, by=office.by)
    before = dump(office.agency)
    found = office.load(SARI, BUDI, as_of=LATER)
    assert office.place(2).since == LATER
    office.take_back(found)
    assert dump(office.agency) == before


def test_an_e_mail_that_was_confirmed_since_stays_confirmed(office):
    office.load({**SARI, "Email": "sari@kota.example"}, {**BUDI, "Email": "budi@kota.example"})
    found = office.load({**SARI, "Nama": "Sari Contowati", "Email": "sari@kota.example"}, {**BUDI, "Email": "b@kota.example"},
                        as_of=NEXT)  # fmt: skip
    Staff.objects.update(email_confirmed_at=AT)
    office.take_back(found)
    sari, budi = office.person(1), office.person(2)
    assert (sari.name, sari.email_confirmed_at) == ("Sari Contohwati", AT)
    assert (budi.email, budi.email_confirmed_at) == ("budi@kota.example", None)


def test_what_hangs_on_a_new_person_goes_along(office):
    found = office.load(SARI)
    code = make.credential(office.person(1))
    OneTimeCode.objects.create(credential=code, code=b"x" * 32, made_at=AT)
    office.take_back(found)
    assert (Staff.objects.count(), Credential.objects.count(), OneTimeCode.objects.count()) == (0, 0, 0)


def test_an_act_protects_its_person_even_if_nobody_was_asked(office, monkeypatch):
    monkeypatch.setattr(hooks, "_DEPENDENTS", [])
    found = office.load(SARI, BUDI)
    before = dump(office.agency)
    pledges.vouched(pledges.campaign(office.agency), office.person(1), at=AT)
    found = worked(asked(office, found))
    assert (found.state, dump(office.agency)) == (ImportState.APPLIED, before)
    assert "catatan yang memakai orang barunya" in found.reading["kept"]


def test_an_act_since_the_asking_keeps_the_list_and_its_page_says_so(office):
    found = asked(office, office.load(SARI))
    pledges.vouched(pledges.campaign(office.agency), office.person(1), at=AT)
    worked(found)
    assert (found.state, Staff.objects.count()) == (ImportState.APPLIED, 1)
    page = office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()
    assert "Tidak jadi ditarik kembali" in page
    assert "1 tanda tangan bergantung padanya" in page


def test_all_reasons_are_named_before_anything_is_queued(office, monkeypatch):
    monkeypatch.setattr(hooks, "_DEPENDENTS", [lambda ids: [f"{ids.count()} orang sudah hadir."]])
    found = office.load(SARI, BUDI)
    make.credential(office.person(1), pin="482913")
    people.end_staff(office.person(2), on=NEXT, by=office.by)
    with pytest.raises(Refused) as refusal:
        actions.take_back_roster(found, by=office.by, at=AT)
    for words in ("2 orang sudah hadir", "1 orang baru sudah memakai kode", "1 orang sudah diubah dengan tangan"):
        assert words in str(refusal.value)
    assert not Job.objects.filter(kind=lists.JOB_TAKE_BACK).exists()


def test_a_unit_that_somebody_uses_by_now_stays(office):
    found = office.load(SARI, row(number(7), "Wati Umpama", "Dinas Kedua"))
    used = Unit.objects.get(name="Dinas Kedua")
    campaign = pledges.campaign(office.agency, is_open=False)
    campaign.units.add(used)
    office.take_back(found)
    assert list(Unit.objects.all()) == [used]
    assert list(campaign.units.all()) == [used]


def test_it_waits_while_somebody_signs_and_says_so(office, monkeypatch):
    waits = ["Ada sesi tanda tangan yang masih dibuka."]
    monkeypatch.setattr(hooks, "_WAITS", [lambda agency: waits[0] if waits else ""])
    found = RosterImport.objects.get(pk=office.read(SARI).pk)
    actions.apply_roster(found, by=office.by, at=AT)
    waits.clear()
    worked(found)
    waits.append("Ada sesi tanda tangan yang masih dibuka.")
    worked(asked(office, found))
    if connection.vendor != "sqlite":
        assert found.state == ImportState.UNDONE
        return
    assert (found.state, found.reading["waits"], Staff.objects.count()) == (ImportState.UNDOING, waits[0], 1)
    page = office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()
    assert "Menunggu sebentar sebelum ditarik kembali" in page
    assert waits[0] in page
    waits.clear()
    jobs.drain(AT + dt.timedelta(minutes=1))
    found.refresh_from_db()
    assert found.state == ImportState.UNDONE


def test_a_worker_killed_in_the_middle_leaves_the_list_whole(office, monkeypatch):
    found = office.load(SARI, BUDI)
    before = dump(office.agency)
    asked(office, found)

    def die(*_: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("ikrar.agencies.actions.roster.undoing.remove_unused_units", die)
        with pytest.raises(ConnectionError):
            actions.take_back_step(found, by=system(office.agency.pk), at=AT)
    assert dump(office.agency) == before
    assert worked(found).state == ImportState.UNDONE
    assert Staff.objects.count() == 0


@pytest.mark.parametrize("name", ["take_back_roster", "apply_roster"])
def test_work_that_stopped_for_good_can_be_asked_for_again(office, monkeypatch, name):
    if name == "take_back_roster":
        found = asked(office, office.load(SARI))
    else:
        found = office.read(SARI)
        actions.apply_roster(found, by=office.by, at=AT)
    Job.objects.filter(key=f"roster-{found.pk}").update(state=JobState.FAILED)
    client, page = office.client(), reverse("agencies:roster", args=[found.pk])
    shown = client.get(page).content.decode()
    assert "Coba lagi" in shown
    address = reverse(f"agencies:{name}", args=[found.pk])
    assert address in shown
    client.post(address)
    jobs.drain(dt.datetime.now(dt.UTC))
    found.refresh_from_db()
    assert found.state == (ImportState.UNDONE if name == "take_back_roster" else ImportState.APPLIED)


def test_a_list_is_not_taken_back_while_another_is_being_applied(office):
    first = office.load(SARI)
    second = office.read(SARI, BUDI, as_of=NEXT)
    actions.apply_roster(second, by=office.by, at=AT)
    with pytest.raises(Refused, match="sedang diterapkan"):
        actions.take_back_roster(first, by=office.by, at=AT)


def test_a_list_applied_after_the_asking_wins(office):
    first = office.load(SARI)
    second = office.read(SARI, BUDI, as_of=NEXT)
    asked(office, first)
    actions.apply_roster(second, by=office.by, at=AT)
    actions.apply_step(second, by=office.by, at=AT)
    worked(first)
    assert (first.state, Staff.objects.count()) == (ImportState.APPLIED, 2)
    assert "terakhir" in first.reading["kept"]


def test_a_preview_from_before_is_shown_again_after_the_list_is_back(office):
    first = office.load(SARI)
    second = office.read(SARI, BUDI, as_of=NEXT)
    asked(office, first)
    actions.take_back_step(first, by=office.by, at=AT)
    office.apply(second)
    assert (second.state, second.reading["stale"], second.counts["new"]) == (ImportState.PREVIEW, True, 2)


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_applying_at_once_leave_one_of_both_and_nothing_between():
    office = Office()
    first = office.load(SARI, RATNA)
    second = office.read(SARI, BUDI, as_of=NEXT)
    asked(office, first)
    actions.apply_roster(second, by=office.by, at=AT)
    at_once(
        lambda: actions.take_back_step(first, by=office.by, at=AT),
        lambda: actions.apply_step(second, by=office.by, at=AT),
    )
    states = tuple(RosterImport.objects.order_by("pk").values_list("state", flat=True))
    if states == (ImportState.UNDONE, ImportState.PREVIEW):
        assert (Staff.objects.count(), Assignment.objects.count(), Unit.objects.count()) == (0, 0, 0)
    else:
        assert states == (ImportState.APPLIED, ImportState.APPLIED)
        assert (Staff.objects.count(), Assignment.objects.filter(until=None).count()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_it_back_once():
    office = Office()
    found = asked(office, office.load(SARI, BUDI))
    at_once(*(lambda: actions.take_back_step(found, by=office.by, at=AT) for _ in range(2)))
    assert RosterImport.objects.get().state == ImportState.UNDONE
    assert AuditEvent.objects.filter(verb="agencies.roster_taken_back").count() == 1
    assert (Staff.objects.count(), RosterChange.objects.count(), RosterRow.objects.count()) == (0, 0, 0)
