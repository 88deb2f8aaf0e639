"""`make pictures`: every page at 360 and 1280 pixels and every paper, into build/pictures with an index."""

import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TO = ROOT / "build/pictures"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402
from playwright.sync_api import Error as PlaywrightError  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from pytest_django.live_server_helper import LiveServer  # noqa: E402

from ikrar.agencies.models import Agency  # noqa: E402
from ikrar.core import documents  # noqa: E402
from ikrar.norms import posters  # noqa: E402
from ikrar.norms.guidance import CARRIED  # noqa: E402
from tests.core import test_documents as papers  # noqa: E402
from tests.factories import seals  # noqa: E402
from tests.journeys import pages, scenes, world  # noqa: E402

WIDTHS = (360, 1280)


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def take_pages(looker: pages.Looker, only: str) -> Iterator[tuple[str, str, list[str]]]:
    """Each page's name, address and files."""
    for part in (pages.plain_pages, scenes.scenes):
        for scene in part(looker.world):
            if re.search(only, scene.name):
                try:
                    yield scene.name, scene.url, _pictures(looker, scene)
                except PlaywrightError as error:
                    print(f"{scene.name}: {error.message.splitlines()[0]}")
                    yield f"{scene.name} (not reached)", scene.url, []


def _pictures(looker: pages.Looker, scene: scenes.Scene) -> list[str]:
    taken: list[str] = []
    with looker.look(scene, WIDTHS[0]) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            whole = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size(
                {"width": width, "height": max(800, min(whole, 6000))}
            )  # bars at the edge stay there
            taken.append(f"{slug(scene.name)}-{width}.png")
            page.screenshot(path=TO / taken[-1], full_page=True)
        for fault in page.watch.unexpected():
            print(f"{scene.name}: {fault}")
    return taken


def take_prints(looker: pages.Looker) -> Iterator[tuple[str, str, list[str]]]:
    """Pages as they leave a printer."""
    code = looker.world.campaign.code
    for name, url in {"printed coverage": f"/pantau/{code}/", "printed recap": f"/pantau/{code}/rekap/"}.items():
        with looker.look(scenes.Scene(name, scenes.Role.PERSONNEL, url)) as page:
            (TO / f"{slug(name)}.pdf").write_bytes(page.pdf(format="A4"))
        yield name, url, _sheets(slug(name))


def take_papers() -> Iterator[tuple[str, str, list[str]]]:
    for name, data in papers.ALL.items():
        (TO / f"paper-{name}.pdf").write_bytes(documents.render(name, data, timestamp=1_728_867_600))
        yield f"paper {name}", "", _sheets(f"paper-{name}")


def take_posters() -> Iterator[tuple[str, str, list[str]]]:
    """Each poster and the card as they hang in an agency, with all that the catalogue says."""
    agency = Agency(name="Pemerintah Kota Contoh")
    for slug in [*(sheet.slug for sheet in posters.sheets()), posters.CARD]:
        (TO / f"poster-{slug}.pdf").write_bytes(posters.pdf(slug, "a4", "id", agency, CARRIED))
        yield f"poster {slug}", "", _sheets(f"poster-{slug}")


def _sheets(name: str) -> list[str]:
    """The pages of a PDF as pictures."""
    subprocess.run(["pdftoppm", "-png", "-r", "80", TO / f"{name}.pdf", TO / name], check=True)
    return sorted(path.name for path in TO.glob(f"{name}-*.png"))


def index(taken: list[tuple[str, str, list[str]]]) -> str:
    rows = "".join(
        f"<h2>{html.escape(name)} <small>{html.escape(url)}</small></h2><p>"
        + "".join(f'<a href="{file}"><img src="{file}" loading="lazy" alt=""></a> ' for file in files)
        for name, url, files in taken
    )
    style = "<style>img{max-width:46%;border:1px solid #ccc;vertical-align:top}</style>"
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Ikrar, every page</title>{style}{rows}'


def main(only: str = "") -> None:
    shutil.rmtree(TO, ignore_errors=True)
    TO.mkdir(parents=True)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "*"]
    setup_test_environment()
    seals.sealing_key()
    databases = setup_databases(0, False)
    server = LiveServer("127.0.0.1")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**_launching())
            looker = pages.Looker(browser, server.url, world.kendari())
            taken = [*take_pages(looker, only), *take_prints(looker), *take_papers(), *take_posters()]
            looker.close()
            browser.close()
    finally:
        server.stop()
        teardown_databases(databases, 0)
    (TO / "index.html").write_text(index(taken), "utf-8")
    print(f"{sum(len(files) for _name, _url, files in taken)} pictures in {TO.relative_to(ROOT)}/index.html")


def _launching() -> dict[str, Any]:
    found = subprocess.run([sys.executable, ROOT / "scripts/chromium.py"], capture_output=True, text=True, check=True)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": found.stdout.strip(), "args": ["--disable-gpu", "--lang=id-ID", *root]}


if __name__ == "__main__":
    main(*sys.argv[1:2])
