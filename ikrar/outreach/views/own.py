"""Doors of somebody who is invited: the own badge on the phone, and the calendar file."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from ikrar.agencies.access import Request, requires, signer
from ikrar.agencies.views.signer import keep, pin_counts
from ikrar.core import qr, zones
from ikrar.core.errors import Refused
from ikrar.outreach import calendar, paperwork
from ikrar.outreach.actions import badges as actions
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import VIEW_ACTIVITIES
from ikrar.outreach.queries import own as queries
from ikrar.outreach.views.activities import activity_of


@signer
def own_badge(request: Request, pk: int) -> HttpResponse:
    """The own badge, large enough for any scanner; asked for by a POST where there is none yet."""
    who, at, error = request.signer, zones.now(), None
    own = queries.invitation(who.credential, pk) if who else None
    if who is None or own is None:
        raise Http404
    if not pin_counts(who, at):
        return keep(redirect("agencies:pin"), replace(who, campaign="", activity=0))
    if request.method == "POST":
        try:
            actions.give_own_badge(own.activity, own.staff, at=at)
            return redirect("outreach:own_badge", pk=pk)
        except Refused as refusal:
            error = refusal
    badge = own.badge if own.badge and own.badge.is_live(at) else None
    code = mark_safe(qr.svg(paperwork.badge_link(actions.text(badge)))) if badge else ""  # noqa: S308  # our own drawing
    context = {"own": own, "activity": own.activity, "badge": badge, "code": code, "error": error}
    return render(request, "outreach/own/badge.html", context, status=422 if error else 200)


@signer
def own_calendar(request: Request, pk: int) -> HttpResponse:
    """The calendar file of an activity to which one is invited."""
    who = request.signer
    own = queries.invitation(who.credential, pk) if who else None
    if who is None or own is None or own.activity.on is None:
        raise Http404
    if not pin_counts(who, zones.now()):
        return keep(redirect("agencies:pin"), replace(who, campaign="", activity=0))
    return _file(own.activity)


@requires(VIEW_ACTIVITIES)
def activity_calendar(request: Request, pk: int) -> HttpResponse:
    """The same for officers."""
    found = activity_of(request, pk)
    if found.on is None:
        raise Http404
    return _file(found)


def _file(activity: Activity) -> HttpResponse:
    data = calendar.ics(activity, sequence=queries.sequence_now(activity), at=zones.now())
    headers = {"Content-Disposition": f'attachment; filename="kegiatan-{activity.pk}.ics"'}
    return HttpResponse(data, content_type=calendar.CONTENT_TYPE, headers=headers)
