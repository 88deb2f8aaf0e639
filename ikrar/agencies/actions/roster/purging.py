"""Forgets uploads that were left lying: file and staged rows go after some days, the trace of the upload stays."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ikrar.agencies.actions.roster import files as uploaded
from ikrar.agencies.actions.roster.uploading import locked
from ikrar.agencies.models import RosterGone, RosterImport, RosterRow, RosterUnit
from ikrar.agencies.queries.roster import JOB_FORGET
from ikrar.agencies.roles import Actor, system
from ikrar.agencies.rules import ImportState
from ikrar.core import audit, jobs

#: States in which an upload waits for a person, or for a worker that never came.
LYING = (ImportState.READING, ImportState.MAPPING, ImportState.PREVIEW)
_AT_ONCE = 5_000


def purge_abandoned(*, at: dt.datetime) -> int:
    """Forget all uploads that are older than `KEEP_STAFF_LISTS_DAYS` and were never applied; how many those were."""
    limit = at - dt.timedelta(days=settings.KEEP_STAFF_LISTS_DAYS)
    old = list(RosterImport.objects.filter(state__in=LYING, made_at__lt=limit).order_by("pk"))
    for roster in old:
        expire_roster(roster, by=system(roster.agency_id), at=at)
    return len(old)


@transaction.atomic
def expire_roster(roster: RosterImport, *, by: Actor, at: dt.datetime) -> RosterImport:
    """Delete the file at once and queue the deletion of its rows, which may be a million."""
    roster = locked(roster)
    if roster.state not in LYING:
        return roster
    uploaded.forget(roster)
    roster.state = ImportState.EXPIRED
    roster.save(update_fields=["state"])
    jobs.enqueue(JOB_FORGET, args={"roster": roster.pk}, agency=roster.agency_id, key=f"roster-{roster.pk}", at=at)
    audit.record("agencies.roster_expired", roster, by=by, fields=["state"])
    return roster


@transaction.atomic
def forget_next(roster_id: int) -> int:
    """Delete the next some thousand staged rows of an upload that expired; 0 when none is left."""
    if not RosterImport.objects.filter(pk=roster_id, state=ImportState.EXPIRED).exists():
        return 0
    for table, fields in ((RosterRow, ("sheet", "line")), (RosterGone, ("staff",)), (RosterUnit, ("place",))):
        if deleted := _first(table.objects.filter(roster=roster_id), fields).delete()[0]:
            return int(deleted)
    return 0


def _first(rows: Any, fields: tuple[str, ...]) -> Any:
    """The first of these rows by their key, at most some thousand."""
    edge = next(iter(rows.order_by(*fields).values_list(*fields)[_AT_ONCE : _AT_ONCE + 1]), None)
    if edge is None:
        return rows
    earlier = Q()
    for n, field in enumerate(fields):
        earlier |= Q(**dict(zip(fields[:n], edge[:n], strict=True)), **{f"{field}__lt": edge[n]})
    return rows.filter(earlier)
