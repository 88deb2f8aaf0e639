"""Days off, counting by them, terms of law, and what runs: for anyone, and for officers of an agency."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string

from ikrar.agencies.access import Request, anonymous, own_agency, requires, way
from ikrar.core import zones
from ikrar.core.context import Door
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import counting, daystrips
from ikrar.norms.actions import workdays as actions
from ikrar.norms.clock import Unit, Week
from ikrar.norms.forms.workdays import AddLocalDay, CountDays, EndRow, SetWorkWeek
from ikrar.norms.permissions import MANAGE_WORKDAYS, VIEW_CLOCKS
from ikrar.norms.queries import clocks as running
from ikrar.norms.queries import terms
from ikrar.norms.queries import workdays as queries
from ikrar.norms.rules import NATIONAL_ZONE
from ikrar.norms.terms import Reading


@anonymous
def days_off(request: Request) -> HttpResponse:
    """The days off of a year, by month, each with its decree."""
    years = queries.decreed_years()
    today = zones.today(NATIONAL_ZONE, zones.now())
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    months = daystrips.months(queries.calendar(), year) if year in years else []
    decrees = list(dict.fromkeys((off.decree, off.seen) for month in months for _day, off in month.off))
    context = {"year": year, "years": years, "months": months, "decrees": decrees, "heads": daystrips.heads()}
    return render(request, "norms/days_off.html", context)


@anonymous
def count_days(request: Request) -> HttpResponse:
    """From a day to the last day of a term, with the way there; the address holds the whole question."""
    rows = terms.term_rows(None, zones.today(NATIONAL_ZONE, zones.now()))
    form = CountDays(request.GET or None, terms=counting.choices(rows))
    context: dict[str, Any] = {"form": form, "heads": daystrips.heads()}
    if form.is_valid():
        try:
            context |= _answered(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
    return render(request, "norms/count_days.html", context, status=422 if form.errors else 200)


def _answered(data: dict[str, Any]) -> dict[str, Any]:
    agency, event = data["agency"], data["event"]
    row = terms.term_row(agency, data["term"], event) if data["term"] else None
    if data["term"] and row is None:
        raise counting.not_in_force(event)
    calendar = queries.calendar(agency.pk) if agency else queries.calendar(week=Week(int(data["week"] or Week.FIVE)))
    own = None if row else Reading(data["number"], Unit(data["unit"] or Unit.WORKING))
    told = counting.told([row])[0] if row else None
    return {
        "answers": counting.answers(row, event, own, calendar),
        "term": told,
        "agency": agency,
        "event": zones.long_date(event, named=True),
    }


@anonymous
def term_list(request: Request) -> HttpResponse:
    """Every term of law in force: how long, counted from what, by which article, verified or not."""
    rows = terms.term_rows(None, zones.today(NATIONAL_ZONE, zones.now()))
    return render(request, "norms/term_list.html", {"terms": counting.told(rows)})


@requires(VIEW_CLOCKS)
def clock_list(request: Request) -> HttpResponse:
    """What runs in the own agency, the next due first."""
    subjects: dict[str, Door] = import_string(settings.CLOCK_SUBJECTS)
    told = running.all_told_for(request.actor, at=zones.now())
    context = {"clocks": [(one, *_subject(request, subjects.get(one.clock.subject_kind), one)) for one in told]}
    return render(request, "norms/clock_list.html", context)


def _subject(request: Request, door: Door | None, one: running.ClockTold) -> tuple[str, str]:
    """What a clock runs for, in words of the room that started it, and the way there where the reader has one."""
    number = one.clock.subject_id
    return (str(door.words), way(request.actor, door.name, number)) if door else (one.clock.subject_kind, "")


@requires(MANAGE_WORKDAYS)
def local_days(request: Request) -> HttpResponse:
    """The own agency's days off and its week, with what was ended."""
    context = {"days": queries.local_days_for(request.actor), "weeks": queries.work_weeks_for(request.actor)}
    return render(request, "norms/local_days.html", context)


@requires(MANAGE_WORKDAYS)
def add_local_day(request: Request) -> HttpResponse:
    form = AddLocalDay(request.POST or None, initial={"client_uuid": uuid.uuid4()})
    return _added(request, form, actions.add_local_day, "norms/add_local_day.html")


@requires(MANAGE_WORKDAYS)
def set_work_week(request: Request) -> HttpResponse:
    form = SetWorkWeek(request.POST or None, {"client_uuid": uuid.uuid4()}, viewer=request.actor)
    return _added(request, form, actions.set_work_week, "norms/set_work_week.html")


def _added(request: Request, form: Any, action: Any, template: str) -> HttpResponse:
    status = 200
    if form.is_valid():
        try:
            action(own_agency(request), **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
            status = 409 if isinstance(refusal, Conflict) else 422
        else:
            return redirect("norms:local_days")
    return render(request, template, {"form": form}, status=422 if form.errors and status == 200 else status)


@requires(MANAGE_WORKDAYS)
def end_local_day(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.local_days_for(request.actor), pk=pk)
    return _ended(request, row, actions.end_local_day, "norms/end_local_day.html")


@requires(MANAGE_WORKDAYS)
def end_work_week(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.work_weeks_for(request.actor), pk=pk)
    return _ended(request, row, actions.end_work_week, "norms/end_work_week.html")


def _ended(request: Request, row: Any, action: Any, template: str) -> HttpResponse:
    if row.ended_at:
        return redirect("norms:local_days")
    form = EndRow(request.POST or None)
    if form.is_valid():
        action(row, **form.cleaned_data, by=request.actor, at=zones.now())
        return redirect("norms:local_days")
    return render(request, template, {"form": form, "row": row}, status=422 if form.errors else 200)
