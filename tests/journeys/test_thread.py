"""The walking thread in a real browser: code → PIN → points → data → signature → coverage."""

import datetime as dt

import pytest
from django.test import Client
from playwright.sync_api import expect

from ikrar.agencies.roles import Role
from ikrar.core import zones
from ikrar.pledges.models import Signature
from tests.factories import agencies as cast
from tests.factories import pledges as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    agency = cast.agency(zone="WITA", name="Pemerintah Kota Contoh")
    unit = cast.unit(agency, "Dinas Contoh")
    sari = cast.staff(agency, "Sari Contohwati", at=unit)
    cast.staff(agency, "Ratna Umpamawati", at=unit)
    campaign = made.campaign(agency, at=zones.now() - dt.timedelta(hours=1))
    return agency, sari, campaign


def log_in(page, account, base):
    """Bring an officer's session, as after a full log-in."""
    client = Client()
    client.force_login(account)
    cookie = client.cookies["ikrar_petugas"].value
    page.context.add_cookies([{"name": "ikrar_petugas", "value": cookie, "url": base}])


def sign_through(page, campaign, code, pin="482915"):
    page.goto(f"/i/{campaign.code}#{code}")
    expect(page.get_by_role("heading", name="Buat PIN 6 angka")).to_be_visible()
    expect(page.get_by_text("S••• C•••")).to_be_visible()
    page.get_by_label("PIN, 6 angka").fill(pin)
    page.get_by_label("PIN sekali lagi").fill(pin)
    page.get_by_role("button", name="Simpan PIN, lanjut").click()
    page.get_by_role("link", name="Mulai").click()
    for _point in range(4):
        page.locator(".step:visible").get_by_role("link", name="Ya, saya berikrar").click()
    expect(page.get_by_role("heading", name="Benar ini data Anda?")).to_be_visible()
    page.get_by_role("link", name="Lanjut").click()
    page.get_by_label("PIN Anda, 6 angka").fill(pin)
    page.get_by_role("button", name="Tanda tangani").click()


def test_a_person_signs_on_the_phone_and_the_office_sees_it(either, live_server, world):
    agency, sari, campaign = world
    sign_through(either, campaign, made.code(sari))
    expect(either.get_by_role("heading", name="Terima kasih, ikrar Anda tercatat")).to_be_visible()
    assert "#" not in either.url
    receipt = Signature.objects.get().receipt
    expect(either.get_by_text(f"{receipt[:4]}-{receipt[4:]}")).to_be_visible()

    log_in(either, cast.officer(Role.PERSONNEL, agency, mfa=True), live_server.url)
    either.goto("/pantau/")
    expect(either.get_by_role("heading", name="1 dari 2 sudah tanda tangan")).to_be_visible()
    either.get_by_role("link", name="Dinas Contoh").first.click()
    expect(either.get_by_text("Ratna Umpamawati")).to_be_visible()
    expect(either.get_by_text("Sari Contohwati")).to_have_count(0)


def test_a_wrong_pin_keeps_the_page_and_says_how_many_tries_are_left(phone, world):
    _agency, sari, campaign = world
    phone.watch.expect("422")
    sign_through(phone, campaign, made.code(sari))
    phone.goto(f"/i/{campaign.code}")
    phone.get_by_label("Kode pribadi").fill(made.code(sari))
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_label("PIN, 6 angka").fill("111222")
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.get_by_text("Sisa 4 kali mencoba")).to_be_visible()


def test_without_scripts_the_code_is_typed_and_signing_works(new_context, live_server, world):
    _agency, sari, campaign = world
    page = new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, base_url=live_server.url
    ).new_page()
    page.goto(f"/i/{campaign.code}")
    page.get_by_label("Kode pribadi").fill(made.code(sari).lower())
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("PIN, 6 angka").fill("482915")
    page.get_by_label("PIN sekali lagi").fill("482915")
    page.get_by_role("button", name="Simpan PIN, lanjut").click()
    page.goto(page.url.split("#")[0] + "#tanda-tangan")
    page.get_by_label("PIN Anda, 6 angka").fill("482915")
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.get_by_role("heading", name="Terima kasih, ikrar Anda tercatat")).to_be_visible()
