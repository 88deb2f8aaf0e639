"""Doors of somebody who joins online: the group's address, and the own page with one button.

A GET changes nothing and never tells where the meeting is; the POST records and then leads there.
"""

import uuid
from dataclasses import replace
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie

from ikrar.agencies.access import Request, public, signer
from ikrar.agencies.tokens import Signer
from ikrar.agencies.views.signer import entered, keep, pin_counts
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.core.middleware import loosened
from ikrar.outreach.actions import online as actions
from ikrar.outreach.queries import online as queries
from ikrar.outreach.queries.online import OwnMeeting


@public
@ensure_csrf_cookie
def join_door(request: Request, code: str) -> HttpResponse:
    """`/k/KODE`: safe to post in any group; each person types the own code."""
    found = queries.meeting_by_code(code)
    if found is None:
        raise Http404
    shown = {"activity": found, "is_open": found.lets_in(zones.now())}
    if request.method == "POST":
        return entered(request, activity=found.pk, page="outreach/online/door.html", shown=shown)
    return render(request, "outreach/online/door.html", shown)


@signer
def join(request: Request, pk: int) -> HttpResponse:
    """The own page of a meeting online: when its door opens, what is recorded, and the button."""
    who, at = request.signer, zones.now()
    own = queries.own_meeting(who.credential, pk) if who else None
    if who is None or own is None:
        raise Http404
    if not pin_counts(who, at):
        return keep(redirect("agencies:pin"), replace(who, campaign="", activity=pk))
    if request.method != "POST":
        return _page(request, own)
    return _joined(request, own, who)


def _joined(request: Request, own: OwnMeeting, who: Signer) -> HttpResponse:
    try:
        client_uuid = uuid.UUID(request.POST.get("uuid", ""))
    except ValueError:
        client_uuid = uuid.uuid4()
    try:
        return redirect(actions.join_online(own, who, client_uuid=client_uuid, at=zones.now()))
    except Refused as refusal:
        return _page(request, own, refusal)


def _page(request: Request, own: OwnMeeting, error: Refused | None = None) -> HttpResponse:
    """The browser hears only that a form may lead to the web: without it, it would not follow the answer there."""
    context = {"own": own, "activity": own.activity, "error": error, "uuid": uuid.uuid4()}
    context["is_open"] = own.activity.lets_in(zones.now())
    status = 200 if error is None else 409 if isinstance(error, Conflict) else 422
    answer = render(request, "outreach/online/join.html", context, status=status)
    if own.activity.meeting:
        answer.headers["Content-Security-Policy"] = loosened("form-action", f"{urlsplit(own.activity.meeting).scheme}:")
    return answer
