"""Reading elections, their stages and legal bases."""

import datetime as dt

from django.db.models import QuerySet

from ikrar.norms.models import Election, LegalBasis, Stage


def elections() -> QuerySet[Election]:
    """Every election that a campaign can name, the latest first."""
    return Election.objects.prefetch_related("stages").order_by("-slug")


def stages_on(day: dt.date, region: str = "") -> QuerySet[Stage]:
    """Stages that run on a day: the national ones, and the region's own."""
    rows = Stage.objects.filter(since__lte=day, region__in={"", region}).exclude(until__lt=day)
    return rows.select_related("election").order_by("since", "pk")


def legal_bases() -> QuerySet[LegalBasis]:
    return LegalBasis.objects.order_by("kind", "-year", "slug")
