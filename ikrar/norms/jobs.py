"""What the worker does for norms by itself."""

import datetime as dt

from ikrar.agencies.models import Account
from ikrar.agencies.queries import officer_actor
from ikrar.agencies.roles import NOBODY
from ikrar.core import jobs
from ikrar.core.models import Job
from ikrar.norms.actions import clocks, declaration_files, reminding
from ikrar.norms.actions import inquiries as actions
from ikrar.norms.models import CircularReminder
from ikrar.norms.queries import clocks as running
from ikrar.norms.rules.clocks import CLOCKS_PER_STEP

_LETTERS_A_STEP = 200


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


@jobs.handler(reminding.QUEUE_LETTERS)
def queue_reminders(job: Job, *, at: dt.datetime) -> jobs.Step:
    """Reminders of a circular for the next 200 people within the reach that the officer holds now."""
    reminder = CircularReminder.objects.select_related("circular__agency").get(pk=job.args["reminder"])
    account = Account.objects.filter(pk=job.args.get("by"), is_active=True).first()
    asked_at = dt.datetime.fromisoformat(job.args["asked_at"])
    by = officer_actor(account) if account else NOBODY
    last, count = reminding.queue_next(reminder, job.cursor or 0, most=_LETTERS_A_STEP, by=by, at=asked_at)
    done = job.done + count
    return jobs.Step.finished(done=done) if last is None else jobs.Step(last, done, reminder.people)


@jobs.every("norms.forget_unsent_files", seconds=3600)
def forget_unsent_files(*, at: dt.datetime) -> int:
    """Files of declarations that were never sent go after a day."""
    return declaration_files.forget_unsent(at=at)
