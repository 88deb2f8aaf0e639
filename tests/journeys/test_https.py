"""The thread on a host name, over HTTPS behind a proxy and over plain HTTP, with processes as they really run."""

import pytest
from playwright.sync_api import expect

from tests.conftest import Watch
from tests.factories import agencies as cast
from tests.journeys.serving import served

pytestmark = [pytest.mark.browser]
PHONE = {"width": 360, "height": 740}
HOSTS = {"https": "ikrar.kota.example", "http": "ikrar.kantor.example"}


@pytest.fixture(scope="module", params=list(HOSTS))
def place(request, tmp_path_factory):
    with served(tmp_path_factory.mktemp(request.param), request.param, HOSTS[request.param]) as running:
        yield running


@pytest.fixture
def page(place, browser_type, browser_type_launch_args):
    """A phone that finds the host name at this very machine."""
    flags = [*browser_type_launch_args["args"], place.flag]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": flags})
    context = browser.new_context(base_url=place.url, viewport=PHONE, ignore_https_errors=True, locale="id-ID")
    opened = context.new_page()
    opened.watch = Watch(opened, place.url.split("://")[1])
    yield opened
    browser.close()
    assert opened.watch.unexpected() == []


def test_a_personal_link_leads_to_a_receipt(page, place):
    answer = page.goto(f"/i/{place.campaign}#{place.code}")
    assert ("strict-transport-security" in answer.headers) == place.url.startswith("https")
    assert answer.headers["referrer-policy"] == "no-referrer"
    expect(page.get_by_role("heading", name="Buat PIN 6 angka")).to_be_visible()
    page.get_by_label("PIN, 6 angka").fill("482915")
    page.get_by_label("PIN sekali lagi").fill("482915")
    page.get_by_role("button", name="Simpan PIN, lanjut").click()
    page.get_by_role("link", name="Mulai").click()
    for _point in range(4):
        page.locator(".step:visible").get_by_role("link", name="Ya, saya berikrar").click()
    page.get_by_role("link", name="Lanjut").click()
    page.get_by_label("PIN Anda, 6 angka").fill("482915")
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.get_by_role("heading", name="Terima kasih, ikrar Anda tercatat")).to_be_visible()
    _cookies_are_safe(page, place)


def test_an_officer_logs_in_with_a_second_factor_and_acts(page, place):
    page.goto("/pantau/")
    page.locator("[name=login]").fill(place.login)
    page.locator("[name=password]").fill(place.password)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_label("Kode enam angka").fill(cast.totp_code(place.secret))
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", name="dari 2 sudah tanda tangan")).to_be_visible()
    page.goto("/pegawai/unit/tambah/")
    page.get_by_label("Nama unit").fill("Dinas Baru")
    page.get_by_role("button", name="Tambahkan").click()
    expect(page.get_by_role("heading", name="Dinas Baru")).to_be_visible()
    _cookies_are_safe(page, place)


def _cookies_are_safe(page, place):
    """Only over HTTPS where there is HTTPS; out of a script's reach and of other sites' in any case."""
    cookies = page.context.cookies()
    assert cookies
    for cookie in cookies:
        assert cookie["secure"] == place.url.startswith("https"), cookie["name"]
        assert cookie["httpOnly"], cookie["name"]
        assert cookie["sameSite"] in {"Lax", "Strict"}, cookie["name"]
