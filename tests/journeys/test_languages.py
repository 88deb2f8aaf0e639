"""Officers' pages in English: switched on the own account's page, whole at both widths, with no Indonesian sentence left."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from ikrar.agencies.roles import Permission, Role
from tests.addresses import ADDRESSES
from tests.journeys import pages, scenes
from tests.journeys.world import World, kendari

pytestmark = [pytest.mark.browser]
#: Words that no English sentence holds; names of people, units, texts and campaigns are taken out first.
INDONESIAN = re.compile(
    r"\b(yang|belum|sudah|tidak|untuk|dengan|dari|pada|orang|atau|bisa|ini|itu|surel|lembar|simpan|"
    r"halaman|kode|unggah|daftar|pukul|sampai|sejak|tanda tangan)\b",
    re.IGNORECASE,
)
OFFICERS = [a for a in ADDRESSES if isinstance(a.door, Permission) or a.door in {"signed_in", "account_holder"}]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield kendari()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def english(browser: Any, world: World) -> Any:
    """Readers whose browser remembers English."""
    with override_settings(ALLOWED_HOSTS=["*"]):
        running = LiveServer("127.0.0.1")
        looker = pages.Looker(browser, running.url, world, language="en")
        yield looker
        looker.close()
        running.stop()


def left_over(page: Any) -> set[str]:
    """Indonesian words in what our own templates and messages say on the open page.

    Names, texts of pledges and what is written for Indonesian readers (a recap, a message) are marked `lang="id"`.
    """
    text = page.evaluate("""() => {
        const copy = document.querySelector('body').cloneNode(true);
        copy.querySelectorAll('[lang=id], textarea, option, .mono').forEach(e => e.remove());
        return copy.innerText
    }""")
    return {word.lower() for word in INDONESIAN.findall(text)}


@pytest.mark.django_db
def test_there_are_officers_pages_to_read():
    assert len(OFFICERS) > 60


@pytest.mark.long
def test_officers_pages_are_whole_in_english(english, world):
    faults = {}
    for address in OFFICERS:
        if not pages.is_page(pages.opened(world, address)):
            continue
        with english.look(scenes.Scene(address.name, pages.who_opens(address), world.url(address), status="")) as page:
            said = pages.faults_of(page, axe_at=()) + page.watch.unexpected()
            said += [f"left in Indonesian: {words}" for words in [left_over(page)] if words]
            if page.evaluate("document.documentElement.lang") != "en":
                said.append("not in English")
            if said:
                faults[address.name] = said
    assert not faults, "\n".join(f"{name}: {said}" for name, said in faults.items())


def test_an_officer_switches_to_english_and_back(browser, english, world):
    window = browser.new_context(base_url=english.base)
    cookies = world.cookies(Role.PERSONNEL)
    window.add_cookies([{"name": name, "value": value, "url": english.base} for name, value in cookies.items()])
    page = window.new_page()
    page.goto("/akun/saya/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Where you are logged in")).to_be_visible()
    page.goto("/pegawai/")
    expect(page.get_by_role("heading", name="Staff list")).to_be_visible()
    page.goto("/akun/saya/")
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.get_by_role("heading", name="Di mana saja Anda masuk")).to_be_visible()
    window.close()


def test_what_staff_will_read_stays_indonesian(english, world):
    code = world.campaign.code
    for url, words in ((f"/pantau/{code}/rekap/", "Sudah:"), (f"/ikrar/{code}/ajakan/", "ketik kode pribadi Anda")):
        with english.look(scenes.Scene("to paste", Role.PERSONNEL, url)) as page:
            assert words in page.locator("textarea").first.input_value()
