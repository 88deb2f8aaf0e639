"""Signing in the hall: an activity's sessions, and who signed at its desks or by own phone meanwhile."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies.roles import Actor
from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.models import Activity
from ikrar.outreach.rules import ActivityState
from ikrar.pledges.models import Campaign, Signature, SigningSession
from ikrar.pledges.rules import CampaignState, Method


def open_sessions(activity: Activity) -> QuerySet[SigningSession]:
    """Sessions of the activity that nobody has closed, their hour over or not."""
    return SigningSession.objects.filter(activity=activity, closed_at=None).order_by("pk")


def sessions(activity: Activity) -> QuerySet[SigningSession]:
    """All sessions of the activity with the acts that count in each (`recorded`), the open ones first."""
    rows = SigningSession.objects.filter(activity=activity).select_related("campaign__agency", "unit", "opened_by")
    recorded = Count("signatures", filter=Q(signatures__void=None))
    return rows.annotate(recorded=recorded).order_by("closed_at", "-opens_at", "-pk")


@dataclass(frozen=True)
class Signed:
    """Of one campaign while the activity lasted: at the desks of its sessions, and by own phone wherever."""

    campaign: Campaign
    at_desks: int
    by_phone: int


def signed(activity: Activity) -> list[Signed]:
    """One line a campaign that has a session here; own phones count from the activity's beginning to its end."""
    campaigns = Campaign.objects.filter(sessions__activity=activity).distinct().order_by("pk")
    return [_signed(activity, campaign) for campaign in campaigns]


def _signed(activity: Activity, campaign: Campaign) -> Signed:
    counted = Signature.objects.filter(campaign=campaign, void=None)
    desks = counted.filter(session__activity=activity).count()
    if activity.opened_at is None:
        return Signed(campaign, desks, 0)
    phones = counted.filter(method=Method.PHONE, at__gte=activity.opened_at)
    if activity.closed_at is not None and activity.state != ActivityState.OPEN:
        phones = phones.filter(at__lte=activity.closed_at)
    return Signed(campaign, desks, phones.count())


def open_campaigns(viewer: Actor, at: dt.datetime) -> QuerySet[Campaign]:
    """Campaigns of the viewer's agency in which a session may be opened."""
    rows = Campaign.objects.filter(
        agency=viewer.agency_id, agency__isnull=False, state=CampaignState.OPEN, closes_at__gt=at
    )
    return rows.select_related("agency", "ikrar").order_by("closes_at", "pk")


def in_words(activity: Activity) -> str:
    """How signing at the activity's desks stands, for the activity's own page."""
    running = open_sessions(activity).count()
    recorded = Signature.objects.filter(session__activity=activity, void=None).count()
    if not running and not recorded:
        return _("Belum ada sesi meja.")
    told = ngettext("%(n)d sesi meja dibuka", "%(n)d sesi meja dibuka", running) % {"n": running}
    signed_here = ngettext("%(n)s tanda tangan di meja", "%(n)s tanda tangan di meja", recorded)
    return f"{told}, {signed_here % {'n': thousands(recorded)}}."
