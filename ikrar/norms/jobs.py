"""What the worker does for norms by itself."""

import datetime as dt

from ikrar.core import jobs
from ikrar.core.models import Job
from ikrar.norms.actions import clocks
from ikrar.norms.actions import inquiries as actions
from ikrar.norms.queries import clocks as running
from ikrar.norms.rules.clocks import CLOCKS_PER_STEP


@jobs.every("norms.forget_inquiries", seconds=3600)
def forget_inquiries(*, at: dt.datetime) -> int:
    """Questions to the legal office go after their days."""
    return actions.forget_inquiries(at=at)


@jobs.handler("norms.count_clocks")
def count_clocks(job: Job, *, at: dt.datetime) -> jobs.Step:
    """Running clocks are counted again by the days off of now: one agency's, or everybody's, some at a time."""
    after = job.cursor or [0, 0]
    agency, batch = running.next_open(job.agency, after, CLOCKS_PER_STEP)
    if not batch:
        return jobs.Step.finished(done=job.done)
    clocks.count_again(agency, batch, at=at)
    return jobs.Step([agency, batch[-1]], done=job.done + len(batch))
