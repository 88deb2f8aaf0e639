"""A circular gone through in an activity: whoever was present counts once, as strongly as the presence was."""

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.norms.actions import circulars
from ikrar.norms.models import Acknowledgement
from ikrar.outreach.actions import circulars as actions
from ikrar.outreach.models import AttendanceVoid
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as cast
from tests.factories import norms
from tests.factories import outreach as made
from tests.norms.circular_cast import Reader
from tests.pledges.cast import logged_in


class Event:
    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        self.unit = cast.unit(self.agency)
        self.held = made.activity(self.agency, on=TODAY, opened_at=NOW)
        self.people = [
            cast.staff(self.agency, name, at=self.unit) for name in ("Sari Rekaan", "Tono Rekaan", "Rina Rekaan")
        ]
        self.acts = [made.attendance(self.held, one) for one in self.people[:2]]
        made.guest(self.held)
        self.issued = norms.circular(self.agency, at=NOW)
        self.held.circulars.add(self.issued)
        self.rini = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan", mfa=True)
        self.by = cast.actor(self.rini)

    def note(self, circular=None):
        return actions.note_circular(self.held, circular or self.issued, by=self.by, at=NOW)


@pytest.fixture
def event(db):
    return Event()


def test_who_was_present_counts_by_meeting_with_the_level_of_the_presence_and_its_evidence(event):
    page = reverse("outreach:note_circular", args=[event.held.pk])
    browser = logged_in(event.rini)
    assert "0 dari 2 pegawai" in browser.get(page).content.decode()
    told = browser.post(page, {"edaran": event.issued.pk}, follow=True).content.decode()
    assert "2 pernyataan tercatat lewat pertemuan" in told
    assert "2 di antaranya lewat pertemuan" in told
    act = Acknowledgement.objects.get(staff=event.people[0])
    assert (act.way, act.read, act.level, act.unit) == ("meeting", "heard", 1, event.unit)
    assert event.held.title in act.evidence
    assert not Acknowledgement.objects.filter(staff=event.people[2]).exists()


def test_pressed_again_only_who_came_since_is_new(event):
    assert (event.note().new, event.note().new) == (2, 0)
    made.attendance(event.held, event.people[2])
    assert event.note().new == 1
    assert Acknowledgement.objects.count() == 3


def test_whoever_acknowledged_on_the_own_phone_stays_as_it_was(event):
    Reader(event.people[0]).read(event.issued)
    assert event.note().new == 1
    assert Acknowledgement.objects.get(staff=event.people[0]).way == "phone"


def test_a_voided_presence_and_a_circular_for_others_count_nobody(event):
    AttendanceVoid.objects.create(attendance=event.acts[0], activity=event.held, reason="test", at=NOW)
    elsewhere = norms.circular(event.agency, "8", units=(cast.unit(event.agency),), at=NOW)
    event.held.circulars.add(elsewhere)
    assert event.note(elsewhere).new == 0
    assert event.note().new == 1


def test_only_a_circular_of_the_activity_in_force_is_recorded(event):
    with pytest.raises(Refused, match="tidak tercatat sebagai dasar"):
        event.note(norms.circular(event.agency, "8", at=NOW))
    by = cast.actor(cast.officer(Role.LEGAL, event.agency))
    circulars.end_circular(event.issued, "withdraw_circular", reason="selesai", by=by, at=NOW)
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        event.note()
    assert not Acknowledgement.objects.exists()
