"""What the page of somebody who joins online needs: the activity, the invitation, what is recorded."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from ikrar.agencies import queries as people
from ikrar.agencies.models import Credential
from ikrar.core import ids
from ikrar.outreach.models import Activity, Attendance, Invitee
from ikrar.outreach.rules import ActivityState, Mode

_MODES = (Mode.ONLINE, Mode.BOTH)


def meeting_by_code(typed: str) -> Activity | None:
    """The activity with a meeting online behind a short address, however it was typed."""
    rows = Activity.objects.select_related("agency").filter(mode__in=_MODES)
    return rows.filter(code=ids.clean(typed)).first() if ids.clean(typed) else None


@dataclass(frozen=True)
class OwnMeeting:
    """One activity as the holder of a live code sees it; `present` is the attendance that counts."""

    activity: Activity
    credential: Credential
    is_invited: bool
    present: Attendance | None


def own_meeting(credential: int, activity: int) -> OwnMeeting | None:
    """The activity with a meeting online, if it is of the holder's agency."""
    held = people.live_credential(credential)
    rows = Activity.objects.select_related("agency").filter(mode__in=_MODES, pk=activity)
    found = rows.filter(agency=held.agency_id).first() if held else None
    if held is None or found is None:
        return None
    is_invited = Invitee.objects.filter(activity=found, staff=held.staff_id).exists()
    present = Attendance.objects.filter(activity=found, staff=held.staff_id, void=None).first()
    return OwnMeeting(found, held, is_invited, present)


def meetings_of(staff: int, on: dt.date) -> QuerySet[Activity]:
    """Meetings online to which this person is invited, today or later, or still open."""
    invited = Invitee.objects.filter(staff=staff).values("activity")
    rows = Activity.objects.select_related("agency").filter(pk__in=invited, mode__in=_MODES)
    ahead = rows.filter(state=ActivityState.PLANNED, on__gte=on) | rows.filter(state=ActivityState.OPEN)
    return ahead.order_by("on", "begins", "pk")
