"""Folding acts into counts: what the worker does so that no page counts millions of rows."""

import datetime as dt
from collections import Counter as Tally
from typing import Any

from django.db import transaction
from django.db.models import F

from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.pledges.models import Campaign, FoldedAct, TallyMark, UnitSize, UnitTally
from ikrar.pledges.queries import movements, tallies
from ikrar.pledges.queries.campaigns import members

_BATCH = 2000
#: Longer than any transaction of ours can last: below an act this old no other can still appear.
SETTLED = dt.timedelta(minutes=10)


@transaction.atomic
def fold(campaign: Campaign, *, at: dt.datetime) -> int:
    """Add up to 2,000 unfolded acts to the counts; a mark per act makes doing it twice impossible."""
    mark = TallyMark.objects.select_for_update().get(campaign=campaign)
    acts = list(tallies.unfolded(campaign, mark.folded_to)[:_BATCH])
    voids = list(tallies.unfolded_voids(campaign)[:_BATCH])
    deltas: Tally[tuple[int, str, int, str]] = Tally()
    for act in acts:
        deltas[act.unit_id, act.kind, act.level, act.method] += 1
    for void in voids:
        act = void.signature
        deltas[act.unit_id, act.kind, act.level, act.method] -= 1
    FoldedAct.objects.bulk_create([FoldedAct(campaign=campaign, act=act.pk) for act in acts])
    FoldedAct.objects.bulk_create([FoldedAct(campaign=campaign, act=void.pk, is_void=True) for void in voids])
    for (unit, kind, level, method), delta in deltas.items():
        cell: dict[str, Any] = {"campaign": campaign, "unit_id": unit, "kind": kind, "level": level, "method": method}
        UnitTally.objects.get_or_create(**cell)
        UnitTally.objects.filter(**cell).update(signed=F("signed") + delta)
    if len(acts) < _BATCH:
        _settle(campaign, mark, at)
    return len(acts) + len(voids)


def _settle(campaign: Campaign, mark: TallyMark, at: dt.datetime) -> None:
    """Move the mark up to the last act that is surely older than any still open transaction; marks below it can go."""
    settled = tallies.last_before(campaign, mark.folded_to, at - SETTLED)
    if settled > mark.folded_to:
        mark.folded_to = settled
        mark.save(update_fields=["folded_to"])
        FoldedAct.objects.filter(campaign=campaign, is_void=False, act__lte=settled).delete()


@transaction.atomic
def size_today(campaign: Campaign, *, at: dt.datetime) -> None:
    """Count today's staff beside the fixed denominator, and what joined, moved, went between them."""
    if campaign.snapshot is None:
        return
    TallyMark.objects.select_for_update().get(campaign=campaign)
    day = zones.today(campaign.agency.zone, at)
    then, now = (movements.places(members(campaign, on)) for on in (campaign.snapshot.on, day))
    lines: dict[tuple[int, str], Tally[str]] = {}

    def add(place: tuple[int, str], line: str) -> None:
        lines.setdefault(place, Tally())[line] += 1

    for place in now.values():
        add(place, "today")
    for moved in movements.compared(then, now):
        add(moved.place, moved.what.value)
    _store_sizes(campaign, lines)
    TallyMark.objects.filter(campaign=campaign).update(sized_at=at)


def _store_sizes(campaign: Campaign, lines: dict[tuple[int, str], "Tally[str]"]) -> None:
    """`unclear` is what remains: rows whose history was changed after the denominator was fixed."""
    sizes = {(row.unit_id, row.kind): row for row in UnitSize.objects.filter(campaign=campaign)}
    for place in lines.keys() - sizes.keys():
        sizes[place] = UnitSize(campaign=campaign, unit_id=place[0], kind=place[1])
    for place, row in sizes.items():
        line = lines.get(place, Tally())
        row.today, row.joined, row.gone = line["today"], line["joined"], line["gone"]
        row.moved_in, row.moved_out = line["moved_in"], line["moved_out"]
        row.unclear = row.today - (row.fixed + row.joined + row.moved_in - row.moved_out - row.gone)
    fields = ["today", "joined", "moved_in", "moved_out", "gone", "unclear"]
    UnitSize.objects.bulk_create([row for row in sizes.values() if row.pk is None])
    UnitSize.objects.bulk_update([row for row in sizes.values() if row.pk is not None], fields, batch_size=500)


def fold_all(*, at: dt.datetime, by: Actor | None = None) -> int:
    """Fold every campaign that has a denominator; the worker calls this every few seconds."""
    return sum(fold(campaign, at=at) for campaign in Campaign.objects.filter(mark__isnull=False))
