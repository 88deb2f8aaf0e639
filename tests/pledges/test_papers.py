"""Ink on paper: who is on the sheet is fixed at print, and two officers stand behind every act."""

import datetime as dt
import threading
import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from ikrar.agencies.models import Assignment, RoleGrant
from ikrar.agencies.roles import Role
from ikrar.agencies.rules import Level
from ikrar.core.errors import Refused
from ikrar.pledges import receipts
from ikrar.pledges.actions import papers, vouching
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import PaperSheet, Signature
from ikrar.pledges.rules import Method, SheetKind, SheetState
from tests.factories import agencies as cast
from tests.factories import pledges as made

AT = made.AT + dt.timedelta(days=1)
DAY = dt.date(2024, 10, 14)


class World:
    """Sari and 24 others of one unit; Budi coordinates it and enters, Ratna of the personnel office confirms."""

    def __init__(self, people=25, at=made.AT, **campaign):
        self.agency = cast.agency(zone="WITA")
        self.unit = cast.unit(self.agency, "Dinas Contoh")
        self.people = [cast.staff(self.agency, f"Sari Contohwati {n:02d}", at=self.unit) for n in range(people)]
        self.budi = cast.officer(Role.COORDINATOR, unit=self.unit, name="Budi Rekaan", mfa=True)
        self.ratna = cast.officer(Role.PERSONNEL, self.agency, name="Ratna Khayal", mfa=True)
        self.campaign = made.campaign(self.agency, at=at, **campaign)
        self.at = at + dt.timedelta(hours=1)

    def print(self, kind=SheetKind.ROSTER, **more):
        by = cast.actor(self.budi)
        return papers.print_sheets(self.campaign, unit=self.unit, kind=kind, by=by, at=self.at, **more).sheets

    def enter(self, sheet, by=None, **changes):
        fields = {"scan": made.photo(), "ticked": sheet.staff[:3], "signed_on": self.at.date()}
        return papers.enter_sheet(sheet, **{**fields, **changes}, by=cast.actor(by or self.budi), at=self.at)

    def confirm(self, sheet, by=None, at=AT):
        return papers.confirm_sheet(sheet, by=cast.actor(by or self.ratna), at=at)


@pytest.fixture
def world(db):
    return World()


def test_a_roster_fixes_twenty_people_a_page_in_the_order_of_names(world):
    first, second = world.print()
    assert first.staff == [person.pk for person in world.people[:20]]
    assert second.staff == [person.pk for person in world.people[20:]]
    assert first.code != second.code


def test_a_pact_form_has_a_sheet_of_its_own_for_each_person(world):
    sheets = world.print(SheetKind.FORM)
    assert [len(sheet.staff) for sheet in sheets] == [1] * 25


def test_two_officers_make_one_act_each_at_the_level_of_ink(world):
    sheet = world.enter(world.print()[0])
    assert not Signature.objects.exists()
    done = world.confirm(sheet)
    act = Signature.objects.get(staff=world.people[0])
    assert len(done.recorded) == 3
    assert (act.level, act.method, act.officer, act.evidence, act.at) == (
        Level.INK, Method.PAPER, world.ratna.pk, sheet.scan, AT,
    )  # fmt: skip
    assert '"signed_on":"2024-10-14"' in act.record
    assert receipts.opens(act.commitment, bytes(act.r), act.record)


def test_who_signed_already_is_told_and_not_doubled(world):
    world.confirm(world.enter(world.print()[0]))
    again = world.enter(world.print()[0])
    done = world.confirm(again)
    assert (done.recorded, done.already) == ([], again.ticked)
    assert Signature.objects.count() == 3


def test_a_voided_act_can_be_entered_again_from_another_sheet(world):
    world.confirm(world.enter(world.print()[0]))
    act = Signature.objects.get(staff=world.people[0])
    void_signature(act, reason="wrong_row", by=cast.actor(world.ratna), at=AT)
    done = world.confirm(world.enter(world.print()[0]))
    assert [(one.staff_id, one.attempt) for one in done.recorded] == [(world.people[0].pk, 2)]


def test_who_enters_does_not_confirm(world):
    sheet = world.enter(world.print()[0])
    with pytest.raises(Refused, match="tidak mengesahkan"):
        world.confirm(sheet, by=world.budi)
    assert not Signature.objects.exists()


def test_a_second_confirmation_changes_nothing(world):
    sheet = world.enter(world.print()[0])
    world.confirm(sheet)
    with pytest.raises(Refused, match="sudah disahkan"):
        world.confirm(sheet)


def test_the_second_officer_gives_back_with_words_and_it_is_entered_again(world):
    sheet = world.enter(world.print()[0])
    with pytest.raises(Refused, match="tidak cocok"):
        papers.refuse_sheet(sheet, reason=" ", by=cast.actor(world.ratna), at=AT)
    sheet = papers.refuse_sheet(sheet, reason="Baris 3 kosong.", by=cast.actor(world.ratna), at=AT)
    assert sheet.state == SheetState.REFUSED
    with pytest.raises(Refused):
        world.confirm(sheet)
    sheet = world.enter(sheet, ticked=sheet.staff[:2])
    assert (sheet.state, sheet.refusal) == (SheetState.ENTERED, "")
    assert len(world.confirm(sheet).recorded) == 2


def test_rows_of_another_sheet_are_refused(world):
    first, second = world.print()
    with pytest.raises(Refused, match="bukan dari lembar ini"):
        world.enter(first, ticked=second.staff[:1])


@pytest.mark.parametrize(
    ("day", "words"), [(dt.date(2024, 10, 1), "di luar"), (dt.date(2024, 10, 20), "belum terjadi")]
)
def test_the_day_of_ink_lies_within_the_window_and_not_ahead(world, day, words):
    with pytest.raises(Refused, match=words):
        world.enter(world.print()[0], signed_on=day)


def test_a_text_that_asks_for_more_than_ink_names_the_nearest_way(db):
    with pytest.raises(Refused, match="meja dengan saksi"):
        World(people=1, least_level=Level.VOUCHED).print()


def test_somebody_who_left_since_is_not_recorded(world):
    sheet = world.enter(world.print()[0])
    Assignment.objects.filter(staff=world.people[0]).update(until=DAY)
    done = world.confirm(sheet)
    assert done.unfit == [world.people[0].pk]
    assert len(done.recorded) == 2


def test_a_coordinator_of_another_unit_neither_prints_nor_enters(world):
    sheet = world.print()[0]
    RoleGrant.objects.filter(account=world.budi).update(unit=cast.unit(world.agency))
    with pytest.raises(Refused):
        world.print()
    with pytest.raises(Refused, match="unit lain"):
        world.enter(sheet)


def test_joko_of_another_agency_confirms_nothing(world):
    sheet = world.enter(world.print()[0])
    joko = cast.officer(Role.PERSONNEL, cast.agency(), name="Joko Seberang", mfa=True)
    with pytest.raises(Refused, match="unit lain"):
        world.confirm(sheet, by=joko)


def bomb():
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "scan",
    [
        b"", b"MZ" + b"\0" * 500, b"<html><script>1</script></html>", b"%PDF-1.4 torn off", b"PK\x03\x04" + b"\0" * 200,
        b"GIF89a%PDF-1.4 %%EOF", bomb(), made.photo()[:200],
    ],
    ids=["empty", "program", "html", "torn pdf", "zip", "polyglot", "bomb", "torn jpeg"],
)  # fmt: skip
def test_hostile_scans_are_refused_and_nothing_is_kept(world, scan):
    sheet = world.print()[0]
    with pytest.raises(Refused):
        world.enter(sheet, scan=scan)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.scan) == (SheetState.PRINTED, None)


def race(*calls):
    gate, seen = threading.Barrier(len(calls)), []

    def press(call):
        gate.wait()
        try:
            seen.append(call())
        except Refused as refusal:
            seen.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == len(calls)
    return seen


@pytest.mark.django_db(transaction=True)
def test_two_officers_confirming_at_once_record_each_person_once():
    world = World(people=4)
    sheet = world.enter(world.print()[0])
    other = cast.officer(Role.PERSONNEL, world.agency, name="Wa Petugas", mfa=True)
    seen = race(lambda: world.confirm(sheet), lambda: world.confirm(sheet, by=other))
    assert sum(isinstance(one, Refused) for one in seen) == 1
    assert Signature.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_sheets_with_the_same_people_and_a_desk_at_once_make_one_act_each():
    world = World(people=4)
    sheets = [world.enter(world.print()[0], ticked=None or [p.pk for p in world.people]) for _n in range(2)]
    budi = cast.officer(Role.COMMITTEE, world.agency, name="Wa Panitia", mfa=True)
    session = made.session(world.campaign, world.ratna, at=AT - dt.timedelta(hours=1))
    _device, token = cast.device(world.agency, budi)
    from ikrar.agencies.queries import device_actor

    seen = vouching.Seen(
        staff=world.people[2].pk, client_uuid=uuid.uuid4(), ikrar_digest=world.campaign.ikrar.digest,
        pact_digest=world.campaign.pact.digest, drawing=made.drawing(),
    )  # fmt: skip
    race(
        lambda: world.confirm(sheets[0]),
        lambda: world.confirm(sheets[1]),
        lambda: vouching.vouch(session, seen, by=device_actor(token), at=AT),
    )
    assert Signature.objects.count() == 4
    assert set(Signature.objects.values_list("attempt", flat=True)) == {1}


# The doors


@pytest.fixture
def today(db):
    return World(people=3, at=timezone.now() - dt.timedelta(hours=2))


def log_in(client, account):
    from django.conf import settings

    client.force_login(account, settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_print_enter_confirm_through_the_pages(client, today):
    log_in(client, today.budi)
    home = f"/ikrar/{today.campaign.code}/kertas/"
    assert client.get(home).status_code == 200
    pdf = client.post(f"{home}cetak/", {"unit": today.unit.pk, "kind": "roster"})
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    sheet = PaperSheet.objects.get()
    page = client.get("/ikrar/kertas/", {"kode": f"{sheet.code[:4]}-{sheet.code[4:]}"}, follow=True).content.decode()
    assert "Sari Contohwati 00" in page
    sent = {
        "ticked": sheet.staff[:2], "signed_on": timezone.localdate().isoformat(),
        "scan": SimpleUploadedFile("pindai.jpg", made.photo(), "image/jpeg"),
    }  # fmt: skip
    path = f"/ikrar/kertas/{sheet.code}/"
    assert client.post(f"{path}masukkan/", sent).status_code == 302
    assert "petugas kedua" in client.get(path).content.decode()
    assert client.post(f"{path}sahkan/", follow=True).status_code == 422
    log_in(client, today.ratna)
    page = client.get(path).content.decode()
    assert "pindaian/" in page
    scan = client.get(f"{path}pindaian/")
    assert scan["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in scan["Content-Disposition"]
    assert client.post(f"{path}sahkan/").status_code == 302
    assert Signature.objects.filter(method=Method.PAPER).count() == 2
    assert "disahkan" in client.get(path).content.decode()


def test_pact_forms_come_as_one_pdf(client, today):
    log_in(client, today.budi)
    answer = client.post(f"/ikrar/{today.campaign.code}/kertas/cetak/", {"unit": today.unit.pk, "kind": "form"})
    assert answer.content.startswith(b"%PDF")
    assert PaperSheet.objects.count() == 3
    again = client.get(f"/ikrar/kertas/{PaperSheet.objects.first().code}/cetak/")
    assert again.content.startswith(b"%PDF")


def test_sheets_of_another_unit_or_agency_are_not_found(client, today):
    sheet = today.print()[0]
    for stranger in (
        cast.officer(Role.COORDINATOR, unit=cast.unit(today.agency), name="Wa Koordinator", mfa=True),
        cast.officer(Role.PERSONNEL, cast.agency(), name="Joko Seberang", mfa=True),
    ):
        log_in(client, stranger)
        for rest in ("", "pindaian/", "cetak/"):
            assert client.get(f"/ikrar/kertas/{sheet.code}/{rest}").status_code == 404
        for rest in ("masukkan/", "sahkan/", "kembalikan/"):
            assert client.post(f"/ikrar/kertas/{sheet.code}/{rest}").status_code == 404


def test_a_file_that_is_too_large_is_refused_in_words(client, today):
    sheet = today.print()[0]
    log_in(client, today.budi)
    sent = {
        "ticked": sheet.staff[:1], "signed_on": timezone.localdate().isoformat(),
        "scan": SimpleUploadedFile("besar.pdf", b"%PDF-1.4" + b"\0" * (26 * 1024 * 1024), "application/pdf"),
    }  # fmt: skip
    answer = client.post(f"/ikrar/kertas/{sheet.code}/masukkan/", sent)
    assert answer.status_code == 422
    assert "terlalu besar" in answer.content.decode()
