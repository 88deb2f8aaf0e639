"""Doors of signing in the hall: sessions of an activity, and the end of its day."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import EDIT_ACTIVITIES
from ikrar.outreach.queries.activities import activities_for, figures
from ikrar.outreach.rules import ActivityState
from ikrar.pledges.actions import days
from ikrar.pledges.actions import sessions as actions
from ikrar.pledges.forms.hall import ActivitySessionForm
from ikrar.pledges.permissions import OPEN_SESSION
from ikrar.pledges.queries import hall as queries


def activity_of(request: Request, pk: int) -> Activity:
    """The activity of the viewer's own agency, or not found."""
    return get_object_or_404(activities_for(request.actor), pk=pk)


@requires(OPEN_SESSION)
def activity_sessions(request: Request, pk: int) -> HttpResponse:
    """The sessions of an activity, what was signed at their desks and by own phone, and a new one."""
    found, viewer, at = activity_of(request, pk), request.actor, zones.now()
    form = ActivitySessionForm(viewer, found, at, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.open_session(
                told["campaign"], unit=told["unit"], title=told["title"], activity=found, by=viewer, at=at,
                opens_at=cast(dt.datetime, form.moment("opens_at")), closes_at=cast(dt.datetime, form.moment("closes_at")),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Sesi dibuka. Meja dapat memakainya dalam waktu itu."), extra_tags="ok")
            return redirect("pledges:activity_sessions", pk=found.pk)
    context = {
        "activity": found, "form": form, "sessions": queries.sessions(found), "signed": queries.signed(found), "at": at,
        "may_open": found.state in (ActivityState.PLANNED, ActivityState.OPEN),
        "campaigns": queries.open_campaigns(viewer, at),
    }  # fmt: skip
    return render(request, "pledges/hall/activity_sessions.html", context, status=422 if form.is_bound else 200)


@requires(OPEN_SESSION)
@require_POST
def close_activity_session(request: Request, pk: int, session: int) -> HttpResponse:
    """End one session of the activity before its time."""
    found = activity_of(request, pk)
    row = get_object_or_404(found.sessions, pk=session)
    try:
        actions.close_session(row, by=request.actor, at=zones.now())
        messages.success(request, _("Sesi ditutup."), extra_tags="ok")
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
    return redirect("pledges:activity_sessions", pk=found.pk)


@requires(EDIT_ACTIVITIES)
def close_day(request: Request, pk: int) -> HttpResponse:
    """Say what ends with the activity, then end it."""
    found, error = activity_of(request, pk), None
    if request.method == "POST":
        try:
            days.close_day(found, by=request.actor, at=zones.now())
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Kegiatan ditutup, sesi tanda tangannya juga."), extra_tags="ok")
            return redirect("outreach:activity", pk=found.pk)
    elif found.state != ActivityState.OPEN:
        return redirect("outreach:activity", pk=found.pk)
    context = {
        "activity": found, "figures": figures(found), "sessions": queries.open_sessions(found).select_related("unit"),
        "error": error,
    }  # fmt: skip
    return render(request, "pledges/hall/close_day.html", context, status=422 if error else 200)
