"""Doors of activities: list, new, one activity, its states."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ikrar.agencies.access import Request, may, own_agency, requires
from ikrar.core import audit, zones
from ikrar.core.context import door_groups
from ikrar.core.errors import Refused
from ikrar.outreach.actions import activities as actions
from ikrar.outreach.forms.activities import ActivityForm, Agenda, Officials, facts, rows_of, shown
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import EDIT_ACTIVITIES, VIEW_ACTIVITIES, VIEW_ATTENDANCE, VOID_ATTENDANCE
from ikrar.outreach.queries import activities as queries
from ikrar.outreach.queries import next_step
from ikrar.outreach.rules import MOVES, ActivityState

#: What each move asks before it is taken, and what its button says.
_ASKED = {
    "open_activity": (
        gettext_lazy("Mulai kegiatan ini?"), gettext_lazy("Meja dapat mencatat kehadiran sejak sekarang."),
        gettext_lazy("Mulai kegiatan"),
    ),
    "close_activity": (
        gettext_lazy("Tutup kegiatan ini?"),
        gettext_lazy("Kehadiran dikunci. Meja tidak dapat mencatat lagi, kecuali dibuka lagi dengan alasan."),
        gettext_lazy("Tutup kegiatan"),
    ),
    "reopen_activity": (
        gettext_lazy("Buka lagi kegiatan ini?"), gettext_lazy("Meja dapat mencatat kehadiran lagi. Alasannya tersimpan di jejak."),
        gettext_lazy("Buka lagi"),
    ),
    "report_activity": (
        gettext_lazy("Laporkan kegiatan ini?"), gettext_lazy("Sesudah dilaporkan, isinya tidak diubah lagi."),
        gettext_lazy("Laporkan"),
    ),
}  # fmt: skip


#: Lists of names that a figure opens, and what the query calls them.
_LISTS = {"hadir": "", "tamu": "guests", "tambahan": "walk_ins", "diundang": "", "belum": ""}
_PAGE, _LISTED = 50, 20


def activity_of(request: Request, pk: int) -> Activity:
    """The activity of the viewer's own agency, or not found."""
    return get_object_or_404(queries.activities_for(request.actor), pk=pk)


@requires(VIEW_ACTIVITIES)
def activity_list(request: Request) -> HttpResponse:
    """The room's start page."""
    page = Paginator(queries.listed_for(request.actor), _LISTED).get_page(request.GET.get("halaman"))
    context = {"page": page, "may_edit": may(request.actor, EDIT_ACTIVITIES)}
    return render(request, "outreach/activity_list.html", context)


@requires(EDIT_ACTIVITIES)
def create_activity(request: Request) -> HttpResponse:
    """Plan an activity; `?dari=ID` copies an earlier one."""
    source = _source(request)
    return _edited(request, None, source)


@requires(EDIT_ACTIVITIES)
def edit_activity(request: Request, pk: int) -> HttpResponse:
    return _edited(request, activity_of(request, pk), None)


def _source(request: Request) -> Activity | None:
    told = request.GET.get("dari", "")
    return (
        queries.activities_for(request.actor).filter(pk=int(told)).first()
        if told.isdecimal() and len(told) < 18
        else None
    )


def _edited(request: Request, found: Activity | None, source: Activity | None) -> HttpResponse:
    """The same form for new, copied and changed; a refusal stands beside its field and nothing typed is lost."""
    agency, at = own_agency(request), zones.now()
    on, told = zones.today(agency.zone, at), found or source
    data = request.POST if request.method == "POST" else None
    initial = shown(told, is_copy=found is None) if told else {"organiser": agency.office}
    rows = rows_of(told)
    form = ActivityForm(agency, on, data, initial=initial)
    officials = Officials(data, prefix="orang", initial=rows["officials"])
    agenda = Agenda(data, prefix="acara", initial=rows["agenda"])
    if data is not None and all([form.is_valid(), officials.is_valid(), agenda.is_valid()]):
        try:
            said = facts(form, officials, agenda)
            kept = (
                actions.edit_activity(found, said, by=request.actor, at=at)
                if found
                else actions.create_activity(agency, said, by=request.actor, at=at)
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("outreach:activity", pk=kept.pk)
    context = {
        "form": form, "officials": officials, "agenda": agenda, "activity": found, "source": source, "agency": agency,
        "earlier": [] if told else queries.activities_for(request.actor)[:5],
    }  # fmt: skip
    return render(request, "outreach/edit_activity.html", context, status=422 if data is not None else 200)


@requires(VIEW_ACTIVITIES)
def activity(request: Request, pk: int) -> HttpResponse:
    """One activity: where it stands, what is to be done, who came."""
    found, at = activity_of(request, pk), zones.now()
    may_edit, counted = may(request.actor, EDIT_ACTIVITIES, on=found), queries.figures(found)
    step = next_step.next_step(request.actor, found, counted, at)
    if step and step.move:
        step = replace(step, url=_address(found, step.move))
    reached = list(ActivityState).index(ActivityState(found.state))
    since = (found.made_at, found.opened_at, found.closed_at, found.reported_at)
    context = {
        "activity": found, "figures": counted, "parts": queries.by_part(found), "may_edit": may_edit, "step": step,
        "sees_names": may(request.actor, VIEW_ATTENDANCE, on=found), "reached": reached,
        "moves": [
            (_address(found, move.name), _ASKED[move.name][2]) for move in MOVES
            if may_edit and move.since == found.state and not (step and step.move == move.name)
        ],
        "groups": door_groups(settings.ACTIVITY_DOORS, request.actor, found),
        "states": [(state, since[place] if place <= reached else None) for place, state in enumerate(ActivityState)],
    }  # fmt: skip
    return render(request, "outreach/activity.html", context)


def _address(found: Activity, move: str) -> str:
    """The page that asks for a step: ours, or one of a room above that ends what it keeps there too."""
    above: dict[str, str] = import_string(settings.ACTIVITY_MOVES)
    return (
        reverse(above[move], args=[found.pk])
        if move in above
        else reverse("outreach:move_activity", args=[found.pk, move])
    )


@requires(VIEW_ATTENDANCE)
def attendance(request: Request, pk: int) -> HttpResponse:
    """The rows behind a figure, by name, for the committee and the leader; each opening leaves a trace."""
    found, what = activity_of(request, pk), request.GET.get("lihat", "hadir")
    if what not in _LISTS:
        raise Http404
    by_invitation = what in ("diundang", "belum")
    rows: Any = (
        queries.expected(found, is_missing=what == "belum")
        if by_invitation
        else queries.present(found, what=_LISTS[what])
    )
    page = Paginator(rows, _PAGE).get_page(request.GET.get("halaman"))
    audit.record("outreach.attendance_seen", found, by=request.actor, fields=[what])
    context = {
        "activity": found, "page": page, "what": what, "by_invitation": by_invitation, "query": f"lihat={what}",
        "may_void": may(request.actor, VOID_ATTENDANCE, on=found) and found.state != ActivityState.REPORTED,
    }  # fmt: skip
    return render(request, "outreach/attendance.html", context)


@requires(EDIT_ACTIVITIES)
def move_activity(request: Request, pk: int, move: str) -> HttpResponse:
    """Say what the step does, then take it."""
    found, error = activity_of(request, pk), None
    if move not in _ASKED:
        raise Http404
    if (address := _address(found, move)) != request.path:
        return redirect(address)
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:300]
        try:
            actions.take(found, move, by=request.actor, at=zones.now(), reason=reason)
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Keadaan kegiatan tersimpan."), extra_tags="ok")
            return redirect("outreach:activity", pk=found.pk)
    question, meaning, button = _ASKED[move]
    context: dict[str, Any] = {
        "activity": found, "question": question, "meaning": meaning, "button": button, "error": error,
        "asks_reason": next(row for row in MOVES if row.name == move).asks_reason,
    }  # fmt: skip
    return render(request, "outreach/move_activity.html", context, status=422 if error else 200)
