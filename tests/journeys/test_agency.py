"""A real agency from `ikrar init` to figures that outlive their machine: link, code, desk and paper, backup, fire, restore."""

import json
import os
import re
import time
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.conftest import DESK, PHONE, Watch
from tests.journeys import agency_steps as steps
from tests.journeys.agency_steps import AT_DESK, BY_CODE, BY_LINK, PIN, UNITS
from tests.journeys.house import House, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def house(tmp_path):
    """On SQLite, or on databases of its own where `scripts/postgres.py --durable` runs the test."""
    server = os.environ.get("IKRAR_TEST_DATABASE_URL", "")
    made = House(tmp_path / "ikrar", _database(server, "ikrar_agency"))
    yield made
    made.stop()


def _database(server: str, name: str) -> str:
    """The address of a new, empty PostgreSQL database; empty for SQLite."""
    if not server:
        return ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@pytest.fixture
def window(new_context, house):
    """A browser window of its own for each person; whatever one did wrong fails the test."""
    opened = []

    def open_window(size: dict[str, int]) -> Any:
        page = new_context(viewport=size, base_url=house.url, has_touch=size is PHONE).new_page()
        page.watch = Watch(page, urlsplit(house.url).netloc)
        opened.append(page)
        return page

    yield open_window
    assert [fault for page in opened for fault in page.watch.unexpected()] == []


def found(house: House) -> str:
    """`ikrar init` as operations.md says it; returns the first officer's invitation."""
    words = {"public-url": house.url, "database": house.database, "agency-code": "kabupaten-contoh", "zone": "WITA",
             "agency-name": "Pemerintah Kabupaten Contoh", "officer-name": "Sari Contohwati",
             "officer-login": "sari.contoh"}  # fmt: skip
    told = house.ikrar("init", "--json", *(f"--{name}={said}" for name, said in words.items() if said))
    with (house.home / "ikrar.toml").open("a") as own:
        own.write("\n[mail]\nnone = true\n")
    return str(json.loads(told)["code"])


def burn_and_restore(house: House, folder: Any) -> None:
    """The backup of docs/operations.md, then nothing left, then the same installation again."""
    phrase = folder / "frasa"
    phrase.write_text("lima kata acak untuk uji\n")
    phrase.chmod(0o600)
    for name in ("cadangan", "kunci"):
        (folder / name).mkdir()
    while "03" not in json.loads(house.ikrar("register", "audit", "--json"))["kinds"]:
        time.sleep(1)  # the closing entry is the last one: a backup older than the register would not go on
    phrases, keys = ("--passphrase-file", str(phrase)), str(folder / "kunci")
    made = house.ikrar("backup", str(folder / "cadangan"), *phrases, "--data-keys", keys)
    head = json.loads(house.ikrar("register", "checkpoint", "--json"))
    last = f"{head['origin']}={head['checkpoint'].splitlines()[1]}"
    house.stop()
    house.destroy()
    house.database = _database(os.environ.get("IKRAR_TEST_DATABASE_URL", ""), "ikrar_agency_again")
    [archive], [copy] = (folder / "cadangan").iterdir(), (folder / "kunci").iterdir()
    where = ["--database", house.database] if house.database else []
    restored = house.ikrar(
        "restore",
        str(archive),
        "--into",
        str(house.home),
        *where,
        *phrases,
        "--data-keys",
        str(copy),
        "--published",
        last,
        "--erased",
        "tidak-ada",
    )
    assert "34 orang, 0 kehadiran, 30 tanda tangan" in made
    assert "34 orang, 0 kehadiran, 30 tanda tangan" in restored
    house.serve()


@pytest.mark.long
def test_an_agency_from_nothing_to_thirty_signatures_that_survive_a_fire(house, window, playwright, tmp_path):
    def somebody() -> Visitor:
        return Visitor(playwright.request.new_context(base_url=house.url))

    code = found(house)
    house.serve()
    sari, ratna, desk = window(DESK), window(DESK), window(DESK)
    secret = steps.accept(sari, code)
    steps.load_staff(sari)
    sari.goto("/petugas/undang/")
    sari.get_by_label("Nama").first.fill("Ratna Umpamawati")
    sari.get_by_label("Peran").select_option(label="Petugas kepegawaian")
    steps.press(sari, "Buat undangan")
    steps.accept(ratna, re.search(r"\b(\w{4}-){3}\w{4}\b", sari.locator("main").inner_text())[0], "ratna.umpama")
    steps.approve_texts(sari)
    campaign = steps.open_campaign(sari)

    codes = steps.personal_codes(sari, campaign)
    steps.sign_on_phone(window(PHONE), campaign, codes[BY_LINK[0]], by_link=True)
    steps.sign_on_phone(window(PHONE), campaign, codes[BY_CODE[0]], by_link=False)
    for name in [*BY_LINK[1:], *BY_CODE[1:]]:
        steps.sign_without_scripts(somebody(), campaign, codes[name])
    steps.enrol_desk(sari, desk, campaign)
    session = desk.url
    steps.vouch_with_finger(desk, AT_DESK[0])
    for name in AT_DESK[1:]:
        steps.vouch(Visitor(desk.request), session, name)
    for unit in UNITS:
        steps.sign_on_paper(sari, Visitor(ratna.request), house, campaign, unit)
    steps.close(sari, campaign)

    before = steps.figures(sari, campaign)
    assert "30 dari 34 sudah tanda tangan" in before[""]
    burn_and_restore(house, tmp_path)
    again = window(DESK)
    steps.log_in(again, secret)
    assert steps.figures(again, campaign) == before
    own = somebody()
    own.open(f"/i/{campaign}")
    own.send(code=codes[BY_LINK[0]])
    assert "Tanda terima" in own.send(pin=PIN)
    house.ikrar("doctor")
