"""The hall's screen in a real browser: right while the hall signs, true to its hour when the line breaks, without a cookie."""

import datetime as dt
import threading
import time
from bisect import bisect_right
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ikrar.pledges.actions import folding, voids
from ikrar.pledges.models import Campaign, Signature
from ikrar.pledges.rules import Turn
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_ceremony import Hall

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROJECTOR = {"width": 1280, "height": 720}
#: So many sign in a second, in so many transactions.
RATE, BATCHES = 200, 20


@pytest.fixture
def beamer(new_context, live_server):
    return new_context(viewport=PROJECTOR, base_url=live_server.url)


def full_hall(people):
    """A hall in which so many are asked to sign, and their acts ready to be stored."""
    hall = Hall()
    hall.people += [cast.staff(hall.agency, f"Hadirin {n} Rekaan", at=hall.unit) for n in range(people - 6)]
    hall.campaign = made.campaign(hall.agency, at=hall.now - dt.timedelta(minutes=1))
    type(hall.ceremony).objects.update(campaign=hall.campaign, is_exact=True)
    with transaction.atomic():
        acts = [made.signature(hall.campaign, person, at=hall.now) for person in hall.people]
        transaction.set_rollback(True)
    for act in acts:
        act.pk, act._state.adding = None, True
    return hall, acts


class Hand(threading.Thread):
    """Signs at the rate; `done` holds (begun, acknowledged, acts by then) of each transaction, in milliseconds."""

    def __init__(self, acts):
        super().__init__()
        self.acts, self.done, self.failure = acts, [], None

    def run(self):
        size, began = RATE // BATCHES, time.monotonic()
        try:
            for number, first in enumerate(range(0, len(self.acts), size)):
                time.sleep(max(0.0, began + number / BATCHES - time.monotonic()))
                begun = time.time() * 1000
                with transaction.atomic():
                    Signature.objects.bulk_create(self.acts[first : first + size])
                self.done.append((begun, time.time() * 1000, min(first + size, len(self.acts))))
        except Exception as failure:
            self.failure = failure
        finally:
            connection.close()

    def least(self, at):
        """How many were surely stored at this moment."""
        return max((count for _begun, ended, count in self.done if ended <= at), default=0)

    def most(self, at):
        """How many can have been stored by this moment."""
        place = bisect_right([begun for begun, _ended, _count in self.done], at)
        return self.done[place - 1][2] if place else 0


_LOOK = """() => ({count: document.querySelector('[data-scene=reading] .hall-count').textContent.replace(/[^0-9]/g, ''),
                   at: Number(document.getElementById('layar').dataset.at), now: Date.now()})"""
_FRAMES = """() => { window.gaps = []; let before = performance.now();
    const next = (now) => { gaps.push(now - before); before = now; requestAnimationFrame(next); };
    requestAnimationFrame(next); }"""


def test_the_number_is_true_at_its_hour_while_200_sign_in_a_second(beamer, share):
    hall, acts = full_hall(share(6_000, 1_000))
    hall.turn(Turn.NEXT)
    page = beamer.new_page()
    page.goto(hall.url)
    page.evaluate(_FRAMES)
    hand, seen = Hand(acts), []
    hand.start()
    while hand.is_alive():
        seen.append(page.evaluate(_LOOK))
        folding.fold(hall.campaign, at=timezone.now())
        page.wait_for_timeout(150)
    hand.join()
    assert hand.failure is None
    assert len(acts) / (hand.done[-1][1] - hand.done[0][0]) * 1_000 > RATE / 2
    for look in seen:
        assert hand.least(look["at"]) <= int(look["count"]) <= hand.most(look["now"])
    counts = [int(look["count"]) for look in seen]
    assert counts == sorted(counts)
    assert len(set(counts)) >= 3
    assert max(after["at"] - before["at"] for before, after in pairwise(seen)) < 5_000
    page.locator(f"[data-scene=reading] .hall-count:text-is('{len(acts):,}')".replace(",", ".")).wait_for()
    gaps = sorted(page.evaluate("gaps"))
    assert gaps[len(gaps) // 2] < 100
    assert page.locator("#kabar").text_content() == ""
    assert beamer.cookies() == []
    folding.fold(hall.campaign, at=timezone.now())
    folding.fold(hall.campaign, at=timezone.now())
    assert set(made.recount(Campaign.objects.get(pk=hall.campaign.pk)).values()) == {len(acts)}


def test_a_broken_line_keeps_the_last_picture_says_so_and_counts_anew_afterwards(beamer):
    hall = Hall()
    hall.turn(Turn.NEXT)
    acts = [made.signature(hall.campaign, person, at=hall.now) for person in hall.people[:3]]
    page = beamer.new_page()
    page.goto(hall.url)
    shown = page.locator("[data-scene=reading] .hall-count")
    beamer.set_offline(True)
    page.get_by_text("Sambungan terputus. Angka pukul").wait_for()
    assert shown.text_content() == "3"
    for person in hall.people[3:5]:
        made.signature(hall.campaign, person, at=hall.now)
    hall.turn(Turn.NEXT)
    page.wait_for_timeout(1_500)
    assert shown.text_content() == "3"
    beamer.set_offline(False)
    page.locator("[data-scene=reading] .hall-count:text-is('5')").wait_for()
    page.get_by_text("Poin 1 dari 4").wait_for()
    page.get_by_text("Sambungan terputus").wait_for(state="hidden")
    voids.void_signature(acts[0], reason="test", by=cast.actor(hall.budi), at=timezone.now())
    page.get_by_text("Angka dikoreksi: 1 dibatalkan.").wait_for()
    assert shown.text_content() == "4"


def test_a_server_that_hangs_is_noticed_and_asked_again(beamer):
    hall = Hall()
    page, held = beamer.new_page(), []
    page.goto(hall.url)
    page.route("**/kini", lambda route: held.append(route))
    page.get_by_text("Sambungan terputus").wait_for()
    page.unroute("**/kini")
    made.signature(hall.campaign, hall.people[0], at=hall.now)
    page.locator("[data-scene=welcome] .hall-count:text-is('1')").wait_for()
    page.get_by_text("Sambungan terputus").wait_for(state="hidden")
    assert held


def test_the_remote_turns_the_screen_and_an_ended_link_goes_dark(beamer):
    hall = Hall()
    page = beamer.new_page()
    page.goto(hall.url)
    for turn, words in (
        (Turn.NEXT, "Kami berikrar:"),
        (Turn.NEXT, "Menjaga netralitas, butir 1."),
        (Turn.THANKS, "Terima kasih."),
    ):
        hall.turn(turn)
        page.get_by_role("heading", name=words, exact=True).wait_for()
        assert page.locator("h1:visible").count() == 1
    type(hall.screen).objects.update(ended_at=timezone.now())
    page.get_by_text("Tautan layar ini salah atau sudah diakhiri.").wait_for()


def test_without_a_script_the_screen_reloads_itself(new_context, live_server):
    hall = Hall()
    page = new_context(viewport=PROJECTOR, base_url=live_server.url, java_script_enabled=False).new_page()
    page.goto(hall.url)
    hall.turn(Turn.NEXT)
    made.signature(hall.campaign, hall.people[0], at=hall.now)
    page.locator("[data-scene=reading] .hall-count:text-is('1')").wait_for(timeout=15_000)
    page.get_by_role("heading", name="Kami berikrar:").wait_for()
    assert Signature.objects.count() == 1


def test_an_older_count_never_takes_the_place_of_a_newer_one(beamer):
    """Another process may answer with what it counted a moment before."""
    hall = Hall()
    made.signature(hall.campaign, hall.people[0], at=hall.now)
    page, asked = beamer.new_page(), []
    page.goto(hall.url)
    first = page.request.get(f"{hall.url}kini").json()

    def older(route):
        asked.append(route)
        route.fulfill(
            json={**first, "at": first["at"] - 60_000, "signed": {**first["signed"], "words": "0", "count": 0}}
        )

    page.route("**/kini", older)
    page.wait_for_timeout(2_500)
    assert asked
    assert page.locator("[data-scene=welcome] .hall-count").text_content() == "1"
