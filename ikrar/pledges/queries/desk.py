"""What a desk may see: its officer, the open sessions, the people in reach, what it has recorded."""

import datetime as dt

from django.db.models import Q, QuerySet

from ikrar.agencies.models import Account, Assignment, Credential, Device
from ikrar.agencies.queries import handed_credentials
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.pledges.models import Signature, SigningSession
from ikrar.pledges.permissions import VOUCH
from ikrar.pledges.queries.campaigns import members
from ikrar.pledges.rules import CampaignState, Method

_SHOWN = 10


def sessions_of(desk: Device, at: dt.datetime) -> QuerySet[SigningSession]:
    """Sessions of the desk's agency that run at this moment."""
    rows = SigningSession.objects.select_related(
        "campaign__ikrar", "campaign__pact", "campaign__agency", "unit", "activity"
    )
    return rows.filter(
        agency=desk.agency_id, closed_at=None, opens_at__lte=at, closes_at__gt=at, campaign__state=CampaignState.OPEN,
        campaign__opens_at__lte=at, campaign__closes_at__gt=at,
    ).order_by("closes_at", "pk")  # fmt: skip


def people(session: SigningSession, officer: Actor, at: dt.datetime) -> QuerySet[Assignment]:
    """Whom this officer may vouch for in this session: members in the session's unit and in the officer's reach."""
    rows = members(session.campaign, zones.today(session.campaign.agency.zone, at))
    if session.unit is not None:
        rows = rows.filter(unit__path__startswith=session.unit.path)
    reach = Q(pk__in=[])
    for path in officer.reach(VOUCH):
        reach |= Q(unit__path__startswith=path)
    return rows.filter(reach).select_related("staff", "unit")


def handed_code(session: SigningSession, staff: int) -> Credential | None:
    """The person's live code, while it counts as handed on by somebody."""
    rows = handed_credentials(session.agency_id).filter(staff=staff)
    return rows.select_related("staff", "agency").first()


def at_desk(session: SigningSession, officer: Account) -> QuerySet[Signature]:
    """What this officer has vouched for in this session and still counts, the newest first."""
    rows = session.signatures.filter(
        officer=officer.pk, method__in=[Method.VOUCH, Method.KIOSK], void=None, staff__isnull=False
    )
    return rows.select_related("staff", "unit").order_by("-pk")


def latest(session: SigningSession, officer: Account) -> list[Signature]:
    return list(at_desk(session, officer)[:_SHOWN])
