"""The desk in a real browser: with a camera, without one, without HTTPS, without a script, without a connection."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ikrar.agencies.middleware import DESK_COOKIE
from ikrar.agencies.roles import Role
from ikrar.core import qr
from ikrar.outreach.actions.badges import text
from ikrar.outreach.models import Attendance, BadgeRefusal, Seen
from tests import camera
from tests.conftest import DESK, PHONE, Watch
from tests.factories import agencies as cast
from tests.factories import outreach as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Hall:
    """An open activity with three people, a desk, and a browser of the desk."""

    def __init__(self, server):
        self.url = server.url
        self.agency = cast.agency(zone="WITA")
        place = cast.unit(self.agency, "Dinas Pertama")
        names = ("Sari Contohwati", "Tono Rekaan", "Wati Umpama")
        self.people = [cast.staff(self.agency, name, at=place) for name in names]
        self.held = made.activity(self.agency, has_exit=True)
        for person in self.people:
            made.invitee(self.held, person)
        _device, self.token = cast.device(self.agency, cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan"))

    def badge(self, person, **fields):
        row = made.badge(self.held, person, expires_at=timezone.now() + dt.timedelta(days=1), **fields)
        return f"HTTPS://IKRAR.KOTA.EXAMPLE/B/{text(row)}"

    def enter(self, context):
        """The desk's page in a window."""
        context.add_cookies([{"name": DESK_COOKIE, "value": self.token, "url": self.url}])
        page = context.new_page()
        page.watch = Watch(page, urlsplit(self.url).netloc)
        page.goto(f"{self.url}/meja/kegiatan/{self.held.pk}/")
        return page


@pytest.fixture
def hall(live_server):
    return Hall(live_server)


@pytest.fixture
def filmed(browser_type, windowed_launch_args, tmp_path):
    """A browser whose camera sees these badges, one after the other, again and again."""
    opened = []

    def start(badges, size=PHONE, **how):
        flags = [*windowed_launch_args["args"], *camera.flags(camera.film(tmp_path / "badges.y4m", badges, **how))]
        browser = browser_type.launch(**{**windowed_launch_args, "args": flags})
        opened.append(browser)
        return browser.new_context(viewport=size, locale="id-ID", timezone_id="Asia/Makassar")

    yield start
    for browser in opened:
        browser.close()


def present(*people):
    return set(Attendance.objects.filter(void=None).values_list("staff", flat=True)) == {one.pk for one in people}


def test_the_camera_records_whoever_shows_a_badge_and_goes_on(hall, filmed):
    sari, tono, _wati = hall.people
    page = hall.enter(filmed([hall.badge(sari), hall.badge(tono)], empty=15))
    for name in ("Sari Contohwati", "Tono Rekaan"):
        expect(page.locator(".verdict.ok")).to_contain_text(name, timeout=10_000)
    expect(page.locator(".verdict.info")).to_contain_text("Sudah tercatat", timeout=10_000)
    assert present(sari, tono)
    assert page.watch.unexpected() == []


def test_a_lost_connection_keeps_every_scan_and_sends_it_once(hall, filmed):
    sari, tono, wati = hall.people
    ended = hall.badge(wati, ended_at=timezone.now())
    context = filmed([hall.badge(sari), hall.badge(tono), ended])
    context.route(
        "**/meja/kegiatan/*/", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    page = hall.enter(context)
    page.watch.expect("Failed to load resource")
    expect(page.locator("#menunggu li")).to_have_count(3, timeout=20_000)
    expect(page.get_by_text("Tanpa sinyal", exact=True)).to_be_visible()
    assert not Attendance.objects.exists()
    page.locator("[data-part=close]").dispatch_event("click")  # a verdict has the whole phone; the button is below it
    context.unroute("**/meja/kegiatan/*/")
    expect(page.locator("#menunggu li")).to_have_count(0, timeout=30_000)
    expect(page.locator("#ditolak li")).to_contain_text("dicabut")
    assert present(sari, tono)
    page.get_by_role("button", name="Sudah saya lihat").click()
    expect(page.locator("#ditolak li")).to_have_count(0)
    assert page.watch.unexpected() == []


def test_an_answer_that_was_lost_is_asked_for_with_the_same_number(hall, filmed):
    sari = hall.people[0]
    page = hall.enter(filmed([]))
    page.watch.expect("Failed to load resource")
    sent = []

    def lose_the_first(route):
        sent.append(route.request.post_data)
        answer = route.fetch()
        if len(sent) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(
        "**/meja/kegiatan/*/",
        lambda route: lose_the_first(route) if route.request.method == "POST" else route.fallback(),
    )
    page.locator("#typed").fill(hall.badge(sari))
    page.locator("#typed").press("Enter")
    expect(page.locator("#menunggu li")).to_have_count(1, timeout=10_000)
    expect(page.locator("#menunggu li")).to_have_count(0, timeout=20_000)
    numbers = {re.search(r'name="uuid"\s+([0-9a-f-]{36})', body)[1] for body in sent}
    assert (len(sent), len(numbers)) == (2, 1)
    assert present(sari)


def test_a_device_without_a_camera_says_so_and_takes_a_photo(hall, either, tmp_path):
    page = hall.enter(either.context)
    expect(page.get_by_text("Perangkat ini tidak punya kamera.")).to_be_visible()
    (tmp_path / "lencana.png").write_bytes(qr.png(hall.badge(hall.people[0]), 6))
    page.locator("[name=photo]").set_input_files(tmp_path / "lencana.png")
    expect(page.locator(".verdict.ok")).to_contain_text("Sari Contohwati")
    assert page.watch.unexpected() == []


def test_a_camera_that_is_refused_says_so_and_a_usb_scanner_goes_on(hall, browser_type, windowed_launch_args):
    flags = [*windowed_launch_args["args"], "--use-fake-device-for-media-stream"]
    browser = browser_type.launch(**{**windowed_launch_args, "args": flags})
    page = hall.enter(browser.new_context(viewport=DESK, locale="id-ID"))
    page.get_by_role("button", name="Nyalakan kamera").click()
    expect(page.get_by_text("Peramban menolak kamera.")).to_be_visible()
    for person in hall.people[:2]:
        page.locator("body").press("Escape")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.type(hall.badge(person))
        page.keyboard.press("Enter")
        expect(page.locator(".verdict.ok")).to_contain_text(person.name)
    assert present(*hall.people[:2])
    browser.close()


def test_without_a_script_every_way_but_the_camera_is_there(hall, new_context, tmp_path):
    page = hall.enter(new_context(java_script_enabled=False, viewport=PHONE, base_url=hall.url))
    expect(page.get_by_text("JavaScript di peramban ini mati")).to_be_visible()
    page.locator("#typed").fill("Tono")
    page.get_by_role("button", name="Cari").click()
    page.locator(".hit").first.click()
    expect(page.locator(".verdict.ok")).to_contain_text("Tono Rekaan")
    page.get_by_role("button", name="Salah orang, batalkan").click()
    expect(page.get_by_text("Catatan dibatalkan")).to_be_visible()
    (tmp_path / "lencana.png").write_bytes(qr.png(hall.badge(hall.people[0]), 6))
    page.locator("[name=photo]").set_input_files(tmp_path / "lencana.png")
    page.get_by_role("button", name="Kirim foto").click()
    expect(page.locator(".verdict.ok")).to_contain_text("Sari Contohwati")
    page.get_by_role("link", name="Orang berikutnya").click()
    page.locator("#typed").fill(hall.badge(hall.people[2]))
    page.locator("#typed").press("Enter")
    expect(page.locator(".verdict.ok")).to_contain_text("Wati Umpama")
    assert present(hall.people[0], hall.people[2])


def test_without_https_the_camera_is_off_and_the_page_says_why(hall, browser_type, windowed_launch_args, settings):
    settings.ALLOWED_HOSTS = ["*"]
    host = "ikrar.kantor.example"
    rules = f"--host-resolver-rules=MAP {host} 127.0.0.1"
    browser = browser_type.launch(**{**windowed_launch_args, "args": [*windowed_launch_args["args"], rules]})
    hall.url = hall.url.replace("127.0.0.1", host).replace("localhost", host)
    page = hall.enter(browser.new_context(viewport=PHONE, locale="id-ID"))
    expect(page.get_by_text("tidak dibuka lewat HTTPS")).to_be_visible()
    expect(page.get_by_role("button", name="Nyalakan kamera")).to_be_hidden()
    page.locator("#typed").fill(hall.badge(hall.people[0]))
    page.locator("#typed").press("Enter")
    expect(page.locator(".verdict.ok")).to_contain_text("Sari Contohwati")
    browser.close()


def test_a_badge_shown_by_another_is_refused_by_one_press(hall, filmed):
    page = hall.enter(filmed([hall.badge(hall.people[0])], empty=80))
    expect(page.locator(".verdict.ok")).to_contain_text("Sari Contohwati", timeout=15_000)
    page.get_by_role("button", name="Bukan orangnya, tolak lencana ini").click()
    expect(page.get_by_text("Lencana ditolak")).to_be_visible()
    assert BadgeRefusal.objects.count() == 1
    assert not Attendance.objects.filter(void=None).exists()


def test_the_way_out_is_chosen_by_hand(hall, filmed):
    sari = hall.people[0]
    made.attendance(hall.held, sari)
    page = hall.enter(filmed([]))
    page.get_by_role("link", name="Keluar").click()
    page.locator("#typed").fill(hall.badge(sari))
    page.locator("#typed").press("Enter")
    expect(page.locator(".verdict.ok")).to_contain_text("Pulang")
    assert Seen.objects.get().is_exit
