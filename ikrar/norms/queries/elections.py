"""Reading elections and legal bases."""

import datetime as dt

from django.db.models import Case, F, Max, Q, QuerySet, When
from django.db.models.functions import Abs

from ikrar.norms.models import Election, LegalBasis


def elections(on: dt.date) -> QuerySet[Election]:
    """Every election that a campaign can name: those not yet over, the nearest first, then the past, the latest first."""
    is_to_come = Q(last__gte=on) | Q(last=None, year__gte=on.year)
    rows = Election.objects.prefetch_related("stages").annotate(last=Max("stages__until"))
    rows = rows.annotate(is_over=Case(When(is_to_come, then=0), default=1), away=Abs(F("year") - on.year))
    soonest = Case(When(is_over=0, then="last"), default=None).asc(nulls_last=True)
    return rows.order_by("is_over", "away", soonest, F("last").desc(nulls_last=True), "slug")


def legal_bases() -> QuerySet[LegalBasis]:
    return LegalBasis.objects.order_by("kind", "-year", "slug")
