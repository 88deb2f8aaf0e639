"""Days as rows of a week: a month with its days off, and the way of a term from its event to its last day. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ikrar.core import zones
from ikrar.norms.clock import Calendar, DayOff, Due, Step

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """One day of a strip, or the gap before the first; `kind` is its look, `word` stands below the figure."""

    day: dt.date | None
    kind: str = ""
    word: str = ""


@dataclass(frozen=True)
class Month:
    """A month of a year: its days, and those of them that are off, as `Rabu 18`."""

    name: str
    cells: Sequence[Cell]
    off: Sequence[tuple[str, DayOff]]


def heads() -> list[str]:
    """The short names of the days of a week, from Monday."""
    monday = dt.date(2024, 1, 1)
    return [zones.weekday(monday + n * _DAY)[:3] for n in range(7)]


def months(calendar: Calendar, year: int) -> list[Month]:
    return [_month(calendar, year, month) for month in range(1, 13)]


def _month(calendar: Calendar, year: int, month: int) -> Month:
    first = dt.date(year, month, 1)
    days = [first + n * _DAY for n in range(31) if (first + n * _DAY).month == month]
    cells = [_gap() for _weekday in range(first.weekday())] + [_cell(calendar, day) for day in days]
    told = [(f"{zones.weekday(day)} {day.day}", off) for day in days if (off := calendar.off(day))]
    return Month(zones.month(month), cells, told)


def _gap() -> Cell:
    return Cell(None, "head")


def _cell(calendar: Calendar, day: dt.date) -> Cell:
    if calendar.off(day):
        return Cell(day, "on")
    return Cell(day, "off") if calendar.is_weekend(day) else Cell(day)


def way(due: Due, most: int = 105) -> list[Cell]:
    """Every day from the event to the last day, in whole weeks; nothing where the way is longer than fits."""
    last = due.due or due.event
    if not due.due or (last - due.event).days > most:
        return []
    steps = {step.day: step for step in due.steps}
    cells = [_gap() for _weekday in range(due.event.weekday())]
    cells.append(Cell(due.event, "start", zones.month(due.event.month)[:3]))
    day = due.event + _DAY
    while day <= last:
        cells.append(_passed(day, steps.get(day), is_last=day == last))
        day += _DAY
    return cells


def _passed(day: dt.date, step: Step | None, *, is_last: bool) -> Cell:
    if step is None or step.number is not None:
        word = _("ke-%(n)d") % {"n": step.number} if step else _("tenggat")
        return Cell(day, "end" if is_last else "on", word)
    if step.pause:
        return Cell(day, "off", _("berhenti"))
    return Cell(day, "off", _("libur") if step.off else _("lewat"))
