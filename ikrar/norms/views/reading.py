"""Doors of somebody who reads a circular on the own phone: the text to its end, the button, the receipt."""

import uuid
from typing import cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ikrar.agencies.access import Request, signer
from ikrar.agencies.tokens import Signer
from ikrar.agencies.views.signer import pin_counts
from ikrar.core import files, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import circular_words
from ikrar.norms.actions import acknowledging as actions
from ikrar.norms.queries import reading as queries
from ikrar.norms.queries.reading import ReadingRow


@signer
def read_circular(request: Request, pk: int) -> HttpResponse:
    """One page with the whole text; the button stands at its end. Afterwards the same page is the receipt."""
    who, at = request.signer, zones.now()
    row = queries.reading_row(who.credential, pk) if who else None
    if who is None or row is None or not row.may_read:
        raise Http404
    if not row.is_live or not pin_counts(who, at):
        return redirect("agencies:pin" if row.is_live else "agencies:enter")
    return _acknowledged(request, who, row) if request.method == "POST" else _page(request, row)


def _acknowledged(request: Request, who: Signer, row: ReadingRow) -> HttpResponse:
    try:
        client_uuid = uuid.UUID(request.POST.get("uuid", ""))
    except ValueError:
        client_uuid = uuid.uuid4()
    sent = actions.Sent(
        circular=row.circular_id, client_uuid=client_uuid, digest=request.POST.get("digest", "")[:64],
        to_end=request.POST.get("akhir") == "1",
    )  # fmt: skip
    try:
        actions.acknowledge(who, sent, at=zones.now())
    except Refused as refusal:
        return _page(request, queries.reading_row(who.credential, row.circular_id) or row, refusal)
    return redirect("norms:read_circular", pk=row.circular_id)


def _page(request: Request, row: ReadingRow, error: Refused | None = None) -> HttpResponse:
    found = queries.circular(row.circular_id)
    context = {
        "circular": found, "row": row, "parts": circular_words.parts(found.body), "uuid": uuid.uuid4(), "error": error,
        "act": queries.act(row.last_id) if row.has_done and row.last_id else None, "latest": queries.latest(found),
        "is_unverified": circular_words.unverified(found.body),
    }  # fmt: skip
    status = 200 if error is None else 409 if isinstance(error, Conflict) else 422
    return render(request, "norms/circulars/own.html", context, status=status)


@signer
def own_file(request: Request, pk: int) -> HttpResponse:
    """The signed PDF; that it was fetched is kept, for it is what the person acknowledges."""
    who, at = request.signer, zones.now()
    row = queries.reading_row(who.credential, pk) if who else None
    if who is None or row is None or not row.may_read or not row.is_file:
        raise Http404
    if not row.is_live or not pin_counts(who, at):
        return redirect("agencies:pin" if row.is_live else "agencies:enter")
    stored = queries.circular(row.circular_id).file
    if stored is None:
        raise Http404
    actions.note_opened(row.circular_id, row.staff_id, at=at)
    return cast(HttpResponse, files.as_attachment(stored))
