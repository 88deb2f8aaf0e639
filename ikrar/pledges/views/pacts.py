"""Doors of pacts: one for its signer, one for an officer, all of a campaign with progress; and the receipt's PDF."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, requires, signer
from ikrar.agencies.views.signer import pin_counts
from ikrar.core import files, seal_key, zones
from ikrar.core.errors import Refused
from ikrar.pledges import paperwork
from ikrar.pledges.actions import pacts as actions
from ikrar.pledges.models import Campaign, Signature
from ikrar.pledges.permissions import PRINT_PACTS
from ikrar.pledges.queries import campaigns as campaign_queries
from ikrar.pledges.queries import pacts as queries
from ikrar.pledges.queries.takehome import take_home
from ikrar.pledges.views.campaigns import campaign_of


@requires(PRINT_PACTS)
def pacts(request: Request, code: str) -> HttpResponse:
    """How far the papers are, the list to fetch, and the button that makes the missing ones."""
    found = campaign_of(request, code)
    job = queries.latest_job(found, actions.MAKE_PACTS)
    page = {
        "campaign": found, "totals": queries.totals(request.actor, found), "job": job, "says": queries.told(job),
        "bundles": queries.bundles_for(request.actor, found),
        "seals": queries.seals(request.actor, found), **_present_seal(found),
    }  # fmt: skip
    return render(request, "pledges/pacts/pacts.html", page)


def _present_seal(campaign: Campaign) -> dict[str, Any]:
    """The certificate under which the next pacts are sealed, or why there is none."""
    at = zones.now()
    try:
        key = seal_key.usable(campaign.agency.code, at)
    except Refused as refusal:
        return {"seal": None, "refusal": str(refusal)}
    is_ending = key.until - at <= seal_key.WARN
    told = {"seal": queries.present_seal(campaign, key, at), "is_ending": is_ending}
    return {**told, "has_stamps": bool(settings.SEAL_STAMPS)}


@requires(PRINT_PACTS)
@require_POST
def make_pacts(request: Request, code: str) -> HttpResponse:
    found = campaign_of(request, code)
    try:
        actions.make_pacts(found, by=request.actor, at=zones.now())
    except Refused as refusal:
        messages.add_message(request, messages.WARNING, str(refusal), extra_tags="warn")
    else:
        messages.success(request, _("Pakta sedang dibuat. Halaman ini boleh ditinggal."))
    return redirect("pledges:pacts", code=found.code)


@requires(PRINT_PACTS)
def bundle(request: Request, code: str, pk: int) -> HttpResponse:
    """A ZIP or a file to print of one unit."""
    found = campaign_of(request, code)
    row = get_object_or_404(queries.bundles_for(request.actor, found), pk=pk)
    return cast(HttpResponse, files.as_attachment(row.file))


@requires(PRINT_PACTS)
def pact(request: Request, receipt: str) -> HttpResponse:
    """One pact for an officer."""
    return _pact(get_object_or_404(queries.signatures_for(request.actor), receipt=receipt.replace("-", "")))


@signer
def own_pact(request: Request, receipt: str) -> HttpResponse:
    """The signer's own pact."""
    mine = _mine(request, receipt)
    return redirect("agencies:pin") if mine is None else _pact(mine)


@signer
def own_receipt(request: Request, receipt: str) -> HttpResponse:
    """The signer's own receipt as a PDF."""
    mine = _mine(request, receipt)
    if mine is None:
        return redirect("agencies:pin")
    return _answer(paperwork.receipt_pdf(mine.campaign, mine, take_home(mine)), f"tanda-terima-{mine.receipt}.pdf")


@signer
def own_proof(request: Request, receipt: str) -> HttpResponse:
    """The signer's own receipt as a file for any verifier: the proof, or until the batch is in the promise."""
    mine = _mine(request, receipt)
    if mine is None:
        return redirect("agencies:pin")
    made = take_home(mine)
    if made is None:
        raise Http404
    ending = "tlog-proof" if made.proof else "janji"
    return _answer(made.text.encode(), f"tanda-terima-{mine.receipt}.{ending}", "text/plain; charset=utf-8")


def _mine(request: Request, receipt: str) -> Signature | None:
    """The signature of the code's holder, not found where it is another's; None until the PIN was given."""
    who = request.signer
    mine = campaign_queries.signature_of_credential(who.credential, receipt) if who else None
    if who is None or mine is None:
        raise Http404
    return mine if pin_counts(who, zones.now()) else None


def _pact(signature: Signature) -> HttpResponse:
    """The paper as it was made, or made now: one page takes a few hundredths of a second."""
    if signature.campaign.pact is None:
        raise Http404
    kept: Any = getattr(signature, "pact_file", None)
    if kept is not None:
        return cast(HttpResponse, files.as_attachment(kept.file))
    accepted = queries.accepted_of([signature.pk])[signature.pk]
    return _answer(paperwork.pact_pdf(signature.campaign, signature, accepted), f"pakta-{signature.receipt}.pdf")


def _answer(data: bytes, name: str, content_type: str = "application/pdf") -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
