"""Guests of other institutions are announced one by one or by lines, put right, and removed while no desk recorded them."""

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions import guests as actions
from ikrar.outreach.models import AttendanceVoid, Badge, Guest
from ikrar.outreach.queries import guests as queries
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.outreach.test_attendance import coming
from tests.pledges.cast import logged_in

AT = made.AT
PASTED = """Wati Tamurekaan, S.H.; Anggota; Bawaslu Kota Contoh
Rudi Khayal\tKPU Kota Contoh
; Ketua; KASN

Tanpa Instansi
wati  tamurekaan, S.H. | Anggota | BAWASLU Kota Contoh
Satu; Dua; Tiga; Empat"""


class Office:
    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        self.held = made.activity(self.agency)
        self.rini = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan", mfa=True)
        self.by = cast.actor(self.rini)
        self.browser = logged_in(self.rini)

    def announce(self, text):
        return actions.announce_guests(self.held, queries.lines(self.held, text), by=self.by, at=AT)

    def send(self, **told):
        return self.browser.post(reverse("outreach:guests", args=[self.held.pk]), told)

    def named(self):
        return sorted(Guest.objects.values_list("name", "office", "institution"))


@pytest.fixture
def office(db):
    return Office()


def test_pasted_lines_are_checked_one_by_one(office):
    checked = {line.number: line for line in queries.lines(office.held, PASTED)}
    assert sorted(checked) == [1, 2, 3, 5, 6, 7]
    assert [number for number, line in checked.items() if line.is_ready] == [1, 2]
    assert checked[6].is_known
    for number, words in {3: "Namanya", 5: "Instansinya", 7: "tiga bagian"}.items():
        assert words in checked[number].problem


def test_lines_are_written_once_however_often_they_are_sent(office):
    assert office.announce(PASTED) == 2
    assert office.announce(PASTED) == 0
    assert office.named() == [
        ("Rudi Khayal", "", "KPU Kota Contoh"), ("Wati Tamurekaan, S.H.", "Anggota", "Bawaslu Kota Contoh")
    ]  # fmt: skip


def test_nothing_is_written_before_the_second_button(office):
    looked = office.send(lines=PASTED, check="1").content.decode()
    assert "Tambahkan 2 tamu" in looked
    assert "Baris 5" in looked
    assert office.named() == []
    assert office.send(lines=PASTED, apply="1").status_code == 302
    assert len(office.named()) == 2


@pytest.mark.parametrize(
    "lines", ["", "x" * 100_001, "\n".join(f"Tamu {n};KPU" for n in range(302)), "a" * 300 + ";KPU"]
)
def test_nothing_is_written_of_what_is_too_much_or_nothing(office, lines):
    office.send(lines=lines, apply="1")
    assert office.named() == []


def test_one_guest_is_added_changed_and_removed(office):
    office.send(name="Wati Tamurekan", office="", institution="Bawaslu Kota Contoh")
    again = office.browser.post(
        reverse("outreach:guests", args=[office.held.pk]),
        {"name": "WATI Tamurekan", "institution": "Bawaslu Kota Contoh"}, follow=True,
    )  # fmt: skip
    assert "sudah ada di daftar" in again.content.decode()
    guest = Guest.objects.get()
    page = reverse("outreach:guest", args=[guest.pk])
    assert office.browser.post(page, {"name": "", "institution": ""}).status_code == 422
    office.browser.post(page, {"name": "Wati Tamurekaan", "office": "Ketua", "institution": "Bawaslu Kota Contoh"})
    assert office.named() == [("Wati Tamurekaan", "Ketua", "Bawaslu Kota Contoh")]
    made.badge(office.held, guest)
    office.browser.post(reverse("outreach:remove_guest", args=[guest.pk]))
    assert office.named() == []
    assert not Badge.objects.exists()


def test_a_guest_whom_a_desk_recorded_stays_also_after_the_record_was_taken_back(office):
    guest = made.guest(office.held)
    said = attendance.record(office.held, coming(guest, staff=None, guest=guest.pk), at=AT)
    AttendanceVoid.objects.create(
        attendance_id=said.attendance, activity=office.held, reason="test", officer=office.rini.pk, at=AT
    )
    with pytest.raises(Refused, match="sudah tercatat"):
        actions.remove_guest(guest, by=office.by, at=AT)
    actions.change_guest(guest, name="Wati Lain", office="", institution="KPU", by=office.by, at=AT)
    assert office.named() == [("Wati Lain", "", "KPU")]


def test_what_is_reported_stays_as_it_is(office):
    guest = made.guest(office.held)
    office.held.state = "reported"
    office.held.save()
    for act in (
        lambda: office.announce(PASTED),
        lambda: actions.remove_guest(guest, by=office.by, at=AT),
        lambda: actions.change_guest(guest, name="A", office="", institution="B", by=office.by, at=AT),
    ):
        with pytest.raises(Refused):
            act()
    assert Guest.objects.get().name == guest.name
