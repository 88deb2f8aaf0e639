"""Signing in the hall: sessions of an activity, who may vouch in them, and the end of the day for all at once."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.outreach.actions import activities
from ikrar.outreach.models import Activity
from ikrar.pledges.actions import days, sessions, vouching
from ikrar.pledges.models import Signature, SigningSession
from ikrar.pledges.queries import hall
from tests.factories import agencies as cast
from tests.factories import outreach
from tests.factories import pledges as made
from tests.pledges.cast import logged_in
from tests.pledges.test_vouching import AT, World

DAY = made.AT.date()


class Hall(World):
    """The world of vouching, in an open activity of the campaign's first day; Ratna opened its session."""

    def __init__(self, **activity):
        super().__init__()
        told = {"on": DAY, "begins": dt.time(8), "ends": dt.time(12), **activity}
        self.activity = outreach.activity(self.agency, opened_at=made.AT, **told)
        self.session = made.session(self.campaign, self.ratna, activity=self.activity)

    def open_session(self, *, by=None, at=AT, **more):
        told = {"unit": None, "title": "Meja aula", "opens_at": at, "closes_at": at + dt.timedelta(hours=1)}
        return sessions.open_session(
            self.campaign, activity=self.activity, by=cast.actor(by or self.ratna), at=at, **{**told, **more}
        )

    def closed(self):
        return days.close_day(self.activity, by=cast.actor(self.budi), at=AT)


@pytest.fixture
def held(db):
    return Hall()


def test_a_session_belongs_to_its_activity(held):
    assert held.open_session().activity == held.activity
    assert hall.open_sessions(held.activity).count() == 2


@pytest.mark.parametrize("state", ["closed", "reported"])
def test_no_session_is_opened_in_an_activity_that_is_over(held, state):
    Activity.objects.update(state=state)
    with pytest.raises(Refused):
        held.open_session()


def test_no_session_is_opened_in_anothers_activity(held):
    held.activity = outreach.activity(cast.agency())
    with pytest.raises(Refused):
        held.open_session()


def test_who_opened_the_session_of_an_activity_vouches_for_nobody_else_in_it(held):
    held.session = held.open_session(by=held.budi)
    with pytest.raises(Refused, match="Pembuka sesi"):
        held.vouch()
    assert not Signature.objects.exists()


def test_nobody_vouches_for_oneself_in_the_hall(held):
    held.budi.staff = held.sari
    held.budi.save()
    with pytest.raises(Refused, match="diri sendiri"):
        held.vouch()


def test_closing_the_day_closes_its_sessions_and_no_others(held):
    second = held.open_session(title="Meja kedua")
    elsewhere = made.session(held.campaign, held.ratna)
    assert held.closed().state == "closed"
    assert SigningSession.objects.filter(closed_at=AT).count() == 2
    elsewhere.refresh_from_db()
    assert elsewhere.closed_at is None
    lines = AuditEvent.objects.filter(verb="pledges.session_closed", object_id__in=[held.session.pk, second.pk])
    assert lines.count() == 2
    with pytest.raises(Refused, match="Sesi ini sudah ditutup"):
        held.vouch()


def test_closing_the_day_twice_is_once(held):
    held.closed()
    held.closed()
    assert AuditEvent.objects.filter(verb="outreach.close_activity").count() == 1


def test_who_may_not_close_the_activity_closes_no_session_either(held):
    coordinator = cast.officer(Role.COORDINATOR, unit=held.unit)
    with pytest.raises(Refused):
        days.close_day(held.activity, by=cast.actor(coordinator), at=AT)
    assert hall.open_sessions(held.activity).exists()


def test_an_activity_is_never_closed_before_its_sessions(held):
    with pytest.raises(Refused, match="Masih ada sesi"):
        activities.take(held.activity, "close_activity", by=cast.actor(held.budi), at=AT)
    assert Activity.objects.get().state == "open"


def test_the_activitys_page_leads_to_the_end_of_the_day_and_tells_of_its_sessions(held):
    held.vouch()
    page = logged_in(held.budi).get(reverse("outreach:activity", args=[held.activity.pk])).content.decode()
    assert reverse("pledges:close_day", args=[held.activity.pk]) in page
    assert reverse("outreach:move_activity", args=[held.activity.pk, "close_activity"]) not in page
    assert "1 sesi meja dibuka, 1 tanda tangan di meja." in page


def test_the_plain_step_leads_to_the_end_of_the_day(held):
    answer = logged_in(held.budi).post(reverse("outreach:move_activity", args=[held.activity.pk, "close_activity"]))
    assert answer.headers["Location"] == reverse("pledges:close_day", args=[held.activity.pk])
    assert Activity.objects.get().state == "open"


def test_the_end_of_the_day_says_what_it_ends_and_ends_it(held):
    browser, url = logged_in(held.budi), reverse("pledges:close_day", args=[held.activity.pk])
    assert "Sesi tanda tangan “Susulan” ikut ditutup." in browser.get(url).content.decode()
    browser.post(url)
    assert Activity.objects.get().state == "closed"
    assert not hall.open_sessions(held.activity).exists()
    assert browser.get(url).status_code == 302


@pytest.mark.django_db
def test_the_form_proposes_the_activitys_hours_and_opens_the_session():
    now = timezone.now()
    agency = cast.agency(zone="WITA")
    cast.staff(agency)
    ratna = cast.officer(Role.PERSONNEL, agency)
    campaign = made.campaign(agency, at=now - dt.timedelta(days=2))
    day = (now + dt.timedelta(days=1)).date()
    activity = outreach.activity(agency, state="planned", on=day, begins=dt.time(8, 30), ends=dt.time(11))
    browser, url = logged_in(ratna), reverse("pledges:activity_sessions", args=[activity.pk])
    page = browser.get(url).content.decode()
    assert f"{day}T08:30" in page
    assert f"{day}T11:00" in page
    told = {"campaign": campaign.pk, "title": "Meja aula", "unit": ""}
    browser.post(url, {**told, "opens_at": f"{day}T08:30", "closes_at": f"{day}T11:00"})
    session = SigningSession.objects.get()
    assert (session.activity, session.campaign, session.opened_by) == (activity, campaign, ratna)
    assert "Meja aula" in browser.get(url).content.decode()
    browser.post(reverse("pledges:close_activity_session", args=[activity.pk, session.pk]))
    session.refresh_from_db()
    assert session.closed_at is not None


def test_a_session_of_another_agency_is_not_found(held):
    stranger = cast.officer(Role.PERSONNEL)
    browser = logged_in(stranger)
    assert browser.get(reverse("pledges:activity_sessions", args=[held.activity.pk])).status_code == 404
    url = reverse("pledges:close_activity_session", args=[held.activity.pk, held.session.pk])
    assert browser.post(url).status_code == 404


def test_desks_and_own_phones_are_told_apart(held):
    held.vouch()
    for name, at in (("Tono Rekaan", AT), ("Rina Rekaan", made.AT - dt.timedelta(hours=1))):
        made.signature(held.campaign, cast.staff(held.agency, name, at=held.unit), at=at)
    elsewhere = made.session(held.campaign, held.ratna)
    held.session, held.sari = elsewhere, cast.staff(held.agency, "Dewi Rekaan", at=held.unit)
    held.vouch()
    told = hall.signed(held.activity)
    assert [(line.at_desks, line.by_phone) for line in told] == [(1, 1)]


@pytest.mark.django_db(transaction=True)
def test_a_vouch_is_before_the_end_of_the_day_or_refused(share):
    """Whoever is recording when the day ends is waited for; whoever comes a moment later is refused."""
    for _turn in range(share(40, 4)):
        held = Hall()
        people = [cast.staff(held.agency, f"Orang {n} Rekaan", at=held.unit) for n in range(6)]
        gate, heard = threading.Barrier(len(people) + 1), []

        def record(person, held=held, gate=gate, heard=heard):
            gate.wait()
            try:
                heard.append(held.vouch(staff=person.pk).signature)
            except Refused as refusal:
                heard.append(str(refusal))
            finally:
                connection.close()

        desks = [threading.Thread(target=record, args=(person,)) for person in people]
        for desk in desks:
            desk.start()
        gate.wait()
        held.closed()
        counted = Signature.objects.filter(session=held.session).count()
        for desk in desks:
            desk.join(30)
        assert len(heard) == len(people)
        assert Signature.objects.filter(session=held.session).count() == counted
        assert sum(isinstance(word, int) for word in heard) == counted


@pytest.mark.django_db(transaction=True)
def test_a_vouch_that_was_held_up_records_nothing_after_the_end_of_the_day(monkeypatch):
    held, heard = Hall(), []
    is_there, is_closed, real = threading.Event(), threading.Event(), vouching.hold_session

    def slow(pk):
        is_there.set()
        is_closed.wait(1.5)
        return real(pk)

    def record():
        try:
            heard.append(held.vouch().signature)
        except Refused as refusal:
            heard.append(str(refusal))
        finally:
            connection.close()

    monkeypatch.setattr(vouching, "hold_session", slow)
    desk = threading.Thread(target=record)
    desk.start()
    assert is_there.wait(10)
    with transaction.atomic():
        held.closed()
        is_closed.set()
        time.sleep(0.4)
        counted = Signature.objects.count()
    desk.join(30)
    assert Signature.objects.count() == counted
    if connection.vendor == "postgresql":
        assert (counted, "Sesi ini sudah ditutup" in heard[0]) == (0, True)
