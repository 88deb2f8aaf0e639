"""An attendance desk as its committee uses it: three clear answers, whether scanned, typed or pressed."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies.middleware import DESK_COOKIE
from ikrar.agencies.roles import Role
from ikrar.outreach.actions.badges import text
from ikrar.outreach.models import Attendance, AttendanceVoid, BadgeRefusal, Guest
from tests.factories import agencies as cast
from tests.factories import outreach as made


class Hall:
    """An open activity with Sari invited and Tono not, and a desk."""

    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        self.place = cast.unit(self.agency, "Dinas Pertama")
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=self.place)
        self.tono = cast.staff(self.agency, "Tono Rekaan", at=self.place)
        self.held = made.activity(self.agency)
        made.invitee(self.held, self.sari)
        self.officer = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan")
        self.browser = self.desk(self.officer)

    def desk(self, officer):
        _device, token = cast.device(self.agency, officer)
        browser = Client()
        browser.cookies[DESK_COOKIE] = token
        return browser

    def send(self, browser=None, **told):
        address = reverse("outreach:desk_attendance", args=[self.held.pk])
        return (browser or self.browser).post(address, {"uuid": uuid.uuid4(), **told})

    def badge(self, who=None, **fields):
        row = made.badge(self.held, who or self.sari, expires_at=timezone.now() + dt.timedelta(days=1), **fields)
        return row, f"HTTPS://IKRAR.KOTA.EXAMPLE/B/{text(row)}"


@pytest.fixture
def hall(db):
    return Hall()


def test_a_scanned_badge_is_recorded_at_once(hall):
    page = hall.send(typed=hall.badge()[1]).content.decode()
    assert "Hadir" in page
    assert "Sari Contohwati" in page
    act = Attendance.objects.get()
    assert (act.staff, act.found, act.level, act.officer) == (hall.sari, "badge", 1, hall.officer.pk)


def test_another_desk_hears_since_when(hall):
    scanned = hall.badge()[1]
    hall.send(typed=scanned)
    page = hall.send(hall.desk(cast.officer(Role.COMMITTEE, hall.agency)), typed=scanned).content.decode()
    assert "Sudah tercatat" in page
    assert Attendance.objects.count() == 1


def test_a_name_is_looked_for_and_then_pressed(hall):
    page = hall.send(typed="sari").content.decode()
    assert "Sari Contohwati" in page
    assert not Attendance.objects.exists()
    assert "Hadir" in hall.send(staff=hall.sari.pk).content.decode()
    assert Attendance.objects.get().found == "search"


def test_somebody_not_invited_is_an_addition(hall):
    assert "tidak diundang" in hall.send(typed="Tono").content.decode()
    assert "tambahan" in hall.send(staff=hall.tono.pk).content.decode()
    assert Attendance.objects.get().found == "walk_in"


def test_nobody_of_that_name_is_said_so(hall):
    page = hall.send(typed="Zulkarnaen").content.decode()
    assert "Tidak ada di daftar" in page


def test_a_guest_is_written_down_once_however_often_it_is_sent(hall):
    address = reverse("outreach:desk_guest", args=[hall.held.pk])
    assert hall.browser.get(address).status_code == 200
    told = {"name": "Wati Tamurekaan", "institution": "Bawaslu Kota Contoh", "uuid": uuid.uuid4()}
    for _turn in range(2):
        assert "Hadir" in hall.browser.post(address, told).content.decode()
    assert (Guest.objects.count(), Attendance.objects.count()) == (1, 1)


def test_a_badge_shown_by_another_is_refused_and_the_refusal_is_kept(hall):
    row, scanned = hall.badge()
    hall.send(typed=scanned)
    address = reverse("outreach:desk_refuse", args=[hall.held.pk, row.pk])
    told = {"act": Attendance.objects.get().pk, "uuid": uuid.uuid4()}
    for _turn in range(2):
        assert "Lencana ditolak" in hall.browser.post(address, told).content.decode()
    assert AttendanceVoid.objects.get().reason == "wrong_person"
    assert BadgeRefusal.objects.get().officer == hall.officer.pk
    assert "Hadir" in hall.send(staff=hall.sari.pk).content.decode()


def test_refusing_a_badge_takes_back_nobody_else(hall):
    row, _scanned = hall.badge()
    hall.send(staff=hall.tono.pk)
    address = reverse("outreach:desk_refuse", args=[hall.held.pk, row.pk])
    answer = hall.browser.post(address, {"act": Attendance.objects.get().pk, "uuid": uuid.uuid4()})
    assert (answer.status_code, AttendanceVoid.objects.exists(), BadgeRefusal.objects.exists()) == (422, False, False)


def test_an_address_with_a_number_beyond_any_database_is_no_activity(hall):
    address = reverse("outreach:desk_attendance", args=[2**63])
    assert hall.browser.post(address, {"uuid": uuid.uuid4(), "staff": hall.sari.pk}).status_code == 404


def test_a_desk_takes_nothing_back_for_a_reason_that_nobody_told(hall):
    hall.send(staff=hall.sari.pk)
    address = reverse("outreach:desk_undo", args=[hall.held.pk, Attendance.objects.get().pk])
    assert hall.browser.post(address, {"reason": "other"}).status_code == 422
    assert not AttendanceVoid.objects.exists()


def test_a_desk_takes_back_only_its_own_record(hall):
    hall.send(staff=hall.sari.pk)
    address = reverse("outreach:desk_undo", args=[hall.held.pk, Attendance.objects.get().pk])
    stranger = hall.desk(cast.officer(Role.COMMITTEE, hall.agency, name="Agus Rekaan"))
    assert stranger.post(address, {"reason": "test"}).status_code == 422
    assert not AttendanceVoid.objects.exists()
    assert "Catatan dibatalkan" in hall.browser.post(address, {"reason": "test"}).content.decode()
    assert AttendanceVoid.objects.get().reason == "test"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Ketik nama"),
        ({"typed": "IK1bukan-lencana"}, "bukan lencana"),
        ({"staff": "4611686018427387904"}, "tidak ada di daftar"),
        ({"staff": "-1"}, "Ketik nama"),
    ],
)
def test_what_cannot_be_recorded_is_said_in_words(hall, told, words):
    response = hall.send(**told)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Attendance.objects.exists()


def test_an_ended_badge_opens_nothing(hall):
    row, scanned = hall.badge()
    row.ended_at = made.AT
    row.save()
    assert "dicabut" in hall.send(typed=scanned).content.decode()
    assert not Attendance.objects.exists()


def test_a_closed_activity_is_no_page_of_a_desk(hall):
    hall.held.state = "closed"
    hall.held.save()
    assert hall.send(staff=hall.sari.pk).status_code == 404
    assert not Attendance.objects.exists()


def test_an_officer_without_the_right_records_nobody(hall):
    legal = hall.desk(cast.officer(Role.LEGAL, hall.agency))
    assert hall.send(legal, staff=hall.sari.pk).status_code == 422
    assert not Attendance.objects.exists()


def test_a_desk_of_another_agency_finds_no_activity(hall):
    other = Hall()
    assert hall.send(other.browser, staff=hall.sari.pk).status_code == 404
    assert not Attendance.objects.exists()
