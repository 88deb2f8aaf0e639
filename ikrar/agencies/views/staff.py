"""Doors of people: the list, one person, and what can be done by hand."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, own_agency, requires, way
from ikrar.agencies.actions import staff as actions
from ikrar.agencies.forms import staff as forms
from ikrar.agencies.models import Staff
from ikrar.agencies.permissions import EDIT_CONTACT, EDIT_STAFF, VIEW_STAFF
from ikrar.agencies.queries import staff as queries
from ikrar.agencies.queries.units import units_for
from ikrar.core import zones
from ikrar.core.errors import Refused

_PAGE = 50
_HITS = 20


@requires(VIEW_STAFF)
def staff_list(request: Request) -> HttpResponse:
    """The list; searching is a POST, so that no name ends in an address or a log."""
    form = forms.Search(request.POST if request.method == "POST" else request.GET)
    told: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "unit": None, "which": ""}
    units = units_for(request.actor)
    unit = units.filter(pk=told["unit"]).first() if told["unit"] else None
    rows = queries.staff_list(request.actor, search=told["q"], unit_path=unit.path if unit else "", which=told["which"])
    page = Paginator(rows, _PAGE).get_page(request.POST.get("halaman"))
    context = {
        "page": page, "search": told["q"], "unit": unit, "units": units, "which": told["which"],
        "is_whole": "" in request.actor.reach(VIEW_STAFF), "edits": request.actor.has(EDIT_STAFF),
    }  # fmt: skip
    return render(request, "agencies/staff/list.html", context)


@requires(EDIT_STAFF)
def add_staff(request: Request) -> HttpResponse:
    form = forms.AddStaff(request.POST or None, viewer=request.actor, initial={"since": _today(request)})
    if form.is_valid():
        try:
            person = actions.add_staff(own_agency(request), by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            if form.has_short_phone:
                note = _("Nomor HP terlalu pendek, jadi tidak disimpan. Lengkapi lewat Perbaiki kontak.")
                messages.warning(request, note, extra_tags="warn")
            return redirect("agencies:staff", pk=person.pk)
    return render(request, "agencies/staff/add.html", {"form": form})


@requires(VIEW_STAFF)
def staff(request: Request, pk: int, number: str = "") -> HttpResponse:
    person = get_object_or_404(queries.staff_for(request.actor).select_related("agency", "merged_into"), pk=pk)
    history = list(queries.history_of(person))
    present = next((a for a in history if a.until is None), None)
    context = {
        "person": person, "history": history, "present": present, "number": number, "edits": request.actor.has(EDIT_STAFF),
        "mends": queries.contacts_for(request.actor).filter(pk=pk).exists() and request.actor.has(EDIT_CONTACT),
        "events": queries.events_of(person)[:30], "merged": list(person.merged.all()),
        "new_code": way(request.actor, "pledges:new_code", pk) if present and not person.merged_into else "",
        "circulars": way(request.actor, "norms:staff_circulars", pk),
    }  # fmt: skip
    return render(request, "agencies/staff/person.html", context)


@requires(EDIT_STAFF)
def move_staff(request: Request, pk: int) -> HttpResponse:
    person = _found(request, pk)
    form = forms.MoveStaff(request.POST or None, viewer=request.actor, initial={"on": _today(request)})
    title = _("Pindahkan %(name)s") % {"name": person.full_name}
    return _asked(request, person, form, title, _("Pindahkan"), actions.move_staff)


@requires(EDIT_STAFF)
def end_staff(request: Request, pk: int) -> HttpResponse:
    person = _found(request, pk)
    form = forms.EndStaff(request.POST or None, initial={"on": _today(request)})
    title = _("%(name)s tidak bertugas lagi") % {"name": person.full_name}
    return _asked(request, person, form, title, _("Akhiri penugasan"), actions.end_staff)


@requires(EDIT_STAFF)
def merge_staff(request: Request, pk: int) -> HttpResponse:
    """Search as often as needed, then pick one of those found; no name ends in an address."""
    person = _found(request, pk)
    asked = forms.Search(request.POST)
    search = asked.cleaned_data["q"] if asked.is_valid() else ""
    others = queries.staff_for(request.actor, EDIT_STAFF).exclude(pk=pk)
    form = forms.MergeStaff(
        request.POST if "merge" in request.POST else None, candidates=others,
        initial={"on": request.POST.get("on") or _today(request)},
    )  # fmt: skip
    if form.is_valid():
        try:
            actions.merge_staff(person, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("agencies:staff", pk=pk)
    found = list(queries.merge_candidates(request.actor, person, search)[: _HITS + 1])
    places = queries.last_places(found[:_HITS])
    hits = [(one, places.get(one.pk)) for one in found[:_HITS]]
    context = {"person": person, "form": form, "search": search, "hits": hits, "more": len(found) > _HITS}
    return render(request, "agencies/staff/merge.html", context, status=422 if form.errors else 200)


@requires(EDIT_STAFF)
@require_POST
def unmerge_staff(request: Request, pk: int) -> HttpResponse:
    actions.unmerge_staff(_found(request, pk), by=request.actor)
    return redirect("agencies:staff", pk=pk)


@requires(EDIT_CONTACT)
def change_contact(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.contacts_for(request.actor), pk=pk)
    form = forms.ChangeContact(request.POST or None, initial={"phone": person.phone, "email": person.email})
    title = _("Kontak %(name)s") % {"name": person.full_name}
    return _asked(request, person, form, title, _("Simpan"), actions.change_contact, here=_("Kontak"))


@requires(EDIT_STAFF)
@require_POST
def show_number(request: Request, pk: int) -> HttpResponseBase:
    """The full number, once, on the person's own page."""
    person = _found(request, pk)
    return staff(request, pk, number=actions.show_number(person, by=request.actor))


def _asked(
    request: Request, person: Staff, form: Form, title: str, button: str, act: Callable[..., object], here: str = ""
) -> HttpResponse:
    """One form about one person: do what it says, or show it again with what is wrong."""
    if form.is_valid():
        try:
            act(person, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("agencies:staff", pk=person.pk)
    context = {"person": person, "form": form, "title": title, "button": button, "here": here or button}
    return render(request, "agencies/staff/act.html", context)


def _found(request: Request, pk: int) -> Staff:
    person = get_object_or_404(queries.staff_for(request.actor, EDIT_STAFF), pk=pk)
    assert may(request.actor, EDIT_STAFF, on=person)
    return person


def _today(request: Request) -> Any:
    return zones.today(own_agency(request).zone, zones.now())
