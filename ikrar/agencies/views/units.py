"""Doors of the tree of units."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, own_agency, requires
from ikrar.agencies.actions import units as actions
from ikrar.agencies.forms import units as forms
from ikrar.agencies.models import Unit
from ikrar.agencies.permissions import EDIT_UNITS, VIEW_STAFF
from ikrar.agencies.queries import units as queries
from ikrar.core import zones
from ikrar.core.errors import Refused


@requires(VIEW_STAFF)
def unit_list(request: Request) -> HttpResponse:
    context = {
        "branches": queries.unit_tree(request.actor), "merged": queries.merged_units(request.actor),
        "edits": request.actor.has(EDIT_UNITS),
    }  # fmt: skip
    return render(request, "agencies/units/list.html", context)


@requires(EDIT_UNITS)
def add_unit(request: Request) -> HttpResponse:
    form = forms.AddUnit(request.POST or None, viewer=request.actor)
    if form.is_valid():
        try:
            made = actions.add_unit(own_agency(request), by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("agencies:unit", pk=made.pk)
    return render(request, "agencies/units/add.html", {"form": form})


@requires(EDIT_UNITS)
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit with what can be done to it."""
    return _page(request, _found(request, pk))


@requires(EDIT_UNITS)
@require_POST
def rename_unit(request: Request, pk: int) -> HttpResponse:
    return _asked(request, pk, "rename", forms.UnitName(request.POST), actions.rename_unit)


@requires(EDIT_UNITS)
@require_POST
def move_unit(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.MoveUnit(request.POST, viewer=request.actor, unit=found)
    return _asked(request, pk, "move", form, actions.move_unit)


@requires(EDIT_UNITS)
@require_POST
def merge_units(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.MergeUnits(request.POST, viewer=request.actor, unit=found)
    return _asked(request, pk, "merge", form, actions.merge_units)


@requires(EDIT_UNITS)
@require_POST
def unmerge_units(request: Request, pk: int) -> HttpResponse:
    try:
        actions.unmerge_units(_found(request, pk), by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    return redirect("agencies:unit", pk=pk)


def _asked(request: Request, pk: int, name: str, form: Any, act: Callable[..., object]) -> HttpResponse:
    found = _found(request, pk)
    if form.is_valid():
        try:
            act(found, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("agencies:unit", pk=pk)
    return _page(request, found, **{name: form})


def _page(request: Request, found: Unit, **bound: Any) -> HttpResponse:
    viewer = request.actor
    context = {
        "unit": found,
        "rename": forms.UnitName(initial={"name": found.name}),
        "move": forms.MoveUnit(viewer=viewer, unit=found, initial={"parent": found.parent_id}, auto_id="pindah_%s"),
        "merge": forms.MergeUnits(
            viewer=viewer, unit=found, initial={"on": zones.today(found.agency.zone, zones.now())}, auto_id="gabung_%s"
        ),
        **bound,
    }
    return render(request, "agencies/units/unit.html", context)


def _found(request: Request, pk: int) -> Unit:
    mine = Unit.objects.filter(agency=request.actor.agency_id).select_related("agency", "parent", "merged_into")
    return get_object_or_404(mine, pk=pk)
