"""Reading what lower rooms hold, for figures."""

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from ikrar.agencies import queries as people
from ikrar.agencies.roles import Actor, Permission
from ikrar.core import zones
from ikrar.core.models import AuditEvent
from ikrar.outreach.queries import activities, observing
from ikrar.outreach.rules import ActivityState
from ikrar.oversight import figures
from ikrar.pledges.queries import campaigns, hall, missing, movements, tallies
from ikrar.pledges.rules import Movement


def campaign_for(viewer: Actor, code: str) -> Any:
    """A campaign of the viewer's agency by its code, or None."""
    rows = campaigns.campaigns_for(viewer).select_related(None).select_related("agency", "snapshot")
    return rows.filter(code=code).first()


def coverage_for(viewer: Actor, permission: Permission, campaign: Any) -> figures.Coverage:
    """The coverage of a campaign within the units where the viewer holds the permission."""
    return _added_up(
        tuple(tallies.sizes(campaign)), tuple(tallies.cells(campaign)), viewer.reach(permission),
        tuple(tallies.unit_places(campaign.agency_id).items()), get_language(),
    )  # fmt: skip


@lru_cache(maxsize=32)
def _added_up(
    sizes: tuple[tallies.Size, ...],
    cells: tuple[tallies.Cell, ...],
    reach: tuple[str, ...],
    units: tuple[tuple[int, tuple[str, str]], ...],
    _language: str | None,
) -> figures.Coverage:
    """The same counts add up to the same figures, which nobody changes; they are added up once."""
    return figures.coverage(sizes, cells, reach, dict(units))


def open_first(viewer: Actor) -> list[Any]:
    """The agency's campaigns, the open ones first."""
    rows = list(campaigns.campaigns_for(viewer)[:50])
    return sorted(rows, key=lambda row: (row.state != "open", -row.pk))


@dataclass(frozen=True)
class Change:
    """What changed in one unit."""

    line: figures.Line
    signed: int
    voided: int
    joined: int
    gone: int
    moved_in: int
    moved_out: int

    @property
    def others(self) -> list[tuple[str, int]]:
        """All but the new signatures, those that are not nought."""
        names = ("voided", "joined", "gone", "moved_in", "moved_out")
        return [(name, count) for name in names if (count := getattr(self, name))]


def changes_for(viewer: Actor, permission: Permission, campaign: Any, day: dt.date, at: dt.datetime) -> list[Change]:
    """What changed on a day or since, in each unit within reach, by its name."""
    since = zones.midnight(day, campaign.agency.zone)
    fresh, voided = missing.signed_since(campaign, since), movements.voided_since(campaign, since)
    moved = movements.by_unit(movements.since_day(campaign, day, at))
    reach, rows = viewer.reach(permission), []
    for unit, (name, path) in tallies.unit_places(campaign.agency_id).items():
        if path.startswith(reach) and (unit in fresh or unit in voided or unit in moved):
            counts = {what: moved.get(unit, Tally())[what] for what in Movement.values}
            rows.append(Change(figures.Line(name, unit, path), fresh.get(unit, 0), voided.get(unit, 0), **counts))
    return sorted(rows, key=lambda row: row.line.name)


def movements_for(
    viewer: Actor, permission: Permission, campaign: Any, what: Movement, at: dt.datetime, *, unit: int | None,
    since: dt.date | None,
) -> list[movements.Moved]:  # fmt: skip
    """The rows behind a figure of movements: since a day, or since the campaign was opened; in reach, by unit."""
    rows = movements.since_opening(campaign, at) if since is None else movements.since_day(campaign, since, at)
    reach, units = viewer.reach(permission), tallies.unit_places(campaign.agency_id)
    here = [row for row in rows if row.what is what and units[row.place[0]][1].startswith(reach)]
    mine = [row for row in here if unit is None or row.place[0] == unit]
    return sorted(mine, key=lambda row: (units[row.place[0]][0], row.staff))


def named(campaign: Any, rows: Iterable[movements.Moved]) -> list[tuple[Any, str, str]]:
    """Each person with the unit where the movement counts, and the one on the far side of a move."""
    units = tallies.unit_places(campaign.agency_id)
    return [(one.staff, units[one.unit][0], units[one.other][0] if one.other else "") for one in movements.people(rows)]


@dataclass(frozen=True)
class Voucher:
    """An officer by name, and how that officer vouched."""

    name: str
    vouching: missing.Vouching


def vouchings_for(viewer: Actor, permission: Permission, campaign: Any) -> list[Voucher]:
    """How each officer vouched within the viewer's reach."""
    rows = missing.vouchings(campaign, viewer.reach(permission))
    names = people.account_names(campaign.agency_id)
    return [Voucher(names.get(row.officer, "–"), row) for row in rows]


def draws_of(campaign: Any) -> list[Any]:
    return list(campaign.draws.order_by("-pk")[:20])


def events_for(viewer: Actor, permission: Permission) -> QuerySet[AuditEvent]:
    """Changes of the viewer's agency; where the right ends at units, what concerns those units and the own doings."""
    rows = AuditEvent.objects.filter(agency=viewer.agency_id).order_by("-pk")
    reach = viewer.reach(permission)
    if "" in reach:
        return rows
    units = [pk for pk, (_name, path) in tallies.unit_places(viewer.agency_id or 0).items() if path.startswith(reach)]
    return rows.filter(Q(unit__in=units) | Q(actor_kind=viewer.kind, actor=viewer.id))


def activities_to_observe(viewer: Actor) -> list[Any]:
    """Activities that have begun, the open ones first."""
    rows = list(activities.activities_for(viewer).exclude(state=ActivityState.PLANNED)[:50])
    return sorted(rows, key=lambda row: row.state != ActivityState.OPEN)


@dataclass(frozen=True)
class Observed:
    """What an observer sees of one activity; `changed` are remarks that no longer fit their digest."""

    activity: Any
    figures: activities.Figures
    totals: observing.Totals
    recordings: list[tuple[str, observing.Recording]]
    signed: list[hall.Signed]
    draws: list[Any]
    remarks: list[Any]
    changed: list[Any]


def observed_activity(viewer: Actor, pk: int) -> Observed | None:
    """An activity of the viewer's agency that has begun."""
    found = activities.activities_for(viewer).exclude(state=ActivityState.PLANNED).filter(pk=pk).first()
    if found is None:
        return None
    names, written = people.account_names(found.agency_id), observing.remarks_of(found)
    recorded = [(names.get(row.officer, "–"), row) for row in observing.recordings(found)]
    return Observed(
        found, activities.figures(found), observing.totals(found), recorded, hall.signed(found), observing.draws_of(found),
        written, observing.changed(written),
    )  # fmt: skip
