"""An election's calendar as it holds in one region: its stages, what stands on a day, and what is forbidden meanwhile. Pure."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ikrar.norms.rules.stages import FreezeState, Standing


@dataclass(frozen=True)
class Reading:
    """The dates of a stage as another source tells them."""

    since: dt.date
    until: dt.date | None
    source: str


@dataclass(frozen=True)
class Period:
    """A stage with its dates; `region` and `own` say whose dates they are, `instead` what they replace."""

    slug: str
    name: str
    since: dt.date
    until: dt.date | None
    source: str
    is_seen: bool = False
    is_verified: bool = False
    is_held: bool = True
    note: str = ""
    region: str = ""
    own: int | None = None
    readings: tuple[Reading, ...] = ()
    instead: "Period | None" = None

    def on(self, day: dt.date) -> Standing:
        if not self.is_held:
            return Standing.NOT_HELD
        return _on(self.since, self.until, day)

    def is_disputed_on(self, day: dt.date) -> bool:
        """Does another source say otherwise of this day?"""
        return self.is_held and any(_on(one.since, one.until, day) != self.on(day) for one in self.readings)


def _on(since: dt.date, until: dt.date | None, day: dt.date) -> Standing:
    if day < since:
        return Standing.TO_COME
    return Standing.PAST if until is not None and day > until else Standing.RUNNING


@dataclass(frozen=True)
class Calendar:
    """One election with the stages that hold for somebody, in the order of their days; none where nothing is decreed."""

    election: int
    slug: str
    name: str
    long_name: str
    kind: str
    year: int
    basis: str
    source: str
    is_verified: bool
    periods: tuple[Period, ...]

    def period(self, slug: str) -> Period | None:
        return next((one for one in self.periods if one.slug == slug and one.is_held), None)

    def running(self, day: dt.date) -> list[Period]:
        """What runs on a day, the latest begun first."""
        return [one for one in reversed(self.periods) if one.on(day) is Standing.RUNNING]

    def next(self, day: dt.date) -> Period | None:
        return next((one for one in self.periods if one.on(day) is Standing.TO_COME), None)

    @property
    def ends(self) -> dt.date | None:
        """The last day of the last stage that is held."""
        return max((one.until or one.since for one in self.periods if one.is_held), default=None)

    def is_over(self, day: dt.date) -> bool:
        return self.ends < day if self.ends else self.year < day.year


def covers(region: str, place: str) -> bool:
    """Does what holds in `region` hold at `place`? "" is the whole country; a province covers its regencies and cities."""
    return not region or place == region or place.startswith(f"{region}.")


def merged(national: Iterable[Period], own: Iterable[Period], place: str) -> tuple[Period, ...]:
    """The stages that hold at a place: of one slug the nearest region's, and before all what the agency itself decided."""
    found: dict[str, Period] = {}
    for period in sorted(national, key=lambda one: len(one.region)):
        if covers(period.region, place):
            found[period.slug] = replace(period, instead=found.get(period.slug))
    for period in own:
        found[period.slug] = replace(period, instead=found.get(period.slug))
    return tuple(sorted(found.values(), key=lambda one: (one.since, one.until or dt.date.max, one.slug)))


@dataclass(frozen=True)
class FreezeRule:
    """What is forbidden from some months before one stage until another, in elections of some kinds."""

    slug: str
    kinds: tuple[str, ...]
    from_stage: str
    months_before: int
    until_stage: str


@dataclass(frozen=True)
class Freeze:
    """Where a day lies to the forbidden time of one election; `begins` and `ends` where they can be counted."""

    rule: FreezeRule
    calendar: Calendar
    state: FreezeState
    start: Period | None
    begins: dt.date | None
    ends: dt.date | None
    known_until: dt.date | None

    @property
    def holds(self) -> bool:
        """To be treated as forbidden: inside, or after the last known stage while the end is not known."""
        return self.state in (FreezeState.INSIDE, FreezeState.UNSURE)


def freeze(rule: FreezeRule, calendar: Calendar, day: dt.date) -> Freeze:
    """Counted from the calendar; without the first stage's date nothing is said, without the last one's the end stays open."""
    start, end = calendar.period(rule.from_stage), calendar.period(rule.until_stage)
    begins = months_before(start.since, rule.months_before) if start else None
    ends = end.since if end else None
    state = _state(begins, ends, calendar.ends, day)
    return Freeze(rule, calendar, state, start, begins, ends, calendar.ends)


def _state(begins: dt.date | None, ends: dt.date | None, known_until: dt.date | None, day: dt.date) -> FreezeState:
    if begins is None:
        return FreezeState.UNDATED
    if day < begins:
        return FreezeState.BEFORE
    if ends is not None:
        return FreezeState.INSIDE if day <= ends else FreezeState.AFTER
    return FreezeState.INSIDE if known_until and day <= known_until else FreezeState.UNSURE


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
