"""The part of a calendar that a due date rests on, as plain data that a row keeps. Pure."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ikrar.norms.clock import Calendar, DayOff, Kind, Week

_day = dt.date.fromisoformat


def kept(calendar: Calendar, first: dt.date, last: dt.date) -> dict[str, Any]:
    """What of a calendar bears on the days from `first` to `last`."""
    off = [calendar.days[day] for day in sorted(calendar.days) if first <= day <= last]
    weeks = [(since, week) for since, week in calendar.weeks if first < since <= last]
    return {
        "last": last.isoformat(), "week": int(calendar.week_on(first)),
        "weeks": [[since.isoformat(), int(week)] for since, week in weeks],
        "years": [year for year in sorted(calendar.years) if first.year <= year <= last.year],
        "days": [
            {"day": one.day.isoformat(), "name": one.name, "kind": one.kind.value, "decree": one.decree,
             "decreed": one.decreed.isoformat(), "seen": one.seen}
            for one in off
        ],
    }  # fmt: skip


def read(told: Mapping[str, Any]) -> Calendar:
    """The calendar of kept data; it knows nothing beyond its last day."""
    days = [
        DayOff(_day(row["day"]), row["name"], Kind(row["kind"]), row["decree"], _day(row["decreed"]), row["seen"])
        for row in told["days"]
    ]
    weeks = [(_day(since), Week(week)) for since, week in told["weeks"]]
    return Calendar({one.day: one for one in days}, frozenset(told["years"]), Week(told["week"]), weeks)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Days off that are there now and were not, and those that were and are not, among the days that both know."""
    both = min(before["last"], after["last"])
    was, now = ({row["day"]: row for row in told["days"]} for told in (before, after))
    added = [row for day, row in now.items() if day not in was and day <= before["last"]]
    return added, [row for day, row in was.items() if day not in now and day <= both]
