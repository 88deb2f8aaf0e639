"""Terms of law: each reading's due date; where sources disagree all are shown and the earliest leads. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ikrar.norms.clock import Calendar, Due, LastDay, NoDecree, Pause, Unit, count


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
    last_day: LastDay
    is_seen: bool
    is_approved: bool
    articles: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Term":
        own = Reading(row["number"], Unit(row["unit"]))
        others = [Reading(one["number"], Unit(one["unit"]), one["why"]) for one in row.get("readings", [])]
        return cls(
            row["slug"], row["name"], row["counted_from"], (own, *others),
            LastDay(row.get("last_day", LastDay.STAYS)), bool(row["seen"]), row["status"] == "approved",
            tuple(row.get("articles", ())),
        )  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One reading with its due date; without one where the days off of `lacks_year` are not known yet."""

    reading: Reading
    due: Due | None
    lacks_year: int | None = None

    @property
    def day(self) -> dt.date | None:
        return self.due.due if self.due else None


def counted(term: Term, event: dt.date, calendar: Calendar, pauses: Iterable[Pause] = ()) -> list[Counted]:
    """Each reading of the term in its own order, counted as far as the decrees reach."""
    stood = tuple(pauses)
    return [_counted(term, one, event, calendar, stood) for one in term.readings]


def _counted(term: Term, one: Reading, event: dt.date, calendar: Calendar, pauses: tuple[Pause, ...]) -> Counted:
    try:
        return Counted(one, count(event, one.number, calendar, unit=one.unit, last_day=term.last_day, pauses=pauses))
    except NoDecree as missing:
        return Counted(one, None, missing.year)


def strictest_first(told: Sequence[Counted]) -> list[Counted]:
    """The earliest leads; one that stands still or cannot be counted yet comes last."""
    return sorted(told, key=lambda one: one.day or dt.date.max)
