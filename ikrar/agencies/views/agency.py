"""The door to the agency's own particulars."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, requires
from ikrar.agencies.actions import agency as actions
from ikrar.agencies.forms.agency import EditAgency
from ikrar.agencies.models import Agency
from ikrar.agencies.permissions import EDIT_AGENCY
from ikrar.core.errors import Refused

_FIELDS = ("name", "government", "office", "place", "zone", "quiet_from", "quiet_until", "region")


@requires(EDIT_AGENCY)
def edit_agency(request: Request) -> HttpResponse:
    """Letterhead, zone, quiet hours."""
    agency = get_object_or_404(Agency, pk=request.actor.agency_id)
    initial = {**{field: getattr(agency, field) for field in _FIELDS}, "address": "\n".join(agency.address)}
    form = EditAgency(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        try:
            actions.edit_agency(agency, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Tersimpan. Surat dan pakta berikutnya memakai kop ini."))
            return redirect("agencies:edit_agency")
    return render(request, "agencies/agency/edit.html", {"form": form, "agency": agency})
