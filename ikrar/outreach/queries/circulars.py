"""Circulars that an activity went through, and who was there."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ikrar.norms.models import Acknowledgement, Circular
from ikrar.norms.rules.circulars import Way
from ikrar.outreach.models import Activity, Attendance


def circulars_of(activity: Activity) -> QuerySet[Circular]:
    return Circular.objects.filter(pk__in=activity.circulars.values("pk"), agency=activity.agency_id).order_by(
        "-year", "-pk"
    )


def present_staff(activity: Activity) -> QuerySet[Attendance]:
    """Staff who count as present, guests left out."""
    return Attendance.objects.filter(activity=activity, void=None, staff__isnull=False, unit__isnull=False).order_by(
        "pk"
    )


@dataclass(frozen=True)
class Line:
    """A circular of the activity: how many of those present have acknowledged it, and how many of them by a meeting."""

    circular: Circular
    done: int
    by_meeting: int


def lines(activity: Activity) -> list[Line]:
    """Counted by the database, two statements a circular."""
    here = present_staff(activity).values("staff")
    found = []
    for circular in circulars_of(activity):
        acts = Acknowledgement.objects.filter(asked=circular.asked_id, staff__in=here, void=None).order_by()
        ways = dict(acts.values_list("way").annotate(n=Count("pk"))) if circular.asked_id else {}
        found.append(Line(circular, sum(ways.values()), ways.get(Way.MEETING, 0)))
    return found
