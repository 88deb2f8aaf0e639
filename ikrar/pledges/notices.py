"""Letters to staff about a campaign: made when they are sent, so that no personal code rests in the outbox."""

import datetime as dt

from django.conf import settings

from ikrar.agencies import tokens
from ikrar.agencies.models import Credential
from ikrar.agencies.queries import confirmable
from ikrar.core import ids, outbox, zones
from ikrar.core.models import OutboxMessage
from ikrar.pledges.models import Campaign, Signature
from ikrar.pledges.queries.reach import personal_link
from ikrar.pledges.rules import CampaignState


@outbox.renders("pledge_invitation")
def _invitation(message: OutboxMessage) -> outbox.Letter | None:
    return _letter(message, zones.now())


@outbox.renders("pledge_reminder")
def _reminder(message: OutboxMessage) -> outbox.Letter | None:
    return _letter(message, zones.now())


def _letter(message: OutboxMessage, at: dt.datetime) -> outbox.Letter | None:
    """The letter with the personal link; None where the person has signed, the window is over or the address is another."""
    campaign = Campaign.objects.select_related("agency").filter(pk=message.context.get("campaign")).first()
    if campaign is None or campaign.state != CampaignState.OPEN or campaign.closes_at <= at:
        return None
    if Signature.objects.filter(campaign=campaign, staff=message.about, void=None).exists():
        return None
    credential = Credential.objects.select_related("staff").filter(staff=message.about, ended_at=None).first()
    if credential is None or confirmable(credential) != message.to:
        return None
    code = tokens.code_of(bytes(credential.nonce))
    return outbox.letter(
        message.template,
        {
            "name": credential.staff.full_name, "campaign": campaign, "agency": campaign.agency,
            "until": zones.moment(campaign.closes_at, campaign.agency.zone), "link": personal_link(campaign, code),
            "code": ids.grouped(code), "help": f"{settings.PUBLIC_URL}/bantuan/",
        },
    )  # fmt: skip
