"""Start pages: everybody's, an officer's, a staff member's own."""

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render

from ikrar.agencies.access import Request, public, signer
from ikrar.agencies.queries import officers
from ikrar.agencies.views.signer import pin_counts
from ikrar.core import zones
from ikrar.home import own_data, queries
from ikrar.home.guide import printed_guide
from ikrar.norms.queries import proposals


@public
def start(request: Request) -> HttpResponse:
    """For an officer what waits; for everybody else two ways in."""
    if not request.actor.is_officer:
        return render(request, "home/public.html")
    at = zones.now()
    drives = queries.drives(request.actor, at)
    context = {
        "drives": drives, "running": queries.running(request.actor, at), "at": at,
        "tasks": queries.tasks(request.actor, drives, at),
        "banners": proposals.banners(request.actor.agency_id or 0, at),
        "resets": officers.resets_to_tell(request.actor, at),
    }  # fmt: skip
    return render(request, "home/officer.html", context)


@public
def guide(request: Request) -> HttpResponse:
    """The officers' guide of two pages, as a PDF."""
    response = HttpResponse(printed_guide(), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="panduan-petugas.pdf"'
    return response


@signer
def own(request: Request) -> HttpResponse:
    """ "Saya": what is to sign, receipts, own data."""
    who, at = request.signer, zones.now()
    page = queries.own_page(who.credential, at) if who else None
    if who is None or page is None:
        return redirect("agencies:enter")
    if not pin_counts(who, at):
        return redirect("agencies:pin")
    return render(
        request, "home/own.html", {"own": page, "staff": page.credential.staff, "zone": page.credential.agency.zone}
    )


@signer
def export_own(request: Request) -> HttpResponse:
    """All that is kept about oneself, as one file."""
    who, at = request.signer, zones.now()
    page = queries.own_page(who.credential, at) if who else None
    if who is None or page is None or not pin_counts(who, at):
        return redirect("agencies:pin" if page else "agencies:enter")
    text = json.dumps(own_data.as_plain(page), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response
