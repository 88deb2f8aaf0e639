"""Who joined, went or moved between two days in a campaign's scope: as counts by unit, and as rows by name."""

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from ikrar.agencies.models import Assignment, Staff
from ikrar.core import zones
from ikrar.pledges.models import Campaign, SignatureVoid
from ikrar.pledges.queries.campaigns import members
from ikrar.pledges.queries.missing import within
from ikrar.pledges.rules import Movement

#: A unit and a kind of staff: where somebody is counted.
Place = tuple[int, str]


class Moved(NamedTuple):
    """One person's movement, counted in one place; `other` is the place on the far side of a move."""

    what: Movement
    staff: int
    place: Place
    other: Place | None = None


def compared(then: Mapping[int, Place], now: Mapping[int, Place]) -> Iterator[Moved]:
    """What lies between two states of a list, by person. Who moved is told in both places."""
    for staff in now.keys() - then.keys():
        yield Moved(Movement.JOINED, staff, now[staff])
    for staff in then.keys() - now.keys():
        yield Moved(Movement.GONE, staff, then[staff])
    for staff in now.keys() & then.keys():
        if now[staff] != then[staff]:
            yield Moved(Movement.MOVED_IN, staff, now[staff], then[staff])
            yield Moved(Movement.MOVED_OUT, staff, then[staff], now[staff])


def places(rows: "QuerySet[Assignment]") -> dict[int, Place]:
    """Unit and kind by person."""
    return {row[0]: row[1:] for row in rows.values_list("staff_id", "unit_id", "kind")}


def between(campaign: Campaign, then: dt.date, now: dt.date) -> list[Moved]:
    """The movements from one day to another, read from those assignments alone that begin or end between them."""
    span = Q(since__gt=then, since__lte=now) | Q(until__gt=then, until__lte=now)
    touched = Assignment.objects.filter(span, agency=campaign.agency_id).values("staff")
    earlier, later = (places(members(campaign, day).filter(staff__in=touched)) for day in (then, now))
    return list(compared(earlier, later))


def since_opening(campaign: Campaign, at: dt.datetime) -> list[Moved]:
    """What lies between the fixed denominator and today's."""
    on = campaign.snapshot.on if campaign.snapshot else zones.today(campaign.agency.zone, at)
    return between(campaign, on, zones.today(campaign.agency.zone, at))


def since_day(campaign: Campaign, day: dt.date, at: dt.datetime) -> list[Moved]:
    """What took effect on a day or after it, and after the denominator was fixed."""
    fixed = [campaign.snapshot.on] if campaign.snapshot else []
    return between(campaign, max([day - dt.timedelta(days=1), *fixed]), zones.today(campaign.agency.zone, at))


def by_unit(rows: Iterable[Moved]) -> dict[int, Tally[str]]:
    """How many of each movement, by unit."""
    counted: dict[int, Tally[str]] = {}
    for row in rows:
        counted.setdefault(row.place[0], Tally())[row.what.value] += 1
    return counted


@dataclass(frozen=True)
class Person:
    """One row of the page: who, counted where, and for a move the unit on its far side."""

    staff: Staff
    unit: int
    other: int | None


def people(rows: Iterable[Moved]) -> list[Person]:
    """These movements with their people."""
    told = list(rows)
    staff = Staff.objects.in_bulk([row.staff for row in told])
    return [Person(staff[row.staff], row.place[0], row.other[0] if row.other else None) for row in told]


def voids_within(campaign: Campaign, reach: tuple[str, ...], since: dt.datetime) -> QuerySet[SignatureVoid]:
    """Signatures voided since a moment, newest first."""
    rows = SignatureVoid.objects.filter(within(reach, "signature__unit__path"), campaign=campaign, at__gte=since)
    return rows.select_related("signature__staff", "signature__unit").order_by("-pk")


def voided_since(campaign: Campaign, since: dt.datetime) -> dict[int, int]:
    """Voids by unit since a moment."""
    rows = SignatureVoid.objects.filter(campaign=campaign, at__gte=since).order_by()
    return dict(rows.values_list("signature__unit_id").annotate(n=Count("pk")))
