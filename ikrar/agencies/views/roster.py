"""Doors of uploaded lists: upload, progress, columns, preview, questions, applying, taking back."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, own_agency, requires
from ikrar.agencies.actions import roster as actions
from ikrar.agencies.forms.roster import Apply, Columns, Decide, DecideUnits, Upload
from ikrar.agencies.models import RosterImport
from ikrar.agencies.permissions import IMPORT_ROSTER
from ikrar.agencies.queries import previews
from ikrar.agencies.queries import roster as queries
from ikrar.agencies.rules import ImportState
from ikrar.agencies.wording import FIGURES
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.core.models import JobState

_PAGE = 50
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAGES = {
    ImportState.READING: "progress",
    ImportState.APPLYING: "progress",
    ImportState.UNDOING: "progress",
    ImportState.MAPPING: "columns",
    ImportState.PREVIEW: "preview",
    ImportState.APPLIED: "applied",
}


@requires(IMPORT_ROSTER)
def upload_roster(request: Request) -> HttpResponse:
    agency = own_agency(request)
    initial = {"as_of": zones.today(agency.zone, zones.now()), "scope": "whole", **_narrower(request)}
    form = Upload(request.POST or None, request.FILES or None, viewer=request.actor, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            roster = actions.upload_roster(
                agency, file=data["file"], name=data["file"].name, units=data["units"], as_of=data["as_of"],
                by=request.actor, at=zones.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("agencies:roster", pk=roster.pk)
    context = {"form": form, "imports": queries.imports_for(request.actor)[:20], "agency": agency}
    return render(request, "agencies/roster/upload.html", context)


def _narrower(request: Request) -> dict[str, Any]:
    """Day and units of an upload that turned out to be a part, for sending its file again with them as the scope."""
    pk = request.GET.get("ulang", "")
    found = queries.imports_for(request.actor).filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
    if found is None:
        return {}
    return {"as_of": found.as_of, "scope": "units", "units": queries.units_told(found)}


@requires(IMPORT_ROSTER)
def roster(request: Request, pk: int) -> HttpResponse:
    """The page of an upload, wherever it stands."""
    found = _found(request, pk)
    page = _PAGES.get(ImportState(found.state), "closed")
    return render(request, f"agencies/roster/{page}.html", {"roster": found, **_context(page, found)})


def _context(page: str, found: RosterImport) -> dict[str, Any]:
    if page == "progress":
        job = queries.job_of(found)
        return {
            "job": job,
            "failed": job is not None and job.state == JobState.FAILED,
            "waits": found.reading.get("waits"),
        }
    if page == "columns":
        return {"form": Columns(roster=found), "until": queries.kept_until(found)}
    if page == "preview":
        return {"form": Apply(roster=found), **previews.preview(found)}
    last, until = queries.last_applied(found.agency_id), queries.kept_until(found)
    return {"problem": previews.problem(found), "last": last, "until": until}


@requires(IMPORT_ROSTER)
@require_POST
def map_columns(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = Columns(request.POST, roster=found)
    if not form.is_valid():
        context = {"roster": found, **_context("columns", found), "form": form}
        return render(request, "agencies/roster/columns.html", context)
    return _told(
        request, found, lambda: actions.map_columns(found, mapping=form.mapping, by=request.actor, at=zones.now())
    )


@requires(IMPORT_ROSTER)
def roster_rows(request: Request, pk: int, what: str) -> HttpResponse:
    """The rows behind one figure, fifty a page."""
    found = _found(request, pk)
    if what not in FIGURES:
        raise Http404
    rows: Any = queries.gone_from(found, what) if what in ("gone", "unclear") else queries.rows_by(found, what)
    paginator = Paginator(rows, _PAGE)
    # The figure is known already: a page never counts a million rows.
    cast(Any, paginator).count = found.counts.get(what, 0)
    page = paginator.get_page(request.GET.get("halaman"))
    context = {
        "roster": found,
        "what": what,
        "title": FIGURES[what],
        "page": page,
        **previews.told(found, what, list(page)),
    }
    return render(request, "agencies/roster/rows.html", context)


@requires(IMPORT_ROSTER)
def decide_row(request: Request, pk: int) -> HttpResponse:
    """One question at a time."""
    found = _found(request, pk)
    form = Decide(request.POST or None)
    if form.is_valid():
        row = previews.row_at(found, form.cleaned_data["row"])
        answer, staff = previews.answered(found, row, form.cleaned_data["answer"])
        try:
            actions.decide_row(answer[0], answer[1], staff=staff, by=request.actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("agencies:decide_row", pk=pk)
    question = previews.question(found) if found.state == ImportState.PREVIEW else None
    if question is None:
        return redirect("agencies:roster", pk=pk)
    return render(request, "agencies/roster/question.html", {"roster": found, "form": form, **question})


@requires(IMPORT_ROSTER)
@require_POST
def decide_units(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = DecideUnits(request.POST)
    if not form.is_valid():
        return redirect("agencies:roster", pk=found.pk)
    place, is_one = form.cleaned_data["place"], form.cleaned_data["answer"] == "one"
    return _told(request, found, lambda: actions.decide_units(found, place=place, is_one=is_one, by=request.actor))


@requires(IMPORT_ROSTER)
def error_file(request: Request, pk: int) -> HttpResponse:
    """The rows to mend, as a workbook that runs nothing."""
    found = _found(request, pk)
    response = HttpResponse(previews.error_workbook(found), content_type=_SPREADSHEET)
    response["Content-Disposition"] = f'attachment; filename="baris-salah-{found.pk}.xlsx"'
    return response


@requires(IMPORT_ROSTER)
@require_POST
def apply_roster(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = Apply(request.POST, roster=found)
    if found.state == ImportState.PREVIEW and not form.is_valid():
        return _asked_again(request, found, form)
    try:
        actions.apply_roster(found, **(form.choice if form.is_valid() else {}), by=request.actor, at=zones.now())
    except Refused as refusal:
        if refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal))
            return _asked_again(request, found, form)
        messages.error(request, str(refusal), extra_tags="bad")
    return redirect("agencies:roster", pk=found.pk)


def _asked_again(request: Request, found: RosterImport, form: Apply) -> HttpResponse:
    context = {"roster": found, **previews.preview(found), "form": form}
    return render(request, "agencies/roster/preview.html", context, status=422)


@requires(IMPORT_ROSTER)
@require_POST
def discard_roster(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return _told(
        request,
        found,
        lambda: actions.discard_roster(found, by=request.actor),
        _("Unggahan dibuang. Daftar pegawai tidak berubah."),
    )


@requires(IMPORT_ROSTER)
@require_POST
def take_back_roster(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return _told(request, found, lambda: actions.take_back_roster(found, by=request.actor, at=zones.now()))


def _found(request: Request, pk: int) -> RosterImport:
    return get_object_or_404(queries.imports_for(request.actor), pk=pk)


def _told(request: Request, found: RosterImport, act: Callable[[], object], done: str = "") -> HttpResponse:
    """Do it, or say why not, on the page of the upload."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        if done:
            messages.success(request, done, extra_tags="ok")
    return redirect("agencies:roster", pk=found.pk)
