"""Somebody else vouched for Sari, or handed her code on: the worker's mail, its link in a browser, the officer's task."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import expect

from ikrar.agencies.models import Objection
from ikrar.core import jobs, zones
from ikrar.pledges.models import Signature
from tests.factories import pledges as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    world = made.vouched_world()
    world.sari.email = "sari@kota.example"
    world.sari.save()
    return world


def letter() -> str:
    """What the worker sends: rounds now and when the quiet hours are over, and one mail with a way to object in all of them."""
    for later in (0, 0, 12):  # the first round queues it; one of the others is outside the quiet hours
        jobs.drain(zones.now() + dt.timedelta(hours=later))
    (sent,) = [one for one in mail.outbox if "/bukan-saya/" in one.body]
    assert {to for one in mail.outbox for to in one.to} == {"sari@kota.example"}
    return str(sent.body)


def link_in(body: str) -> str:
    (found,) = re.findall(r"\S+/bukan-saya/#\S+", body)
    return str(found).removeprefix(settings.PUBLIC_URL)


def test_the_mail_about_a_vouched_signature_opens_a_review_and_nothing_before(world, phone):
    body = letter()
    assert "Cara: disaksikan di meja. Petugas: Budi Rekaan." in body
    assert "Bila benar, tidak ada yang perlu dilakukan." in body
    phone.goto(link_in(body))
    expect(phone.get_by_role("heading", name="Tanda tangan ini bukan dari Anda?")).to_be_visible()
    assert "#" not in phone.url
    expect(phone.get_by_text("Sari Contohwati")).to_have_count(0)
    assert not Objection.objects.exists()
    phone.get_by_role("button", name="Ya, bukan saya").click()
    expect(phone.get_by_role("heading", name="Sudah kami teruskan")).to_be_visible()
    assert Objection.objects.get().act == world.act.pk
    office = Client()
    office.force_login(world.ratna)
    assert "1 orang menyatakan" in office.get("/").content.decode()


def test_the_mail_about_a_code_that_was_handed_on_names_who_handed_it(world, phone):
    Signature.objects.filter(pk=world.act.pk).update(method="phone", session=None)
    body = letter()
    assert "Kodenya disampaikan oleh Budi Rekaan." in body
    phone.goto("/bukan-saya/")
    phone.get_by_label("Kode di surel").fill(re.search(r"ketik kode (\S+) di", body)[1].lower())
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.get_by_text("HP sendiri")).to_be_visible()
