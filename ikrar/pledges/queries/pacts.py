"""Which pacts are made, which are missing, and what each prints."""

from collections.abc import Iterable

from django.db.models import QuerySet

from ikrar.agencies.roles import Actor
from ikrar.core.models import Job
from ikrar.pledges.models import Campaign, Correction, PactBundle, Signature, SupersededPact
from ikrar.pledges.permissions import PRINT_PACTS
from ikrar.pledges.queries.missing import within
from ikrar.pledges.rules import CorrectionAnswer


def counted(campaign: Campaign) -> QuerySet[Signature]:
    """Signatures that count."""
    return Signature.objects.filter(campaign=campaign, void=None)


def without_pact(campaign: Campaign, after: int) -> QuerySet[Signature]:
    """Signatures above an id whose paper is not made yet; what a paper does not print is left in the table."""
    rows = counted(campaign).filter(pk__gt=after, pact_file=None).order_by("pk")
    return rows.only("receipt", "at", "listed", "stated", "drawing", "level", "method", "agency_id", "campaign_id")


def of_unit(campaign: Campaign, unit: int) -> QuerySet[Signature]:
    """Signatures of a unit with their papers, by id."""
    rows = counted(campaign).filter(unit=unit, pact_file__isnull=False)
    return rows.select_related("pact_file__file", "unit").order_by("pk")


def accepted_of(signatures: Iterable[int]) -> dict[int, dict[str, str]]:
    """What the agency took over from each signer's corrections, by signature and field."""
    wanted = list(signatures)
    found: dict[int, dict[str, str]] = {pk: {} for pk in wanted}
    rows = Correction.objects.filter(signature__in=wanted, answer=CorrectionAnswer.ACCEPTED)
    for signature, field, stated in rows.values_list("signature_id", "field", "stated"):
        found[signature][field] = stated
    return found


def signatures_for(viewer: Actor) -> QuerySet[Signature]:
    """Signatures whose paper the viewer may print."""
    rows = Signature.objects.filter(within(viewer.reach(PRINT_PACTS)), agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("campaign__agency", "campaign__ikrar", "campaign__pact", "pact_file__file", "unit")


def bundles_for(viewer: Actor, campaign: Campaign) -> QuerySet[PactBundle]:
    """What can be fetched, by unit."""
    rows = PactBundle.objects.filter(
        within(viewer.reach(PRINT_PACTS)), campaign=campaign, campaign__agency=viewer.agency_id
    )
    return rows.select_related("unit", "file").order_by("unit__path", "kind", "part")


def latest_job(campaign: Campaign, kind: str) -> Job | None:
    return Job.objects.filter(kind=kind, agency=campaign.agency_id, args__campaign=campaign.pk).order_by("-pk").first()


def totals(viewer: Actor, campaign: Campaign) -> tuple[int, int]:
    """Papers made, of how many signatures, in the viewer's reach."""
    rows = signatures_for(viewer).filter(campaign=campaign, void=None).select_related(None)
    return rows.filter(pact_file__isnull=False).count(), rows.count()


def superseded(signature: Signature) -> QuerySet[SupersededPact]:
    return SupersededPact.objects.filter(signature=signature).select_related("file").order_by("-at")
