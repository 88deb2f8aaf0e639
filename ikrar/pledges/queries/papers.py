"""Sheets of paper: what is printed, what waits for a second officer, what became of each row."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ikrar.agencies.models import Assignment, Staff, Unit
from ikrar.agencies.roles import Actor
from ikrar.core import ids
from ikrar.pledges.models import Campaign, PaperSheet, Signature
from ikrar.pledges.permissions import CONFIRM_PAPER, ENTER_PAPER
from ikrar.pledges.queries.campaigns import members
from ikrar.pledges.queries.missing import within
from ikrar.pledges.rules import Method


def _reach(viewer: Actor) -> tuple[str, ...]:
    """Where the viewer enters or confirms paper."""
    return tuple({*viewer.reach(ENTER_PAPER), *viewer.reach(CONFIRM_PAPER)})


def sheets_for(viewer: Actor) -> QuerySet[PaperSheet]:
    """Sheets of the units where the viewer enters or confirms paper."""
    rows = PaperSheet.objects.filter(within(_reach(viewer)), agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("campaign__agency", "campaign__ikrar", "campaign__pact", "unit", "scan").order_by("-pk")


def sheets_of_agency(viewer: Actor) -> QuerySet[PaperSheet]:
    """Every sheet of the viewer's agency, for those whose duty is not bound to a unit."""
    rows = PaperSheet.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("campaign__agency", "scan").order_by("-pk")


def sheet_by_code(viewer: Actor, typed: str) -> PaperSheet | None:
    """A sheet by its printed code, however it was typed."""
    return sheets_for(viewer).filter(code=ids.clean(typed)).first() if typed.strip() else None


def waiting(viewer: Actor, campaign: Campaign) -> QuerySet[PaperSheet]:
    """Entered sheets that wait for a second officer, the oldest first."""
    rows = sheets_for(viewer).filter(campaign=campaign, confirmed_at=None, refused_at=None, entered_at__isnull=False)
    return rows.order_by("entered_at")


@dataclass(frozen=True)
class UnitSheets:
    """How many sheets of one unit are printed, wait, and are confirmed."""

    unit: Unit
    printed: int
    waiting: int
    confirmed: int


def by_unit(viewer: Actor, campaign: Campaign) -> list[UnitSheets]:
    """One line a unit with sheets in the viewer's reach."""
    rows = PaperSheet.objects.filter(within(_reach(viewer)), campaign=campaign, agency=viewer.agency_id)
    counted = rows.order_by().values("unit").annotate(
        printed=Count("pk"), confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)),
        waiting=Count("pk", filter=Q(entered_at__isnull=False, confirmed_at=None, refused_at=None)),
    )  # fmt: skip
    units = Unit.objects.in_bulk([row["unit"] for row in counted])
    lines = [UnitSheets(units[row["unit"]], row["printed"], row["waiting"], row["confirmed"]) for row in counted]
    return sorted(lines, key=lambda line: line.unit.path)


def people_to_print(
    viewer: Actor, campaign: Campaign, unit: Unit, on: dt.date, *, only_missing: bool
) -> list[Assignment]:
    """Members of one unit in the viewer's reach, by name; a roster names all, so that it says nothing of who has signed."""
    rows = members(campaign, on).filter(within(viewer.reach(ENTER_PAPER)), unit=unit, agency=viewer.agency_id)
    if only_missing:
        rows = rows.filter(~Exists(Signature.objects.filter(campaign=campaign, void=None, staff=OuterRef("staff"))))
    return list(rows.select_related("staff", "unit").order_by("staff__name_key", "staff_id"))


def assignments_of(staff_ids: Iterable[int]) -> dict[int, Assignment]:
    """Present (else last) assignments by person, for printing a sheet again."""
    rows = (
        Assignment.objects.filter(staff__in=list(staff_ids)).select_related("staff", "unit").order_by("-until", "since")
    )
    found = {row.staff_id: row for row in rows}
    return found | {row.staff_id: row for row in rows if row.until is None}


@dataclass(frozen=True)
class Row:
    """One printed row: who, ticked or not, and what the register says of the person."""

    number: int
    staff: Staff
    is_ticked: bool
    signature: Signature | None
    is_from_here: bool


def rows_of(sheet: PaperSheet) -> list[Row]:
    """The rows in their printed order."""
    people = Staff.objects.in_bulk(sheet.staff)
    acts = {
        act.staff_id: act
        for act in Signature.objects.filter(campaign=sheet.campaign_id, staff__in=sheet.staff, void=None)
    }
    ticked = set(sheet.ticked)
    return [
        Row(number, people[pk], pk in ticked, acts.get(pk), _is_from(sheet, acts.get(pk)))
        for number, pk in enumerate(sheet.staff, 1)
        if pk in people
    ]


def _is_from(sheet: PaperSheet, act: Signature | None) -> bool:
    return act is not None and sheet.scan_id is not None and act.evidence_id == sheet.scan_id


def sheet_behind(act: Signature) -> PaperSheet | None:
    """The sheet whose scan shows this signature; None for an act that came another way."""
    if act.method != Method.PAPER or act.evidence_id is None:
        return None
    return PaperSheet.objects.filter(campaign=act.campaign_id, scan=act.evidence_id).first()


def unit_to_print(viewer: Actor, pk: int) -> Unit | None:
    return units_to_print(viewer).filter(pk=pk).first()


def units_to_print(viewer: Actor) -> QuerySet[Unit]:
    """Units for which the viewer may print and enter paper."""
    rows = Unit.objects.filter(within(viewer.reach(ENTER_PAPER), "path"), agency=viewer.agency_id, agency__isnull=False)
    return rows.filter(merged_into=None).order_by("path")
