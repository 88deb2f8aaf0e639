"""Letters to staff about a campaign: made when they are sent, so that no personal code rests in the outbox."""

import datetime as dt

from django.conf import settings

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, Agency, Credential, Objection
from ikrar.agencies.queries import confirmable
from ikrar.core import contacts, ids, outbox, zones
from ikrar.core.models import OutboxMessage
from ikrar.pledges import receipts
from ikrar.pledges.models import Campaign, Signature
from ikrar.pledges.queries import objections, reach, takehome
from ikrar.pledges.queries.openings import opening
from ikrar.pledges.rules import CampaignState, Method


@outbox.in_use
def _topics(at: dt.datetime) -> list[str]:
    """Mail of campaigns that are not over: its pages count it, and its keys keep a second invitation from going out."""
    rows = Campaign.objects.exclude(state=CampaignState.CLOSED)
    return [reach.topic(campaign) for campaign in rows]


def _loud(message: OutboxMessage, at: dt.datetime) -> dt.datetime:
    """From when on it is not in the quiet hours of its agency."""
    agency = Agency.objects.filter(pk=message.agency or 0).first()
    return contacts.loud_from(at, agency.zone, agency.quiet_from, agency.quiet_until) if agency else at


@outbox.renders("pledge_invitation", waits=_loud)
def _invitation(message: OutboxMessage) -> outbox.Letter | None:
    return _letter(message, zones.now())


@outbox.renders("pledge_reminder", waits=_loud)
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
            "until": zones.moment(campaign.closes_at, campaign.agency.zone), "link": reach.personal_link(campaign, code),
            "code": ids.grouped(code), "help": f"{settings.PUBLIC_URL}/bantuan/",
        },
    )  # fmt: skip


def vouched(signature: Signature, *, at: dt.datetime) -> None:
    """Tell the person that somebody else vouched; the letter waits for the end of the quiet hours."""
    if signature.staff is None:
        return
    agency = signature.campaign.agency
    outbox.queue(
        "vouched_notice", to=signature.staff.email, key=f"vouched {signature.pk}", at=at, agency=agency.pk,
        topic=objections.TOPIC, about=signature.pk,
        not_before=contacts.loud_from(at, agency.zone, agency.quiet_from, agency.quiet_until),
    )  # fmt: skip


@outbox.renders("vouched_notice", waits=_loud)
def _vouched(message: OutboxMessage) -> outbox.Letter | None:
    """When, where and by whom; the code after "#" is made when the letter goes out. None where the act is voided."""
    rows = Signature.objects.select_related("campaign__agency", "session", "staff")
    act = rows.filter(pk=message.about or 0, void=None).first()
    if act is None or act.staff is None or act.staff.email != message.to:
        return None
    officer = Account.objects.filter(pk=act.officer or 0).first()
    code = ids.grouped(receipts.objection_code(act.pk), 4)
    return outbox.letter(
        message.template,
        {
            "name": act.listed["name"], "campaign": act.campaign, "agency": act.campaign.agency, "officer": officer,
            "when": zones.moment(act.at, act.campaign.agency.zone), "how": Method(act.method).label, "code": code,
            "is_handed": act.method == Method.PHONE,
            "link": f"{settings.PUBLIC_URL}/bukan-saya/#{code}", "address": f"{settings.PUBLIC_URL}/bukan-saya/",
        },
    )  # fmt: skip


def proven(signature: Signature, *, at: dt.datetime) -> None:
    """Tell the signer that the receipt can be fetched in full; the letter waits for the end of the quiet hours."""
    if signature.staff is None:
        return
    outbox.queue(
        "receipt_ready", to=signature.staff.email, key=f"proven {signature.pk}", at=at, agency=signature.agency_id,
        topic=takehome.TOPIC, about=signature.pk,
    )  # fmt: skip


@outbox.renders("receipt_ready", waits=_loud)
def _proven(message: OutboxMessage) -> outbox.Letter | None:
    """Where to fetch it, with code and PIN. None where the act is voided or erased, or the address is another by now."""
    rows = Signature.objects.select_related("campaign__agency", "staff")
    act = rows.filter(pk=message.about or 0, void=None).first()
    if act is None or act.staff is None or act.staff.email != message.to or opening(act) is None:
        return None
    context = {
        "name": act.listed["name"], "campaign": act.campaign, "agency": act.campaign.agency, "receipt": ids.grouped(act.receipt, 4),
        "link": f"{settings.PUBLIC_URL}/saya/tanda-terima/{act.receipt}/", "check": f"{settings.PUBLIC_URL}/verifikasi/",
    }  # fmt: skip
    return outbox.letter(message.template, context)


def objection_answered(objection: Objection, *, at: dt.datetime) -> None:
    """Tell the person what became of "bukan saya"."""
    if objection.staff.email:
        agency = objection.agency
        outbox.queue(
            "objection_answered", to=objection.staff.email, key=f"objection {objection.pk}", at=at, agency=agency.pk,
            context={"answer": objection.answer, "agency": agency.name}, about=objection.pk,
        )  # fmt: skip
