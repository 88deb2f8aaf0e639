"""Doors of an attendance desk: one field for a badge or a name, three clear answers, undo.

A POST answers with its page instead of a redirect: a queue waits, and sending it again is harmless (`uuid`).
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, View, desk
from ikrar.agencies.models import Device
from ikrar.agencies.queries.desks import HOME, MOST_HITS, desk_of
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach.actions import desk as actions
from ikrar.outreach.actions.desk import Arrival, Verdict, named
from ikrar.outreach.forms.desk import Arrive, NewGuest, Undo
from ikrar.outreach.models import Activity
from ikrar.outreach.queries import desk as queries

_BADGE = "IK1"


def at_activity(view: View) -> View:
    """A desk whose officer is active, and an open activity of its own agency; else a page says so."""

    @desk
    @wraps(view)
    def guarded(request: Request, pk: int, **more: Any) -> HttpResponseBase:
        here = desk_of(request.actor)
        if here is None:
            return render(request, "agencies/desk_unknown.html", status=403)
        found = queries.activities_of(here).filter(pk=pk).first()
        if found is None:
            return render(request, "outreach/desk/closed.html", {"desk": here, "back": HOME}, status=404)
        return view(request, here, found, **more)

    return guarded


@at_activity
def desk_attendance(request: Request, here: Device, found: Activity) -> HttpResponse:
    """Who is before the desk: a badge is recorded at once, a name is looked for first."""
    if request.method != "POST":
        return _page(request, here, found)
    form = Arrive(request.POST)
    if not form.is_valid():
        return _page(request, here, found, form=form, status=422)
    told = form.cleaned_data
    if told["staff"] or told["guest"]:
        arrival = Arrival(told["uuid"], staff=told["staff"], guest=told["guest"])
    elif _BADGE in told["typed"].upper():
        arrival = Arrival(told["uuid"], scanned=told["typed"])
    else:
        return _page(request, here, found, typed=told["typed"][:80])
    return _answered(request, here, found, lambda: actions.check_in(found, arrival, by=request.actor, at=zones.now()))


@at_activity
def desk_guest(request: Request, here: Device, found: Activity) -> HttpResponse:
    """A guest who is in no list."""
    form = NewGuest(request.POST if request.method == "POST" else None, initial={"uuid": uuid.uuid4()})
    if request.method != "POST" or not form.is_valid():
        context = {"desk": here, "activity": found, "form": form}
        return render(request, "outreach/desk/guest.html", context, status=422 if form.is_bound else 200)
    told = form.cleaned_data
    return _answered(
        request, here, found,
        lambda: actions.add_guest(
            found, name=told["name"], office=told["office"], institution=told["institution"], client_uuid=told["uuid"],
            by=request.actor, at=zones.now(),
        ),
    )  # fmt: skip


@at_activity
@require_POST
def desk_undo(request: Request, here: Device, found: Activity, act: int) -> HttpResponse:
    """Take back one record of this desk."""
    form = Undo(request.POST)
    if not form.is_valid():
        return _page(request, here, found, error=str(next(iter(form.errors.values()))[0]), status=422)
    return _back(
        request, here, found, lambda: actions.undo(found, act, **form.cleaned_data, by=request.actor, at=zones.now())
    )


@at_activity
@require_POST
def desk_refuse(request: Request, here: Device, found: Activity, badge: int) -> HttpResponse:
    """The face is not the badge's: refuse it, and keep that it was refused."""
    told = request.POST.get("act", "")
    act = int(told) if told.isdecimal() and len(told) < 19 else None
    return _back(request, here, found, lambda: actions.refuse(found, badge, act, by=request.actor, at=zones.now()))


def _answered(request: Request, here: Device, found: Activity, act: Callable[[], Verdict]) -> HttpResponse:
    try:
        verdict = act()
    except Refused as refusal:
        return _page(request, here, found, error=str(refusal), status=409 if isinstance(refusal, Conflict) else 422)
    return _page(request, here, found, verdict=verdict)


def _back(request: Request, here: Device, found: Activity, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, here, found, error=str(refusal), status=422)
    return redirect("outreach:desk_attendance", pk=found.pk)


def _page(
    request: Request, here: Device, found: Activity, *, form: Arrive | None = None, typed: str = "", error: str = "",
    verdict: Verdict | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The desk, ready for the next person, with what is to be said of the last."""
    at = zones.now()
    context = {
        "desk": here, "activity": found, "form": form, "typed": typed, "error": error, "verdict": verdict, "undo": Undo(),
        "hits": queries.people(found, typed, at) if typed else [], "guests": queries.guests(found, typed),
        "latest": queries.latest(found, named(here)), "present": queries.present(found), "most": MOST_HITS,
        "invited": found.invitees.count(), "uuid": uuid.uuid4(), "back": HOME,
    }  # fmt: skip
    return render(request, "outreach/desk/attendance.html", context, status=status)
