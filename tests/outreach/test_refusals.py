"""What the committee sees of refused badges and voids, and its own undo of an attendance."""

import uuid

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.outreach.actions import attendance as acts
from ikrar.outreach.actions import voiding as actions
from ikrar.outreach.models import Attendance, AttendanceVoid
from tests.factories import agencies as cast
from tests.factories import outreach as made

AT = made.AT


class Event:
    """Somebody present at an activity with its committee."""

    def __init__(self):
        self.agency = cast.agency()
        self.sari = cast.staff(self.agency, "Sari Contohwati")
        self.held = made.activity(self.agency)
        self.act = made.attendance(self.held, self.sari)
        self.rini = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan")

    def void(self, by=None, **told):
        told = {"reason": "not_present", "by": cast.actor(by or self.rini), "at": AT, **told}
        return actions.void_by_committee(self.act, **told)


@pytest.fixture
def event(db):
    return Event()


@pytest.mark.parametrize("state", ["open", "closed"])
def test_the_committee_takes_an_attendance_back_once(event, state):
    event.held.state = state
    event.held.save()
    assert event.void().officer == event.rini.pk
    assert event.void(reason="test").reason == "not_present"
    assert AttendanceVoid.objects.count() == 1


def test_a_reported_activity_keeps_its_attendance(event):
    event.held.state = "reported"
    event.held.save()
    with pytest.raises(Refused):
        event.void()
    assert not AttendanceVoid.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.COORDINATOR])
def test_nobody_else_takes_it_back(event, role):
    with pytest.raises(Refused):
        event.void(by=cast.officer(role, event.agency, unit=cast.unit(event.agency)))
    assert not AttendanceVoid.objects.exists()


def test_another_agencys_committee_takes_nothing_back(event):
    with pytest.raises(Refused):
        event.void(by=cast.officer(Role.COMMITTEE, cast.agency()))
    assert not AttendanceVoid.objects.exists()


def test_another_reason_is_asked_for_in_words(event, client):
    client.force_login(event.rini)
    address = reverse("outreach:void_attendance", args=[event.held.pk, event.act.pk])
    assert client.post(address, {"reason": "other"}).status_code == 422
    assert not AttendanceVoid.objects.exists()
    assert client.post(address, {"reason": "other", "note": "Datang untuk rapat lain."}).status_code == 302
    assert "Datang untuk rapat lain." in client.get(reverse("outreach:refusals", args=[event.held.pk])).content.decode()


def test_refused_badges_are_listed_with_desk_and_officer(event, client):
    badge = made.badge(event.held, event.sari)
    told = {"officer": event.rini.pk, "device": "Meja 2", "by": cast.actor(event.rini), "at": AT}
    acts.refuse_badge(event.held, badge.pk, client_uuid=uuid.uuid4(), **told)
    client.force_login(event.rini)
    page = client.get(reverse("outreach:refusals", args=[event.held.pk])).content.decode()
    for words in ("Sari Contohwati", "Meja 2", "Rini Rekaan"):
        assert words in page


def test_the_list_tells_when_somebody_left(event, client):
    event.held.has_exit = True
    event.held.save()
    acts.leave(event.held, event.act.pk, officer=event.rini.pk, device="Meja 1", at=AT)
    client.force_login(event.rini)
    page = client.get(reverse("outreach:attendance", args=[event.held.pk])).content.decode()
    assert "Pulang" in page
    assert Attendance.objects.count() == 1
