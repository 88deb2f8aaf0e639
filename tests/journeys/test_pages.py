"""Every page in a real browser at 320, 360 and 1280 pixels: no error, no foreign request, nothing grave from axe.

The list is read from the addresses: a new page joins by itself, and one that needs steps is a scene in `scenes.py`.
"""

from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.addresses import ADDRESSES
from tests.journeys import pages, scenes
from tests.journeys.world import World, kendari

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Any:
    """One seeded world for all tests of this file; the tables are empty again afterwards."""
    with django_db_blocker.unblock():
        yield kendari()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def server(world: World) -> Any:
    with override_settings(ALLOWED_HOSTS=["*"]):
        running = LiveServer("127.0.0.1")
        yield running
        running.stop()


@pytest.fixture(scope="module")
def looker(browser: Any, server: LiveServer, world: World) -> Any:
    made = pages.Looker(browser, server.url, world)
    yield made
    made.close()


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_page_is_whole_at_every_width(address, looker, world, seed, share):
    """axe looks at 360 and 1280 pixels in the soak, and at one of them, drawn anew for each page, in every run."""
    answer = pages.opened(world, address)
    if not pages.is_page(answer):
        assert answer.status_code in ({302, 404} if address.name in pages.ELSEWHERE else {200, 405})
        return
    with looker.look(scenes.Scene(address.name, pages.who_opens(address), world.url(address), status="")) as page:
        assert page.answer.status == 200
        assert "default-src 'none'" in page.answer.headers["content-security-policy"]
        both = (360, 1280)
        drawn = Random(f"{seed} {address.name}").sample(both, share(2, 1))
        assert pages.faults_of(page, axe_at=tuple(drawn)) + page.watch.unexpected() == []


@pytest.mark.django_db
def test_every_excuse_names_an_address():
    assert {address.name for address in ADDRESSES} >= pages.ELSEWHERE
