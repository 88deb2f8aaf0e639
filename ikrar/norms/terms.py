"""Terms of law: each reading's due date; where sources disagree all are shown and the earliest leads. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ikrar.norms.clock import Calendar, Due, LastDay, Pause, Unit, count


@dataclass(frozen=True)
class Reading:
    """One way to read a term; `why` says what speaks for it where it is not the catalogue's own."""

    number: int
    unit: Unit
    why: str = ""


@dataclass(frozen=True)
class Term:
    """A term as it stands in the catalogue; its first reading is the catalogue's own."""

    slug: str
    name: Mapping[str, str]
    counted_from: Mapping[str, str]
    readings: tuple[Reading, ...]
    bases: tuple[Mapping[str, str], ...]
    last_day: LastDay
    is_seen: bool
    is_approved: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Term":
        own = Reading(row["number"], Unit(row["unit"]))
        others = [Reading(one["number"], Unit(one["unit"]), one["why"]) for one in row.get("readings", [])]
        return cls(
            row["slug"], row["name"], row["counted_from"], (own, *others), tuple(row["bases"]),
            LastDay(row.get("last_day", LastDay.STAYS)), bool(row["seen"]), row["status"] == "approved",
        )  # fmt: skip


def due_dates(
    term: Term, event: dt.date, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> list[tuple[Reading, Due]]:
    """Each reading with its due date, the strictest first; one that stands still comes last."""
    stood = tuple(pauses)
    told = [
        (one, count(event, one.number, calendar, unit=one.unit, last_day=term.last_day, pauses=stood))
        for one in term.readings
    ]
    return sorted(told, key=lambda pair: pair[1].due or dt.date.max)
