"""Badges as the committee gives them: everybody has one, printed to cut, replaced or ended with a reason."""

import datetime as dt
import re
import subprocess
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core import files, jobs, qr, zones
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, Job, JobState, StoredFile
from ikrar.outreach import badges
from ikrar.outreach.actions import badge_sheets, printing
from ikrar.outreach.actions import badges as actions
from ikrar.outreach.models import Badge, PrintFile
from tests.factories import agencies as cast
from tests.factories import outreach as made

AT = made.AT
DAY = dt.timedelta(days=1)


class Cast:
    """Sari and Rina of two units invited, a guest, and Rini of the committee."""

    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        units = cast.unit(self.agency, "Dinas Pertama"), cast.unit(self.agency, "Dinas Kedua")
        self.units = units
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=units[0])
        self.rina = cast.staff(self.agency, "Rina Rekaan", at=units[1])
        self.held = made.activity(self.agency, state="planned", begins=dt.time(8, 30), place="Aula Contoh")
        for who in (self.sari, self.rina):
            made.invitee(self.held, who)
        self.guest = made.guest(self.held)
        self.rini = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan")
        self.by = cast.actor(self.rini)
        self.browser = Client()
        self.browser.force_login(self.rini)

    def sheets(self, unit=None):
        made_file = badge_sheets.make_sheets(self.held, unit=unit, by=self.by, at=AT)
        jobs.drain(AT)
        made_file.refresh_from_db()
        return made_file


@pytest.fixture
def world(db):
    return Cast()


def words_of(pdf: bytes) -> str:
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return said.stdout.decode()


def codes_of(pdf: bytes) -> list[str]:
    png = subprocess.run(
        ["pdftoppm", "-png", "-r", "150", "-f", "1", "-l", "1"], input=pdf, capture_output=True, check=True
    )
    return qr.read(png.stdout)


def test_everybody_invited_gets_a_badge_and_the_sheets_show_each_ones_own(world):
    _stored, pdf = printing.fetch_file(world.sheets(), by=world.by, at=AT)
    said = words_of(pdf)
    for word in ("Sari Contohwati", "Rina Rekaan", "Wati Tamurekaan", "Dinas Pertama", "08.30 WITA", "Aula Contoh"):
        assert word in said.replace("\u00a0", " ")
    assert not re.search(r"\d{8}", said)
    told = {badges.read(code, actions.key().public_key()).serial for code in codes_of(pdf)}
    assert told == {bytes(row.serial) for row in Badge.objects.filter(ended_at=None)}
    assert len(told) == 3


def test_made_again_the_badges_stay_the_same(world):
    world.sheets()
    first = set(Badge.objects.values_list("serial", flat=True))
    assert world.sheets(world.units[0]).people == 1
    world.sheets()
    assert set(Badge.objects.values_list("serial", flat=True)) == first
    assert len(first) == 3


def test_a_badge_of_another_day_is_ended_and_made_anew(world):
    world.sheets()
    world.held.on += DAY
    world.held.save()
    world.sheets()
    live = Badge.objects.filter(ended_at=None)
    assert {row.expires_at for row in live} == {actions.expiry(world.held)}
    assert (live.count(), Badge.objects.count()) == (3, 6)


def test_a_file_with_names_lies_sealed_and_goes_soon_after_it_was_fetched(world):
    file = world.sheets()
    with files.open_file(file.file) as kept:
        assert b"%PDF" not in kept.read()
    got = world.browser.get(reverse("outreach:print_file", args=[world.held.pk, file.pk]))
    assert b"".join(got.streaming_content).startswith(b"%PDF-")
    assert AuditEvent.objects.filter(verb="outreach.print_file_fetched", actor=world.rini.pk).exists()
    printing.delete_old_files(zones.now() + dt.timedelta(hours=2))
    assert not PrintFile.objects.exists()
    assert not StoredFile.objects.filter(purpose="print").exists()


def test_who_lost_the_right_meanwhile_gets_no_sheets(world):
    made_file = badge_sheets.make_sheets(world.held, unit=None, by=world.by, at=AT)
    world.rini.grants.update(ended_at=AT)
    jobs.drain(AT)
    made_file.refresh_from_db()
    assert made_file.file is None
    assert Job.objects.get(pk=made_file.job).state == JobState.FAILED
    assert not Badge.objects.exists()


def test_asked_twice_while_it_is_made_it_is_made_once(world):
    first = badge_sheets.make_sheets(world.held, unit=None, by=world.by, at=AT)
    assert badge_sheets.make_sheets(world.held, unit=None, by=world.by, at=AT) == first


def test_a_replaced_badge_is_refused_and_its_holder_has_another(world):
    world.sheets()
    old = Badge.objects.get(staff=world.sari)
    address = reverse("outreach:end_badge", args=[world.held.pk, old.pk])
    assert world.browser.post(address, {"reason": " ", "again": "on"}).status_code == 422
    assert world.browser.post(address, {"reason": "Hilang", "again": "on"}).status_code == 302
    assert world.browser.post(address, {"reason": "Hilang lagi", "again": "on"}).status_code == 302
    old.refresh_from_db()
    assert (old.ended_why, Badge.objects.filter(staff=world.sari, ended_at=None).count()) == ("Hilang", 1)
    assert AuditEvent.objects.filter(verb="outreach.badge_ended", reason="Hilang").count() == 1


def test_a_closed_activity_gives_no_badges(world):
    world.held.state = "closed"
    world.held.save()
    with pytest.raises(Refused, match="sudah ditutup"):
        actions.give_badges(world.held, [world.sari.pk], by=world.by, at=AT)


def test_a_badges_address_tells_a_stranger_nothing_whatever_became_of_the_badge(world):
    world.sheets()
    good = Badge.objects.get(staff=world.sari)
    ended = actions.end_badge(Badge.objects.get(staff=world.rina), why="Hilang", by=world.by, at=AT)
    texts = [actions.text(good), actions.text(ended), "IK1" + "A" * 124]
    pages = set()
    for text in [*texts, texts[0].lower()]:
        got = Client().get(f"/{'B' if text.isupper() else 'b'}/{text}")
        assert got.status_code == 200
        assert not got.cookies
        pages.add(got.content)
    assert len(pages) == 1
    assert "Sari" not in pages.pop().decode()
    assert not Job.objects.filter(state=JobState.WAITING).exclude(key="every").exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_give_badges_at_once_give_each_person_one():
    world = Cast()
    both = threading.Barrier(2)

    def give():
        both.wait()
        try:
            actions.give_badges(world.held, [world.sari.pk, world.rina.pk], [world.guest.pk], by=world.by, at=AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Badge.objects.count() == 3
