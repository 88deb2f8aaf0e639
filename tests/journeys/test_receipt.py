"""A signer's way on a phone of 360 pixels: the promise, the proof, and what anybody hears of it at `/verifikasi/`."""

import datetime as dt
import subprocess

import pytest

from ikrar.agencies import tokens
from ikrar.agencies.actions.credentials import set_pin
from ikrar.agencies.middleware import SIGNER_COOKIE
from ikrar.agencies.models import Credential
from ikrar.core import zones
from ikrar.register import actions as register
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.register.conftest import folder  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIN = "482915"


@pytest.fixture
def page(browser, live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    window = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, accept_downloads=True
    )
    window.set_default_timeout(10_000)
    yield window.new_page()
    window.close()


def fetched(page, name, to):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    to = to / waiting.value.suggested_filename
    waiting.value.save_as(to)
    return to


def heard(page, file):
    before = len(page.context.cookies())
    page.goto("/verifikasi/")
    page.locator("#id_file").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa", exact=True).click()
    assert len(page.context.cookies()) == before
    return page.locator("h1").inner_text()


def test_a_signer_fetches_promise_and_proof_and_anybody_verifies_them(page, live_server, tmp_path):
    agency = cast.agency(zone="WITA")
    sari = cast.staff(agency, "Sari Contohwati")
    campaign = made.campaign(agency, at=zones.now() - dt.timedelta(hours=1))
    credential = Credential.objects.get(staff=sari)
    set_pin(credential.pk, PIN, device="hp-contoh", at=zones.now())
    who = tokens.Signer(credential.pk, "hp-contoh", campaign.code).with_pin(zones.now())
    page.context.add_cookies([{"name": SIGNER_COOKIE, "value": tokens.seal(who), "url": live_server.url}])
    page.goto(f"/saya/ikrar/{campaign.code}/#tanda-tangan")
    page.locator("[name=pin]").fill(PIN)
    with page.expect_navigation(url="**/tanda-terima/**"):
        page.locator("#tanda-tangan button:not([type=button])").last.click()
    receipt = page.url
    page.locator("summary").click()
    assert "ikrar-promise/v1" in page.locator("pre").inner_text()
    promise = fetched(page, "Tanda terima, berkas bukti", tmp_path)
    assert heard(page, promise) == "Tanda terima ini asli, dan menunggu masuk register"
    register.sequence(campaign.log, zones.now() + dt.timedelta(minutes=11))
    page.goto(receipt)
    proof, paper = (fetched(page, f"Tanda terima, {what}", tmp_path) for what in ("berkas bukti", "PDF"))
    assert heard(page, proof) == heard(page, paper) == "Tanda terima ini asli dan tidak berubah"
    subprocess.run(
        ["pdftoppm", "-r", "200", "-jpeg", "-jpegopt", "quality=40", "-singlefile", paper, tmp_path / "foto"],
        check=True,
    )
    assert heard(page, tmp_path / "foto.jpg") == "Tanda terima ini asli dan tidak berubah"
    altered = tmp_path / "lain.tlog-proof"
    altered.write_text(proof.read_text().replace("index 0", "index 1"))
    assert heard(page, altered) == "Isi berkas ini sudah berubah"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
