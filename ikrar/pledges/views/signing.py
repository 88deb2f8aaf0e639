"""Doors of a signer: the campaign's address, the one page to read and sign, the receipt."""

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie

from ikrar.agencies import levels
from ikrar.agencies.access import Request, public, signer
from ikrar.agencies.tokens import Signer
from ikrar.agencies.views.signer import entered, keep, pin_is_fresh
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.core.fragments import kept
from ikrar.pledges import drawings
from ikrar.pledges.actions import signing as actions
from ikrar.pledges.queries import signing as queries
from ikrar.pledges.queries import takehome
from ikrar.pledges.queries.signing import SigningRow
from ikrar.pledges.queries.standing import aware
from ikrar.pledges.rules import CORRECTABLE


@public
@ensure_csrf_cookie
def campaign(request: Request, code: str) -> HttpResponse:
    """`/i/KODE`: safe to post in any group; the person types the own code. GET changes nothing."""
    found = queries.door(code)
    if found is None:
        raise Http404
    if request.method == "POST":
        return entered(request, campaign=found.code)
    at = zones.now()
    state = {"is_open": found.is_open(at), "is_over": found.is_over(at)}
    context = {"campaign": found, "campaign_code": found.code, **state}
    return render(request, "agencies/enter.html", context)


@signer
def sign(request: Request, code: str) -> HttpResponse:
    """Read the points one by one, check the own data, sign: one page, one act."""
    who, at, code = request.signer, zones.now(), code.upper()
    if who is None:
        raise Http404
    if request.method == "POST":
        return _signed(request, who, code, at)
    if not pin_is_fresh(who, at):
        return redirect("agencies:pin")
    row = queries.signing_row(who.credential, code, who.device)
    if row is None and queries.door(code) is None:
        raise Http404
    if row is None or not row.is_live:
        return redirect("agencies:enter")
    if who.has_left(aware(row.left_at)):
        return redirect("agencies:pin")
    if row.signed:
        return redirect("pledges:receipt", receipt=row.last_receipt)
    return render(request, "pledges/sign.html", _page(row, who, at))


def _page(row: SigningRow, who: Signer, at: dt.datetime, error: Refused | None = None, **sent: Any) -> dict[str, Any]:
    """What the page shows; after a refusal `sent` brings back what the signer wrote and drew."""
    ikrar = queries.text(row.ikrar_id, row.ikrar_digest)
    pact = queries.text(row.pact_id, row.pact_digest or "") if row.pact_id else None
    points, is_open = ikrar.body["points"], row.is_open(at)
    asks_otp, asks_own = levels.ways(row.least_level, otp_at=who.otp_at, at=at)
    shown = {
        "title": row.title, "agency_name": row.agency_name, "ikrar": ikrar, "pact": pact, "points": points,
        "last": len(points), "is_open": is_open, "is_handed": row.is_handed, "error": error,
        "asks_otp": asks_otp, "asks_own": asks_own,
    }  # fmt: skip
    texts = (row.title, row.agency_name, row.ikrar_id, row.ikrar_digest, row.pact_id, row.pact_digest)

    def part(name: str, *more: object, **first: str) -> str:
        return kept(f"pledges/_{name}.html", (*texts, *more), lambda: {**shown, **first})

    return {
        **shown, "listed": row.listed, "uuid": uuid.uuid4(), "credential": row.credential_id,
        "number_end": f"{row.number[14]}\u00a0{row.number[15:]}" if len(row.number) == 18 else "",
        "points_steps": part("points"),
        "start_step": part("step_start", is_open, row.is_handed, asks_otp, asks_own, error is None, first="" if error else "step-first"),
        "sign_step": None if error else part("step_sign"), **sent,
    }  # fmt: skip


def _sent(request: HttpRequest, code: str) -> actions.Sent:
    try:
        client_uuid = uuid.UUID(request.POST.get("uuid", ""))
    except ValueError:
        client_uuid = uuid.uuid4()
    return actions.Sent(
        campaign=code, client_uuid=client_uuid, pin=request.POST.get("pin", ""),
        ikrar_digest=request.POST.get("ikrar", ""), pact_digest=request.POST.get("pact", ""),
        stated={name: request.POST.get(f"stated_{name}", "").strip()[:160] for name in CORRECTABLE if request.POST.get(f"stated_{name}")},
        drawing=request.POST.get("drawing", ""),
    )  # fmt: skip


def _signed(request: Request, who: Signer, code: str, at: dt.datetime) -> HttpResponse:
    """The PIN stands in the form, so that whoever read for long loses nothing; but only a fresh one shows own data."""
    if request.POST.get("credential", str(who.credential)) != str(who.credential):
        return render(request, "pledges/other_signer.html", {"campaign_code": code}, status=409)
    sent, is_fresh = _sent(request, code), pin_is_fresh(who, at)
    try:
        outcome = actions.sign(who, sent, at=at)
    except Refused as refusal:
        row = queries.signing_row(who.credential, code, who.device)
        if row is None:
            raise Http404 from refusal
        if not is_fresh or who.has_left(aware(row.left_at)):
            return redirect("agencies:pin")
        return _refused(request, row, who, sent, refusal, at)
    answer = redirect(f"/saya/tanda-terima/{outcome.receipt}/")
    return answer if is_fresh else keep(answer, who.with_pin(at))


def _refused(
    request: Request, row: SigningRow, who: Signer, sent: actions.Sent, refusal: Refused, at: dt.datetime
) -> HttpResponse:
    """The page again with what was sent, under the same UUID; under a new one where that one is somebody else's."""
    is_conflict = isinstance(refusal, Conflict)
    back = {
        "uuid": uuid.uuid4() if is_conflict else sent.client_uuid, "stated": sent.stated,
        "drawing": sent.drawing if drawings.is_drawing(sent.drawing) else "",
    }  # fmt: skip
    return render(
        request, "pledges/sign.html", _page(row, who, at, refusal, **back), status=409 if is_conflict else 422
    )


@signer
def receipt(request: Request, receipt: str) -> HttpResponse:
    """The signer's own receipt."""
    who = request.signer
    mine = queries.receipt_of(who.credential, receipt, who.device) if who else None
    if mine is None:
        raise Http404
    if who is None or not pin_is_fresh(who, zones.now()) or who.has_left(mine.left_at):
        return redirect("agencies:pin")
    corrections = queries.corrections_of(mine.signature) if mine.has_corrections else ()
    waits = mine.log is not None and mine.place is None
    promised = takehome.promised(mine.log, mine.commitment, mine.at) if waits and mine.log else None
    context = {"mine": mine, "corrections": corrections, "promised": promised, "now": zones.now()}
    return render(request, "pledges/receipt.html", context)
