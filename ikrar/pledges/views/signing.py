"""Doors of a signer: the campaign's address, the one page to read and sign, the receipt."""

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie

from ikrar.agencies.access import Request, public, signer
from ikrar.agencies.views.signer import entered, pin_is_fresh
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.pledges.actions import signing as actions
from ikrar.pledges.models import Campaign
from ikrar.pledges.queries import campaigns as queries
from ikrar.pledges.queries.signing import SigningRow, signing_row
from ikrar.pledges.rules import CORRECTABLE


@public
@ensure_csrf_cookie
def campaign(request: Request, code: str) -> HttpResponse:
    """`/i/KODE`: safe to post in any group; the person types the own code. GET changes nothing."""
    found = queries.campaign_by_code(code)
    if found is None:
        raise Http404
    if request.method == "POST":
        return entered(request, campaign=found.code)
    is_open = found.state == "open" and found.opens_at <= zones.now() < found.closes_at
    return render(request, "agencies/enter.html", {"campaign": found, "campaign_code": found.code, "is_open": is_open})


@signer
def sign(request: Request, code: str) -> HttpResponse:
    """Read the points one by one, check the own data, sign: one page, one act."""
    who, at = request.signer, zones.now()
    found = queries.campaign_by_code(code)
    if found is None or who is None:
        raise Http404
    if not pin_is_fresh(who, at):
        return redirect("agencies:pin")
    if request.method == "POST":
        return _signed(request, found, at)
    row = signing_row(who.credential, found.code, who.device)
    if row is None or not row.is_live:
        return redirect("agencies:enter")
    if row.signed:
        return redirect("pledges:receipt", receipt=row.last_receipt)
    return render(request, "pledges/sign.html", _page(found, row, request, at))


def _page(found: Campaign, row: SigningRow, request: HttpRequest, at: dt.datetime) -> dict[str, Any]:
    listed = row.listed
    points = found.ikrar.body["points"]
    return {
        "campaign": found, "ikrar": found.ikrar, "pact": found.pact, "points": points, "listed": listed,
        "number_end": f"{row.number[14]}\u00a0{row.number[15:]}" if len(row.number) == 18 else "",
        "uuid": request.POST.get("uuid") or uuid.uuid4(), "is_open": row.is_open(at), "row": row,
        "is_handed": row.is_handed, "last": len(points),
    }  # fmt: skip


def _sent(request: HttpRequest, found: Campaign) -> actions.Sent:
    try:
        client_uuid = uuid.UUID(request.POST.get("uuid", ""))
    except ValueError:
        client_uuid = uuid.uuid4()
    return actions.Sent(
        campaign=found.code, client_uuid=client_uuid, pin=request.POST.get("pin", ""),
        ikrar_digest=request.POST.get("ikrar", ""), pact_digest=request.POST.get("pact", ""),
        stated={name: request.POST.get(f"stated_{name}", "").strip()[:160] for name in CORRECTABLE if request.POST.get(f"stated_{name}")},
        drawing=request.POST.get("drawing", ""),
    )  # fmt: skip


def _signed(request: Request, found: Campaign, at: dt.datetime) -> HttpResponse:
    who = request.signer
    if who is None:
        raise Http404
    try:
        outcome = actions.sign(who, _sent(request, found), at=at)
    except Refused as refusal:
        row = signing_row(who.credential, found.code, who.device)
        if row is None:
            raise Http404 from refusal
        status = 409 if isinstance(refusal, Conflict) else 422
        return render(request, "pledges/sign.html", {**_page(found, row, request, at), "error": refusal}, status=status)
    return redirect(f"/saya/tanda-terima/{outcome.receipt}/")


@signer
def receipt(request: Request, receipt: str) -> HttpResponse:
    """The signer's own receipt."""
    who = request.signer
    mine = queries.signature_of_credential(who.credential, receipt) if who else None
    if mine is None:
        raise Http404
    if who is None or not pin_is_fresh(who, zones.now()):
        return redirect("agencies:pin")
    page = {
        "signature": mine, "campaign": mine.campaign, "void": getattr(mine, "void", None),
        "corrections": mine.corrections.order_by("pk"),
    }  # fmt: skip
    return render(request, "pledges/receipt.html", page)
