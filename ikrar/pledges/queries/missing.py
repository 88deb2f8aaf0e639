"""Who has not signed yet: names only for those in the line of duty."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from ikrar.agencies.models import Assignment
from ikrar.pledges.models import Campaign, Missing, Signature
from ikrar.pledges.queries.campaigns import members


def within(reach: tuple[str, ...], path: str = "unit__path") -> Q:
    """Rows whose unit lies under one of the paths; no path at all is nobody."""
    found = Q(pk__in=[])
    for prefix in reach:
        found |= Q(**{f"{path}__startswith": prefix})
    return found


def missing(
    campaign: Campaign, reach: tuple[str, ...], on: dt.date, *, unit: int | None = None
) -> QuerySet[Assignment]:
    """Today's members within reach who have no signature that counts, by unit and name."""
    signed = Signature.objects.filter(campaign=campaign, staff=OuterRef("staff"), void=None)
    rows = members(campaign, on).filter(within(reach)).filter(~Exists(signed)).select_related("staff", "unit")
    if unit is not None:
        rows = rows.filter(unit=unit)
    return rows.order_by("unit__name", "staff__name_key", "pk")


@dataclass(frozen=True)
class Person:
    """One row of the page "Siapa yang belum"."""

    assignment: Assignment
    reason: Missing | None


def with_reasons(campaign: Campaign, rows: list[Assignment]) -> list[Person]:
    reasons = {
        row.staff_id: row for row in Missing.objects.filter(campaign=campaign, staff__in=[row.staff_id for row in rows])
    }
    return [Person(row, reasons.get(row.staff_id)) for row in rows]


def signatures_within(campaign: Campaign, reach: tuple[str, ...]) -> QuerySet[Signature]:
    """Signatures that count within reach, newest first: the rows behind a figure."""
    return (
        Signature.objects.filter(within(reach), campaign=campaign, void=None)
        .select_related("staff", "unit")
        .order_by("-pk")
    )
