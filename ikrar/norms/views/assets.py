"""Doors of the agency's list of buildings and vehicles."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, own_agency, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.norms.actions import assets as actions
from ikrar.norms.forms.declarations import AssetForm, asset_told
from ikrar.norms.models import Asset
from ikrar.norms.permissions import KEEP_ASSETS
from ikrar.norms.queries import declarations as queries


@requires(KEEP_ASSETS)
def asset_list(request: Request) -> HttpResponse:
    """What may be asked for, and a form that adds to it."""
    form = AssetForm(request.actor, request.POST or None)
    if form.is_valid():
        agency = own_agency(request)
        try:
            made = actions.add_asset(agency, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("%(name)s ditambahkan.") % {"name": made.name}, extra_tags="ok")
            return redirect("norms:asset_list")
    context = {"assets": queries.assets_for(request.actor), "form": form}
    return render(request, "norms/declarations/assets.html", context, status=422 if form.errors else 200)


def _found(request: Request, pk: int) -> Asset:
    return get_object_or_404(queries.assets_for(request.actor), pk=pk)


@requires(KEEP_ASSETS)
def edit_asset(request: Request, pk: int) -> HttpResponse:
    """Mend one of them, and when it is taken."""
    found = _found(request, pk)
    form = AssetForm(request.actor, request.POST or None, initial=asset_told(found))
    if form.is_valid():
        try:
            actions.edit_asset(found, form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("norms:asset_list")
    context = {"asset": found, "form": form, "bookings": queries.bookings_from(found, zones.now())}
    return render(request, "norms/declarations/asset.html", context, status=422 if form.errors else 200)


@requires(KEEP_ASSETS)
@require_POST
def end_asset(request: Request, pk: int) -> HttpResponse:
    """Take it off the list."""
    found = _found(request, pk)
    agency = own_agency(request)
    actions.end_asset(found, on=zones.today(agency.zone, zones.now()), by=request.actor, at=zones.now())
    messages.success(request, _("%(name)s tidak dapat dimohon lagi.") % {"name": found.name}, extra_tags="ok")
    return redirect("norms:asset_list")
