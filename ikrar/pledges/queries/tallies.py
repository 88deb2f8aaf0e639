"""Counting without reading every act: folded counts plus the acts not folded yet."""

import datetime as dt
from collections import Counter as Tally
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum

from ikrar.agencies.models import Unit
from ikrar.pledges.models import Campaign, FoldedAct, Signature, SignatureVoid, TallyMark, UnitSize, UnitTally


def _folded(is_void: bool) -> Exists:
    return Exists(FoldedAct.objects.filter(campaign=OuterRef("campaign"), act=OuterRef("pk"), is_void=is_void))


def unfolded(campaign: Campaign, folded_to: int) -> QuerySet[Signature]:
    """Acts above the mark that no count holds yet."""
    rows = Signature.objects.filter(campaign=campaign, pk__gt=folded_to)
    return rows.filter(~_folded(False)).only("unit_id", "kind", "level", "method").order_by("pk")


def unfolded_voids(campaign: Campaign) -> QuerySet[SignatureVoid]:
    """Voids that no count holds yet, whose act is folded already or being folded with them."""
    return SignatureVoid.objects.filter(~_folded(True), campaign=campaign).select_related("signature").order_by("pk")


def last_before(campaign: Campaign, folded_to: int, at: dt.datetime) -> int:
    """The highest act so old that all up to it are committed and folded; at least `folded_to`."""
    above = Signature.objects.filter(campaign=campaign, pk__gt=folded_to)
    first_open = above.filter(~_folded(False)).order_by("pk").values_list("pk", flat=True).first()
    old = above.filter(at__lt=at) if first_open is None else above.filter(at__lt=at, pk__lt=first_open)
    return old.aggregate(top=Max("pk"))["top"] or folded_to


@dataclass(frozen=True)
class Cell:
    """How many signatures of one unit, kind, level and method count."""

    unit: int
    kind: str
    level: int
    method: str
    signed: int


def cells(campaign: Campaign) -> list[Cell]:
    """Folded plus unfolded, to the moment."""
    keys = ("unit_id", "kind", "level", "method")
    total: Tally[tuple[int, str, int, str]] = Tally()
    for row in UnitTally.objects.filter(campaign=campaign).values_list(*keys, "signed"):
        total[row[:4]] += row[4]
    mark = TallyMark.objects.filter(campaign=campaign).first()
    tail = Signature.objects.filter(~_folded(False), campaign=campaign, pk__gt=mark.folded_to if mark else 0)
    for row in tail.values_list(*keys).annotate(n=Count("pk")).order_by():
        total[row[:4]] += row[4]
    gone = SignatureVoid.objects.filter(~_folded(True), campaign=campaign)
    for row in gone.values_list(*(f"signature__{key}" for key in keys)).annotate(n=Count("pk")).order_by():
        total[row[:4]] -= row[4]
    return [Cell(*key, signed) for key, signed in total.items() if signed]


class Size(NamedTuple):
    """The denominators of one unit and kind."""

    unit_id: int
    kind: str
    fixed: int
    today: int
    joined: int
    moved_in: int
    moved_out: int
    gone: int
    unclear: int


def sizes(campaign: Campaign) -> list[Size]:
    """The denominators by unit and kind."""
    return [Size(*row) for row in UnitSize.objects.filter(campaign=campaign).values_list(*Size._fields)]


def recount(campaign: Campaign) -> dict[str, int]:
    """Counted the slow way beside the kept counts, for the doctor: `acts` and `kept` must agree."""
    acts = campaign.signatures.filter(void=None).count()
    kept = UnitTally.objects.filter(campaign=campaign).aggregate(n=Sum("signed"))["n"] or 0
    return {"acts": acts, "kept": kept, "cells": sum(cell.signed for cell in cells(campaign))}


def unit_places(agency_id: int) -> dict[int, tuple[str, str]]:
    """Name and path of each unit of the agency, by id."""
    return {
        pk: (name, path) for pk, name, path in Unit.objects.filter(agency=agency_id).values_list("pk", "name", "path")
    }
