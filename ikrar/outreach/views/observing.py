"""Doors of an observer at an event: draw, see what was drawn, write a remark."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach.actions import observing as actions
from ikrar.outreach.forms.observing import WriteRemark
from ikrar.outreach.permissions import DRAW_ATTENDANCE, WRITE_REMARK
from ikrar.outreach.queries import observing as queries
from ikrar.outreach.remarks import Said
from ikrar.outreach.views.activities import activity_of


@requires(DRAW_ATTENDANCE)
@require_POST
def draw_attendances(request: Request, pk: int) -> HttpResponse:
    """Draw 20 at random; the seed is kept."""
    made = actions.draw_attendances(activity_of(request, pk), by=request.actor, at=zones.now())
    return redirect("outreach:attendance_draw", pk=pk, draw=made.pk)


@requires(DRAW_ATTENDANCE)
def attendance_draw(request: Request, pk: int, draw: int) -> HttpResponse:
    """What was drawn, without names, and the seed with which anyone can repeat it."""
    held = activity_of(request, pk)
    found = get_object_or_404(held.draws, pk=draw)
    return render(
        request, "outreach/attendance_draw.html", {"activity": held, "draw": found, "rows": queries.drawn(found)}
    )


@requires(WRITE_REMARK)
def write_remark(request: Request, pk: int) -> HttpResponse:
    """A remark that stays; `?betulkan=ID` begins a correction."""
    held, at, status = activity_of(request, pk), zones.now(), 200
    own, last = queries.own_remarks(held, request.actor), queries.last_remark(request.actor)
    told = request.GET.get("betulkan", "")
    initial = {
        "uuid": uuid.uuid4(), "name": last.name if last else request.actor.name, "institution": last.institution if last else "",
        "corrects": told if told.isdecimal() and len(told) < 18 else None,
    }  # fmt: skip
    form = WriteRemark(own, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said, corrects = form.cleaned_data, form.cleaned_data["corrects"]
        words = Said(said["name"], said["institution"], said["text"], corrects.pk if corrects else None)
        try:
            actions.write_remark(held, words, client_uuid=said["uuid"], by=request.actor, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = 409 if isinstance(refusal, Conflict) else 422
        else:
            return redirect("oversight:observe_activity", pk=held.pk)
    status = 422 if form.errors and status == 200 else status
    return render(request, "outreach/write_remark.html", {"activity": held, "form": form}, status=status)
