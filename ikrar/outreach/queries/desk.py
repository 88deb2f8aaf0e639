"""What an attendance desk may see: open activities, the people it may record, what it has recorded."""

import datetime as dt
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from ikrar.agencies.models import Assignment, Device
from ikrar.agencies.queries.desks import found
from ikrar.core import zones
from ikrar.outreach.models import Activity, Attendance, Guest, Invitee
from ikrar.outreach.rules import ActivityState

_SHOWN = 8


def activities_of(desk: Device) -> QuerySet[Activity]:
    """Open activities of the desk's agency."""
    rows = Activity.objects.filter(agency=desk.agency_id, state=ActivityState.OPEN).select_related("agency")
    return rows.order_by("on", "pk")


def people(activity: Activity, typed: str, at: dt.datetime) -> list[Assignment]:
    """Who serves today and is called so; `is_invited` tells whether the person is expected, the expected ones first."""
    day = zones.today(activity.agency.zone, at)
    invited = Invitee.objects.filter(activity=activity, staff=OuterRef("staff"))
    rows = Assignment.objects.filter(
        Q(until=None) | Q(until__gt=day), agency=activity.agency_id, since__lte=day, staff__merged_into=None
    )
    rows = rows.select_related("staff", "unit").annotate(is_invited=Exists(invited))
    return sorted(found(rows, typed), key=lambda row: not cast(Any, row).is_invited)


def guests(activity: Activity, typed: str) -> list[Guest]:
    return (
        list(activity.guests.filter(name__icontains=typed.strip()).order_by("name")[:5])
        if len(typed.strip()) > 1
        else []
    )


def present(activity: Activity) -> int:
    """Everybody who counts as present, guests too."""
    return Attendance.objects.filter(activity=activity, void=None).count()


def latest(activity: Activity, device: str) -> list[Attendance]:
    """What this desk recorded last and still counts."""
    rows = Attendance.objects.filter(activity=activity, device=device, void=None)
    return list(rows.select_related("staff", "guest", "unit").order_by("-pk")[:_SHOWN])
