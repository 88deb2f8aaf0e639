"""Doors of announced guests: the list, one or several more, changing and removing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import guests as actions
from ikrar.outreach.forms.guests import GuestForm, LinesForm
from ikrar.outreach.models import Activity, Guest
from ikrar.outreach.permissions import INVITE
from ikrar.outreach.queries import guests as queries
from ikrar.outreach.queries.guests import Line
from ikrar.outreach.rules import CHANGING, INVITING
from ikrar.outreach.views.activities import activity_of


@requires(INVITE)
def guests(request: Request, pk: int) -> HttpResponse:
    """Who is announced; add one, or paste several lines, which are checked before anything is written."""
    found = activity_of(request, pk)
    if request.method != "POST":
        return _page(request, found)
    if "lines" in request.POST:
        return _pasted(request, found)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _page(request, found, one=form, status=422)
    return _announced(request, found, [Line(1, **form.cleaned_data)], one=form)


def _pasted(request: Request, found: Activity) -> HttpResponse:
    form = LinesForm(request.POST)
    if not form.is_valid():
        return _page(request, found, many=form, status=422)
    checked = queries.lines(found, form.cleaned_data["lines"])
    ready = [line for line in checked if line.is_ready]
    if "apply" in request.POST and ready:
        return _announced(request, found, ready, many=form, checked=checked)
    return _page(request, found, many=form, checked=checked)


def _announced(
    request: Request, found: Activity, lines: list[Line], *, one: GuestForm | None = None, many: LinesForm | None = None,
    checked: list[Line] | None = None,
) -> HttpResponse:  # fmt: skip
    try:
        count = actions.announce_guests(found, lines, by=request.actor, at=zones.now())
    except Refused as refusal:
        form = one or many
        if form is not None:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, found, one=one, many=many, checked=checked, status=422)
    said = ngettext("%(n)d tamu ditambahkan.", "%(n)d tamu ditambahkan.", count) % {"n": count}
    if not count:
        said = _("Tamu ini sudah ada di daftar. Tidak ditambahkan dua kali.")
    messages.success(request, said, extra_tags="ok")
    return redirect("outreach:guests", pk=found.pk)


def _page(
    request: Request, found: Activity, *, one: GuestForm | None = None, many: LinesForm | None = None,
    checked: list[Line] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "activity": found, "guests": queries.guests_of(found), "one": one or GuestForm(), "many": many or LinesForm(),
        "checked": checked or [], "ready": sum(line.is_ready for line in checked or []),
        "adds": found.state in INVITING, "changes": found.state in CHANGING,
    }  # fmt: skip
    return render(request, "outreach/inviting/guests.html", context, status=status)


@requires(INVITE)
def guest(request: Request, pk: int) -> HttpResponse:
    """How one guest is called."""
    found = _guest(request, pk)
    told = {"name": found.name, "office": found.office, "institution": found.institution}
    form = GuestForm(request.POST if request.method == "POST" else None, initial=told)
    if form.is_valid():
        try:
            actions.change_guest(found, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Tersimpan."), extra_tags="ok")
            return redirect("outreach:guests", pk=found.activity_id)
    return _one(request, found, form)


def _one(request: Request, found: Guest, form: GuestForm) -> HttpResponse:
    context = {
        "guest": found, "activity": found.activity, "form": form, "is_recorded": queries.is_recorded(found),
        "changes": found.activity.state in CHANGING,
    }  # fmt: skip
    return render(request, "outreach/inviting/guest.html", context, status=422 if form.errors else 200)


@requires(INVITE)
@require_POST
def remove_guest(request: Request, pk: int) -> HttpResponse:
    found = _guest(request, pk)
    try:
        actions.remove_guest(found, by=request.actor, at=zones.now())
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
    else:
        messages.success(request, _("%(name)s dihapus dari daftar tamu.") % {"name": found.name}, extra_tags="ok")
    return redirect("outreach:guests", pk=found.activity_id)


def _guest(request: Request, pk: int) -> Guest:
    return get_object_or_404(queries.guests_for(request.actor), pk=pk)
