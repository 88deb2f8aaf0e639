"""Reading running terms: whose are due, which lapsed, those of one subject, and one as people read it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.norms import almanac, counting, daystrips, derivation, terms
from ikrar.norms.clock import Pause, Unit
from ikrar.norms.guidance import in_words
from ikrar.norms.models import Clock, ClockMove
from ikrar.norms.rules.clocks import SOON_DAYS

_SOONEST = (F("due").asc(nulls_last=True), "event", "pk")


def open_clocks(agency_id: int) -> QuerySet[Clock]:
    """What runs in an agency, the next due first; those without a date yet come last."""
    rows = Clock.objects.filter(agency=agency_id, ended_on=None)
    return rows.select_related("agency").prefetch_related("pauses", "moves").order_by(*_SOONEST)


def clocks_for(viewer: Actor) -> QuerySet[Clock]:
    """What runs in the viewer's own agency."""
    return open_clocks(viewer.agency_id) if viewer.agency_id is not None else Clock.objects.none()


def due_within(agency_id: int, days: int, on: dt.date) -> QuerySet[Clock]:
    """Running terms that end from `on` within so many days."""
    return open_clocks(agency_id).filter(due__gte=on, due__lte=on + dt.timedelta(days=days))


def lapsed(agency_id: int, on: dt.date) -> QuerySet[Clock]:
    """Running terms whose day has passed."""
    return open_clocks(agency_id).filter(due__lt=on)


def clocks_of(agency_id: int, kind: str, number: str | int) -> QuerySet[Clock]:
    """All terms of one subject, ended ones too, in the order in which they began."""
    rows = Clock.objects.filter(agency=agency_id, subject_kind=kind, subject_id=str(number))
    return rows.select_related("agency").prefetch_related("pauses", "moves").order_by("started_at", "pk")


def next_open(agency_id: int | None, after: Sequence[int], most: int) -> tuple[int, list[int]]:
    """Running clocks of one agency that come after (agency, clock) in that order; without an agency, of the next one."""
    rows = Clock.objects.filter(ended_on=None).filter(Q(agency=after[0], pk__gt=after[1]) | Q(agency__gt=after[0]))
    if agency_id is not None:
        rows = rows.filter(agency=agency_id)
    found = list(rows.order_by("agency", "pk").values_list("agency", "pk")[:most])
    first = found[0][0] if found else 0
    return first, [pk for agency, pk in found if agency == first]


def pauses_of(clock: Clock) -> list[Pause]:
    return [Pause(row.first, row.last, row.reason) for row in sorted(clock.pauses.all(), key=lambda row: row.first)]


@dataclass(frozen=True)
class ReadingTold:
    """One reading of a term: its length in words, its day, the way there in words and as a strip of days."""

    length: str
    day: str
    why: str
    lines: list[str]
    cells: list[daystrips.Cell]
    lacks_year: int | None


@dataclass(frozen=True)
class MoveTold:
    """One change of the due date as a sentence."""

    at: dt.datetime
    says: str


@dataclass(frozen=True)
class ClockTold:
    """A clock as people read it on a day; everything is derived from its own row."""

    clock: Clock
    on: dt.date

    @cached_property
    def term(self) -> terms.Term:
        return terms.Term.of(self.clock.term)

    @property
    def name(self) -> str:
        return in_words(self.term.name)

    @property
    def counted_from(self) -> str:
        return in_words(self.term.counted_from)

    @property
    def state(self) -> str:
        """`ended`, `stands`, `unknown`, `late`, `soon` or `runs`."""
        if self.clock.ended_on:
            return "ended"
        if self.clock.due is None:
            return "stands" if self.clock.stands_since else "unknown"
        if self.clock.due < self.on:
            return "late"
        return "soon" if self.clock.due <= self.on + dt.timedelta(days=SOON_DAYS) else "runs"

    @property
    def says(self) -> str:
        """One sentence: how much is left and until when, or why that cannot be said."""
        due, state = self.clock.due, self.state
        if state == "ended":
            return self._ended()
        if state == "stands":
            told = {"day": zones.long_date(self.clock.stands_since or self.on, named=True)}
            return _("Waktunya berhenti sejak %(day)s.") % told
        if due is None:
            return lacks(self.clock.lacks_year or 0)
        told = {"day": zones.long_date(due, named=True)}
        if state == "late":
            late = (self.on - due).days
            words = ngettext("Lewat %(n)d hari: tenggatnya %(day)s.", "Lewat %(n)d hari: tenggatnya %(day)s.", late)
            return words % {"n": late, **told}
        if due == self.on:
            return _("Hari ini hari terakhir: %(day)s.") % told
        return self._left(due)

    def _left(self, due: dt.date) -> str:
        """How many days are left, of the kind in which the leading reading counts."""
        days = [self.on + dt.timedelta(days=n) for n in range(1, (due - self.on).days + 1)]
        calendar, n = almanac.read(self.clock.almanac), len(days)
        if self.readings_counted[0].reading.unit == Unit.CALENDAR:
            words = ngettext(
                "Tersisa %(n)d hari, paling lambat %(day)s.", "Tersisa %(n)d hari, paling lambat %(day)s.", n
            )
        else:
            n = sum(day > self.clock.event and calendar.works(day) for day in days)
            words = ngettext(
                "Tersisa %(n)d hari kerja, paling lambat %(day)s.",
                "Tersisa %(n)d hari kerja, paling lambat %(day)s.",
                n,
            )
        return words % {"n": n, "day": zones.long_date(due, named=True)}

    def _ended(self) -> str:
        ended, due = self.clock.ended_on, self.clock.due
        assert ended is not None
        told = {"ended": zones.long_date(ended, named=True), "due": zones.long_date(due, named=True) if due else ""}
        if due is None:
            return _("Selesai %(ended)s.") % told
        if ended > due:
            return _("Selesai %(ended)s, sesudah tenggatnya %(due)s.") % told
        return _("Selesai %(ended)s, dalam tenggatnya %(due)s.") % told

    @cached_property
    def readings_counted(self) -> list[terms.Counted]:
        calendar = almanac.read(self.clock.almanac)
        return terms.strictest_first(terms.counted(self.term, self.clock.event, calendar, pauses_of(self.clock)))

    @cached_property
    def readings(self) -> list[ReadingTold]:
        """Each reading, the stricter first."""
        return [
            ReadingTold(
                counting.length_in_words(one.reading), zones.long_date(one.day, named=True) if one.day else "", one.reading.why,
                list(derivation.lines(one.due)) if one.due else [], daystrips.way(one.due) if one.due else [], one.lacks_year,
            )
            for one in self.readings_counted
        ]  # fmt: skip

    @property
    def heads(self) -> list[str]:
        return daystrips.heads()

    @property
    def moves(self) -> list[MoveTold]:
        return [
            MoveTold(row.at, _moved(row)) for row in sorted(self.clock.moves.all(), key=lambda row: (row.at, row.pk))
        ]


def all_told_for(viewer: Actor, *, at: dt.datetime) -> list[ClockTold]:
    """What runs in the viewer's own agency, as it stands on the agency's own day, the next due first."""
    return [ClockTold(one, zones.today(one.agency.zone, at)) for one in clocks_for(viewer)]


def waiting_in_words(viewer: Actor) -> str:
    """How many terms run, for the door to them; nothing where none does."""
    count = clocks_for(viewer).count()
    return ngettext("%(n)d sedang berjalan", "%(n)d sedang berjalan", count) % {"n": count} if count else ""


def told(clock: Clock, on: dt.date) -> ClockTold:
    return ClockTold(clock, on)


def lacks(year: int) -> str:
    return _("Belum dapat dihitung: keputusan hari libur %(year)d belum ada.") % {"year": year}


def _moved(row: ClockMove) -> str:
    was, now = (_earliest(days) for days in (row.was, row.now))
    why = "; ".join([
        *(_("%(day)s menjadi hari libur: %(name)s (%(decree)s)") % _off(one) for one in row.added),
        *(_("%(day)s bukan lagi hari libur: %(name)s (%(decree)s)") % _off(one) for one in row.taken),
    ])  # fmt: skip
    told = {"was": was, "now": now, "why": why or str(row.get_cause_display()).capitalize()}
    return _("Dari %(was)s menjadi %(now)s. %(why)s.") % told


def _off(one: Mapping[str, Any]) -> dict[str, str]:
    return {**one, "day": zones.long_date(dt.date.fromisoformat(one["day"]))}


def _earliest(days: list[str | None]) -> str:
    known = [dt.date.fromisoformat(day) for day in days if day]
    return zones.long_date(min(known), named=True) if known else _("belum ada tanggal")
