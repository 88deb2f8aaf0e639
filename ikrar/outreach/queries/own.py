"""What somebody who is invited sees of an activity: the invitation, the badge, what was told so far."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from ikrar.agencies import queries as people
from ikrar.agencies.models import Staff
from ikrar.outreach.models import Activity, Announcement, Badge, Invitee
from ikrar.outreach.rules import INVITING, ActivityState

#: What of an activity an invitation tells; a change of any of it is told again.
TOLD = ("title", "on", "begins", "ends", "mode", "place")


@dataclass(frozen=True)
class Own:
    """An activity to which the holder of a live code is invited; `badge` is the latest one, live or not."""

    activity: Activity
    staff: Staff
    badge: Badge | None


def invitation(credential: int, activity: int) -> Own | None:
    held = people.live_credential(credential)
    rows = Invitee.objects.select_related("activity__agency", "unit")
    row = rows.filter(staff=held.staff_id, activity=activity, activity__agency=held.agency_id).first() if held else None
    if held is None or row is None:
        return None
    badge = Badge.objects.filter(activity=activity, staff=held.staff_id).order_by("-pk").first()
    return Own(row.activity, held.staff, badge)


def invited_to(staff: int, on: dt.date) -> QuerySet[Activity]:
    """Activities to which this person is invited, today or later, or still open."""
    rows = Activity.objects.select_related("agency").filter(invitees__staff=staff, on__isnull=False)
    ahead = rows.filter(state=ActivityState.PLANNED, on__gte=on) | rows.filter(state=ActivityState.OPEN)
    return ahead.distinct().order_by("on", "begins", "pk")


def latest_announcement(activity: Activity) -> Announcement | None:
    return Announcement.objects.filter(activity=activity).order_by("-sequence").first()


def is_changed(activity: Activity, last: Announcement | None) -> bool:
    """Has anything that was told become otherwise?"""
    return last is not None and any(getattr(activity, name) != getattr(last, name) for name in TOLD)


def sequence_now(activity: Activity) -> int:
    """The number of the present state of what is told: one more than the last told where something changed since."""
    last = latest_announcement(activity)
    return (last.sequence if last else 0) + (1 if is_changed(activity, last) else 0)


def announcing() -> QuerySet[Activity]:
    """Activities of which something was told and that are not over."""
    return Activity.objects.select_related("agency").filter(announcements__isnull=False, state__in=INVITING).distinct()
