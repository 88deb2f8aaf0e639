"""Ending the day of an activity: its signing sessions and its attendance, together."""

import datetime as dt

from django.db import transaction

from ikrar.agencies.roles import Actor
from ikrar.outreach.actions import activities
from ikrar.outreach.models import Activity
from ikrar.pledges.actions.sessions import close_sessions_of


@transaction.atomic
def close_day(activity: Activity, *, by: Actor, at: dt.datetime) -> Activity:
    """Close the activity with every session that still runs in it; who may not close it closes neither."""
    activities.locked(activity)
    close_sessions_of(activity, by=by, at=at)
    return activities.take(activity, "close_activity", by=by, at=at)
