"""What a desk may see: its officer, the open sessions, the people in reach, what it has recorded."""

import datetime as dt
import re

from django.db.models import Case, Q, QuerySet, When

from ikrar.agencies.models import Account, Assignment, Credential, Device
from ikrar.agencies.queries import handed_credentials, officer_actor
from ikrar.agencies.roles import NOBODY, Actor, Kind
from ikrar.agencies.roster import names
from ikrar.core import zones
from ikrar.pledges.models import Signature, SigningSession
from ikrar.pledges.permissions import VOUCH
from ikrar.pledges.queries.campaigns import members
from ikrar.pledges.rules import CampaignState, Method

#: A longer list is no help to somebody with a queue before the desk.
MOST_HITS = 20
_SHOWN = 10


def desk_of(viewer: Actor) -> Device | None:
    """The enrolled device behind this actor with its officer, while neither is ended."""
    if viewer.kind is not Kind.DEVICE or viewer.id is None:
        return None
    rows = Device.objects.select_related("officer", "agency")
    return rows.filter(pk=viewer.id, agency=viewer.agency_id, ended_at=None, officer__is_active=True).first()


def officer_of(desk: Device) -> Actor:
    """The named officer who vouches at this desk, with the grants held today."""
    return officer_actor(desk.officer) if desk.officer.is_active else NOBODY


def sessions_of(desk: Device, at: dt.datetime) -> QuerySet[SigningSession]:
    """Sessions of the desk's agency that run at this moment."""
    rows = SigningSession.objects.select_related("campaign__ikrar", "campaign__pact", "campaign__agency", "unit")
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


def found(rows: QuerySet[Assignment], typed: str) -> list[Assignment]:
    """At most 20 of these people by name, unit, or the last digits of the number; whoever is called just so comes first."""
    digits = re.sub(r"\D", "", typed)
    if digits and not re.search(r"[^\W\d]", typed):
        hits = rows.filter(staff__number__endswith=digits) if len(digits) >= 3 else rows.none()
    else:
        hits = rows
        for word in names.key(typed).split():
            hits = hits.filter(Q(staff__name_key__contains=word) | Q(unit__name_key__contains=word))
        hits = hits if len(typed.strip()) >= 2 else rows.none()
    is_other = Case(When(staff__name_key__contains=names.key(typed), then=0), default=1)
    return list(hits.order_by(is_other, "staff__name_key", "staff_id")[:MOST_HITS])


def handed_code(session: SigningSession, staff: int) -> Credential | None:
    """The person's live code, while it counts as handed on by somebody."""
    rows = handed_credentials(session.agency_id).filter(staff=staff)
    return rows.select_related("staff", "agency").first()


def at_desk(session: SigningSession, officer: Account) -> QuerySet[Signature]:
    """What this officer has vouched for in this session and still counts, the newest first."""
    rows = session.signatures.filter(officer=officer.pk, method__in=[Method.VOUCH, Method.KIOSK], void=None)
    return rows.select_related("staff", "unit").order_by("-pk")


def latest(session: SigningSession, officer: Account) -> list[Signature]:
    return list(at_desk(session, officer)[:_SHOWN])
