"""Which pacts are made, which are missing, and what each prints."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ikrar.agencies.roles import Actor
from ikrar.core.models import Job
from ikrar.core.seal_key import Opened
from ikrar.pledges.models import Campaign, Correction, PactBundle, PactSeal, Signature, SupersededPact
from ikrar.pledges.permissions import PRINT_PACTS
from ikrar.pledges.queries.missing import within
from ikrar.pledges.rules import CorrectionAnswer


def counted(campaign: Campaign) -> QuerySet[Signature]:
    """Signatures that count and still have their person."""
    return Signature.objects.filter(campaign=campaign, void=None, staff__isnull=False)


def without_seal(campaign: Campaign, after: int) -> QuerySet[Signature]:
    """Signatures above an id whose paper is not made yet, or is not sealed; what no paper prints stays in the table."""
    rows = counted(campaign).filter(pk__gt=after, pact_file__seal=None).order_by("pk")
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
    return rows.filter(staff__isnull=False).select_related(
        "campaign__agency", "campaign__ikrar", "campaign__pact", "pact_file__file", "unit"
    )


def bundles_for(viewer: Actor, campaign: Campaign) -> QuerySet[PactBundle]:
    """What can be fetched, by unit."""
    rows = PactBundle.objects.filter(
        within(viewer.reach(PRINT_PACTS)), campaign=campaign, campaign__agency=viewer.agency_id
    )
    return rows.select_related("unit", "file").order_by("unit__path", "kind", "part")


def latest_job(campaign: Campaign, kind: str) -> Job | None:
    return Job.objects.filter(kind=kind, agency=campaign.agency_id, args__campaign=campaign.pk).order_by("-pk").first()


def told(job: Job | None) -> str:
    """What a job that waits or ended says in a sentence; errors, which are named by their class, say nothing here."""
    return job.message if job is not None and " " in job.message else ""


@dataclass(frozen=True)
class Totals:
    """Signatures in the viewer's reach, how many have a paper, and how many of those a sealed one."""

    signed: int
    made: int
    sealed: int

    @property
    def unsealed(self) -> int:
        return self.made - self.sealed


def totals(viewer: Actor, campaign: Campaign) -> Totals:
    rows = signatures_for(viewer).filter(campaign=campaign, void=None).select_related(None)
    told = rows.aggregate(signed=Count("pk"), made=Count("pact_file"), sealed=Count("pact_file__seal"))
    return Totals(**told)


def present_seal(campaign: Campaign, key: Opened, at: dt.datetime) -> PactSeal:
    """The row of the certificate that seals now; not stored while it sealed nothing."""
    told = PactSeal.objects.filter(agency=campaign.agency_id, fingerprint=key.fingerprint).first()
    return told or PactSeal(
        agency_id=campaign.agency_id, fingerprint=key.fingerprint, holder=key.holder[:200], issuer=key.issuer[:200],
        serial=key.serial, until=key.until, is_own=key.is_own, certificate=key.pem, first_at=at,
    )  # fmt: skip


def seals(viewer: Actor, campaign: Campaign) -> QuerySet[PactSeal]:
    """The certificates under which this campaign's pacts are sealed, the latest first, each with how many."""
    rows = PactSeal.objects.filter(agency=viewer.agency_id, pacts__signature__in=counted(campaign))
    return rows.annotate(count=Count("pacts")).order_by("-first_at", "-pk")


def superseded(signature: Signature) -> QuerySet[SupersededPact]:
    return SupersededPact.objects.filter(signature=signature).select_related("file").order_by("-at")
