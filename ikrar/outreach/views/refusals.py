"""Doors of what a desk refused and what was taken back; and the committee's own undo of an attendance."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, requires
from ikrar.core import audit, zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import voiding as actions
from ikrar.outreach.forms.desk import Undo
from ikrar.outreach.permissions import VIEW_ATTENDANCE, VOID_ATTENDANCE
from ikrar.outreach.queries import refusals as queries
from ikrar.outreach.views.activities import activity_of


@requires(VIEW_ATTENDANCE)
def refusals(request: Request, pk: int) -> HttpResponse:
    """Badges that a desk refused, and records that no longer count, each with who said so and why; opening is traced."""
    found = activity_of(request, pk)
    audit.record("outreach.attendance_seen", found, by=request.actor, fields=["refusals"])
    context = {"activity": found, "refused": queries.refused(found), "voided": queries.voided(found)}
    return render(request, "outreach/refusals.html", context)


@requires(VOID_ATTENDANCE)
def void_attendance(request: Request, pk: int, act: int) -> HttpResponse:
    """Take one attendance back, with a reason."""
    found = activity_of(request, pk)
    row = get_object_or_404(queries.standing_acts(found), pk=act)
    form = Undo(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_by_committee(row, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Kehadiran dibatalkan. Alasannya tersimpan."), extra_tags="ok")
            return redirect("outreach:refusals", pk=found.pk)
    context = {"activity": found, "row": row, "form": form}
    return render(request, "outreach/void_attendance.html", context, status=422 if form.is_bound else 200)
