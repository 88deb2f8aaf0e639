"""Long work of this room; each step is short, so that a signing never waits for it."""

import datetime as dt
from typing import Any

from ikrar.agencies.models import Account
from ikrar.agencies.queries import officer_actor
from ikrar.agencies.roles import NOBODY, Actor
from ikrar.core import jobs, zones
from ikrar.core.models import Job
from ikrar.pledges.actions import (
    campaigns,
    erasing,
    erasures,
    folding,
    objections,
    pacts,
    proving,
    reach,
    reach_files,
    reasons,
    registering,
)
from ikrar.pledges.models import Campaign, Erasure, ReachFile
from ikrar.pledges.queries import campaigns as campaign_queries
from ikrar.pledges.queries import pacts as pact_queries

_CODES_A_STEP = 500
_LETTERS_A_STEP = 200


def officer_of(job: Job) -> Actor:
    """The officer who asked for the work, with the rights held now: who lost them gets nothing more."""
    account = Account.objects.filter(pk=job.args.get("by"), is_active=True).first()
    return officer_actor(account) if account else NOBODY


@jobs.handler(campaigns.ISSUE_CODES)
def issue_codes(job: Job, *, at: dt.datetime) -> jobs.Step:
    """Codes for the next 500 people of a campaign that opened."""
    campaign = Campaign.objects.select_related("agency", "snapshot").get(pk=job.args["campaign"])
    total = campaign.snapshot.counts["all"] if campaign.snapshot else None
    after, seen = campaigns.issue_next_codes(
        campaign, after=job.cursor or 0, most=_CODES_A_STEP, by=officer_of(job), at=at
    )
    done = job.done + seen
    return jobs.Step.finished(done=done) if seen < _CODES_A_STEP else jobs.Step(after, done, total)


@jobs.handler(reach.QUEUE_MAIL)
def queue_mail(job: Job, *, at: dt.datetime) -> jobs.Step:
    """Letters for the next 200 people in reach, by id."""
    campaign = Campaign.objects.select_related("agency").get(pk=job.args["campaign"])
    asked_at = dt.datetime.fromisoformat(job.args["asked_at"])
    rows = reach.mail_rows(officer_of(job), campaign, asked_at).filter(staff_id__gt=job.cursor or 0)
    total = job.total if job.total is not None else rows.count()
    batch = list(rows.order_by("staff_id")[:_LETTERS_A_STEP])
    reach.queue_letters(campaign, batch, template=job.args["template"], at=asked_at)
    done = job.done + len(batch)
    return jobs.Step.finished(done=done) if not batch else jobs.Step(batch[-1].staff_id, done, total)


@jobs.handler(reach_files.MAKE_FILE)
def make_reach_file(job: Job, *, at: dt.datetime) -> jobs.Step:
    """The next part of a file with codes, or the whole of it."""
    made = ReachFile.objects.select_related("campaign__agency", "unit").filter(pk=job.args["file"]).first()
    if made is None:
        return jobs.Step.finished()
    cursor = reach_files.make_next_part(made, job.cursor, by=officer_of(job), at=at)
    return jobs.Step.finished(done=made.people) if cursor is None else jobs.Step(cursor, cursor["done"], made.people)


@jobs.every("pledges.delete_reach_files", seconds=600)
def delete_reach_files(*, at: dt.datetime) -> None:
    """Files with codes do not lie about."""
    reach_files.delete_old_files(at)


@jobs.every("pledges.adopt", seconds=60)
def adopt(*, at: dt.datetime) -> None:
    """Commit acts from before there was a register; go over to a log that followed another one."""
    for campaign in campaign_queries.to_adopt():
        registering.adopt(campaign, at=at)
    for campaign in campaign_queries.to_follow():
        registering.follow(campaign)


@jobs.every("pledges.fold", seconds=3)
def fold(*, at: dt.datetime) -> None:
    """Keep the folded counts close behind the acts."""
    folding.fold_all(at=at)


@jobs.every("pledges.size", seconds=60)
def size(*, at: dt.datetime) -> None:
    """Count today's denominators of campaigns whose staff list may have changed."""
    for campaign in campaign_queries.to_size(at):
        folding.size_today(campaign, at=at)


@jobs.every("pledges.forget_reasons", seconds=6 * 3600)
def forget_reasons(*, at: dt.datetime) -> None:
    """Reasons for the missing do not outlive their use."""
    reasons.forget_reasons(at=at)


def _campaign_of(job: Job) -> Campaign:
    return Campaign.objects.select_related("agency", "ikrar", "pact").get(pk=job.args["campaign"])


def _pacts_cursor(job: Job) -> dict[str, Any]:
    return job.cursor or {"after": 0, "done": 0, "plan": None}


def _sealed(job: Job) -> pacts.Sheets | None:
    """The next few papers; a seal tells the moment at which it is made, not one that is passed in."""
    cursor = _pacts_cursor(job)
    return pacts.draw_next(_campaign_of(job), cursor["after"], at=zones.now()) if cursor["plan"] is None else None


@jobs.handler(pacts.MAKE_PACTS, before=_sealed)
def make_pacts(job: Job, *, at: dt.datetime, made: pacts.Sheets | None = None) -> jobs.Step:
    """Keep a few pacts, or make one bundle of a unit. The cursor tells the last id made, then what is left to bundle."""
    campaign, cursor = _campaign_of(job), _pacts_cursor(job)
    if made is not None:
        return _next_pacts(campaign, cursor, made, at)
    plan = pacts.bundle_next(campaign, cursor["plan"], at=at)
    if plan is None:
        return jobs.Step.finished(done=job.total)
    return jobs.Step({**cursor, "plan": plan}, cursor["done"] + plan["made"], cursor["done"] + plan["all"])


def _next_pacts(campaign: Campaign, cursor: dict[str, Any], made: pacts.Sheets, at: dt.datetime) -> jobs.Step:
    """By id, and once more from the start: whoever signed meanwhile may have a lower id than the last one made."""
    total = None if cursor["after"] else cursor["done"] + pact_queries.without_seal(campaign, 0).count()
    if made.sheets:
        done = cursor["done"] + pacts.keep_next(campaign, made, at=at)
        return jobs.Step({"after": made.sheets[-1].signature, "done": done, "plan": None}, done, total)
    if cursor["after"]:
        return jobs.Step({**cursor, "after": 0}, cursor["done"], total)
    plan = pacts.plan_bundles(campaign)
    return jobs.Step({**cursor, "plan": plan}, cursor["done"], cursor["done"] + plan["all"])


@jobs.every("pledges.tell_proven", seconds=60)
def tell_proven(*, at: dt.datetime) -> None:
    """Signers with a registered contact hear that their receipt can be fetched in full."""
    proving.tell_proven(at=at)


@jobs.every("pledges.tell_vouched", seconds=20)
def tell_vouched(*, at: dt.datetime) -> None:
    """People for whom somebody else vouched hear of it, where they have a contact."""
    objections.tell_vouched(at=at)


@jobs.handler(erasures.ERASE)
def erase(job: Job, *, at: dt.datetime) -> jobs.Step:
    """One act, or the bytes of its files."""
    erasure = Erasure.objects.get(pk=job.args["erasure"])
    is_going = erasing.erase_next(erasure, at=at)
    return jobs.Step(done=job.done + 1) if is_going else jobs.Step.finished(done=job.done)


@jobs.every("pledges.clean", seconds=60)
def clean(*, at: dt.datetime) -> None:
    """Nothing of what was erased stays in the room that deleted rows leave."""
    erasing.clean(at=at)
