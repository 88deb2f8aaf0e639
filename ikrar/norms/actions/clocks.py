"""The legal clock: started, stopped, set going again, ended, and counted again when days off change.

Whoever counts locks the agency first, so that a day off that is added meanwhile is either seen or moves the clock after.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency, Unit
from ikrar.agencies.roles import Actor, system
from ikrar.core import audit, zones
from ikrar.core.errors import Refused
from ikrar.norms import almanac, counting
from ikrar.norms.clock import Calendar
from ikrar.norms.models import Clock, ClockMove, ClockPause
from ikrar.norms.queries import clocks as queries
from ikrar.norms.queries import workdays
from ikrar.norms.queries.terms import term_row
from ikrar.norms.rules.clocks import MoveCause
from ikrar.norms.terms import Counted, Term, counted

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Subject:
    """For what a clock runs, in words of the room that starts it: a kind such as `declaration`, and its number there."""

    kind: str
    id: str


@transaction.atomic
def start(
    agency: Agency,
    term_slug: str,
    *,
    subject: Subject,
    on: dt.date,
    by: Actor,
    at: dt.datetime,
    unit: Unit | None = None,
) -> Clock:
    """Start a term for a subject, counted from the day after `on`, as the term stood on that day.

    The same start again answers with the clock that runs. Refused where the days off of its first year are not decreed.
    """
    agency = lock(agency.pk)
    running = Clock.objects.filter(
        agency=agency, term_slug=term_slug, subject_kind=subject.kind, subject_id=str(subject.id), ended_on=None
    ).first()
    if running is not None:
        if running.event != on:
            told = {"day": zones.long_date(running.event)}
            raise Refused(_("Tenggat ini sudah berjalan, dihitung dari %(day)s.") % told, field="on")
        return running
    if on > zones.today(agency.zone, at):
        raise Refused(_("Hari kejadiannya belum tiba. Tenggat dihitung sesudah kejadiannya."), field="on")
    row = term_row(agency, term_slug, on)
    if row is None:
        raise counting.not_in_force(on)
    calendar = workdays.calendar(agency.pk, unit)
    found = counted(Term.of(row), on, calendar)
    if any(one.lacks_year is not None and one.lacks_year <= on.year for one in found):
        raise Refused(
            _("Hari libur tahun %(year)d belum ada keputusannya di data kami. Kami tidak menebak.") % {"year": on.year},
            field="on",
        )
    clock = Clock.objects.create(
        agency=agency, unit=unit, term_slug=term_slug, term=row, subject_kind=subject.kind,
        subject_id=str(subject.id), event=on, started_at=at, started_kind=by.kind, started_by=by.id,
        **_fields(found, on, calendar),
    )  # fmt: skip
    audit.record("norms.clock_started", clock, by=by)
    return clock


@transaction.atomic
def pause(clock: Clock, *, on: dt.date, reason: str, by: Actor, at: dt.datetime) -> Clock:
    """Stop a clock: `on` is the first day that does not count."""
    clock, agency = _running(clock)
    last = clock.pauses.order_by("-first", "-pk").first()
    if last is not None and last.last is None:
        if (last.first, last.reason) == (on, reason):
            return clock
        told = {"day": zones.long_date(last.first)}
        raise Refused(_("Waktunya sudah berhenti sejak %(day)s.") % told, field="on")
    if on <= clock.event or (last is not None and on <= (last.last or last.first)):
        raise Refused(_("Hari itu sudah tidak dihitung. Pilih hari sesudahnya."), field="on")
    _not_beyond_tomorrow(on, agency, at)
    dues = [dt.date.fromisoformat(day) for day in clock.dues if day]
    if None not in clock.dues and on > max(dues):
        told = {"day": zones.long_date(max(dues))}
        raise Refused(_("Tenggat ini sudah habis pada %(day)s.") % told, field="on")
    ClockPause.objects.create(clock=clock, first=on, reason=reason, made_at=at, made_by=by.id)
    clock.stands_since = on
    _bring(clock, workdays.calendar(agency.pk, clock.unit), cause=MoveCause.PAUSED, at=at)
    audit.record("norms.clock_paused", clock, by=by, reason=reason)
    return clock


@transaction.atomic
def resume(clock: Clock, *, on: dt.date, by: Actor, at: dt.datetime) -> Clock:
    """Set a clock going again: `on` is the first day that counts."""
    clock, agency = _running(clock)
    last = clock.pauses.order_by("-first", "-pk").first()
    if last is None or last.last is not None:
        if last is not None and last.last == on - _DAY:
            return clock
        raise Refused(_("Waktunya sedang berjalan."), field="on")
    if on < last.first:
        told = {"day": zones.long_date(last.first)}
        raise Refused(_("Waktunya baru berhenti pada %(day)s.") % told, field="on")
    _not_beyond_tomorrow(on, agency, at)
    last.last = on - _DAY
    last.save(update_fields=["last"])
    clock.stands_since = None
    _bring(clock, workdays.calendar(agency.pk, clock.unit), cause=MoveCause.RESUMED, at=at)
    audit.record("norms.clock_resumed", clock, by=by)
    return clock


@transaction.atomic
def end(clock: Clock, *, on: dt.date, by: Actor, at: dt.datetime, reason: str = "") -> Clock:
    """What the term waited for was done on a day, or is not needed any more; the due date stays as it was."""
    agency = lock(clock.agency_id)
    clock = Clock.objects.select_for_update(of=("self",)).get(pk=clock.pk)
    if clock.ended_on is not None:
        if clock.ended_on == on:
            return clock
        told = {"day": zones.long_date(clock.ended_on)}
        raise Refused(_("Tenggat ini sudah selesai pada %(day)s.") % told, field="on")
    if not clock.event <= on <= zones.today(agency.zone, at):
        raise Refused(_("Hari selesainya tidak boleh sebelum kejadiannya atau sesudah hari ini."), field="on")
    clock.ended_on, clock.ended_at, clock.ended_by, clock.ended_why = on, at, by.id, reason
    clock.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_why"])
    audit.record("norms.clock_ended", clock, by=by, reason=reason)
    return clock


@transaction.atomic
def count_again(agency_id: int, clocks: Iterable[int], *, at: dt.datetime) -> int:
    """Count running clocks of an agency again by the days off of now; how many moved. Ended ones stay."""
    lock(agency_id)
    rows = Clock.objects.select_for_update(of=("self",)).filter(agency=agency_id, pk__in=list(clocks), ended_on=None)
    calendars: dict[int | None, Calendar] = {}
    moved = 0
    for clock in rows.select_related("unit").order_by("pk"):
        if clock.unit_id not in calendars:
            calendars[clock.unit_id] = workdays.calendar(agency_id, clock.unit)
        moved += _bring(clock, calendars[clock.unit_id], at=at)
    return moved


def lock(agency_id: int) -> Agency:
    """Only one at a time counts in an agency, or changes what it counts by."""
    return Agency.objects.select_for_update(no_key=True).get(pk=agency_id)


def _running(clock: Clock) -> tuple[Clock, Agency]:
    agency = lock(clock.agency_id)
    clock = Clock.objects.select_for_update(of=("self",)).select_related("unit").get(pk=clock.pk)
    if clock.ended_on is not None:
        told = {"day": zones.long_date(clock.ended_on)}
        raise Refused(_("Tenggat ini sudah selesai pada %(day)s.") % told)
    return clock, agency


def _not_beyond_tomorrow(on: dt.date, agency: Agency, at: dt.datetime) -> None:
    if on > zones.today(agency.zone, at) + _DAY:
        raise Refused(_("Paling jauh besok. Catat lagi bila harinya sudah dekat."), field="on")


def _bring(clock: Clock, calendar: Calendar, *, at: dt.datetime, cause: MoveCause | None = None) -> bool:
    """Write what a count of now finds, and a trace where a due date became another."""
    was, lacked, before = clock.dues, clock.lacks_year, clock.almanac
    told = _fields(counted(Term.of(clock.term), clock.event, calendar, queries.pauses_of(clock)), clock.event, calendar)
    if cause is None and (told["dues"], told["almanac"]) == (was, before):
        return False
    for name, said in told.items():
        setattr(clock, name, said)
    clock.save(update_fields=[*told, "stands_since"])
    if told["dues"] == was:
        return False
    added, taken = almanac.changed(before, told["almanac"]) if cause is None else ([], [])
    ClockMove.objects.create(
        clock=clock, cause=cause or _why([*added, *taken], lacked, told), was=was, now=told["dues"], added=added,
        taken=taken, at=at,
    )  # fmt: skip
    if cause is None:
        audit.record("norms.clock_moved", clock, by=system(clock.agency_id), fields=["due"])
    return True


def _why(days: list[Any], lacked: int | None, told: dict[str, Any]) -> MoveCause:
    if lacked is not None and told["lacks_year"] != lacked:
        return MoveCause.YEAR
    if days:
        return MoveCause.DAYS_OFF
    return MoveCause.WEEK


def _fields(told: list[Counted], event: dt.date, calendar: Calendar) -> dict[str, Any]:
    """The columns of a clock that a count fills."""
    days = [one.day for one in told]
    known = [day for day in days if day]
    missing = min((one.lacks_year for one in told if one.lacks_year is not None), default=None)
    last = max(event + _DAY, *(_reached(one) for one in told))
    return {
        "dues": [day.isoformat() if day else None for day in days],
        "due": min(known) if known else None,
        "lacks_year": missing,
        "almanac": almanac.kept(calendar, event + _DAY, last),
    }


def _reached(one: Counted) -> dt.date:
    """The last day that a count looked at."""
    if one.due is None:
        return dt.date((one.lacks_year or 1) - 1, 12, 31)
    return max([*(step.day for step in one.due.steps), one.due.due or one.due.event])
