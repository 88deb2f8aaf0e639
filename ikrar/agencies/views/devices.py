"""Doors of desks: the officers' list, and the page that turns a machine into a desk."""

from typing import cast

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, public, requires
from ikrar.agencies.actions import devices as actions
from ikrar.agencies.forms.officers import EnrolDevice, OpenDevice
from ikrar.agencies.middleware import DESK_COOKIE
from ikrar.agencies.models import Account, Agency
from ikrar.agencies.permissions import ENROL_DEVICE
from ikrar.agencies.queries import officers
from ikrar.agencies.rules import ENROLMENT_MINUTES
from ikrar.core import zones
from ikrar.core.errors import Refused

_AGE = 400 * 86_400


@requires(ENROL_DEVICE)
def device_list(request: Request) -> HttpResponse:
    """The desks of the agency, and the form for one more; its code is shown on the answer alone."""
    form = EnrolDevice(request.POST or None, viewer=request.actor, initial={"officer": request.actor.id})
    agency, code, device = cast(Agency, cast(Account, request.user).agency), "", None
    if form.is_valid():
        try:
            device, code = actions.enrol_device(agency, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            form = EnrolDevice(viewer=request.actor, initial={"officer": request.actor.id})
    context = {
        "form": form, "devices": officers.devices_of(request.actor), "code": code, "device": device,
        "zone": agency.zone, "minutes": ENROLMENT_MINUTES,
    }  # fmt: skip
    return render(request, "agencies/officers/device_list.html", context)


@requires(ENROL_DEVICE)
@require_POST
def revoke_device(request: Request, pk: int) -> HttpResponse:
    device = get_object_or_404(officers.devices_of(request.actor), pk=pk)
    actions.revoke_device(device, by=request.actor, at=zones.now())
    messages.success(request, _("%(label)s tidak bisa dipakai lagi, mulai saat ini.") % {"label": device.label})
    return redirect("agencies:device_list")


@public
def open_device(request: Request) -> HttpResponse:
    form = OpenDevice(request.POST or None)
    if form.is_valid():
        try:
            if not ratelimit.consume(request, action="open_device"):
                raise Refused(_("Terlalu banyak kode dari jaringan ini. Coba lagi 15 menit lagi."), field="code")
            _device, token = actions.open_device(form.cleaned_data["code"], at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            response = redirect("agencies:open_device")
            response.set_cookie(
                DESK_COOKIE, token, _AGE, path="/meja/", secure=settings.HTTPS, httponly=True, samesite="Strict"
            )
            return response
    return render(request, "agencies/officers/open_device.html", {"form": form})
