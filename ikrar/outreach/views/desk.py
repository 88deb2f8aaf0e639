"""Doors of an attendance desk: a badge by camera, photo or scanner, or a name; three clear answers, undo.

A POST answers with its page instead of a redirect: a queue waits, and sending it again is harmless (`uuid`). A script
asks for the part of the page that changes (`PART`), by the same forms.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, View, desk
from ikrar.agencies.models import Device
from ikrar.agencies.queries.desks import HOME, MOST_HITS, desk_of
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.core.middleware import with_scanner
from ikrar.outreach.actions import desk as actions
from ikrar.outreach.actions.attendance import NotOurs
from ikrar.outreach.actions.desk import Arrival, Verdict, named
from ikrar.outreach.forms.desk import Arrive, NewGuest, Refuse, Undo, is_badge
from ikrar.outreach.models import Activity
from ikrar.outreach.queries import desk as queries
from ikrar.outreach.rules import Way

#: A script asks for a part of the page by this header, and knows by it that the answer is ours and no hotspot's.
PART = "Ikrar-Part"


def at_activity(view: View) -> View:
    """A desk whose officer is active, and an open activity of its own agency; else a page says so."""

    @desk
    @wraps(view)
    def guarded(request: Request, pk: int, **more: Any) -> HttpResponseBase:
        here = desk_of(request.actor)
        if here is None:
            return _marked(render(request, "agencies/desk_unknown.html", status=403), "unknown")
        found = queries.activities_of(here).filter(pk=pk).first()
        if found is None:
            context = {"desk": here, "back": HOME}
            return _marked(render(request, "outreach/desk/closed.html", context, status=404), "closed")
        return view(request, here, found, **more)

    return guarded


@desk
def desk_attendance(request: Request, pk: int) -> HttpResponseBase:
    """Who is before the desk: a badge is recorded at once, a name is looked for first."""
    form = Arrive(request.POST, request.FILES) if request.method == "POST" else None
    if form is None or not form.is_valid() or not (arrival := _arrival(form.cleaned_data)):
        return _shown(request, pk=pk, form=form)
    try:
        verdict = actions.check_in(pk, arrival, by=request.actor, at=zones.now())
    except Refused as refusal:
        return _shown(request, pk=pk, form=form, refusal=refusal)
    return _said(request, verdict, arrival.way)


def _arrival(told: dict[str, Any]) -> Arrival | None:
    """None where a name is to be looked for."""
    way, client_at = told["way"] or Way.IN, told["client_at"]
    if told["staff"] or told["guest"]:
        return Arrival(told["uuid"], staff=told["staff"], guest=told["guest"], way=way, client_at=client_at)
    if is_badge(told["typed"]):
        return Arrival(told["uuid"], scanned=told["typed"], way=way, client_at=client_at)
    return None


def _said(request: Request, verdict: Verdict, way: str = Way.IN) -> HttpResponseBase:
    """What is to be said of the last person, and nothing else: the next one waits."""
    officer = request.actor.officer
    context = {
        "activity": verdict.here, "zone": verdict.here.zone, "label": verdict.here.label, "way": way,
        "officer": officer.name if officer else "", "verdict": verdict, "uuid": uuid.uuid4(), "back": HOME,
    }  # fmt: skip
    return _rendered(request, context, 200)


@at_activity
def _shown(
    request: Request, here: Device, found: Activity, *, form: Arrive | None = None, refusal: Refused | None = None,
    done: str = "",
) -> HttpResponseBase:  # fmt: skip
    """The desk, ready for the next person; with what was looked for, or why nobody was recorded."""
    told = form.cleaned_data if form else {}
    way = told.get("way") or (Way.OUT if request.GET.get("arah") == "keluar" else Way.IN)
    typed = told.get("typed", "")[:80] if form and form.is_valid() and not refusal else ""
    hits, guests = (queries.people(found, typed, zones.now()), queries.guests(found, typed)) if typed else ([], [])
    context = {
        "activity": found, "zone": found.agency.zone, "label": here.label, "officer": here.officer, "form": form,
        "way": way, "typed": typed, "refusal": refusal, "not_ours": isinstance(refusal, NotOurs),
        "done": done, "hits": hits, "guests": guests, "most": MOST_HITS, "uuid": uuid.uuid4(), "back": HOME,
    }  # fmt: skip
    if not (typed or refusal or done):
        context |= {
            "latest": queries.latest(found, named(here)), "present": queries.present(found), "undo": Undo(),
            "invited": found.invitees.count(), "shows_latest": True,
        }  # fmt: skip
    status = 409 if isinstance(refusal, Conflict) else 422 if refusal or (form and form.errors) else 200
    return _rendered(request, context, status)


def _rendered(request: Request, context: dict[str, Any], status: int) -> HttpResponseBase:
    part = request.headers.get(PART)
    if part == "latest":
        return _marked(render(request, "outreach/desk/_latest.html", context), part)
    if part:
        return _marked(render(request, "outreach/desk/_parts.html", context, status=status), "answer")
    return with_scanner(render(request, "outreach/desk/attendance.html", context, status=status))


def _marked(response: HttpResponse, part: str) -> HttpResponse:
    response.headers[PART] = part
    return response


@at_activity
def desk_guest(request: Request, here: Device, found: Activity) -> HttpResponseBase:
    """A guest who is in no list."""
    form = NewGuest(request.POST if request.method == "POST" else None, initial={"uuid": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            verdict = actions.add_guest(
                found, name=told["name"], office=told["office"], institution=told["institution"],
                client_uuid=told["uuid"], by=request.actor, at=zones.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _said(request, verdict)
    context = {"desk": here, "activity": found, "form": form}
    return render(request, "outreach/desk/guest.html", context, status=422 if form.is_bound else 200)


@at_activity
@require_POST
def desk_undo(request: Request, here: Device, found: Activity, act: int) -> HttpResponseBase:
    """Take back one record of this desk."""
    form = Undo(request.POST)
    if not form.is_valid():
        return _shown(request, pk=found.pk, refusal=Refused(next(iter(form.errors.values()))[0]))
    told = form.cleaned_data
    return _done(request, found, "undone", lambda: actions.undo(found, act, **told, by=request.actor, at=zones.now()))


@at_activity
@require_POST
def desk_refuse(request: Request, here: Device, found: Activity, badge: int) -> HttpResponseBase:
    """The face is not the badge's: refuse it, and keep that it was refused."""
    form = Refuse(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    return _done(
        request, found, "refused",
        lambda: actions.refuse(
            found, badge, told.get("act"), client_uuid=told.get("uuid"), by=request.actor, at=zones.now()
        ),
    )  # fmt: skip


def _done(request: Request, found: Activity, done: str, act: Callable[[], object]) -> HttpResponseBase:
    try:
        act()
    except Refused as refusal:
        return _shown(request, pk=found.pk, refusal=refusal)
    return _shown(request, pk=found.pk, done=done)
