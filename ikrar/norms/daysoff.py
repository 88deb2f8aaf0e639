"""The days off by decree that the project carries, or rows of the same shape, as a calendar to count by. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ikrar.norms import catalogue
from ikrar.norms.clock import Calendar, DayOff, Kind, Week


def calendar(
    week: Week = Week.FIVE,
    *,
    known_on: dt.date | None = None,
    local: Iterable[DayOff] = (),
    weeks: Sequence[tuple[dt.date, Week]] = (),
    told: Mapping[str, Any] | None = None,
) -> Calendar:
    """All days off, with an agency's `local` ones; with `known_on` as they were known on that day.

    A decree of a later day counts for nothing then: neither its days, nor those that it takes away, nor the year that it
    alone makes known. Without `told` the days are those of the file.
    """
    told = told or catalogue.workdays()
    decreed = {row["slug"]: row for row in told["decrees"] if known_on is None or _day(row["decreed"]) <= known_on}
    years = frozenset(row["year"] for row in told["years"] if row["decree"] in decreed)
    off = [
        DayOff(
            _day(row["day"]), row["name"], Kind(row["kind"]), decreed[row["decree"]]["name"],
            _day(decreed[row["decree"]]["decreed"]), bool(decreed[row["decree"]]["seen"]),
        )
        for row in told["days"] if row["decree"] in decreed and row.get("withdrawn_by") not in decreed
    ]  # fmt: skip
    mine = [one for one in local if known_on is None or one.decreed <= known_on]
    return Calendar({one.day: one for one in (*mine, *off)}, years, week, weeks)


def _day(told: str | dt.date) -> dt.date:
    return told if isinstance(told, dt.date) else dt.date.fromisoformat(told)
