"""Joining online: one press records the presence once and leads to the meeting, whose address nothing else tells."""

import datetime as dt
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ikrar.agencies import tokens
from ikrar.agencies.middleware import SIGNER_COOKIE
from ikrar.agencies.rules import Level
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import activities, attendance, online
from ikrar.outreach.actions.activities import Facts
from ikrar.outreach.models import Attendance, Seen
from ikrar.outreach.queries.online import own_meeting
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.outreach.test_attendance import coming

MEETING = "https://rapat.kota.example/netralitas?kamar=7"


class Phone:
    """Somebody's phone after code and PIN, before the page of one meeting."""

    def __init__(self, agency=None, *, minutes=0, is_invited=True, **fields):
        self.agency = agency or cast.agency(zone="WITA")
        self.sari = cast.staff(self.agency)
        self.code = cast.credential(self.sari, pin="482915")
        told = {"mode": "both", "meeting": MEETING, "on": zones.today("WITA", zones.now()), **fields}
        self.held = made.activity(self.agency, **told)
        if is_invited:
            made.invitee(self.held, self.sari)
        self.client, self.page = Client(), reverse("outreach:join", args=[self.held.pk])
        self.enter(minutes)

    def enter(self, minutes=0, **changes):
        who = tokens.Signer(self.code.pk, "d" * 16, **changes).with_pin(zones.now() - dt.timedelta(minutes=minutes))
        self.client.cookies[SIGNER_COOKIE] = tokens.seal(who)

    def press(self, **told):
        return self.client.post(self.page, {"uuid": str(uuid.uuid4()), **told})


@pytest.fixture
def phone(db):
    return Phone()


def test_one_press_records_and_leads_to_the_meeting(phone):
    answer = phone.press()
    assert (answer.status_code, answer.headers["Location"]) == (302, MEETING)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    act = Attendance.objects.get()
    assert (act.staff, act.source, act.level, act.credential, act.officer, act.found) == (
        phone.sari, "online", Level.CODE_AND_PIN, phone.code, None, ""
    )  # fmt: skip


def test_looking_at_the_page_changes_nothing_and_never_tells_the_meeting(phone):
    door = Client().get(reverse("outreach:join_door", args=[phone.held.code]))
    for answer in (phone.client.get(phone.page), phone.client.head(phone.page), door):
        assert answer.status_code == 200
        assert "rapat.kota.example" not in answer.content.decode() + str(answer.headers)
    assert not Attendance.objects.exists()


def test_joining_again_opens_the_meeting_again_and_counts_once(phone):
    number = str(uuid.uuid4())
    answers = [phone.press(uuid=number), phone.press(uuid=number), phone.press()]
    assert [answer.headers["Location"] for answer in answers] == [MEETING] * 3
    assert Attendance.objects.count() == 1
    assert not Seen.objects.exists()
    assert "Anda tercatat hadir" in phone.client.get(phone.page).content.decode()


def test_the_hall_and_the_meeting_are_one_attendance_with_both_sources(phone):
    attendance.record(phone.held, coming(phone.sari), at=zones.now())
    assert phone.press().headers["Location"] == MEETING
    assert [Attendance.objects.get().source, Seen.objects.get().source] == ["desk", "online"]


def test_who_was_not_invited_is_told_so_and_counts_as_an_addition(db):
    phone = Phone(is_invited=False)
    assert "dicatat sebagai tambahan" in phone.client.get(phone.page).content.decode()
    phone.press()
    assert Attendance.objects.get().found == "walk_in"


def test_a_code_that_somebody_handed_on_counts_as_vouched_by_that_officer(phone):
    phone.code.handed_by, phone.code.handed_at = 7, zones.now()
    phone.code.save()
    phone.press()
    assert [(act.level, act.officer) for act in Attendance.objects.all()] == [(Level.VOUCHED, 7)]


def _clock(minutes):
    """An hour so many minutes from now, and the day it falls on, in Makassar."""
    local = (zones.now() + dt.timedelta(minutes=minutes)).astimezone(zones.zone("WITA"))
    return {"on": local.date(), "begins": local.time().replace(second=0, microsecond=0)}


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({**_clock(120), "opens_before": 30}, "Pintu rapat dibuka"),
        ({"state": "planned"}, "belum dibuka atau sudah ditutup"),
        ({"state": "closed"}, "belum dibuka atau sudah ditutup"),
        ({"state": "reported"}, "belum dibuka atau sudah ditutup"),
        ({"meeting": ""}, "belum menulis alamat"),
    ],
)
def test_nobody_joins_outside_the_window(db, told, says):
    phone = Phone(**told)
    answer = phone.press()
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Attendance.objects.exists()


def test_the_door_opens_as_many_minutes_before_as_the_committee_says(db):
    assert Phone(**_clock(50), opens_before=60).press().status_code == 302


@pytest.mark.parametrize("minutes", [31, 600])
def test_a_pin_given_long_ago_is_asked_again_and_leads_back(db, minutes):
    phone = Phone(minutes=minutes)
    for answer in (phone.client.get(phone.page), phone.press()):
        assert answer.headers["Location"] == reverse("agencies:pin")
    assert not Attendance.objects.exists()
    back = phone.client.post(reverse("agencies:pin"), {"pin": "482915"})
    assert back.headers["Location"] == phone.page


def test_who_left_this_phone_is_not_recorded_by_a_copy_of_the_cookie(phone):
    phone.client.post(reverse("agencies:pin"), {"pin": "482915"})
    kept = phone.client.cookies[SIGNER_COOKIE].value
    phone.client.post(reverse("agencies:leave"))
    phone.client.cookies[SIGNER_COOKIE] = kept
    assert phone.press().headers["Location"] == reverse("agencies:pin")


def test_an_ended_code_and_another_agencys_meeting_open_nothing(phone):
    stranger = Phone()
    stranger.page = phone.page
    assert stranger.press().status_code == 404
    phone.code.ended_at = zones.now()
    phone.code.save()
    assert phone.press().status_code == 404
    assert not Attendance.objects.exists()


def test_a_group_address_takes_each_own_code_and_leads_to_the_meetings_page(phone):
    door = reverse("outreach:join_door", args=[phone.held.code.lower()])
    client = Client()
    wrong = client.post(door, {"code": "AAAA-AAAA-A"})
    assert (wrong.status_code, phone.held.title in wrong.content.decode()) == (422, True)
    answer = client.post(door, {"code": tokens.code_of(phone.code.nonce)})
    assert answer.headers["Location"] == reverse("agencies:pin")
    assert client.post(reverse("agencies:pin"), {"pin": "482915"}).headers["Location"] == phone.page


def test_a_hall_has_no_door_online(db):
    phone = Phone(mode="hall")
    assert phone.client.get(phone.page).status_code == 404
    assert Client().get(reverse("outreach:join_door", args=[phone.held.code])).status_code == 404


def test_the_same_number_on_anothers_act_is_a_conflict(phone):
    number = str(uuid.uuid4())
    phone.press(uuid=number)
    other = Phone(phone.agency)
    other.page = phone.page
    answer = other.press(uuid=number)
    assert (answer.status_code, Attendance.objects.count()) == (409, 1)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://rapat.kota.example/", "data:text/html,hai"])
def test_a_meeting_is_on_the_web_or_nowhere(db, address):
    agency = cast.agency()
    facts = Facts(kind="assembly", title="Apel", on=dt.date(2024, 10, 1), mode="online", meeting=address)
    with pytest.raises(Refused) as refusal:
        activities.create_activity(agency, facts, by=cast.actor(cast.officer("committee", agency)), at=made.AT)
    assert refusal.value.field == "meeting"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_attendance():
    phone = Phone()
    gate = threading.Barrier(2)

    def press(_turn):
        own = own_meeting(phone.code.pk, phone.held.pk)
        gate.wait()
        try:
            return online.join_online(own, tokens.Signer(phone.code.pk, ""), client_uuid=uuid.uuid4(), at=zones.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, range(2))) == [MEETING, MEETING]
    assert Attendance.objects.count() == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_button_opens_the_meeting_without_telling_it_where_from(either, live_server, meeting):
    """In a real browser, under our own policy: a form's answer may lead to the meeting."""
    sari = Phone(**_clock(-5), meeting=meeting.url)
    either.watch.expect(f"foreign request: http://{meeting.host}")
    either.context.add_cookies(
        [{"name": SIGNER_COOKIE, "value": sari.client.cookies[SIGNER_COOKIE].value, "url": live_server.url}]
    )
    either.goto(sari.page)
    either.get_by_role("button", name="Saya hadir, buka rapat").click()
    either.wait_for_url(meeting.url)
    assert meeting.heard == [None]
    assert Attendance.objects.count() == 1
    either.goto(sari.page)
    assert either.get_by_role("button", name="Buka rapat lagi").is_visible()
