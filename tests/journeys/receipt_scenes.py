"""Receipts and what anybody hears of one: waiting, in the register, genuine, changed, unknown, voided, unreadable."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ikrar.agencies.roles import system
from ikrar.pledges import checking
from ikrar.pledges.actions import pacts
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import Signature
from ikrar.pledges.queries import pacts as pact_queries
from ikrar.pledges.queries.takehome import take_home
from ikrar.pledges.rules import VoidReason
from ikrar.pledges.takehome import TakeHome
from ikrar.register import actions as register
from ikrar.register import merkle, signing_keys
from ikrar.register.promises import Promise
from tests.access_samples import NOW
from tests.journeys.scene import Scene, Steps, press
from tests.journeys.world import World

AT = "/verifikasi/"


def _brings(text: str, name: str = "tanda-terima.tlog-proof") -> Steps:
    return _brings_file(text.encode(), name, "text/plain")


def _brings_file(data: bytes, name: str, kind: str) -> Steps:
    def steps(page: Any) -> None:
        page.locator("#id_file").set_input_files({"name": name, "mimeType": kind, "buffer": data})
        press(page, "Periksa")

    return steps


def _types(words: str) -> Steps:
    def steps(page: Any) -> None:
        page.locator("#id_text").fill(words)
        press(page, "Periksa")

    return steps


def scenes(world: World) -> Iterator[Scene]:
    log = world.campaign.log
    assert log is not None
    register.sequence(log, NOW + dt.timedelta(hours=1))
    rows = Signature.objects.select_related("campaign__log").filter(
        campaign=world.campaign, void=None, staff__isnull=False
    )
    act = rows.order_by("pk")[0]
    taken = take_home(act)
    assert taken is not None
    assert taken.proof is not None
    changed = TakeHome(
        taken.opening, type(taken.proof)(taken.proof.index + 1, taken.proof.hashes, taken.proof.checkpoint)
    )
    yield Scene("receipt in the register", "signed", f"/saya/tanda-terima/{world.signature.receipt}/")
    yield Scene("verified: genuine", None, AT, _brings(taken.text))
    yield Scene("verified: genuine, the way shown", None, AT, _opens_way(taken.text))
    yield Scene("verified: changed", None, AT, _brings(changed.text))
    yield Scene("verified: unknown", None, AT, _types("0000-0000"))
    yield Scene("verified: a bare number", None, AT, _types(act.receipt))
    yield Scene("verified: no receipt", None, AT, _brings("halo", "catatan.txt"))
    yield Scene("verified: nothing given", None, AT, lambda page: press(page, "Periksa"))
    since = NOW.replace(microsecond=0)
    for name, at in (("waits", since), ("promise ran out", since - dt.timedelta(days=1))):
        promise = Promise(log.origin, _leaf(taken), at, 3600).signed(signing_keys.signers(log))
        yield Scene(f"verified: {name}", None, AT, _brings(TakeHome(taken.opening, None, promise).text))
    gone = rows.exclude(staff=world.signature.staff).order_by("-pk")[0]
    void_signature(gone, reason=VoidReason.TEST, note="", by=system(world.agency.pk), at=NOW)
    yield Scene("verified: voided", None, AT, _types(gone.receipt))
    yield Scene("verified: by the code of a paper", None, f"/V/{act.receipt}")

    yield from _pacts(world)


def _pacts(world: World) -> Iterator[Scene]:
    """A sealed pact before and after the agency's certificate is known, and with one byte changed."""
    drawn = pacts.draw_next(world.campaign, 0, at=NOW)
    paper, told = drawn.sheets[0].pdf, ("pakta.pdf", "application/pdf")
    yield Scene("verified: a pact with another seal", None, AT, _brings_file(paper, *told))
    pact_queries.present_seal(world.campaign, drawn.key, NOW).save()
    yield Scene("verified: a sealed pact", None, AT, _brings_file(paper, *told))
    middle = paper.index(b"endstream") - 20
    yield Scene("verified: a changed pact", None, AT, _brings_file(paper[:middle] + b"\0" + paper[middle + 1 :], *told))


def _opens_way(text: str) -> Steps:
    def steps(page: Any) -> None:
        _brings(text)(page)
        page.locator("details summary").first.click()

    return steps


def _leaf(taken: TakeHome) -> bytes:
    return merkle.leaf_hash(checking.entry_of(taken.opening))
