"""What the people of a district do around an event, on its pages."""

import datetime as dt
from typing import Any

from django.test import Client
from playwright.sync_api import expect

from ikrar.agencies.actions import devices
from ikrar.agencies.middleware import DESK_COOKIE
from ikrar.agencies.models import Account, Agency, Staff
from ikrar.agencies.roles import system
from ikrar.core import jobs, zones
from ikrar.demo import founding, seeding
from ikrar.norms.models import Election
from ikrar.outreach.models import Activity
from ikrar.pledges.models import Campaign

PIN = "482915"


class District:
    """A district of the demonstration and one browser window, of which its people take turns."""

    def __init__(self, told: dict[str, Any], agency: Agency, page: Any, base: str) -> None:
        self.told, self.event, self.agency, self.page, self.base = told, told["event"], agency, page, base
        self.held: Activity

    def person(self, **fields: Any) -> Staff:
        """The first of the staff for whom this holds."""
        return Staff.objects.filter(agency=self.agency, **fields).order_by("pk")[0]

    def enter(self, username: str) -> None:
        """An officer comes to the window, logged in."""
        client = Client()
        client.force_login(Account.objects.get(username=founding.login(username, self.agency.code)))
        cookie = client.cookies["ikrar_petugas"].value
        self.page.context.add_cookies([{"name": "ikrar_petugas", "value": cookie, "url": self.base}])

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def plan(self, **more: Any) -> None:
        """The committee writes the event down as the article tells it."""
        page, event = self.page, self.event
        self.enter("panitia")
        page.goto("/kegiatan/baru/")
        page.locator("[name=kind]").select_option(event["kind"])
        page.locator(f"[name=mode][value={event['mode']}]").check()
        same = {name: event[name] for name in ("title", "purpose", "place", "organiser")}
        for name, said in {**same, "on": event["day"].isoformat(), **more}.items():
            page.locator(f"[name={name}]").fill(said)
        for row, official in enumerate(event["officials"]):
            self._official(row, official)
        for slug in event["elections"]:
            page.locator("[name=elections]").nth(self._place(slug)).check()
        self.press("Simpan")
        self.held = Activity.objects.get(agency=self.agency)
        expect(page.get_by_role("heading", name=event["title"])).to_be_visible()

    def _place(self, slug: str) -> int:
        wanted = str(Election.objects.get(slug=slug).pk)
        return int(self.page.locator("[name=elections]").evaluate_all("all => all.map(one => one.value)").index(wanted))

    def _official(self, row: int, official: dict[str, str]) -> None:
        page = self.page
        fold = page.locator("details", has=page.locator(f"[name=orang-{row}-part]"))
        if not page.locator(f"[name=orang-{row}-part]").is_visible():
            fold.locator("summary").click()
        for name, said in official.items():
            field = page.locator(f"[name=orang-{row}-{name}]")
            field.select_option(said) if name in ("part", "form") else field.fill(said)

    def invite(self, *, position: str = "") -> None:
        """Count first, then invite."""
        self.page.goto(f"/kegiatan/{self.held.pk}/undang/")
        if position:
            self.page.locator("[name=position]").fill(position)
        self.press("Lihat dulu berapa orang")
        self.page.get_by_role("button", name="Undang").first.click()
        self.page.wait_for_load_state()

    def open(self) -> None:
        self.page.goto(f"/kegiatan/{self.held.pk}/")
        self.page.get_by_role("link", name="Mulai kegiatan").click()
        self.press("Mulai kegiatan")

    def campaign(self) -> Campaign:
        """An open campaign for civil servants, with a code for each."""
        at = zones.now() - dt.timedelta(minutes=1)
        told = {"title": "Ikrar sesudah sosialisasi", "cycle": "uji", "kinds": ["pns", "pppk"]}
        made = seeding.open_campaign(
            self.agency, {**told, "elections": self.event["elections"]}, opens_at=at, by=system(self.agency.pk), at=at
        )  # fmt: skip
        jobs.drain(at)
        return made

    def desk(self, label: str = "Meja 1") -> None:
        """The committee's machine becomes a desk; it opens the event's page."""
        charge = Account.objects.get(username=founding.login("panitia", self.agency.code))
        by, at = founding.officer(self.agency, "kepegawaian"), zones.now()
        _device, code = devices.enrol_device(self.agency, label=label, officer=charge, by=by, at=at)
        token = devices.open_device(code, at=at)[1]
        self.page.context.add_cookies([{"name": DESK_COOKIE, "value": token, "url": self.base}])
        self.page.goto("/meja/")
        self.page.get_by_role("link", name=self.event["title"]).click()

    def come(self, person: Staff) -> None:
        """Somebody stands before the desk and says the name."""
        self.page.goto(f"/meja/kegiatan/{self.held.pk}/")
        self.page.locator("#typed").fill(person.name)
        self.press("Cari")
        self.page.locator(".hit").first.click()
        expect(self.page.locator("#jawaban .verdict")).to_contain_text(person.name)
