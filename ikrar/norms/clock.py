"""Due dates: counts calendar or working days from an event and keeps why each day counted or not. Pure.

A day counts from the day after the event. What is off is data (`daysoff.py`): weekends by the agency's week, holidays and
collective leave by decree, election days, local days. A year whose decree is not there is refused, never guessed.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

#: No term of law is longer; a typing error shall not count for minutes.
LONGEST = 3_660
_DAY = dt.timedelta(days=1)


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


class Week(IntEnum):
    """How many days of the week are working days."""

    FIVE = 5
    SIX = 6


class LastDay(StrEnum):
    """What becomes of a term in calendar days whose last day is a day off."""

    STAYS = "stays"
    NEXT_WORKING_DAY = "next_working_day"


class Kind(StrEnum):
    HOLIDAY = "holiday"
    COLLECTIVE = "collective"
    ELECTION = "election"
    LOCAL = "local"


class NoDecree(ValueError):
    """A count that would need the days off of a year whose decree is not known."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no decree on days off in {year}")
        self.year = year


@dataclass(frozen=True)
class DayOff:
    """One day off and the decree that says so; `decreed` is the day of the decree, `seen` whether anybody read it."""

    day: dt.date
    name: str
    kind: Kind
    decree: str
    decreed: dt.date
    seen: bool = False


@dataclass(frozen=True)
class Calendar:
    """The days off that a count heeds, the years that are wholly known, and the week with its later changes by day."""

    days: Mapping[dt.date, DayOff]
    years: frozenset[int]
    week: Week = Week.FIVE
    weeks: Sequence[tuple[dt.date, Week]] = ()

    def is_weekend(self, day: dt.date) -> bool:
        return day.weekday() >= self.week_on(day)

    def week_on(self, day: dt.date) -> Week:
        return next((week for since, week in reversed(self.weeks) if since <= day), self.week)

    def off(self, day: dt.date) -> DayOff | None:
        """The day off that falls on this day; raises `NoDecree` where its year is not known."""
        if day.year not in self.years:
            raise NoDecree(day.year)
        return self.days.get(day)

    def works(self, day: dt.date) -> bool:
        return self.off(day) is None and not self.is_weekend(day)


@dataclass(frozen=True)
class Pause:
    """Days that do not count because the clock stood still: the first and the last of them, none yet where it still stands."""

    first: dt.date
    last: dt.date | None
    reason: str


@dataclass(frozen=True)
class Step:
    """One day after the event: the number it got, or why it got none; a last day that moved on has both."""

    day: dt.date
    number: int | None
    off: DayOff | None = None
    is_weekend: bool = False
    pause: Pause | None = None


@dataclass(frozen=True)
class Due:
    """When a term ends, and every day on the way there. `due` is None while a pause has no end."""

    event: dt.date
    number: int
    unit: Unit
    due: dt.date | None
    steps: Sequence[Step] = field(repr=False)

    @property
    def skipped(self) -> list[Step]:
        return [step for step in self.steps if step.number is None]

    @property
    def moved_from(self) -> Step | None:
        """The last day of a term in calendar days, where it was a day off and the term ends later for that."""
        return next((step for step in self.steps if step.number and (step.off or step.is_weekend)), None)


def count(
    event: dt.date,
    number: int,
    calendar: Calendar,
    *,
    unit: Unit = Unit.WORKING,
    last_day: LastDay = LastDay.STAYS,
    pauses: Iterable[Pause] = (),
) -> Due:
    """The last day of a term of `number` days after the event, with the way there.

    Raises `ValueError` where the number is below 1 or beyond `LONGEST`, `NoDecree` where a year on the way is not known.
    """
    if not 1 <= number <= LONGEST:
        raise ValueError(f"a term has 1 to {LONGEST} days, not {number}")
    steps: list[Step] = []
    for step in _days(event, calendar, unit, tuple(pauses)):
        if step is None:
            return Due(event, number, unit, None, steps)
        steps.append(step)
        if step.number == number:
            break
    due = steps[-1].day
    if unit == Unit.CALENDAR and last_day == LastDay.NEXT_WORKING_DAY:
        while not calendar.works(due):
            counted = steps.pop().number if steps[-1].day == due else None
            steps.append(Step(due, counted, calendar.off(due), calendar.is_weekend(due)))
            due += _DAY
    return Due(event, number, unit, due, steps)


def _days(event: dt.date, calendar: Calendar, unit: Unit, pauses: tuple[Pause, ...]) -> Iterator[Step | None]:
    """Day by day after the event; None where the clock stands still without an end."""
    counted, day = 0, event
    while True:
        day += _DAY
        pause = next((one for one in pauses if one.first <= day and (one.last is None or day <= one.last)), None)
        if pause and pause.last is None:
            yield None
            return
        off = calendar.off(day) if unit == Unit.WORKING else None
        weekend = unit == Unit.WORKING and calendar.is_weekend(day)
        if pause or off or weekend:
            yield Step(day, None, off, weekend, pause)
        else:
            counted += 1
            yield Step(day, counted)
