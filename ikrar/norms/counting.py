"""A count of days as people read it: each reading with its last day, the strip of days, and why days were passed over."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.norms import daystrips, derivation
from ikrar.norms.clock import Calendar, Unit
from ikrar.norms.guidance import in_words
from ikrar.norms.terms import Counted, Reading, Term, counted, strictest_first


@dataclass(frozen=True)
class Answer:
    """One reading counted: its length, the last day, the strip, and the derivation in words."""

    length: str
    day: str
    why: str
    cells: list[daystrips.Cell]
    lines: list[str]


@dataclass(frozen=True)
class TermTold:
    """A term as the list of terms shows it."""

    slug: str
    name: str
    counted_from: str
    lengths: list[tuple[str, str]]
    term: Term


def answers(row: Mapping[str, Any] | None, event: dt.date, own: Reading | None, calendar: Calendar) -> list[Answer]:
    """A term's readings counted from a day, or a typed number of days; the stricter first. Refused where it cannot be."""
    try:
        if row is not None:
            told = strictest_first(counted(Term.of(row), event, calendar))
        else:
            assert own is not None
            told = counted(_typed(own), event, calendar)
        return [_answer(one) for one in told]
    except OverflowError as error:
        raise Refused(_("Tanggal itu di luar jangkauan. Periksa tahunnya."), field="event") from error


def _typed(own: Reading) -> Term:
    return Term.of({
        "slug": "", "name": {}, "counted_from": {}, "number": own.number, "unit": own.unit, "seen": False, "status": "draft",
    })  # fmt: skip


def _answer(one: Counted) -> Answer:
    if one.due is None:
        raise Refused(
            _("Hari libur tahun %(year)d belum ada keputusannya di data kami. Kami tidak menebak.")
            % {"year": one.lacks_year},
            field="event",
        )
    return Answer(
        length_in_words(one.reading),
        zones.long_date(one.due.due or one.due.event, named=True),
        one.reading.why,
        daystrips.way(one.due),
        list(derivation.lines(one.due)),
    )


def length_in_words(reading: Reading) -> str:
    """`7 hari kerja`."""
    if reading.unit == Unit.WORKING:
        words = ngettext("%(n)d hari kerja", "%(n)d hari kerja", reading.number)
    else:
        words = ngettext("%(n)d hari kalender", "%(n)d hari kalender", reading.number)
    return words % {"n": reading.number}


def told(rows: Iterable[Mapping[str, Any]]) -> list[TermTold]:
    """Terms in words, in the order of the catalogue."""
    return [
        TermTold(
            term.slug, in_words(term.name), in_words(term.counted_from),
            [(length_in_words(one), one.why) for one in term.readings], term,
        )
        for term in map(Term.of, rows)
    ]  # fmt: skip


def choices(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Terms for a field that chooses one."""
    return [(one.slug, f"{one.name} ({', '.join(length for length, _why in one.lengths)})") for one in told(rows)]


def not_in_force(day: dt.date) -> Refused:
    said = _("Tidak ada aturan tenggat seperti ini yang berlaku pada %(day)s.")
    return Refused(said % {"day": zones.long_date(day)}, field="term")
