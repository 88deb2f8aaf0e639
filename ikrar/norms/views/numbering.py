"""Doors of the numbers of circulars: what was taken, what was cancelled and why, and how the agency numbers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, own_agency, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.norms.actions import numbering as actions
from ikrar.norms.forms.circulars import CancelNumberForm, NumberingForm
from ikrar.norms.permissions import EDIT_CIRCULARS
from ikrar.norms.queries import circulars as queries


@requires(EDIT_CIRCULARS)
def numbers(request: Request) -> HttpResponse:
    """Every number of a year with what became of it."""
    return _page(request)


def _page(
    request: Request, setting: NumberingForm | None = None, cancel: CancelNumberForm | None = None
) -> HttpResponse:
    agency = own_agency(request)
    today = zones.today(agency.zone, zones.now())
    told, kept = request.GET.get("tahun", ""), queries.setting(agency.pk)
    year = int(told) if told.isdecimal() and len(told) == 4 else today.year
    context = {
        "told": queries.numbers(request.actor, year), "year": year, "setting": kept,
        "years": [one for one in queries.number_years(request.actor) if one != year],
        "form": setting or NumberingForm(initial={"pattern": kept.pattern, "is_own": kept.is_own}),
        "cancel": cancel or CancelNumberForm(),
    }  # fmt: skip
    return render(request, "norms/circulars/numbers.html", context, status=422 if setting or cancel else 200)


@requires(EDIT_CIRCULARS)
@require_POST
def set_numbering(request: Request) -> HttpResponse:
    """The pattern, and whether Ikrar gives the numbers."""
    agency, at, form = own_agency(request), zones.now(), NumberingForm(request.POST)
    if form.is_valid():
        try:
            actions.set_numbering(agency, **form.cleaned_data, by=request.actor, on=zones.today(agency.zone, at), at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Cara penomoran tersimpan."), extra_tags="ok")
            return redirect("norms:numbers")
    return _page(request, setting=form)


@requires(EDIT_CIRCULARS)
@require_POST
def cancel_number(request: Request) -> HttpResponse:
    """A number that no circular will bear stays listed with its reason."""
    agency, at, form = own_agency(request), zones.now(), CancelNumberForm(request.POST)
    if form.is_valid():
        year = zones.today(agency.zone, at).year
        try:
            actions.cancel_number(agency, **form.cleaned_data, year=year, by=request.actor, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Nomor tercatat batal."), extra_tags="ok")
            return redirect("norms:numbers")
    return _page(request, cancel=form)
