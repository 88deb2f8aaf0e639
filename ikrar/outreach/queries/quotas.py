"""Reading quotas: how far each unit is, who its delegates are, whom it may name."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from ikrar.agencies.models import Assignment, Unit
from ikrar.agencies.queries.staff import reachable
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster import names
from ikrar.core import zones
from ikrar.outreach import links
from ikrar.outreach.models import Activity, Attendance, Invitee, Quota
from ikrar.outreach.permissions import NAME_DELEGATES
from ikrar.outreach.queries.inviting import serving
from ikrar.outreach.rules import INVITING

#: Whoever looks for a colleague types at least so much, and never sees more than so many.
TYPED_LEAST, HITS_MOST = 3, 8


def quotas_for(viewer: Actor) -> QuerySet[Quota]:
    """Quotas of the viewer's agency, in the viewer's own units where the right reaches no further."""
    rows = Quota.objects.filter(reachable(viewer, NAME_DELEGATES, "unit__path"), agency=viewer.agency_id)
    return rows.select_related("activity__agency", "unit").annotate(named=Count("delegates"))


def by_token(token: str) -> Quota | None:
    """The quota that a link opens; a link that was exchanged for another opens nothing."""
    rows = Quota.objects.select_related("activity__agency", "unit")
    return rows.filter(lookup=links.lookup(token)).first() if len(token) == links.SYMBOLS else None


@dataclass(frozen=True)
class Standing:
    """How far one unit is."""

    quota: Quota
    named: int
    is_open: bool

    @property
    def left(self) -> int:
        return max(self.quota.seats - self.named, 0)


def standings(viewer: Actor, activity: Activity, at: dt.datetime) -> list[Standing]:
    """Every unit with a quota in the viewer's reach: those with most seats left first, then by name."""
    rows: Any = quotas_for(viewer).filter(activity=activity)
    told = [Standing(row, row.named, is_open(row, at)) for row in rows]
    return sorted(told, key=lambda row: (-row.left, row.quota.unit.name_key, row.quota.pk))


def standing(quota: Quota, at: dt.datetime) -> Standing:
    return Standing(quota, quota.delegates.count(), is_open(quota, at))


def is_open(quota: Quota, at: dt.datetime) -> bool:
    """May the unit still name somebody: its last day has not passed, and neither quota nor activity is closed."""
    activity = quota.activity
    return activity.state in INVITING and quota.is_open(zones.today(activity.agency.zone, at))


@dataclass(frozen=True)
class Delegate:
    """One who was named, with the position held today."""

    invitee: Invitee
    position: str
    is_present: bool


def delegates(quota: Quota) -> list[Delegate]:
    """Who was named, in the order of naming."""
    came = Attendance.objects.filter(activity=quota.activity_id, staff=OuterRef("staff"), void=None)
    rows: Any = quota.delegates.select_related("staff", "unit").annotate(is_present=Exists(came)).order_by("at", "pk")
    posts = Assignment.objects.filter(staff__in=[row.staff_id for row in rows], until=None)
    held = dict(posts.values_list("staff", "position"))
    return [Delegate(row, held.get(row.staff_id, ""), row.is_present) for row in rows]


def place_of(quota: Quota) -> Unit:
    """The unit as it is now: where it was merged into another, that one."""
    unit = quota.unit
    while unit.merged_into is not None:
        unit = unit.merged_into
    return unit


def nameable(quota: Quota, at: dt.datetime) -> QuerySet[Assignment]:
    """Who serves in the unit or below it."""
    return serving(quota.activity, at).filter(unit__path__startswith=place_of(quota).path)


def search(quota: Quota, typed: str, at: dt.datetime) -> list[Assignment]:
    """At most eight people of the unit by words of the name or the last digits of the number; nobody for less typing."""
    digits, words = re.sub(r"\D", "", typed), names.key(typed).split()
    rows = nameable(quota, at)
    if digits and not re.search(r"[^\W\d]", typed):
        rows = rows.filter(staff__number__endswith=digits) if len(digits) >= TYPED_LEAST else rows.none()
    else:
        for word in words:
            rows = rows.filter(staff__name_key__contains=word)
        rows = rows if max(map(len, words), default=0) >= TYPED_LEAST else rows.none()
    return list(rows.order_by("staff__name_key", "staff_id")[:HITS_MOST])


def units_with(activity: Activity, units: Iterable[Unit]) -> dict[int, Quota]:
    """The quotas that these units have already, with how many each has named."""
    rows = Quota.objects.filter(activity=activity, unit__in=list(units)).select_related("unit")
    return {row.unit_id: row for row in rows.annotate(named=Count("delegates"))}
