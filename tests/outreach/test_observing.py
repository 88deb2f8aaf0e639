"""An observer at an event: totals, a draw that anyone can repeat, remarks that nobody can change, printed in full."""

import datetime as dt
import hashlib
import re
import subprocess
import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ikrar.agencies.roles import Role
from ikrar.agencies.rules import Level
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions import observing as actions
from ikrar.outreach.models import Activity, Official, Remark
from ikrar.outreach.queries import observing as queries
from ikrar.outreach.remarks import Said
from ikrar.outreach.rules import Part, Source
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.factories import register as registers
from tests.outreach.test_attendance import coming
from tests.pledges.cast import logged_in

AT = made.AT
SAID = Said("Wati Pengamatrekaan", "Bawaslu Kota Contoh", "Baris satu.\nBaris <dua>.")


class Hall:
    """An open activity that Bawaslu watches, with 25 invited people present one every ten seconds."""

    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        self.observer = cast.officer(Role.OBSERVER, self.agency, mfa=True, name="Wati Pengamatrekaan")
        self.by, self.clerk = cast.actor(self.observer), cast.officer(Role.COMMITTEE, self.agency, name="Budi Rekaan")
        self.activity = made.activity(self.agency)
        unit = cast.unit(self.agency)
        self.people = [cast.staff(self.agency, f"Sari Contohwati{n}", at=unit) for n in range(25)]
        for n, person in enumerate(self.people):
            made.invitee(self.activity, person)
            told = coming(person, officer=self.clerk.pk, device="Meja 1")
            attendance.record(self.activity, told, at=AT + dt.timedelta(seconds=10 * n))


@pytest.fixture
def hall(db):
    return Hall()


def text_of(pdf, tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.replace("\u00a0", " "))


def test_totals_add_up_by_source_and_level_with_voids_beside_them(hall):
    walk_in, wati = cast.staff(hall.agency, "Tono Rekaan"), made.guest(hall.activity)
    attendance.record(hall.activity, coming(walk_in, source=Source.ONLINE, level=Level.CODE_AND_PIN), at=AT)
    attendance.record(hall.activity, coming(walk_in, staff=None, guest=wati.pk), at=AT)
    first = hall.activity.attendances.order_by("pk")[0]
    attendance.void_attendance(first, reason="test", officer=hall.clerk.pk, at=AT)
    seen = queries.totals(hall.activity)
    assert (seen.all.staff, seen.all.guests, seen.walk_ins, seen.voids) == (25, 1, 1, 1)
    assert sum(count.both for _source, count in seen.sources) == sum(count.both for _level, count in seen.levels) == 26
    assert dict(seen.sources)[Source.ONLINE].both == dict(seen.levels)[Level.CODE_AND_PIN].both == 1


def test_officers_are_told_with_the_median_seconds_between_two(hall):
    row = queries.recordings(hall.activity)[0]
    assert (row.officer, row.recorded, row.median_seconds) == (hall.clerk.pk, 25, 10.0)


def test_anyone_repeats_a_draw_from_its_seed_and_pool(hall):
    draw = actions.draw_attendances(hall.activity, by=hall.by, at=AT)
    ranked = sorted(draw.pool, key=lambda pk: hashlib.sha256(f"{draw.seed}:{pk}".encode()).hexdigest())
    assert draw.drawn == ranked[:20]
    assert sorted(draw.pool) == sorted(hall.activity.attendances.values_list("pk", flat=True))


def test_a_draw_is_shown_under_its_own_activity_alone(hall):
    draw, other = actions.draw_attendances(hall.activity, by=hall.by, at=AT), made.activity(hall.agency)
    page = logged_in(hall.observer)
    shown = [page.get(reverse("outreach:attendance_draw", args=[pk, draw.pk])) for pk in (hall.activity.pk, other.pk)]
    assert [answer.status_code for answer in shown] == [200, 404]


def test_a_voided_attendance_is_not_drawn_and_nothing_is_not_drawn_from(hall):
    for row in hall.activity.attendances.all():
        attendance.void_attendance(row, reason="test", officer=None, at=AT)
    with pytest.raises(Refused):
        actions.draw_attendances(hall.activity, by=hall.by, at=AT)


def test_the_observers_pages_show_no_name_of_staff(hall):
    page = logged_in(hall.observer)
    drawn = page.post(reverse("outreach:draw_attendances", args=[hall.activity.pk]))
    pages = [reverse("oversight:observe_activity", args=[hall.activity.pk]), drawn.headers["Location"]]
    shown = [page.get(address).content.decode() for address in pages]
    assert not any("Contohwati" in said for said in shown)
    assert "25 orang tercatat hadir" in shown[0]
    assert shown[1].count("S. C.") == 20
    assert page.get(reverse("outreach:attendance", args=[hall.activity.pk])).status_code == 403


def test_a_remark_is_kept_once_and_its_number_with_other_words_is_a_conflict(hall):
    number = uuid.uuid4()
    rows = {actions.write_remark(hall.activity, SAID, client_uuid=number, by=hall.by, at=AT).pk for _n in range(2)}
    assert len(rows) == 1
    with pytest.raises(Conflict):
        actions.write_remark(hall.activity, Said("A", "B", "C"), client_uuid=number, by=hall.by, at=AT)


def test_a_remark_changed_in_the_database_no_longer_fits_its_digest(hall):
    for n in range(3):
        said = Said(SAID.name, SAID.institution, f"Catatan {n}.")
        actions.write_remark(hall.activity, said, client_uuid=uuid.uuid4(), by=hall.by, at=AT)
    assert queries.changed(queries.remarks_of(hall.activity)) == []
    second = Remark.objects.order_by("pk")[1]
    Remark.objects.filter(pk=second.pk).update(text="Semua baik.")
    assert queries.changed(queries.remarks_of(hall.activity)) == [second]
    said = logged_in(hall.observer).get(reverse("oversight:observe_activity", args=[hall.activity.pk])).content.decode()
    assert "tidak lagi cocok dengan sidiknya" in said


def test_a_remark_taken_out_is_noticed_by_the_one_behind_it(hall):
    rows = [
        actions.write_remark(hall.activity, Said("A", "B", str(n)), client_uuid=uuid.uuid4(), by=hall.by, at=AT)
        for n in range(3)
    ]
    rows[1].delete()
    assert queries.changed(queries.remarks_of(hall.activity)) == [rows[2]]


def test_only_the_writer_corrects_and_the_first_words_stay(hall):
    first = actions.write_remark(hall.activity, SAID, client_uuid=uuid.uuid4(), by=hall.by, at=AT)
    other = cast.actor(cast.officer(Role.OBSERVER, hall.agency))
    correction = Said(SAID.name, SAID.institution, "Yang benar tiga.", first.pk)
    with pytest.raises(Refused):
        actions.write_remark(hall.activity, correction, client_uuid=uuid.uuid4(), by=other, at=AT)
    address, page = reverse("outreach:write_remark", args=[hall.activity.pk]), logged_in(hall.observer)
    assert "Wati Pengamatrekaan" in page.get(address, {"betulkan": first.pk}).content.decode()
    told = {"text": "Yang benar tiga.", "name": "W", "institution": "B", "corrects": first.pk, "uuid": uuid.uuid4()}
    assert page.post(address, told).status_code == 302
    assert page.post(address, told | {"text": "Lain."}).status_code == 409
    assert page.post(address, told | {"text": " ", "uuid": uuid.uuid4()}).status_code == 422
    assert [row.text for row in queries.remarks_of(hall.activity)] == [SAID.text, "Yang benar tiga."]


def test_nobody_remarks_on_an_activity_that_has_not_begun(hall):
    Activity.objects.update(state="planned")
    with pytest.raises(Refused):
        actions.write_remark(hall.activity, SAID, client_uuid=uuid.uuid4(), by=hall.by, at=AT)
    assert (
        logged_in(hall.observer).get(reverse("oversight:observe_activity", args=[hall.activity.pk])).status_code == 404
    )


def test_the_minutes_print_who_led_as_written_what_is_untold_and_remarks_in_full(hall, tmp_path):
    Official.objects.create(
        activity=hall.activity,
        part=Part.OPENER,
        place=1,
        form="plh",
        office="Sekretaris Daerah",
        institution="Kota Contoh",
    )
    long = Said("Wati Pengamatrekaan", "Bawaslu Kota Contoh", "Kalimat. " * 200 + "\nAKHIR CATATAN.")
    for n in range(4):
        actions.write_remark(hall.activity, long, client_uuid=uuid.uuid4(), by=hall.by, at=AT + dt.timedelta(minutes=n))
    answer = logged_in(hall.observer).get(reverse("outreach:minutes", args=[hall.activity.pk]))
    said = text_of(answer.content, tmp_path)
    assert "Plh. Sekretaris Daerah, Kota Contoh (nama tidak disebut)" in said
    assert "Saksi : tidak disebut" in said
    assert "tercatat hadir 25 pegawai dan 0 tamu" in said
    assert said.count("AKHIR CATATAN.") == 4
    assert said.count("Kalimat.") == 800
    assert Remark.objects.first().short in said
    assert "Contohwati" not in said
    assert "Register instansi" not in said


def test_the_minutes_tell_size_and_root_of_the_agency_s_register(hall, tmp_path):
    registers.published(cast.agency(), at=AT)
    log = registers.published(hall.agency, at=AT)
    answer = logged_in(hall.observer).get(reverse("outreach:minutes", args=[hall.activity.pk]))
    said = text_of(answer.content, tmp_path)
    told = f"Register instansi {log.origin}: 9 entri, akar {registers.head(log).root_text}"
    assert told.replace(" ", "") in said.replace(" ", "")


def test_the_papers_page_lists_what_its_reader_may_open(hall):
    address = reverse("outreach:activity_papers", args=[hall.activity.pk])
    made.forum(hall.activity)
    committee = logged_in(cast.officer(Role.COMMITTEE, hall.agency, mfa=True)).get(address).content.decode()
    observer = logged_in(hall.observer).get(address).content.decode()
    minutes, poster = reverse("outreach:minutes", args=[hall.activity.pk]), "poster-evaluasi.pdf"
    assert [(minutes in said, poster in said, "daftar-hadir" in said) for said in (committee, observer)] == [
        (True, True, True), (True, False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["evaluasi", "pertanyaan"])
def test_a_poster_tells_the_whole_address_in_letters(hall, tmp_path, what):
    made.forum(hall.activity)
    page = logged_in(cast.officer(Role.COMMITTEE, hall.agency, mfa=True))
    answer = page.get(reverse("outreach:forum_poster", args=[hall.activity.pk, what]))
    assert f"/s/{hall.activity.code}" in text_of(answer.content, tmp_path)
    assert page.get(reverse("outreach:forum_poster", args=[hall.activity.pk, "lain"])).status_code == 404


@pytest.mark.browser
def test_an_open_page_counts_on_by_itself_but_not_under_the_observers_hand(screen, live_server, hall):
    cookie = logged_in(hall.observer).cookies["ikrar_petugas"]
    screen.context.add_cookies([{"name": "ikrar_petugas", "value": cookie.value, "url": live_server.url}])
    screen.clock.install()
    screen.goto(reverse("oversight:observe_activity", args=[hall.activity.pk]))
    told = screen.get_by_role("heading", level=1)
    expect(told).to_have_text("25 orang tercatat hadir")
    made.attendance(hall.activity, cast.staff(hall.agency, at=hall.people[0].assignments.get().unit))
    screen.get_by_role("button", name="Undi sekarang").focus()
    screen.clock.run_for(20_000)
    expect(told).to_have_text("25 orang tercatat hadir")
    told.click()
    screen.clock.run_for(10_000)
    expect(told).to_have_text("26 orang tercatat hadir")
