"""What the worker does for agencies: reads uploaded lists and applies them."""

import datetime as dt

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.models import RosterImport
from ikrar.agencies.queries.roster import JOB_APPLY, JOB_READ
from ikrar.agencies.roles import system
from ikrar.core.jobs import Step, enqueue, handler
from ikrar.core.models import Job

_WAIT = dt.timedelta(seconds=20)


@handler(JOB_READ)
def read_roster(job: Job, *, at: dt.datetime) -> Step:
    """Read the next piece of an uploaded list."""
    roster = RosterImport.objects.select_related("agency", "file").get(pk=job.args["roster"])
    progress = actions.read_step(roster, job.cursor)
    if progress.cursor is None:
        return Step.finished(done=progress.done)
    return Step(progress.cursor, progress.done, progress.total)


@handler(JOB_APPLY)
def apply_roster(job: Job, *, at: dt.datetime) -> Step:
    """Apply a confirmed list, or look again later while something must not be disturbed."""
    roster = RosterImport.objects.get(pk=job.args["roster"])
    waits = actions.apply_step(roster, by=system(roster.agency_id), at=at)
    if waits:
        enqueue(JOB_APPLY, args=job.args, agency=roster.agency_id, at=at, not_before=at + _WAIT)
    return Step.finished(waits)
