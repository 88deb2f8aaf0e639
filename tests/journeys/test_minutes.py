"""On a phone of 360 pixels: an officer closes, takes the berita acara home, and anybody checks its totals logged out."""

import datetime as dt
import hashlib
import subprocess

import pytest

from ikrar.agencies.roles import Role
from ikrar.core import zones
from ikrar.register import actions as register
from tests.core.test_documents import words
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.journeys.test_receipt import fetched, page  # noqa: F401
from tests.pledges.cast import logged_in
from tests.register.conftest import folder  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_closes_and_anybody_checks_the_totals(page, live_server, tmp_path):  # noqa: F811
    agency = cast.agency(zone="WITA")
    person = cast.staff(agency, "Sari Contohwati")
    campaign = made.campaign(agency, at=zones.now() - dt.timedelta(hours=1))
    made.signature(campaign, person, at=zones.now())
    cookie = logged_in(cast.officer(Role.PERSONNEL, agency, mfa=True)).cookies["ikrar_petugas"]
    page.context.add_cookies([{"name": "ikrar_petugas", "value": cookie.value, "url": live_server.url}])
    page.goto(f"/ikrar/{campaign.code}/")
    page.get_by_role("link", name="Berita acara").click()
    assert "belum ditutup" in page.locator(".banner.warn").inner_text()
    draft = fetched(page, "Unduh yang sementara (PDF)", tmp_path)
    assert draft.name == f"berita-acara-{campaign.code}-sementara.pdf"
    page.goto(f"/ikrar/{campaign.code}/tutup/")
    page.get_by_role("button", name="Tutup penandatanganan").click()
    page.get_by_role("link", name="Berita acara").click()
    assert "belum masuk ke register" in page.locator(".banner.warn").inner_text()
    register.sequence(campaign.log, zones.now())
    page.reload()
    assert "terikat di register" in page.locator(".banner.ok").inner_text()
    paper = words(fetched(page, "Unduh berita acara (PDF)", tmp_path).read_bytes())
    assert "Sementara" not in paper
    page.context.clear_cookies()
    page.goto(f"/register/{campaign.log.origin}/")
    page.get_by_role("link", name="Angka penutup").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    leaf = page.locator("dd.mono").first.inner_text()
    assert leaf in paper.replace(" ", "")
    entry = fetched(page, "Entrinya (JSON) 0", tmp_path)
    assert hashlib.sha256(b"\x00\x03" + entry.read_bytes()).hexdigest() == leaf
    told = page.locator("pre").inner_text()
    said = subprocess.run(["sh", "-c", told], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.split()[0] == leaf
