"""The attendance list as a paper and a workbook: who came, how it is known, and nothing that nobody said."""

import datetime as dt
import io
import subprocess
import zipfile
from dataclasses import replace

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ikrar.agencies.roles import Role
from ikrar.agencies.rules import Level
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.outreach.actions import attendance, lists
from ikrar.outreach.models import Attendance, Official
from ikrar.outreach.queries.lists import attendance_rows
from ikrar.outreach.rules import Found, Part, Source
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.outreach.test_attendance import coming
from tests.pledges.cast import logged_in

AT = made.AT


def words(pdf):
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return " ".join(said.decode().split())


def sheets(xlsx):
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


class Event:
    """A hall and a meeting: Sari by badge, Tono online, Rina on neither list, a guest of Bawaslu."""

    def __init__(self, **fields):
        self.agency = cast.agency(zone="WITA", place="Kendari")
        self.ratna = cast.officer(Role.COMMITTEE, self.agency)
        self.held = made.activity(self.agency, mode="both", meeting="https://rapat.kota.example/", **fields)
        unit = cast.unit(self.agency, "Dinas Contoh")
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=unit, title_back="S.Pd., M.M.", position="Guru")
        self.tono, self.rina = (cast.staff(self.agency, f"{name} Rekaan", at=unit) for name in ("Tono", "Rina"))
        made.invitee(self.held, self.sari)
        made.invitee(self.held, self.tono)

    def come(self):
        attendance.record(self.held, coming(self.sari, found=Found.BADGE, device="Meja 1"), at=AT)
        attendance.record(self.held, made.online(self.sari), at=AT + dt.timedelta(minutes=9))
        attendance.record(self.held, made.online(self.tono), at=AT + dt.timedelta(minutes=3))
        attendance.record(self.held, coming(self.rina, found=Found.WALK_IN), at=AT)
        wati = made.guest(self.held)
        attendance.record(self.held, coming(wati, staff=None, guest=wati.pk), at=AT)

    def export(self, form, **told):
        told = {"whole_numbers": False, "by": cast.actor(self.ratna), "at": AT, **told}
        return lists.export_list(self.held, form=form, **told)


@pytest.fixture
def event(db):
    return Event()


def test_the_paper_tells_who_came_where_and_how_strong_that_is(event):
    event.come()
    Official.objects.create(activity=event.held, part=Part.CHAIR, place=1, name="Hj. Wati Rekaan, S.Pd.")
    page = words(event.export("pdf"))
    assert "Diundang 2 orang, hadir 3 orang: di meja 2, daring 1, kertas 0." in page
    for told in ("Sari Contohwati", "S.Pd., M.M.", "11.00", "11.09", "lencana", "Dinas Contoh", "Wati Tamurekaan",
                 "Bawaslu Kota Contoh", "Hj. Wati Rekaan, S.Pd.", "Kode dan PIN", "1 di antaranya tambahan"):  # fmt: skip
        assert told in page, told
    assert "tidak disebut" in page


def test_a_number_is_whole_only_where_the_officer_asks_for_it_and_both_leave_a_trace(event):
    event.come()
    short, whole = (words(event.export("pdf", whole_numbers=wish)) for wish in (False, True))
    assert event.sari.number_grouped.replace("\u00a0", " ") in whole
    assert event.sari.number_grouped.replace("\u00a0", " ") not in short
    assert event.sari.number not in short
    fields = AuditEvent.objects.filter(verb="outreach.list_exported").order_by("pk").values_list("fields", flat=True)
    assert list(fields) == [["pdf"], ["pdf", "whole_numbers"]]


def test_the_workbook_keeps_numbers_as_text_and_runs_nothing(event):
    event.rina.name = '=HYPERLINK("http://jahat.example","klik")'
    event.rina.save()
    event.come()
    made_of = event.export("xlsx", whole_numbers=True)
    found = sheets(made_of)
    rows = {row[1]: row for row in found["Pegawai"][1:]}
    assert rows["Sari Contohwati, S.Pd., M.M."][2] == f"NI PPPK {event.sari.number_grouped}".replace("\u00a0", " ")
    assert rows["Sari Contohwati, S.Pd., M.M."][6:9] == ["11.00", "", "11.09"]
    assert event.rina.name in rows
    with zipfile.ZipFile(io.BytesIO(made_of)) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(pages) == 3
    assert not any("<f>" in page or "<hyperlink" in page for page in pages)
    assert [row[1] for row in found["Tamu"][1:]] == ["Wati Tamurekaan"]


def test_a_void_is_in_no_list(event):
    event.come()
    attendance.void_attendance(Attendance.objects.get(staff=event.tono), reason="not_present", officer=1, at=AT)
    assert "Tono" not in words(event.export("pdf"))


def test_paper_and_the_way_out_stand_beside_the_hour(event):
    event.held.has_exit = True
    event.held.save()
    event.come()
    act = Attendance.objects.get(staff=event.sari)
    attendance.leave(event.held, act.pk, officer=1, device="", at=AT + dt.timedelta(hours=2))
    ink = replace(coming(event.tono), source=Source.PAPER, level=Level.INK)
    attendance.void_attendance(Attendance.objects.get(staff=event.tono), reason="test", officer=1, at=AT)
    attendance.record(event.held, ink, at=AT)
    page = words(event.export("pdf"))
    assert "pulang" in page
    assert "13.00" in page
    assert "kertas" in page


def test_a_backfilled_activity_without_names_says_so(db):
    event = Event(is_backfilled=True, told=232)
    event.held.on = None
    event.held.save()
    page = words(event.export("pdf"))
    assert "tidak memuat nama peserta" in page
    assert "Menurut sumber, peserta 232 orang." in page
    assert page.count("tidak disebut") == 3
    assert "tidak memuat nama peserta" in str(sheets(event.export("xlsx"))["Keterangan"])


def test_the_position_is_the_one_held_that_day(event):
    event.come()
    event.sari.assignments.update(since=dt.date(2024, 1, 2), until=dt.date(2024, 11, 1))
    cast.Assignment.objects.create(
        agency=event.agency, staff=event.sari, unit=cast.unit(event.agency), kind="pppk", position="Kepala",
        since=dt.date(2024, 11, 1),
    )  # fmt: skip
    assert [row.position for row in attendance_rows(event.held, AT).staff if row.act.staff == event.sari] == ["Guru"]


def test_a_list_of_any_length_asks_as_often(event, django_assert_num_queries):
    event.come()
    with django_assert_num_queries(4):
        attendance_rows(event.held, AT)


def test_names_that_no_font_draws_and_long_ones_still_print(event):
    event.sari.title_front = "Prof. " * 49
    event.sari.name = "\u200b\u202e"
    event.sari.save()
    event.come()
    assert event.export("pdf").startswith(b"%PDF")


def test_the_page_hands_out_both_files_to_its_readers_alone(event):
    event.come()
    page, address = logged_in(event.ratna), reverse("outreach:attendance_list", args=[event.held.pk])
    assert "hadir 3 orang" in page.get(address).content.decode()
    for kind, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        answer = page.post(address, {"form": kind})
        assert answer.content.startswith(start)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert page.post(address, {"form": "exe"}).status_code == 422
    coordinator = cast.officer(Role.COORDINATOR, unit=cast.unit(event.agency))
    assert logged_in(coordinator).get(address).status_code == 403
    with pytest.raises(Refused):
        event.export("pdf", by=cast.actor(coordinator))
