"""Receipts a second in one process (opening read, place found, way read from the files, note joined), against reading the same
files and hashing alone."""

import time

from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies.models import Agency
from ikrar.agencies.roles import system
from ikrar.core import zones
from ikrar.demo.founding import FIRST
from ikrar.demo.seeding import sign_some
from ikrar.pledges.models import Campaign, Signature
from ikrar.pledges.queries.takehome import take_home
from ikrar.register import actions, merkle
from ikrar.register.models import Head, Leaf
from ikrar.register.store import Store
from ikrar.register.tiles import at_edge

TARGET = 500


def receipts(options: Options) -> list[Line]:
    """In turn with the floor, the same acts in the same order."""
    campaign = Campaign.objects.select_related("log", "agency").get(
        agency=Agency.objects.get(code=FIRST), log__isnull=False
    )
    sign_some(campaign, 200 if options.quick else 1_000, at=zones.now())
    log = actions.open_log(campaign.agency, campaign.cycle, by=system(), at=zones.now())
    actions.sequence(log, zones.now())
    acts = list(Signature.objects.filter(campaign=campaign).select_related("campaign__log")[:1_000])
    pairs = [(_ours(acts), _floor(log, acts)) for _pair in range(options.pairs)]
    speeds = sorted(ours for ours, _bare in pairs)
    return [
        Line(
            "receipts with proof",
            speeds[len(speeds) // 2],
            "a second",
            target=TARGET,
            note=f"{len(acts)} acts, one process",
        ),
        compared("receipts / bare reads and hashing", pairs, "a second", target=0.1),
    ]


def _ours(acts: list[Signature]) -> float:
    began = time.perf_counter()
    for act in acts:
        made = take_home(act)
        assert made is not None
        assert made.proof is not None
        assert made.text
    return len(acts) / (time.perf_counter() - began)


def _floor(log, acts: list[Signature]) -> float:
    """The tile that holds the leaf, read and hashed to its root; the row of the act and of its leaf."""
    store, head = Store(log.origin), Head.objects.filter(log=log).latest("size")
    began = time.perf_counter()
    for act in acts:
        row = Leaf.objects.filter(log=log, entry=bytes(act.commitment)).values_list("index", flat=True)[0]
        data = store.read(at_edge(0, row // 256, head.size).path)
        merkle.levels(data)
    return len(acts) / (time.perf_counter() - began)
