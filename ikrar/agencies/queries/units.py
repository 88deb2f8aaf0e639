"""Reading the tree of units within the viewer's reach."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ikrar.agencies.models import Unit
from ikrar.agencies.permissions import VIEW_STAFF
from ikrar.agencies.queries.staff import reachable
from ikrar.agencies.roles import Actor


@dataclass(frozen=True)
class Branch:
    """A unit in the order of the tree, with its depth and how many serve in it and below."""

    unit: Unit
    depth: int
    own: int
    below: int


def units_for(viewer: Actor) -> QuerySet[Unit]:
    """Living units that the viewer reaches, by name."""
    mine = Unit.objects.filter(reachable(viewer, VIEW_STAFF, "path"), agency=viewer.agency_id)
    return mine.filter(merged_into=None).order_by("name_key", "pk")


def unit_tree(viewer: Actor) -> list[Branch]:
    """All units that the viewer reaches, offices before what is below them."""
    serving = Count("assignments", filter=Q(assignments__until=None))
    units = {unit.pk: unit for unit in units_for(viewer).annotate(serving=serving)}
    children: dict[int, list[Unit]] = {}
    for unit in units.values():
        children.setdefault(unit.parent_id if unit.parent_id in units else 0, []).append(unit)
    told: list[Branch] = []

    def walk(parent: int, depth: int) -> int:
        total = 0
        for unit in children.get(parent, []):
            place = len(told)
            told.append(Branch(unit, depth, 0, 0))
            own = unit.serving  # type: ignore[attr-defined]
            below = own + walk(unit.pk, depth + 1)
            told[place] = Branch(unit, depth, own, below)
            total += below
        return total

    walk(0, 0)
    return told


def merged_units(viewer: Actor) -> QuerySet[Unit]:
    """Units that were merged into others."""
    mine = Unit.objects.filter(reachable(viewer, VIEW_STAFF, "path"), agency=viewer.agency_id)
    return mine.filter(merged_into__isnull=False).select_related("merged_into").order_by("name_key")
