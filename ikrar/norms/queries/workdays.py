"""Reading days off: national ones by decree, an agency's own, its week, and all of it as a calendar to count by."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from ikrar.agencies.models import Agency, Unit
from ikrar.agencies.roles import Actor
from ikrar.norms import daysoff
from ikrar.norms.clock import Calendar, DayOff, Kind, Week
from ikrar.norms.models import Decree, DecreedYear, LocalDay, NationalDay, WorkWeek


def calendar(
    agency_id: int | None = None, unit: Unit | None = None, *, known_on: dt.date | None = None, week: Week = Week.FIVE
) -> Calendar:
    """The days by which an agency counts, or one of its units; without an agency the national ones and this `week`."""
    local, weeks = [], []
    if agency_id is not None:
        local = [_as_off(row) for row in local_days(agency_id)]
        weeks = _weeks(agency_id, unit.path if unit else "", known_on)
    return daysoff.calendar(week, known_on=known_on, local=local, weeks=weeks, told=_national())


def _as_off(row: LocalDay) -> DayOff:
    return DayOff(row.day, row.name, Kind.LOCAL, row.decree, row.decreed, seen=True)


def _national() -> dict[str, Any]:
    days = NationalDay.objects.filter(ended_at=None).values("day", "name", "kind", "decree__slug", "withdrawn_by__slug")
    return {
        "decrees": list(Decree.objects.values("slug", "name", "decreed", "seen")),
        "years": [
            {"year": row.year, "decree": row.decree.slug} for row in DecreedYear.objects.select_related("decree")
        ],
        "days": [{**row, "decree": row["decree__slug"], "withdrawn_by": row["withdrawn_by__slug"]} for row in days],
    }


def _weeks(agency_id: int, path: str, known_on: dt.date | None) -> list[tuple[dt.date, Week]]:
    """Each day on which the week becomes another for this place; the deepest unit that has a word of its own decides."""
    told = [
        (row.since, len(row.unit.path) if row.unit else 0, row.days)
        for row in work_weeks(agency_id)
        if (row.unit is None or path.startswith(row.unit.path)) and (known_on is None or row.decreed <= known_on)
    ]
    return [
        (since, Week(max((depth, at, days) for at, depth, days in told if at <= since)[2]))
        for since in sorted({since for since, _depth, _days in told})
    ]


def local_days(agency_id: int) -> QuerySet[LocalDay]:
    """An agency's own days off that hold, by day."""
    return LocalDay.objects.filter(agency=agency_id, ended_at=None).order_by("day")


def work_weeks(agency_id: int) -> QuerySet[WorkWeek]:
    return WorkWeek.objects.filter(agency=agency_id, ended_at=None).select_related("unit").order_by("since", "pk")


def local_days_for(viewer: Actor) -> QuerySet[LocalDay]:
    """All that the viewer's agency ever told, ended ones too; the latest day first."""
    return LocalDay.objects.filter(agency=viewer.agency_id, agency__isnull=False).order_by("-day", "-pk")


def work_weeks_for(viewer: Actor) -> QuerySet[WorkWeek]:
    rows = WorkWeek.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("unit").order_by("-since", "-pk")


def decreed_years() -> list[int]:
    return list(DecreedYear.objects.order_by("year").values_list("year", flat=True))


def is_national(day: dt.date) -> bool:
    return NationalDay.objects.filter(day=day, ended_at=None, withdrawn_by=None).exists()


def agencies() -> QuerySet[Agency]:
    """Whose own days off anyone may count by."""
    return Agency.objects.order_by("name", "pk")


def units(viewer: Actor) -> QuerySet[Unit]:
    """Living units of the viewer's agency, by name."""
    return Unit.objects.filter(agency=viewer.agency_id, agency__isnull=False, merged_into=None).order_by(
        "name_key", "pk"
    )
