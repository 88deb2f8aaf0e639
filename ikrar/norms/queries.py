"""Reading elections, their stages and legal bases."""

import datetime as dt

from django.db.models import Case, F, Max, Q, QuerySet, When
from django.db.models.functions import Abs

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import tickets
from ikrar.norms.models import Circular, Election, Inquiry, LegalBasis, Precedent, Stage


def elections(on: dt.date) -> QuerySet[Election]:
    """Every election that a campaign can name: those not yet over, the nearest first, then the past, the latest first."""
    is_to_come = Q(last__gte=on) | Q(last=None, year__gte=on.year)
    rows = Election.objects.prefetch_related("stages").annotate(last=Max("stages__until"))
    rows = rows.annotate(is_over=Case(When(is_to_come, then=0), default=1), away=Abs(F("year") - on.year))
    soonest = Case(When(is_over=0, then="last"), default=None).asc(nulls_last=True)
    return rows.order_by("is_over", "away", soonest, F("last").desc(nulls_last=True), "slug")


def stages_on(day: dt.date, region: str = "") -> QuerySet[Stage]:
    """Stages that run on a day: the national ones, and the region's own."""
    rows = Stage.objects.filter(since__lte=day, region__in={"", region}).exclude(until__lt=day)
    return rows.select_related("election").order_by("since", "pk")


def legal_bases() -> QuerySet[LegalBasis]:
    return LegalBasis.objects.order_by("kind", "-year", "slug")


def circulars(agency_id: int) -> QuerySet[Circular]:
    """The agency's circulars, the latest first."""
    return Circular.objects.filter(agency=agency_id).order_by("-year", "-pk")


def asked_agencies() -> QuerySet[Agency]:
    """Whose legal office can be asked: every agency of this installation."""
    return Agency.objects.order_by("name", "pk")


def inquiries_for(viewer: Actor) -> QuerySet[Inquiry]:
    """Questions to the viewer's own agency: those that wait first, the oldest first."""
    rows = Inquiry.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    return rows.order_by(F("answered_on").asc(nulls_first=True), "day", "pk")


def waiting_inquiries(viewer: Actor) -> int:
    return inquiries_for(viewer).filter(answered_on=None).count()


def inquiry_by_code(typed: str) -> Inquiry | None:
    return Inquiry.objects.filter(lookup=tickets.lookup(typed)).first()


def precedents() -> QuerySet[Precedent]:
    """What was answered once and may be read by all, the latest first."""
    return Precedent.objects.select_related("agency").order_by("-made_at", "-pk")
