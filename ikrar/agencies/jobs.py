"""What the worker does for agencies: reads uploaded lists, applies them, takes them back, forgets those left lying."""

import datetime as dt

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.models import RosterImport
from ikrar.agencies.queries.roster import JOB_APPLY, JOB_FORGET, JOB_READ, JOB_TAKE_BACK
from ikrar.agencies.roles import system
from ikrar.core.jobs import Step, enqueue, every, handler
from ikrar.core.models import Job

_WAIT = dt.timedelta(seconds=20)


@handler(JOB_READ)
def read_roster(job: Job, *, at: dt.datetime) -> Step:
    """Read the next piece of an uploaded list."""
    roster = actions.locked(RosterImport(pk=job.args["roster"]))
    progress = actions.read_step(roster, job.cursor)
    if progress.cursor is None:
        return Step.finished(done=progress.done)
    return Step(progress.cursor, progress.done, progress.total)


@handler(JOB_APPLY)
def apply_roster(job: Job, *, at: dt.datetime) -> Step:
    """Apply a confirmed list, or look again later while something must not be disturbed."""
    roster = RosterImport.objects.get(pk=job.args["roster"])
    return _or_wait(job, actions.apply_step(roster, by=system(roster.agency_id), at=at), at)


@handler(JOB_TAKE_BACK)
def take_back_roster(job: Job, *, at: dt.datetime) -> Step:
    """Take the last list back, or look again later while something must not be disturbed."""
    roster = RosterImport.objects.get(pk=job.args["roster"])
    return _or_wait(job, actions.take_back_step(roster, by=system(roster.agency_id), at=at), at)


def _or_wait(job: Job, waits: str, at: dt.datetime) -> Step:
    if waits:
        enqueue(job.kind, args=job.args, agency=job.agency, at=at, not_before=at + _WAIT)
    return Step.finished(waits)


@every("agencies.purge_rosters", seconds=3600)
def purge_rosters(*, at: dt.datetime) -> None:
    """Uploads that nobody applied or threw away are kept for some days."""
    actions.purge_abandoned(at=at)


@handler(JOB_FORGET)
def forget_roster(job: Job, *, at: dt.datetime) -> Step:
    """Delete the next some thousand rows of an upload whose time is over."""
    done = job.done + actions.forget_next(job.args["roster"])
    return Step.finished(done=done) if done == job.done else Step(None, done)
