"""Doors of election stages: anyone's timeline and the freeze, and an agency's own dates."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, own_agency, public, requires
from ikrar.agencies.models import Agency
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import catalogue, strip
from ikrar.norms.actions import stages as actions
from ikrar.norms.forms.stages import AskDay, Reason, WriteStage
from ikrar.norms.guidance import in_words
from ikrar.norms.held import cite
from ikrar.norms.models import OwnStage
from ikrar.norms.permissions import SET_STAGES
from ikrar.norms.queries import stages as queries
from ikrar.norms.rules import NATIONAL_ZONE
from ikrar.norms.rules.stages import OWN_STAGE_MOVES, OwnStageState, Standing
from ikrar.norms.timeline import Calendar

_PAGE = 30


def _asked(request: Request) -> tuple[AskDay, dt.date, Agency | None]:
    """The day and agency that the address names; without them today, and the reader's own or the only agency."""
    form = AskDay(request.GET if request.GET else None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    agency = told.get("instansi") or (queries.asked_agency("") if "instansi" not in form.fields else None)
    if agency is None and not form.is_bound and request.actor.is_officer:
        agency = Agency.objects.filter(pk=request.actor.agency_id or 0).first()
    day = told.get("tanggal") or zones.today(agency.zone if agency else NATIONAL_ZONE, zones.now())
    if not form.is_bound:
        form = AskDay(initial={"tanggal": day, "instansi": agency.code if agency else ""})
    return form, day, agency


def _told(calendar: Calendar, day: dt.date) -> dict[str, Any]:
    """An election with each of its stages as the day finds them."""
    rows = [(one, one.on(day), one.is_disputed_on(day)) for one in calendar.periods]
    return {
        "calendar": calendar, "rows": [row for row in rows if row[1] is not Standing.NOT_HELD],
        "not_held": [row for row in rows if row[1] is Standing.NOT_HELD], "is_over": calendar.is_over(day),
    }  # fmt: skip


@public
def stages(request: Request) -> HttpResponse:
    """Each election's stages: what is past, running and to come, on any day."""
    form, day, agency = _asked(request)
    rows = queries.by_nearness(queries.calendars(agency), day)
    context = {
        "form": form, "day": day, "agency": agency, "elections": [_told(row, day) for row in rows],
        "now": queries.now_of(agency, day), "may_write": request.actor.has(SET_STAGES),
    }  # fmt: skip
    return render(request, "norms/stages.html", context, status=422 if form.errors else 200)


@public
def freeze(request: Request) -> HttpResponse:
    """Is a day inside the time in which officials may not be replaced, and how that was counted?"""
    form, day, agency = _asked(request)
    rules = {row["slug"]: _words(row) for row in catalogue.freezes()}
    rows = [(row, rules[row.rule.slug]) for row in queries.freeze_on(agency, day)]
    context = {
        "form": form, "day": day, "agency": agency, "rules": rules.values(), "may_write": request.actor.has(SET_STAGES),
        "freezes": [pair for pair in rows if pair[0].begins], "undated": [row for row, _told in rows if not row.begins],
    }  # fmt: skip
    return render(request, "norms/freeze.html", context, status=422 if form.errors else 200)


def _words(row: dict[str, Any]) -> dict[str, Any]:
    """A rule of the catalogue in the reader's language."""
    return {
        "name": in_words(row["name"]), "means": in_words(row["means"]), "unless": in_words(row["unless"]),
        "open_points": [in_words(one) for one in row["open_points"]], "months": row["months_before"],
        "articles": [cite(catalogue.CarriedRows(), one) for one in row["bases"]], "source": row["source"],
        "is_seen": row["seen"], "is_verified": row["status"] == "approved",
    }  # fmt: skip


@requires(SET_STAGES)
def own_stages(request: Request) -> HttpResponse:
    """What the agency decided of its own region, what waits, and what was before."""
    rows = list(queries.own_stages_for(request.actor))
    agency = own_agency(request)
    done = [row for row in rows if row.state not in (OwnStageState.WAITING, OwnStageState.IN_FORCE)]
    context = {
        "agency": agency, "waiting": [row for row in rows if row.state == OwnStageState.WAITING],
        "in_force": [row for row in rows if row.state == OwnStageState.IN_FORCE],
        "page": Paginator(done, _PAGE).get_page(request.GET.get("halaman")), "names": queries.names(rows),
    }  # fmt: skip
    return render(request, "norms/own_stages.html", context)


@requires(SET_STAGES)
def write_stage(request: Request) -> HttpResponse:
    """Add or correct the dates of a stage; another officer approves them."""
    agency = own_agency(request)
    key = request.GET.get("tahap", "")
    period = (queries.period_of(agency, key) or (None, None))[1]
    first = {"stage": key, "since": period.since, "until": period.until} if period else {"stage": key}
    form = WriteStage(request.POST if request.method == "POST" else None, initial=first, agency=agency)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        told = {**form.cleaned_data}
        try:
            made = actions.write_stage(agency, told.pop("stage"), **told, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
            status = 409 if isinstance(refusal, Conflict) else 422
        else:
            messages.success(
                request, _("Tersimpan. Tanggalnya berlaku sesudah disetujui petugas lain."), extra_tags="ok"
            )
            return redirect("norms:own_stage", pk=made.pk)
    context = {"form": form, "agency": agency, "period": period}
    return render(request, "norms/write_stage.html", context, status=status)


@requires(SET_STAGES)
def own_stage(request: Request, pk: int) -> HttpResponse:
    """One row beside what holds now, with what may become of it."""
    found = get_object_or_404(queries.own_stages_for(request.actor), pk=pk)
    return _own_stage(request, found, Reason())


def _own_stage(request: Request, found: OwnStage, reason: Reason) -> HttpResponse:
    key = f"{found.election.slug}/{found.slug}"
    history = queries.own_stages_for(request.actor).filter(election=found.election_id, slug=found.slug)
    context = {
        "stage": found, "period": (queries.period_of(found.agency, key) or (None, None))[1], "reason": reason,
        "is_writer": found.written_by == request.actor.id, "history": history, "names": queries.names(history),
    }  # fmt: skip
    return render(request, "norms/own_stage.html", context, status=422 if reason.errors else 200)


@requires(SET_STAGES)
@require_POST
def decide_stage(request: Request, pk: int, move: str) -> HttpResponse:
    """Approve, reject or withdraw; asked for by the row's page."""
    found = get_object_or_404(queries.own_stages_for(request.actor), pk=pk)
    if move not in {one.name for one in OWN_STAGE_MOVES}:
        raise Http404
    reason = Reason(request.POST)
    said = reason.cleaned_data["reason"] if reason.is_valid() else ""
    try:
        actions.take(found, move, by=request.actor, at=zones.now(), reason=said)
    except Refused as refusal:
        if refusal.field:
            return _own_stage(request, found, reason)
        messages.warning(request, str(refusal), extra_tags="bad")
    else:
        strip.forget(found.agency_id)
        messages.success(request, _("Keputusan Anda tersimpan."), extra_tags="ok")
    return redirect("norms:own_stage", pk=pk)
