"""What the worker does for norms by itself."""

import datetime as dt

from ikrar.agencies.models import Account
from ikrar.agencies.queries import officer_actor
from ikrar.agencies.roles import NOBODY
from ikrar.core import jobs
from ikrar.core.models import Job
from ikrar.norms.actions import clocks, declaration_files, proposals, reminding
from ikrar.norms.actions import inquiries as actions
from ikrar.norms.models import CircularReminder, StageProposal
from ikrar.norms.queries import clocks as running
from ikrar.norms.queries import proposals as proposed
from ikrar.norms.queries import stages
from ikrar.norms.rules.clocks import CLOCKS_PER_STEP
from ikrar.norms.rules.stages import ProposalState

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


@jobs.every("norms.propose_stages", seconds=1800)
def propose_stages(*, at: dt.datetime) -> None:
    """What near stages propose to each agency; nothing is sent."""
    for agency in stages.agencies():
        proposals.propose(agency, at=at)


@jobs.handler(proposals.QUEUE_REMINDERS)
def queue_stage_letters(job: Job, *, at: dt.datetime) -> jobs.Step:
    """Letters for the next 200 people, by id; none any more where an officer stopped it."""
    proposal = StageProposal.objects.select_related("agency").get(pk=job.args["proposal"])
    if proposal.state != ProposalState.TAKEN:
        return jobs.Step.finished()
    rows = proposed.readers(proposal.agency_id)
    total = job.total if job.total is not None else rows.count()
    batch = list(rows.filter(staff_id__gt=job.cursor or 0)[:_LETTERS_A_STEP])
    proposals.queue_letters(proposal, batch, at=at)
    done = job.done + len(batch)
    return jobs.Step.finished(done=done) if not batch else jobs.Step(batch[-1].staff_id, done, total)
