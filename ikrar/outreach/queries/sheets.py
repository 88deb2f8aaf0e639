"""Attendance sheets: what is printed, what waits for a second officer, what became of each row."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from ikrar.agencies.models import Assignment, Staff, Unit
from ikrar.agencies.queries.desks import found
from ikrar.agencies.queries.staff import reachable
from ikrar.agencies.roles import Actor
from ikrar.core import ids
from ikrar.outreach.models import Activity, Attendance, AttendanceSheet, Invitee
from ikrar.outreach.permissions import CONFIRM_SHEET, ENTER_SHEET


def sheets_for(viewer: Actor) -> QuerySet[AttendanceSheet]:
    """Sheets of the units where the viewer confirms paper (whoever enters it may); one without a unit is the agency's."""
    near = reachable(viewer, CONFIRM_SHEET, "unit__path")
    rows = AttendanceSheet.objects.filter(near, agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("activity__agency", "unit", "scan").order_by("-pk")


def sheet_by_code(viewer: Actor, typed: str) -> AttendanceSheet | None:
    """A sheet by its printed code, however it was typed."""
    return sheets_for(viewer).filter(code=ids.clean(typed)).first() if ids.clean(typed) else None


def waiting(viewer: Actor, activity: Activity) -> QuerySet[AttendanceSheet]:
    """Entered sheets that wait for a second officer, the oldest first."""
    rows = sheets_for(viewer).filter(activity=activity, confirmed_at=None, refused_at=None, entered_at__isnull=False)
    return rows.order_by("entered_at")


def units_to_print(viewer: Actor, activity: Activity) -> QuerySet[Unit]:
    """Units of people invited, within the viewer's reach, by name."""
    invited = Invitee.objects.filter(activity=activity).values("unit")
    return Unit.objects.filter(reachable(viewer, ENTER_SHEET, "path"), pk__in=invited).order_by("name_key", "pk")


def people_to_print(activity: Activity, units: Iterable[Unit]) -> list[Invitee]:
    """The invited of these units, by unit and name; all of them, so that a sheet says nothing of who has come."""
    rows = Invitee.objects.filter(activity=activity, unit__in=list(units)).select_related("staff", "unit")
    return list(rows.order_by("unit__name_key", "unit", "staff__name_key", "pk"))


def positions(staff: Iterable[int]) -> dict[int, str]:
    """What these people are today."""
    rows = Assignment.objects.filter(staff__in=list(staff), until=None)
    return dict(rows.values_list("staff", "position"))


@dataclass(frozen=True)
class Line:
    """One row of a sheet: who, whether the paper says so, and what is recorded of the person."""

    number: int
    staff: Staff
    is_ticked: bool
    act: Attendance | None
    is_from_here: bool


def lines_of(sheet: AttendanceSheet, *, added: bool = False) -> list[Line]:
    """The printed rows in their order, or those written by hand."""
    listed = sheet.added if added else sheet.staff
    people = Staff.objects.in_bulk(listed)
    rows = Attendance.objects.filter(activity=sheet.activity_id, staff__in=listed, void=None)
    acts = {act.staff_id: act for act in rows}
    return [
        Line(number, people[pk], added or pk in sheet.ticked, acts.get(pk), _is_from(sheet, acts.get(pk)))
        for number, pk in enumerate(listed, 1)
        if pk in people
    ]


def _is_from(sheet: AttendanceSheet, act: Attendance | None) -> bool:
    return act is not None and sheet.scan_id is not None and act.evidence_id == sheet.scan_id


def people(sheet: AttendanceSheet, typed: str) -> list[Assignment]:
    """Who serves in the agency today and is called so."""
    rows = Assignment.objects.filter(agency=sheet.agency_id, until=None, staff__merged_into=None)
    return found(rows.select_related("staff", "unit"), typed) if typed.strip() else []
