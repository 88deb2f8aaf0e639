"""Reading an agency's circulars, their versions and their numbers."""

from dataclasses import dataclass

from django.db.models import QuerySet

from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor
from ikrar.norms.models import Circular, CircularCounter, CircularNumber, CircularSetting, LegalBasis
from ikrar.norms.rules.circulars import CircularState, NumberState


def circulars(agency_id: int) -> QuerySet[Circular]:
    """The agency's circulars that were ever issued, the latest first: what papers and activities can name."""
    rows = Circular.objects.filter(agency=agency_id).exclude(state__in=[CircularState.DRAFT, CircularState.CANCELLED])
    return rows.order_by("-year", "-pk")


def circulars_for(viewer: Actor) -> QuerySet[Circular]:
    """All circulars of the viewer's own agency, the latest first."""
    rows = Circular.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("agency", "file", "replaces", "successor", "asked").order_by("-year", "-pk")


def visible_to(viewer: Actor, *, is_editor: bool) -> QuerySet[Circular]:
    """A draft is seen by those who write it."""
    rows = circulars_for(viewer)
    return rows if is_editor else rows.exclude(state=CircularState.DRAFT)


def in_force(agency_id: int) -> QuerySet[Circular]:
    rows = Circular.objects.filter(agency=agency_id, state=CircularState.ISSUED)
    return rows.select_related("agency", "asked").order_by("-issued_at", "-pk")


def versions(circular: Circular) -> list[Circular]:
    """All versions of this circular that were issued, the first first."""
    found, seen = [circular], circular
    while seen.replaces is not None:
        seen = seen.replaces
        found.insert(0, seen)
    seen = circular
    while (after := getattr(seen, "successor", None)) is not None and not after.is_draft:
        found.append(after)
        seen = after
    return [one for one in found if not one.is_draft]


def successor_draft(circular: Circular) -> Circular | None:
    return Circular.objects.filter(replaces=circular, state=CircularState.DRAFT).first()


def bases_of(circular: Circular) -> QuerySet[LegalBasis]:
    """The bases of a circular, the highest rank first as laws are numbered in their own list."""
    return circular.bases.order_by("pk")


def units_of(circular: Circular) -> list[Unit]:
    return list(circular.units.order_by("path"))


def setting(agency_id: int) -> CircularSetting:
    """How the agency numbers; an agency that said nothing types its numbers without a pattern."""
    return CircularSetting.objects.filter(agency=agency_id).first() or CircularSetting(agency_id=agency_id)


def number(agency_id: int, key: str, year: int) -> CircularNumber | None:
    rows = CircularNumber.objects.select_related("circular")
    return rows.filter(agency=agency_id, year=year, key=key).first()


@dataclass(frozen=True)
class Numbers:
    """The numbers of one year, the last one of own numbering, and what is missing below it and has no word.

    Numbers that were passed over together are one line, the second of each pair is the last of them.
    """

    rows: list[tuple[CircularNumber, CircularNumber | None]]
    last: int
    gaps: list[int]


def numbers(viewer: Actor, year: int) -> Numbers:
    """Every number that was taken in a year, used or not, with the reason of those that no circular bears."""
    rows = CircularNumber.objects.filter(agency=viewer.agency_id, year=year).select_related("circular")
    counter = CircularCounter.objects.filter(agency=viewer.agency_id, year=year).first()
    last = counter.last if counter else 0
    found = list(rows.order_by("serial", "number", "pk"))
    known = {row.serial for row in found}
    return Numbers(_lines(found), last, [serial for serial in range(1, last + 1) if serial not in known])


def _lines(rows: list[CircularNumber]) -> list[tuple[CircularNumber, CircularNumber | None]]:
    lines: list[tuple[CircularNumber, CircularNumber | None]] = []
    for row in rows:
        first, until = lines[-1] if lines else (None, None)
        before = until or first
        follows = before is not None and before.serial is not None and row.serial == before.serial + 1
        if first and follows and row.state == first.state == NumberState.SKIPPED and row.reason == first.reason:
            lines[-1] = (first, row)
        else:
            lines.append((row, None))
    return lines


def number_years(viewer: Actor) -> list[int]:
    rows = CircularNumber.objects.filter(agency=viewer.agency_id).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())
