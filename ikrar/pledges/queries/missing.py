"""Who has not signed yet: names only for those in the line of duty."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ikrar.agencies.models import Assignment
from ikrar.agencies.rules import Level
from ikrar.core import zones
from ikrar.core.draws import initials, median_seconds
from ikrar.pledges.models import Campaign, Draw, Missing, Signature
from ikrar.pledges.queries.campaigns import members


def within(reach: tuple[str, ...], path: str = "unit__path") -> Q:
    """Rows whose unit lies under one of the paths; no path at all is nobody."""
    if "" in reach:
        return Q()
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
    """Signatures that count within reach, newest first: the rows behind a figure, erased ones without a name too."""
    return (
        Signature.objects.filter(within(reach), campaign=campaign, void=None)
        .select_related("staff", "unit")
        .order_by("-pk")
    )


def missing_person(campaign: Campaign, reach: tuple[str, ...], staff: int, at: dt.datetime) -> Assignment | None:
    """One person who has not signed, within reach."""
    return missing(campaign, reach, zones.today(campaign.agency.zone, at)).filter(staff=staff).first()


@dataclass(frozen=True)
class Drawn:
    """A drawn signature as an observer sees it: no name."""

    signature: Signature
    initials: str


def drawn(draw: Draw) -> list[Drawn]:
    """The drawn signatures in the order of the draw."""
    rows = {row.pk: row for row in Signature.objects.filter(pk__in=draw.drawn).select_related("unit", "staff")}
    return [Drawn(rows[pk], _initials(rows[pk])) for pk in draw.drawn if pk in rows]


def _initials(act: Signature) -> str:
    return initials(act.staff.name) if act.staff else "–"


@dataclass(frozen=True)
class Vouching:
    """How one officer vouched, handed or confirmed: how many, and the median seconds between two in a row."""

    officer: int
    signed: int
    median_seconds: float | None


def vouchings(campaign: Campaign, reach: tuple[str, ...]) -> list[Vouching]:
    """Signatures at a desk or by a handed code, per officer, the most first."""
    times: dict[int, list[dt.datetime]] = {}
    rows = Signature.objects.filter(within(reach), campaign=campaign, void=None, level=Level.VOUCHED).exclude(
        officer=None
    )
    for officer, at in rows.order_by("at").values_list("officer", "at"):
        times.setdefault(int(officer or 0), []).append(at)
    found = [
        Vouching(
            officer,
            len(at),
            median_seconds(at),
        )
        for officer, at in times.items()
    ]
    return sorted(found, key=lambda row: -row.signed)


def signed_since(campaign: Campaign, since: dt.datetime) -> dict[int, int]:
    """Signatures that count, by unit, since a moment."""
    rows = Signature.objects.filter(campaign=campaign, at__gte=since, void=None).order_by()
    return dict(rows.values_list("unit_id").annotate(n=Count("pk")))
