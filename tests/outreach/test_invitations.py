"""Invitations by mail with their calendar file, the badge on the phone, and what is told when something changes."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from ikrar.agencies import tokens
from ikrar.agencies.middleware import SIGNER_COOKIE
from ikrar.agencies.roles import Role
from ikrar.core import jobs, qr, zones
from ikrar.core.errors import Refused
from ikrar.core.models import OutboxMessage
from ikrar.outreach import badges, calendar, paperwork
from ikrar.outreach.actions import badges as badge_actions
from ikrar.outreach.actions import inviting, mailing
from ikrar.outreach.models import Badge
from ikrar.outreach.queries.mailing import with_address
from tests.factories import agencies as cast
from tests.factories import outreach as made


class Cast:
    """Sari with a registered address and Rina without, both invited to an activity in ten days; Rini sends."""

    def __init__(self):
        self.now = zones.now()
        hours = {"quiet_from": dt.time(3), "quiet_until": dt.time(3)}  # never quiet, whatever the hour
        self.agency = cast.agency(zone="WIT", **hours)
        self.place = cast.unit(self.agency, "Dinas Pertama")
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=self.place, email="sari@kota.example")
        self.rina = cast.staff(self.agency, "Rina Rekaan", at=self.place, email="")
        self.held = made.activity(
            self.agency, state="planned", on=self.now.date() + dt.timedelta(days=10), begins=dt.time(8, 30),
            ends=dt.time(11), place="Aula Contoh; lantai 2", title="Sosialisasi, netralitas", meeting="https://rapat.example/x",
        )  # fmt: skip
        for who in (self.sari, self.rina):
            made.invitee(self.held, who)
        self.rini = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan")
        self.by = cast.actor(self.rini)
        self.credential = cast.credential(self.sari, pin="482915")

    def send(self):
        mailing.send_invitations(self.held, by=self.by, at=self.now)
        jobs.drain(self.now)

    def phone(self):
        client = Client()
        who = tokens.Signer(self.credential.pk, "hp-contoh").with_pin(zones.now())
        client.cookies[SIGNER_COOKIE] = tokens.seal(who)
        return client


@pytest.fixture
def world(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return Cast()


def fields_of(ics: bytes) -> dict[str, str]:
    """Unfolded as RFC 5545 says; a name with parameters keeps them."""
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))
    assert b"\n" not in ics.replace(b"\r\n", b"")
    lines = ics.decode().replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line)


def calendar_of(letter) -> dict[str, str]:
    (part,) = letter.attachments
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "PUBLISH"
    return fields_of(part.get_payload(decode=True).replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\n"))


def test_an_invitation_goes_once_to_each_registered_address_with_its_calendar_file(world):
    world.send()
    with pytest.raises(Refused, match="sudah dikirimi"):
        world.send()
    (letter,) = mail.outbox
    assert letter.to == ["sari@kota.example"]
    code = tokens.code_of(world.credential.nonce)
    assert f"/saya/masuk/#{code}" in letter.body
    assert "08.30 sampai 11.00 WIT" in letter.body.replace("\u00a0", " ")
    assert "rapat.example" not in str(letter.message())
    told = calendar_of(letter)
    day = f"{world.held.on:%Y%m%d}"
    assert told["DTSTART;TZID=Asia/Jayapura"] == f"{day}T083000"
    assert told["DTEND;TZID=Asia/Jayapura"] == f"{day}T110000"
    assert (told["TZOFFSETTO"], told["TZNAME"]) == ("+0900", "WIT")
    assert told["SUMMARY"] == "Sosialisasi\\, netralitas"
    assert told["LOCATION"] == "Aula Contoh\\; lantai 2"
    assert (told["SEQUENCE"], told["STATUS"]) == ("0", "CONFIRMED")
    assert code not in str(told)
    assert code not in str(OutboxMessage.objects.values())


def test_a_change_of_place_is_told_as_the_next_state_of_the_same_entry(world):
    world.send()
    world.held.place = "Aula lain"
    world.held.save()
    page = Client()
    page.force_login(world.rini)
    assert "Kirim perubahan" in page.get(reverse("outreach:mail", args=[world.held.pk])).content.decode()
    world.send()
    first, second = (calendar_of(letter) for letter in mail.outbox)
    assert mail.outbox[1].subject.startswith("Perubahan undangan")
    assert (first["UID"], first["SEQUENCE"]) == (second["UID"], "0")
    assert (second["SEQUENCE"], second["LOCATION"]) == ("1", "Aula lain")


def test_who_is_not_invited_any_more_is_told_once_and_may_be_invited_again(world):
    world.send()
    inviting.withdraw_person(world.held, world.sari.pk, by=world.by, at=world.now)
    jobs.drain(world.now)
    jobs.drain(world.now)
    assert [letter.subject.split(":")[0] for letter in mail.outbox] == ["Undangan", "Undangan dibatalkan"]
    gone = calendar_of(mail.outbox[1])
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", "1")
    made.invitee(world.held, world.sari)
    world.send()
    again = calendar_of(mail.outbox[2])
    assert (again["STATUS"], again["SEQUENCE"], again["UID"]) == ("CONFIRMED", "1", gone["UID"])


def test_nobody_is_written_to_who_was_taken_off_before_the_mail_went(world):
    told = mailing.send_invitations(world.held, by=world.by, at=world.now)
    mailing.queue_letters(told, with_address(world.held), at=world.now)
    assert OutboxMessage.objects.get().state == "queued"
    inviting.withdraw_person(world.held, world.sari.pk, by=world.by, at=world.now)
    assert mailing.tell_uninvited(world.held, at=world.now) == 0, "nobody hears of the end of what they never got"
    jobs.drain(world.now)
    assert mail.outbox == []
    assert OutboxMessage.objects.get().state == "stopped"


def test_the_page_counts_who_cannot_be_reached_and_what_failed(world):
    world.send()
    page = Client()
    page.force_login(world.rini)
    said = page.get(reverse("outreach:mail", args=[world.held.pk])).content.decode()
    assert "Rina Rekaan" in said
    assert "Sari Contohwati" not in said
    OutboxMessage.objects.update(state="failed")
    assert "gagal, alamatnya ditolak" in page.get(reverse("outreach:mail", args=[world.held.pk])).content.decode()


def test_an_activity_without_an_end_or_hour_invents_none(world):
    world.held.ends = None
    assert b"DTEND" not in calendar.ics(world.held, sequence=0, at=world.now)
    world.held.begins = None
    assert f"DTSTART;VALUE=DATE:{world.held.on:%Y%m%d}".encode() in calendar.ics(world.held, sequence=0, at=world.now)


def test_the_own_badge_is_shown_on_the_phone_and_is_the_one_that_the_desk_reads(world):
    address, phone = reverse("outreach:own_badge", args=[world.held.pk]), world.phone()
    assert "Tampilkan lencana saya" in phone.get(address).content.decode()
    assert not Badge.objects.exists()
    assert phone.post(address).status_code == 302
    assert phone.post(address).status_code == 302
    page = phone.get(address).content.decode()
    row = Badge.objects.get()
    link = paperwork.badge_link(badge_actions.text(row))
    assert qr.svg(link) in page
    assert badges.read(link, badge_actions.key().public_key()).serial == bytes(row.serial)
    assert "Lencana saya" in phone.get("/saya/").content.decode()
    assert fields_of(phone.get(reverse("outreach:own_calendar", args=[world.held.pk])).content)["STATUS"] == "CONFIRMED"


def test_before_the_pin_a_code_opens_neither_badge_nor_calendar(world):
    stranger = Client()
    stranger.cookies[SIGNER_COOKIE] = tokens.seal(tokens.Signer(world.credential.pk, ""))
    for door in ("own_badge", "own_calendar"):
        got = stranger.get(reverse(f"outreach:{door}", args=[world.held.pk]))
        assert (got.status_code, got.content) == (302, b"")


def test_a_badge_that_the_committee_ended_is_not_made_anew_on_the_phone(world):
    (row,) = badge_actions.give_badges(world.held, [world.sari.pk], by=world.by, at=world.now)
    badge_actions.end_badge(row, why="Dipakai orang lain", by=world.by, at=world.now)
    got = world.phone().post(reverse("outreach:own_badge", args=[world.held.pk]))
    assert got.status_code == 422
    assert "dicabut panitia" in got.content.decode()
    assert Badge.objects.count() == 1


def test_nobody_sees_a_badge_of_an_activity_without_an_invitation(world):
    other = made.activity(world.agency)
    assert world.phone().get(reverse("outreach:own_badge", args=[other.pk])).status_code == 404
    assert not re.search(r"IK1", world.phone().get("/saya/").content.decode())
