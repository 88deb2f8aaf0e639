"""Reading campaigns, their members and the pages of a signer."""

import datetime as dt

from django.db.models import Q, QuerySet

from ikrar.agencies.models import Assignment
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.pledges.models import (
    Campaign,
    Draw,
    Missing,
    PaperSheet,
    ReachFile,
    SentByHand,
    Signature,
    SigningSession,
)
from ikrar.pledges.rules import CampaignState
from ikrar.register.rules import Held


def campaigns_for(viewer: Actor) -> QuerySet[Campaign]:
    """The campaigns of the viewer's own agency, the newest first."""
    return Campaign.objects.filter(agency=viewer.agency_id).select_related("agency", "ikrar", "pact").order_by("-id")


def members(campaign: Campaign, on: dt.date) -> QuerySet[Assignment]:
    """Who belongs to the campaign's scope as of a day: one open assignment each."""
    rows = Assignment.objects.filter(
        Q(until=None) | Q(until__gt=on), agency=campaign.agency_id, since__lte=on, staff__merged_into=None
    )
    if campaign.kinds:
        rows = rows.filter(kind__in=campaign.kinds)
    below = Q()
    for path in campaign.units.values_list("path", flat=True):
        below |= Q(unit__path__startswith=path)
    return rows.filter(below) if below else rows


def has_dependents(campaign: Campaign) -> bool:
    """Does anything hang on this campaign: an act, a session, a sheet, a draw, an invitation?"""
    tables = (Signature, SigningSession, PaperSheet, Draw, ReachFile, SentByHand, Missing)
    return any(table.objects.filter(campaign=campaign).exists() for table in tables)


def open_campaigns_of(agency_id: int, at: dt.datetime) -> QuerySet[Campaign]:
    rows = Campaign.objects.filter(agency=agency_id, state=CampaignState.OPEN, opens_at__lte=at, closes_at__gt=at)
    return rows.select_related("agency", "snapshot").order_by("closes_at")


def counted(campaign: Campaign) -> QuerySet[Signature]:
    """Signatures that count: those without a void."""
    return campaign.signatures.filter(void=None)


def signature_of_credential(credential_id: int, receipt: str) -> Signature | None:
    """A signature of the person who holds this live code, by its receipt number."""
    rows = Signature.objects.select_related(
        "campaign__agency", "campaign__ikrar", "campaign__pact", "campaign__log", "void"
    )
    return rows.filter(
        staff__credentials=credential_id, staff__credentials__ended_at=None, receipt=receipt.replace("-", "")
    ).first()


def signatures_of(staff_id: int) -> QuerySet[Signature]:
    """A person's own signatures, voided ones too, the newest first."""
    return Signature.objects.filter(staff=staff_id).select_related("campaign__agency", "void").order_by("-pk")


def is_member(campaign: Campaign, staff_id: int, at: dt.datetime) -> bool:
    """Does this person belong to the campaign's scope today?"""
    return members(campaign, zones.today(campaign.agency.zone, at)).filter(staff=staff_id).exists()


def to_follow() -> QuerySet[Campaign]:
    """Campaigns whose log was followed by another one."""
    return Campaign.objects.filter(log__held=Held.ENDED).select_related("agency").order_by("pk")


def to_adopt() -> QuerySet[Campaign]:
    """Campaigns that were opened before there was a register."""
    return Campaign.objects.filter(snapshot__isnull=False, log=None).order_by("pk")


def to_size(at: dt.datetime) -> QuerySet[Campaign]:
    """Campaigns with a denominator whose window is not long over."""
    rows = Campaign.objects.filter(snapshot__isnull=False, closes_at__gt=at - dt.timedelta(days=30))
    return rows.select_related("agency", "snapshot")
