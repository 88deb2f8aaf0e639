"""The days off that the project carries: holidays, collective leave and election days by decree. Pure."""

import datetime as dt
from collections.abc import Iterable

from ikrar.norms import catalogue
from ikrar.norms.clock import Calendar, DayOff, Kind, Week


def calendar(week: Week = Week.FIVE, *, known_on: dt.date | None = None, local: Iterable[DayOff] = ()) -> Calendar:
    """All days off, with an agency's `local` ones; with `known_on` as they were known on that day.

    A decree of a later day counts for nothing then: neither its days nor the year that it alone makes known.
    """
    told = catalogue.workdays()
    decreed = {row["slug"]: row for row in told["decrees"] if known_on is None or _day(row["decreed"]) <= known_on}
    years = frozenset(row["year"] for row in told["years"] if row["decree"] in decreed)
    off = [
        DayOff(
            _day(row["day"]), row["name"], Kind(row["kind"]), decreed[row["decree"]]["name"],
            _day(decreed[row["decree"]]["decreed"]), bool(decreed[row["decree"]]["seen"]),
        )
        for row in told["days"] if row["decree"] in decreed
    ]  # fmt: skip
    mine = [one for one in local if known_on is None or one.decreed <= known_on]
    return Calendar({one.day: one for one in (*mine, *off)}, years, week)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
