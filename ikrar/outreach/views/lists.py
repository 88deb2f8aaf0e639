"""Doors of the attendance list and of attendance by unit."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, requires
from ikrar.core import audit, zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import lists as actions
from ikrar.outreach.attendance_lists import summary
from ikrar.outreach.forms.lists import ListForm
from ikrar.outreach.permissions import EXPORT_ATTENDANCE, VIEW_UNITS
from ikrar.outreach.queries import lists as queries
from ikrar.outreach.queries import units
from ikrar.outreach.views.activities import activity_of

_TYPES = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@requires(EXPORT_ATTENDANCE)
def attendance_list(request: Request, pk: int) -> HttpResponse:
    """Say what the list holds, then hand it out as a paper or a workbook."""
    found, at = activity_of(request, pk), zones.now()
    form = ListForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.export_list(found, **form.cleaned_data, by=request.actor, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            kind = form.cleaned_data["form"]
            name = f'attachment; filename="daftar-hadir-{found.pk}.{kind}"'
            return HttpResponse(made, content_type=_TYPES[kind], headers={"Content-Disposition": name})
    rows = queries.attendance_rows(found, at)
    context = {
        "activity": found, "form": form, "is_empty": not (rows.staff or rows.guests),
        "summary": summary(found, rows, found.invitees.count()),
    }  # fmt: skip
    return render(request, "outreach/lists/attendance_list.html", context, status=422 if form.is_bound else 200)


@requires(VIEW_UNITS)
def attendance_units(request: Request, pk: int) -> HttpResponse:
    """Per unit how many have come, and of one unit by name who has not; opening names leaves a trace."""
    found, typed = activity_of(request, pk), request.GET.get("unit", "")
    chosen = int(typed) if typed.isdecimal() and len(typed) < 19 else 0
    lines = units.unit_lines(request.actor, found)
    line = next((line for line in lines if line.unit.pk == chosen), None)
    if chosen and line is None:
        raise Http404
    missing = list(units.missing_of(request.actor, found, chosen)) if line else []
    if line:
        audit.record("outreach.attendance_seen", found, by=request.actor, fields=["belum", f"unit {chosen}"])
    context = {"activity": found, "lines": lines, "line": line, "missing": missing}
    return render(request, "outreach/lists/units.html", context)
