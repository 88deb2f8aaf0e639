"""What of a person would be erased, what forbids it, and which erasures and holds there are."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ikrar.agencies.models import Staff
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster import names
from ikrar.core import zones
from ikrar.pledges.models import Campaign, Erasure, Hold, PaperSheet, Signature
from ikrar.pledges.permissions import APPROVE_ERASURE, HOLD_ERASURE, PROPOSE_ERASURE
from ikrar.pledges.rules import CampaignState, ErasureState

_MOST = 20


def people_for(viewer: Actor, typed: str) -> list[Staff]:
    """At most twenty people of the viewer's agency who have signed something, by words of the name or the whole number."""
    rows = Staff.objects.filter(agency=viewer.agency_id, agency__isnull=False, signatures__isnull=False).distinct()
    words = names.key(typed).split()
    if not (viewer.has(PROPOSE_ERASURE) or viewer.has(HOLD_ERASURE)) or not words:
        return []
    for word in words:
        rows = rows.filter(Q(name_key__contains=word) | Q(number=word))
    return list(rows.order_by("name_key", "pk")[:_MOST])


def person_for(viewer: Actor, pk: int) -> Staff | None:
    """Somebody of the viewer's own agency."""
    return Staff.objects.select_related("agency").filter(agency=viewer.agency_id, agency__isnull=False, pk=pk).first()


def erasures_for(viewer: Actor) -> QuerySet[Erasure]:
    """Erasures of the viewer's agency; those that wait first, then the newest."""
    may = viewer.has(PROPOSE_ERASURE) or viewer.has(APPROVE_ERASURE)
    rows = Erasure.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    return (rows if may else rows.none()).select_related("agency", "staff").order_by("erased_at", "-pk")


def holds_for(viewer: Actor) -> QuerySet[Hold]:
    """Holds of the viewer's agency that nobody has lifted."""
    may = viewer.has(PROPOSE_ERASURE) or viewer.has(HOLD_ERASURE)
    rows = Hold.objects.filter(agency=viewer.agency_id, agency__isnull=False, lifted_at=None)
    return (rows if may else rows.none()).select_related("agency", "staff").order_by("-pk")


def holds_on(staff: Staff, at: dt.datetime) -> QuerySet[Hold]:
    """Holds that run for this person today."""
    day = zones.today(staff.agency.zone, at)
    return Hold.objects.filter(Q(until=None) | Q(until__gte=day), staff=staff, lifted_at=None).order_by("pk")


def acts_of(staff: Staff) -> QuerySet[Signature]:
    return Signature.objects.filter(staff=staff).select_related("campaign__agency", "unit", "void").order_by("pk")


def still_open(staff: Staff) -> list[Campaign]:
    """Campaigns that still run and in which this person counts: erased there, the same person could be counted twice."""
    rows = Campaign.objects.filter(signatures__staff=staff, signatures__void=None)
    return list(rows.exclude(state=CampaignState.CLOSED).distinct().order_by("pk"))


def sheets_of(staff_id: int, campaign_id: int) -> list[PaperSheet]:
    """Entered sheets of a campaign on which this person's row was ticked."""
    rows = PaperSheet.objects.filter(campaign=campaign_id, scan__isnull=False).order_by("pk")
    wanted = [pk for pk, ticked in rows.values_list("pk", "ticked").iterator() if staff_id in ticked]
    return list(rows.filter(pk__in=wanted).select_related("scan", "campaign"))


def shared_sheets(staff: Staff) -> list[PaperSheet]:
    """Sheets that show other people's ink too: their scan stays, so this person's row has to be covered on it."""
    campaigns = Signature.objects.filter(staff=staff).order_by().values_list("campaign", flat=True).distinct()
    return [sheet for one in campaigns for sheet in sheets_of(staff.pk, one) if set(sheet.ticked) - {staff.pk}]


@dataclass(frozen=True)
class Going:
    """What an erasure would destroy, in numbers, and what forbids it now."""

    acts: list[Signature]
    files: int
    sheets: list[PaperSheet]
    uncovered: list[PaperSheet]
    holds: list[Hold]
    open_campaigns: list[Campaign]

    @property
    def is_free(self) -> bool:
        return bool(self.acts) and not (self.uncovered or self.holds or self.open_campaigns)


def going(staff: Staff, at: dt.datetime, erasure: Erasure | None = None) -> Going:
    acts = list(acts_of(staff).select_related("campaign__agency", "unit", "void", "pact_file"))
    files = sum(bool(act.evidence_id) + hasattr(act, "pact_file") for act in acts)
    sheets = shared_sheets(staff)
    covered = set(erasure.covered.values_list("sheet", flat=True)) if erasure else set()
    uncovered = [sheet for sheet in sheets if sheet.pk not in covered]
    return Going(acts, files, sheets, uncovered, list(holds_on(staff, at)), still_open(staff))


def to_clean() -> QuerySet[Erasure]:
    """Erasures after which the database has not been written anew yet."""
    return Erasure.objects.filter(state=ErasureState.ERASED).order_by("pk")


def waiting_for(viewer: Actor) -> int:
    """How many proposals wait for this officer."""
    if not viewer.has(APPROVE_ERASURE):
        return 0
    return erasures_for(viewer).filter(state=ErasureState.PROPOSED).exclude(proposed_by=viewer.id or 0).count()
