"""The desk in a real browser: with a camera, without one, without HTTPS, without a script, without a connection."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ikrar.agencies.middleware import DESK_COOKIE
from ikrar.agencies.roles import Role
from ikrar.outreach.actions.badges import text
from ikrar.outreach.models import Attendance
from tests import camera
from tests.conftest import PHONE, Watch
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
def filmed(browser_type, browser_type_launch_args, tmp_path):
    """A browser whose camera sees these badges, one after the other, again and again."""
    opened = []

    def start(badges, size=PHONE, **how):
        flags = [*browser_type_launch_args["args"], *camera.flags(camera.film(tmp_path / "badges.y4m", badges, **how))]
        browser = browser_type.launch(**{**browser_type_launch_args, "args": flags})
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
