"""Who came is recorded once, whatever desks do at the same time."""

import datetime as dt
import threading
import time
import uuid
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from ikrar.agencies.roles import Role
from ikrar.agencies.rules import Level
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach import badges
from ikrar.outreach.actions import activities
from ikrar.outreach.actions import attendance as actions
from ikrar.outreach.models import Attendance, Seen
from ikrar.outreach.rules import Source
from tests.factories import agencies as cast
from tests.factories import outreach as made

AT = made.AT
KEY = Ed25519PrivateKey.generate()


def coming(who, **changes):
    told = actions.Coming(
        source=Source.DESK, client_uuid=uuid.uuid4(), level=Level.VOUCHED, staff=who.pk, officer=1, device="desk 1"
    )
    return replace(told, **changes)


@pytest.fixture
def event(db):
    agency = cast.agency()
    sari = cast.staff(agency)
    held = made.activity(agency)
    made.invitee(held, sari)
    return held, sari


def test_somebody_who_comes_is_present_once(event):
    held, sari = event
    first = actions.record(held, coming(sari), at=AT)
    second = actions.record(held, coming(sari, device="desk 2"), at=AT + dt.timedelta(minutes=3))
    assert (first.is_new, second.is_new) == (True, False)
    assert (second.at, second.where) == (AT, "desk 1")
    assert Attendance.objects.count() == 1


def test_the_same_message_is_answered_as_the_first_time(event):
    held, sari = event
    told = coming(sari)
    assert actions.record(held, told, at=AT).is_new
    again = actions.record(held, told, at=AT + dt.timedelta(minutes=1))
    assert (again.is_new, again.at) == (True, AT)


def test_the_same_number_with_another_body_is_refused(event):
    held, sari = event
    told = coming(sari)
    actions.record(held, told, at=AT)
    with pytest.raises(Conflict):
        actions.record(held, replace(told, found="badge"), at=AT)


def test_anothers_number_is_refused(event):
    held, sari = event
    other = cast.staff(held.agency, "Tono Rekaan")
    told = coming(sari)
    actions.record(held, told, at=AT)
    with pytest.raises(Conflict):
        actions.record(held, replace(told, staff=other.pk), at=AT)
    assert Attendance.objects.get().staff == sari


def test_hall_and_online_are_one_attendance_with_both_sources(event):
    held, sari = event
    actions.record(held, coming(sari), at=AT)
    online = coming(sari, source=Source.ONLINE, level=Level.CODE_AND_PIN, officer=None, device="")
    said = actions.record(held, online, at=AT + dt.timedelta(minutes=5))
    assert not said.is_new
    assert Attendance.objects.get().source == Source.DESK
    assert [row.source for row in Seen.objects.all()] == [Source.ONLINE]


def test_a_void_makes_room_for_another_attempt(event):
    held, sari = event
    first = actions.record(held, coming(sari), at=AT)
    actions.void_attendance(Attendance.objects.get(), reason="wrong_person", officer=1, at=AT)
    second = actions.record(held, coming(sari), at=AT + dt.timedelta(minutes=1))
    assert second.is_new
    assert second.attendance != first.attendance
    assert sorted(Attendance.objects.values_list("attempt", flat=True)) == [1, 2]


@pytest.mark.parametrize("state", ["planned", "closed", "reported"])
def test_nobody_comes_to_an_activity_that_is_not_open(event, state):
    held, sari = event
    held.state = state
    held.save()
    with pytest.raises(Refused):
        actions.record(held, coming(sari), at=AT)


def test_nobody_of_another_agency_comes(event):
    held, _sari = event
    stranger = cast.staff(cast.agency())
    with pytest.raises(Refused):
        actions.record(held, coming(stranger), at=AT)


def test_a_guest_is_present_once(event):
    held, _sari = event
    wati = made.guest(held)
    told = coming(wati, staff=None, guest=wati.pk)
    assert actions.record(held, told, at=AT).is_new
    assert not actions.record(held, replace(told, client_uuid=uuid.uuid4()), at=AT).is_new


def test_the_way_out_keeps_its_first_hour(event):
    held, sari = event
    held.has_exit = True
    held.save()
    said = actions.record(held, coming(sari), at=AT)
    for minutes in (60, 90):
        actions.leave(held, said.attendance, officer=1, device="desk 1", at=AT + dt.timedelta(minutes=minutes))
    assert Seen.objects.get(is_exit=True).at == AT + dt.timedelta(minutes=60)


@pytest.mark.parametrize("fault", ["foreign", "ended", "expired", "other_activity"])
def test_a_badge_that_opens_nothing_is_refused_in_words(event, fault):
    held, sari = event
    other = made.activity(held.agency, title="Apel pagi")
    row = made.badge(other if fault == "other_activity" else held, sari, ended_at=AT if fault == "ended" else None)
    ends = AT - dt.timedelta(seconds=1) if fault == "expired" else row.expires_at
    signed = Ed25519PrivateKey.generate() if fault == "foreign" else KEY
    with pytest.raises(Refused):
        actions.by_badge(held, badges.text(row.serial, ends, signed), KEY.public_key(), at=AT)


def test_a_good_badge_tells_whose_it_is(event):
    held, sari = event
    row = made.badge(held, sari)
    found = actions.by_badge(held, badges.text(row.serial, row.expires_at, KEY), KEY.public_key(), at=AT)
    assert found.staff_id == sari.pk


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_the_same_instant_hear_the_truth(share):
    """One of them recorded the person, the other is told since when and where; never two, never none."""
    agency = cast.agency()
    held, place = made.activity(agency), cast.unit(agency)
    for turn in range(share(1_000, 50)):
        person = cast.staff(agency, f"Rekaan {turn}", at=place)
        heard = together(held, person)
        assert sorted(said.is_new for said in heard) == [False, True]
        assert len({(said.attendance, said.at, said.where) for said in heard}) == 1
    assert Attendance.objects.count() == share(1_000, 50)


def together(held, person):
    """What two desks hear that send at once."""
    gate, heard = threading.Barrier(2), []

    def at_desk(number):
        told = coming(person, device=f"desk {number}")
        gate.wait()
        heard.append(actions.record(held, told, at=AT + dt.timedelta(seconds=number)))
        connection.close()

    desks = [threading.Thread(target=at_desk, args=(number,)) for number in (1, 2)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join(30)
    assert len(heard) == 2
    return heard


@pytest.mark.django_db(transaction=True)
def test_an_activity_closes_after_whoever_is_just_being_recorded(monkeypatch):
    agency = cast.agency()
    held, person = made.activity(agency), cast.staff(agency)
    by, is_there, real = cast.actor(cast.officer(Role.COMMITTEE, agency)), threading.Event(), actions.queries.standing

    def slow(*told, **more):
        row = real(*told, **more)
        is_there.set()
        time.sleep(0.7)
        return row

    def record():
        actions.record(held, coming(person), at=AT)
        connection.close()

    monkeypatch.setattr(actions.queries, "standing", slow)
    desk = threading.Thread(target=record)
    desk.start()
    assert is_there.wait(10)
    activities.take(held, "close_activity", by=by, at=AT)
    counted = Attendance.objects.count()
    desk.join(30)
    assert counted == Attendance.objects.count() == 1
