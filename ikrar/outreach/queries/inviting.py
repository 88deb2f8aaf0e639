"""Who can be invited to an activity: groups by unit, kind and position, single people by name, and how they stand."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from ikrar.agencies.models import Assignment, Unit
from ikrar.agencies.queries.desks import found
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.outreach.models import Activity, Attendance, Invitee

#: Names shown of a group before it is invited.
SAMPLE = 8


@dataclass(frozen=True)
class Group:
    """A group of staff: in these units (with those below), of these kinds, with these words in the position.

    What is left empty narrows nothing. Commas part positions of which one is enough: "kepala dinas, camat".
    """

    units: Sequence[Unit] = field(default_factory=tuple)
    below: bool = True
    kinds: Sequence[str] = field(default_factory=tuple)
    position: str = ""


def units_of(viewer: Actor) -> QuerySet[Unit]:
    """Living units of the viewer's own agency, in the order of the tree."""
    return Unit.objects.filter(agency=viewer.agency_id, agency__isnull=False, merged_into=None).order_by("path")


def serving(activity: Activity, at: dt.datetime) -> QuerySet[Assignment]:
    """Who serves today and still will on the day of the activity, each once, with how they stand in it."""
    today = zones.today(activity.agency.zone, at)
    day = max(today, activity.on or today)
    rows = Assignment.objects.filter(
        Q(until=None) | Q(until__gt=day), agency=activity.agency_id, since__lte=today, staff__merged_into=None
    )
    came = Attendance.objects.filter(activity=activity, staff=OuterRef("staff"), void=None)
    invited = Invitee.objects.filter(activity=activity, staff=OuterRef("staff"))
    rows = rows.annotate(is_invited=Exists(invited), is_present=Exists(came))
    return rows.select_related("staff", "unit").order_by("unit__path", "staff__name_key", "staff_id")


def members(activity: Activity, group: Group, at: dt.datetime) -> QuerySet[Assignment]:
    """The people of a group who can be invited."""
    rows = serving(activity, at).filter(_within(group))
    if group.kinds:
        rows = rows.filter(kind__in=group.kinds)
    if (wanted := _position(group.position)) is not None:
        rows = rows.filter(wanted)
    return rows


def _within(group: Group) -> Q:
    if not group.units:
        return Q()
    if not group.below:
        return Q(unit__in=group.units)
    within = Q(pk__in=[])
    for unit in group.units:
        within |= Q(unit__path__startswith=unit.path)
    return within


def _position(text: str) -> Q | None:
    """Every word of one of the positions between commas."""
    wanted = None
    for one in text.split(","):
        words = Q()
        for word in one.split():
            words &= Q(position__icontains=word)
        if one.strip():
            wanted = words if wanted is None else wanted | words
    return wanted


@dataclass(frozen=True)
class Preview:
    """What inviting a group would do: how many it has in how many units, how many are new, how many can be taken back."""

    total: int
    units: int
    new: int
    withdrawable: int
    sample: list[Assignment]


def preview(activity: Activity, group: Group, at: dt.datetime) -> Preview:
    rows: Any = members(activity, group, at)
    total, new = rows.count(), rows.filter(is_invited=False).count()
    back = withdrawable(activity, rows).count() if new < total else 0
    units = rows.order_by().values("unit").distinct().count()
    return Preview(total, units, new, back, _sample(rows.filter(is_invited=False) if new else rows))


def _sample(rows: QuerySet[Assignment]) -> list[Assignment]:
    """One of each unit, then more until there are enough."""
    firsts = rows.order_by("unit__path").values("unit__path").annotate(first=Min("pk")).values_list("first", flat=True)
    spread = list(rows.filter(pk__in=list(firsts[:SAMPLE])))
    more = rows.exclude(pk__in=[row.pk for row in spread])[: SAMPLE - len(spread)]
    return sorted([*spread, *more], key=lambda row: (row.unit.path, row.staff.name_key))


def withdrawable(activity: Activity, rows: QuerySet[Assignment]) -> QuerySet[Invitee]:
    """Invitations of these people that can still be taken back: named by the committee, and nobody recorded them."""
    return unrecorded(activity).filter(quota=None, staff__in=rows.order_by().values("staff"))


def unrecorded(activity: Activity) -> QuerySet[Invitee]:
    """Invitations of people who are not recorded as present."""
    came = Attendance.objects.filter(activity=activity, void=None, staff__isnull=False)
    return Invitee.objects.filter(activity=activity).exclude(staff__in=came.values("staff"))


def search(activity: Activity, typed: str, at: dt.datetime) -> list[Assignment]:
    """At most 20 people by name, unit or the last digits of the number."""
    return found(serving(activity, at), typed)


def recorded(activity: Activity, staff: Iterable[int]) -> bool:
    """Is one of these people recorded as present?"""
    return Attendance.objects.filter(activity=activity, staff__in=list(staff), void=None).exists()
