"""Inviting staff to an activity, in groups or one by one, and taking invitations back."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.models import Activity, Badge, Invitee
from ikrar.outreach.permissions import INVITE
from ikrar.outreach.queries import inviting as queries
from ikrar.outreach.queries.inviting import Group
from ikrar.outreach.rules import INVITING, ActivityState

#: Rows of one INSERT; SQLite takes some thirty thousand values in one statement.
_BATCH = 1_000


@transaction.atomic
def invite_group(activity: Activity, group: Group, *, by: Actor, at: dt.datetime) -> int:
    """Invite everybody of a group who is not invited yet; returns how many were. Asked twice, it is done once."""
    activity = held(activity, by)
    return _invite(activity, queries.members(activity, group, at), by=by, at=at)


@transaction.atomic
def invite_person(activity: Activity, staff: int, *, by: Actor, at: dt.datetime) -> int:
    """Invite one person who serves; returns 0 where the person is invited already."""
    activity = held(activity, by)
    rows = queries.serving(activity, at).filter(staff=staff)
    if not rows:
        raise Refused(_("Orang ini tidak bertugas lagi, jadi tidak diundang."))
    return _invite(activity, rows, by=by, at=at)


def held(activity: Activity, by: Actor) -> Activity:
    """The activity under its lock, by somebody who may invite, while people are still invited to it."""
    if not may(by, INVITE, on=activity):
        raise Refused(_("Anda tidak berhak mengundang untuk kegiatan ini."))
    return open_for_inviting(locked(activity))


def open_for_inviting(activity: Activity) -> Activity:
    if activity.state not in INVITING:
        told = ActivityState(activity.state).label
        raise Refused(_("Kegiatan ini sudah %(state)s, jadi daftar undangannya tidak diubah lagi.") % {"state": told})
    return activity


def _invite(activity: Activity, rows: Any, *, by: Actor, at: dt.datetime) -> int:
    found = rows.filter(is_invited=False).order_by("pk").values_list("staff", "unit")
    fresh = [Invitee(activity=activity, staff_id=staff, unit_id=unit, by=by.id, at=at) for staff, unit in found]
    Invitee.objects.bulk_create(fresh, batch_size=_BATCH)
    if fresh:
        audit.record("outreach.people_invited", activity, by=by, fields=[str(len(fresh))])
    return len(fresh)


@transaction.atomic
def withdraw_group(activity: Activity, group: Group, *, by: Actor, at: dt.datetime) -> int:
    """Take back the invitations of a group, apart from delegates and from those recorded as present."""
    activity = held(activity, by)
    rows = queries.withdrawable(activity, queries.members(activity, group, at))
    return _withdraw(activity, list(rows.values_list("staff", flat=True)), by=by, at=at)


@transaction.atomic
def withdraw_person(activity: Activity, staff: int, *, by: Actor, at: dt.datetime) -> int:
    """Take back one invitation, a delegate's too, while nobody recorded the person."""
    activity = held(activity, by)
    if queries.recorded(activity, [staff]):
        raise Refused(_("Orang ini sudah tercatat hadir, jadi undangannya tidak dapat dibatalkan."))
    return _withdraw(activity, [staff], by=by, at=at)


def _withdraw(activity: Activity, staff: list[int], *, by: Actor, at: dt.datetime) -> int:
    count = forget(activity, staff, at=at)
    if count:
        audit.record("outreach.invitations_withdrawn", activity, by=by, fields=[str(count)])
    return count


def forget(activity: Activity, staff: list[int], *, at: dt.datetime) -> int:
    """Delete invitations; a badge that was given with one opens nothing from now on. Returns how many there were."""
    count = 0
    for start in range(0, len(staff), _BATCH):
        some = staff[start : start + _BATCH]
        Badge.objects.filter(activity=activity, staff__in=some, ended_at=None).update(
            ended_at=at, ended_why=_("undangan dibatalkan")[:200]
        )
        gone, _each = Invitee.objects.filter(activity=activity, staff__in=some).delete()
        count += gone
    return count
