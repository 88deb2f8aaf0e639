"""Finding every page and looking at one: which addresses are pages, who opens them, what each must hold."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from ikrar.agencies.roles import Role
from tests.addresses import ADDRESSES, Address
from tests.conftest import Watch
from tests.journeys.scenes import Scene
from tests.journeys.world import World

#: Addresses that lead elsewhere or show nothing in this world: seen in a scene instead, or never a page at all.
ELSEWHERE = {
    "account_logout", "agencies:leave", "oversight:home", "pledges:draft_text", "pledges:close_session", "pledges:reach_file",
    "mfa_authenticate", "mfa_view_recovery_codes", "pledges:desk_person", "pledges:desk_said", "pledges:edit_text",
    "pledges:desk_confirm", "pledges:approve_text", "pledges:open_campaign", "pledges:edit_campaign", "pledges:delete_campaign",
    "pledges:sheet_scan_page", "outreach:attendance_scan_page", "outreach:print_file", "demo:districts",
}  # fmt: skip
#: Pages for which somebody else than the door's first comer has something to see.
SEEN_BY: dict[str, Any] = {
    **dict.fromkeys(("pledges:receipt", "pledges:own_pact", "pledges:own_receipt", "pledges:own_proof", "home:own"), "signed"),
    **dict.fromkeys(("norms:own_declaration", "norms:own_declaration_paper", "norms:own_declaration_file"), "declarer"),
    "mfa_activate_totp": "new", "home:start": Role.PERSONNEL,
}  # fmt: skip
_axe = Axe()


def who_opens(address: Address) -> Any:
    return SEEN_BY.get(address.name, address.door)


def opened(world: World, address: Address) -> Any:
    """The answer to a plain GET by whoever opens this address."""
    client = Client()
    for name, value in world.cookies(who_opens(address)).items():
        client.cookies[name] = value
    return client.get(world.url(address))


def is_page(answer: Any) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def scrolls_sideways(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def faults_of(page: Any, *, axe_at: tuple[int, ...] = (360, 1280)) -> list[str]:
    """What is wrong with the page that is open, at 320, 360 and 1280 pixels."""
    found = []
    if (count := page.locator("h1:visible").count()) != 1:
        found.append(f"{count} h1")
    if page.evaluate("document.documentElement.lang") not in {"id", "en"}:
        found.append("no language")
    if not page.title().removesuffix("· Ikrar").strip():
        found.append("no title")
    if axe_at:
        page.evaluate(_axe.axe_script)
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if scrolls_sideways(page):
            found.append(f"scrolls sideways at {width}: {_widest(page)}")
        if width in axe_at:
            found += [f"{width}: {fault}" for fault in grave(page)]
    return found


def _widest(page: Any) -> str:
    """What sticks out, for the reader of a failure."""
    return str(page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 4).map(e => e.tagName + '.' + e.getAttribute('class') + ' ' + Math.round(e.getBoundingClientRect().right))
        .join(', ')"""
    ))  # fmt: skip


def grave(page: Any) -> list[str]:
    """What axe calls serious or critical on the page that is open."""
    said = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} {json.dumps(node['any'][:1])[:200]}"
        for rule in said["violations"] if rule["impact"] in {"serious", "critical"} for node in rule["nodes"][:3]
    ]  # fmt: skip


def plain_pages(world: World) -> Iterator[Scene]:
    """Every address that answers its first comer with a page, as a scene without steps."""
    for address in ADDRESSES:
        if is_page(opened(world, address)):
            yield Scene(address.name, who_opens(address), world.url(address), status="")


class Looker:
    """One browser window after another, one for each reader, on the running application."""

    def __init__(self, browser: Any, base: str, world: World, *, language: str = "id") -> None:
        self.browser, self.base, self.world, self.language = browser, base, world, language
        self.windows: dict[Any, Any] = {}

    @contextmanager
    def look(self, scene: Scene, width: int = 360) -> Iterator[Any]:
        """The page of a scene, open; whatever it did wrong is in `page.watch`."""
        page = self._window(scene.who).new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.watch = Watch(page, urlsplit(self.base).netloc)
        if scene.status:
            page.watch.expect(f"status of {scene.status}")
        page.answer = page.goto(scene.url)
        scene.steps(page)
        try:
            yield page
        finally:
            page.close()

    def _window(self, who: Any) -> Any:
        if who not in self.windows:
            window = self.browser.new_context(base_url=self.base, locale="id-ID", timezone_id="Asia/Makassar")
            cookies = {**self.world.cookies(who), "django_language": self.language}
            window.add_cookies([{"name": name, "value": value, "url": self.base} for name, value in cookies.items()])
            window.set_default_timeout(8_000)
            self.windows[who] = window
        return self.windows[who]

    def close(self) -> None:
        for window in self.windows.values():
            window.close()
