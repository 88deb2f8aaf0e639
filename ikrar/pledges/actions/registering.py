"""What this room commits to the register: acts, how a campaign ended, and acts from before there was a register."""

import datetime as dt

from django.db import transaction
from django.db.models import Count

from ikrar.agencies.roles import Actor, system
from ikrar.core import audit
from ikrar.pledges import receipts
from ikrar.pledges.closing import merged
from ikrar.pledges.models import Campaign, Signature
from ikrar.pledges.rules import CampaignState
from ikrar.register import actions as register
from ikrar.register import queries as registers
from ikrar.register.models import Log


def about(campaign: Campaign) -> str:
    """What the register's batches of a campaign have in common."""
    return f"{campaign.ikrar.digest} {campaign.pact.digest if campaign.pact else ''}".strip()


def open_log(campaign: Campaign, *, by: Actor, at: dt.datetime) -> Log:
    """Bind a campaign that opens to the log of its agency and cycle."""
    campaign.log = log = register.open_log(campaign.agency, campaign.cycle, by=by, at=at)
    return log


def commit_closing(campaign: Campaign, *, at: dt.datetime) -> None:
    """Bind the totals of a campaign that closes to the log; whoever calls holds the campaign, so that no act is on its way."""
    if campaign.log_id is None:
        return
    register.refuse_held(campaign.log.held if campaign.log else None)
    acts = Signature.objects.filter(campaign=campaign)
    levels = dict(acts.filter(void=None).order_by().values_list("level").annotate(Count("pk")))
    entry = receipts.closing_entry(
        {
            "v": 1, "act": "closing", "campaign": campaign.code, "texts": about(campaign).split(), "at": at.isoformat(timespec="seconds"),
            "acts": acts.count(), "counted": sum(levels.values()), "levels": merged(levels),
        }
    )  # fmt: skip
    register.commit(campaign.log_id, about(campaign), entry, at=at, is_closing=True)


def follow(campaign: Campaign) -> None:
    """Bind a campaign to the log that followed its own."""
    log = registers.current(campaign.agency, campaign.cycle)
    if log is not None:
        Campaign.objects.filter(pk=campaign.pk).update(log=log)


@transaction.atomic
def adopt(campaign: Campaign, *, at: dt.datetime) -> int:
    """Commit the acts that were stored before there was a register; returns how many."""
    campaign = (
        Campaign.objects.select_for_update(of=("self",)).select_related("agency", "ikrar", "pact").get(pk=campaign.pk)
    )
    if campaign.log_id is not None:
        return 0
    log = open_log(campaign, by=system(), at=at)
    campaign.save(update_fields=["log"])
    stored = Signature.objects.filter(campaign=campaign).order_by("pk").values_list("commitment", flat=True)
    count = register.commit_many(log.pk, about(campaign), map(bytes, stored.iterator()), at=at)
    if campaign.state == CampaignState.CLOSED:
        commit_closing(campaign, at=at)
    audit.record("pledges.campaign_registered", campaign, by=system(), fields=[str(count)])
    return count
