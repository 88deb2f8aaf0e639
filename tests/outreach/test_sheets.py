"""Attendance in ink: printed by unit, entered with its scan by one officer, counted once a second one confirms."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.agencies.rules import Level
from ikrar.core.doctor import examine
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.outreach.actions import attendance, sheets
from ikrar.outreach.models import Attendance, AttendanceSheet, Guest, Seen
from ikrar.outreach.rules import ActivityState, PaperState
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.factories.pledges import photo
from tests.outreach.test_attendance import coming
from tests.outreach.test_lists import words
from tests.pledges.cast import logged_in

AT = made.AT


class Event:
    """Sari and Tono invited from one unit, Agus from another; Ratna enters, Budi confirms."""

    def __init__(self, state=ActivityState.CLOSED):
        self.agency = cast.agency(zone="WITA")
        self.first, self.second = cast.unit(self.agency, "Dinas Pertama"), cast.unit(self.agency, "Dinas Kedua")
        self.held = made.activity(self.agency, state=state)
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=self.first)
        self.tono = cast.staff(self.agency, "Tono Rekaan", at=self.first)
        self.agus = cast.staff(self.agency, "Agus Rekaan", at=self.second)
        for person in (self.sari, self.tono, self.agus):
            made.invitee(self.held, person)
        self.ratna, self.budi = (cast.officer(Role.COMMITTEE, self.agency, name=name) for name in ("Ratna", "Budi"))
        self.sheet = made.sheet(self.held, self.first, [self.sari, self.tono], at=AT)

    def enter(self, *ticked, by=None):
        told = {"scan": photo(), "ticked": [person.pk for person in ticked], "by": cast.actor(by or self.ratna)}
        self.sheet = sheets.enter_sheet(self.sheet, **told, at=AT)

    def confirm(self, by=None, seen=""):
        seen = seen or AttendanceSheet.objects.get(pk=self.sheet.pk).said
        return sheets.confirm_sheet(
            self.sheet, seen=seen, by=cast.actor(by or self.budi), at=AT + dt.timedelta(hours=3)
        )


@pytest.fixture
def event(db):
    return Event()


def test_ink_counts_only_after_a_second_officer_and_once(event):
    event.enter(event.sari)
    assert not Attendance.objects.exists()
    with pytest.raises(Refused):
        event.confirm(by=event.ratna)
    assert event.confirm() == 1
    act = Attendance.objects.get()
    assert (act.staff, act.source, act.level, act.officer, act.evidence) == (
        event.sari, "paper", Level.INK, event.budi.pk, event.sheet.scan
    )  # fmt: skip
    with pytest.raises(Refused):
        event.confirm()
    assert Attendance.objects.count() == 1


def test_a_name_added_behind_the_second_officers_page_is_not_confirmed_unseen(event):
    event.enter(event.sari)
    seen = event.sheet.said
    sheets.add_person(event.sheet, event.agus.pk, by=cast.actor(event.ratna))
    with pytest.raises(Refused):
        event.confirm(seen=seen)
    assert not Attendance.objects.exists()
    assert event.confirm() == 2


def test_who_was_at_a_desk_too_is_kept_once_with_paper_beside(db):
    event = Event(state=ActivityState.OPEN)
    attendance.record(event.held, coming(event.sari), at=AT)
    event.held.state = ActivityState.CLOSED
    event.held.save()
    event.enter(event.sari, event.tono)
    assert event.confirm() == 1
    assert sorted(Attendance.objects.values_list("source", flat=True)) == ["desk", "paper"]
    assert [(seen.attendance.staff, seen.source) for seen in Seen.objects.all()] == [(event.sari, "paper")]


def test_names_written_by_hand_come_from_the_list_or_are_guests(event):
    event.enter(event.sari)
    by, number = cast.actor(event.ratna), uuid.uuid4()
    wati = {"name": "Wati Tamurekaan", "office": "Ketua", "institution": "Bawaslu Kota Contoh"}
    for _twice in range(2):
        sheets.add_person(event.sheet, event.agus.pk, by=by)
        sheets.add_sheet_guest(event.sheet, **wati, uuid=number, by=by)
    mistaken = sheets.add_sheet_guest(event.sheet, **wati, uuid=uuid.uuid4(), by=by).guests[-1]["key"]
    sheets.take_off(event.sheet, guest=mistaken, by=by)
    made.guest(event.held)
    assert event.confirm() == 3
    assert Guest.objects.count() == 1, "an announced guest is taken, not written down again"
    assert Attendance.objects.filter(staff=event.agus, found="search").exists()


def test_only_whoever_entered_adds_names_and_none_of_another_agency(event):
    event.enter(event.sari)
    with pytest.raises(Refused):
        sheets.add_person(event.sheet, event.agus.pk, by=cast.actor(event.budi))
    with pytest.raises(Refused):
        sheets.add_person(event.sheet, cast.staff(cast.agency()).pk, by=cast.actor(event.ratna))


def test_a_row_of_another_sheet_is_refused_and_nothing_is_kept(event):
    with pytest.raises(Refused):
        event.enter(event.agus)
    with pytest.raises(Refused):
        event.enter()
    assert AttendanceSheet.objects.get().state == PaperState.PRINTED


def test_a_sheet_given_back_is_entered_again(event):
    event.enter(event.sari)
    sheets.refuse_sheet(event.sheet, reason="Baris 2 juga ditandatangani.", by=cast.actor(event.budi), at=AT)
    event.enter(event.sari, event.tono)
    assert event.confirm() == 2


def test_who_serves_nowhere_any_more_is_left_out_and_the_others_count(event):
    event.tono.assignments.update(until=dt.date(2024, 9, 1))
    event.enter(event.sari, event.tono)
    assert event.confirm() == 1
    page = logged_in(event.budi).get(reverse("outreach:attendance_sheet", args=[event.sheet.code])).content.decode()
    assert "tidak dicatat" in page


def test_a_reported_activity_takes_no_more_paper(event):
    event.enter(event.sari)
    event.held.state = ActivityState.REPORTED
    event.held.save()
    with pytest.raises(Refused):
        event.confirm()
    assert not Attendance.objects.exists()


def test_sheets_are_printed_by_unit_with_free_rows_and_a_blank_one(event):
    page, address = logged_in(event.ratna), reverse("outreach:attendance_sheets", args=[event.held.pk])
    answer = page.post(address, {"unit": "", "is_blank": "", "cetak": "1"})
    said = words(answer.content)
    for told in ("Sari Contohwati", "Agus Rekaan", "Dinas Pertama", "Dinas Kedua", "saya menyatakan hadir"):
        assert told in said
    blank = page.post(address, {"unit": "", "is_blank": "on", "cetak": "1"})
    assert "Tambahan dan tamu" in words(blank.content)
    assert sorted(len(sheet.staff) for sheet in AttendanceSheet.objects.exclude(pk=event.sheet.pk)) == [0, 1, 2]


def test_a_coordinator_prints_and_enters_the_own_unit_alone(event):
    budi = cast.officer(Role.COORDINATOR, unit=event.second)
    page = logged_in(budi)
    assert page.get(reverse("outreach:attendance_sheet", args=[event.sheet.code])).status_code == 404
    page.post(reverse("outreach:attendance_sheets", args=[event.held.pk]), {"cetak": "1"})
    assert [sheet.unit for sheet in AttendanceSheet.objects.exclude(pk=event.sheet.pk)] == [event.second]
    for units, is_blank in (([event.first], False), ([event.second], True)):
        with pytest.raises(Refused):
            sheets.print_sheets(event.held, units, is_blank=is_blank, by=cast.actor(budi), at=AT)


def test_a_coordinator_neither_enters_nor_confirms_another_units_sheet(event):
    budi = cast.officer(Role.COORDINATOR, unit=event.second)
    with pytest.raises(Refused):
        event.enter(event.sari, by=budi)
    event.enter(event.sari)
    with pytest.raises(Refused):
        event.confirm(by=budi)
    assert not Attendance.objects.exists()


def test_a_leader_confirms_what_the_committee_entered(event):
    event.enter(event.sari)
    leader = cast.officer(Role.LEADER, event.agency)
    assert logged_in(leader).get(reverse("outreach:attendance_sheet", args=[event.sheet.code])).status_code == 200
    assert event.confirm(by=leader) == 1


def test_a_sheet_goes_its_way_by_its_pages(event):
    ratna, budi, code = logged_in(event.ratna), logged_in(event.budi), event.sheet.code
    way = {name: reverse(f"outreach:{name}", args=[code]) for name in (
        "attendance_sheet", "enter_attendance_sheet", "add_to_sheet", "confirm_attendance_sheet",
        "refuse_attendance_sheet", "attendance_scan", "reprint_attendance_sheet",
    )}  # fmt: skip
    assert (
        ratna.get(reverse("outreach:find_attendance_sheet"), {"kode": code.lower()}).headers["Location"]
        == way["attendance_sheet"]
    )
    hostile = SimpleUploadedFile("a.jpg", b"<script>", "image/jpeg")
    assert ratna.post(way["enter_attendance_sheet"], {"ticked": event.sari.pk, "scan": hostile}).status_code == 422
    scan = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    assert ratna.post(way["enter_attendance_sheet"], {"ticked": event.sari.pk, "scan": scan}).status_code == 302
    assert "Agus" in ratna.get(way["attendance_sheet"], {"cari": "agus"}).content.decode()
    assert ratna.post(way["add_to_sheet"], {"staff": event.agus.pk}).status_code == 302
    assert ratna.post(way["add_to_sheet"], {"take_off": event.agus.pk}).status_code == 302
    assert ratna.post(way["add_to_sheet"], {"name": "", "uuid": uuid.uuid4()}).status_code == 422
    assert ratna.post(way["confirm_attendance_sheet"]).status_code == 422
    assert budi.get(way["attendance_scan"]).status_code == 200
    assert budi.post(way["refuse_attendance_sheet"], {"reason": ""}).status_code == 422
    seen = budi.get(way["attendance_sheet"]).context["sheet"].said
    assert f'name="seen" value="{seen}"' in budi.get(way["attendance_sheet"]).content.decode()
    assert budi.post(way["confirm_attendance_sheet"], {"seen": seen}).status_code == 302
    assert [act.staff for act in Attendance.objects.all()] == [event.sari]
    assert ratna.get(way["reprint_attendance_sheet"]).content.startswith(b"%PDF")


def test_a_unit_sees_its_own_missing_by_name_and_no_other(event):
    event.held.state = ActivityState.OPEN
    event.held.save()
    attendance.record(event.held, coming(event.sari), at=AT)
    extra = cast.staff(event.agency, "Rina Rekaan", at=event.first)
    attendance.record(event.held, coming(extra), at=AT)
    address = reverse("outreach:attendance_units", args=[event.held.pk])
    page = logged_in(cast.officer(Role.COORDINATOR, unit=event.first))
    shown = page.get(address)
    assert [
        (line.unit, line.invited, line.present, line.missing, line.additions) for line in shown.context["lines"]
    ] == [(event.first, 2, 1, 1, 1)]
    named = page.get(address, {"unit": event.first.pk}).content.decode()
    assert ("Tono" in named, "Sari" in named) == (True, False)
    assert page.get(address, {"unit": event.second.pk}).status_code == 404
    assert AuditEvent.objects.get(verb="outreach.attendance_seen").fields == ["belum", f"unit {event.first.pk}"]
    other = logged_in(cast.officer(Role.COORDINATOR, unit=event.second)).get(address)
    assert [(line.unit, line.additions) for line in other.context["lines"]] == [(event.second, 0)]
    everything = logged_in(event.ratna).get(address).context["lines"]
    assert {line.unit: line.missing for line in everything} == {event.first: 1, event.second: 1}


def test_the_doctor_finds_two_that_count_a_gap_and_a_stray(event):
    def found():
        return [finding.says for done in examine(only=["attendance"]) for finding in done.findings]

    first = made.activity(event.agency)
    attendance.record(first, coming(event.sari), at=AT)
    assert found() == []
    act = Attendance.objects.get()
    act.pk, act.attempt, act.client_uuid = None, 3, uuid.uuid4()
    act.save(force_insert=True)
    attendance.void_attendance(act, reason="test", officer=1, at=AT)
    act.void.activity = event.held
    act.void.save()
    said = " ".join(found())
    assert "ada 2, seharusnya 3" in said
    assert "menunjuk kegiatan lain" in said
    act.void.delete()
    assert any("menghitung satu orang 2 kali" in sentence for sentence in found())
