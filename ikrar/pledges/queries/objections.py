"""Who was vouched for and has not been told; who said "bukan saya"; what signers say is otherwise."""

import datetime as dt

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from ikrar.agencies.models import Objection
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Level
from ikrar.core.models import OutboxMessage
from ikrar.pledges.models import Campaign, Correction, Signature
from ikrar.pledges.permissions import ANSWER_CORRECTION, VIEW_EVIDENCE, VOID_SIGNATURE
from ikrar.pledges.queries.missing import within

#: What all notices about vouched acts have in common in the outbox.
TOPIC = "vouched"


def untold(campaign: Campaign, told_to: int) -> QuerySet[Signature]:
    """Acts above the mark at the weakest two levels, of people with an e-mail who have not been told."""
    told = OutboxMessage.objects.filter(topic=TOPIC, about=OuterRef("pk"))
    rows = Signature.objects.filter(campaign=campaign, pk__gt=told_to, level__lte=Level.VOUCHED, void=None)
    rows = rows.filter(staff__isnull=False)
    return (
        rows.filter(~Exists(told)).exclude(staff__email="").select_related("staff", "campaign__agency").order_by("pk")
    )


def last_settled(campaign: Campaign, told_to: int, before: dt.datetime) -> int:
    """The highest act so old that none below it can still be committed."""
    rows = Signature.objects.filter(campaign=campaign, pk__gt=told_to, at__lt=before)
    return rows.aggregate(top=Max("pk"))["top"] or told_to


def open_about(signature: Signature) -> Objection | None:
    return Objection.objects.filter(agency=signature.agency_id, act=signature.pk, answered_at=None).first()


def objections_for(viewer: Actor) -> QuerySet[Objection]:
    """Objections of the viewer's agency: the open ones first, the oldest of them on top."""
    rows = Objection.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    rows = rows if "" in viewer.reach(VOID_SIGNATURE) else rows.none()
    return rows.select_related("staff").order_by("answered_at", "at")


def acts_of(objections: list[Objection]) -> dict[int, Signature]:
    """The acts that objections are about, with their voids."""
    rows = Signature.objects.filter(pk__in=[row.act for row in objections if row.act])
    return rows.select_related("campaign__agency", "unit", "void").in_bulk()


def voidable_for(viewer: Actor) -> QuerySet[Signature]:
    """Signatures that the viewer may void, those voided already included."""
    rows = Signature.objects.filter(within(viewer.reach(VOID_SIGNATURE)), agency=viewer.agency_id, agency__isnull=False)
    return rows.filter(staff__isnull=False).select_related(
        "campaign__agency", "campaign__ikrar", "campaign__pact", "unit", "staff", "void", "evidence"
    )


def evidenced_for(viewer: Actor) -> QuerySet[Signature]:
    """Signatures whose photo or drawing the viewer may look at."""
    rows = Signature.objects.filter(within(viewer.reach(VIEW_EVIDENCE)), agency=viewer.agency_id, agency__isnull=False)
    return rows.filter(staff__isnull=False).select_related("campaign__agency", "unit", "evidence")


def corrections_for(viewer: Actor) -> QuerySet[Correction]:
    """What signers of the viewer's agency say is otherwise; the unanswered first."""
    reach = within(viewer.reach(ANSWER_CORRECTION), "signature__unit__path")
    rows = Correction.objects.filter(Q(reach), agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("staff", "signature__campaign__agency", "signature__unit").order_by("answered_at", "pk")
