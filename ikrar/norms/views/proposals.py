"""Doors of what a stage's beginning proposes: read, change the words, carry out or set aside."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, requires
from ikrar.core import jobs, zones
from ikrar.core.errors import Refused
from ikrar.norms.actions import proposals as actions
from ikrar.norms.forms.stages import EditProposal, Reason, ShowBanner
from ikrar.norms.models import StageProposal
from ikrar.norms.permissions import HANDLE_PROPOSALS
from ikrar.norms.queries import circulars
from ikrar.norms.queries import proposals as queries
from ikrar.norms.rules.stages import PROPOSAL_MOVES, SAMPLE, ProposalKind, ProposalState

_PAGE = 20


def _proposal(request: Request, pk: int) -> StageProposal:
    return get_object_or_404(queries.proposals_for(request.actor), pk=pk)


@requires(HANDLE_PROPOSALS)
def proposals(request: Request) -> HttpResponse:
    """What waits for a decision, and what became of the others."""
    page = Paginator(queries.proposals_for(request.actor), _PAGE).get_page(request.GET.get("halaman"))
    return render(request, "norms/proposals.html", {"page": page, "is_empty": not page.paginator.count})


@requires(HANDLE_PROPOSALS)
def proposal(request: Request, pk: int) -> HttpResponse:
    """One proposal with its words, whom it reaches, and what may become of it."""
    found = _proposal(request, pk)
    form = EditProposal(
        request.POST if request.method == "POST" else None, is_letter=found.kind == ProposalKind.REMINDER,
        initial={"subject": found.subject, "text": found.text},
    )  # fmt: skip
    if form.is_valid():
        words = {"subject": "", **form.cleaned_data}
        try:
            actions.edit_proposal(found, **words, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Kata-katanya tersimpan. Belum ada yang dikirim."), extra_tags="ok")
            return redirect("norms:proposal", pk=pk)
    return _page_of(request, found, form=form)


def _page_of(
    request: Request, found: StageProposal, *, form: EditProposal | None = None, banner: ShowBanner | None = None,
    reason: Reason | None = None,
) -> HttpResponse:  # fmt: skip
    day = zones.today(found.agency.zone, zones.now())
    is_letter = found.kind == ProposalKind.REMINDER
    last = min(found.until, day + dt.timedelta(days=6))
    form = form or EditProposal(is_letter=is_letter, initial={"subject": found.subject, "text": found.text})
    context = {
        "proposal": found, "form": form, "is_letter": is_letter, "reason": reason or Reason(),
        "banner": banner or ShowBanner(initial={"shown_until": last}),
        "is_open": found.state == ProposalState.OPEN, "is_past": found.until < day,
        "reach": queries.reach(found.agency_id, SAMPLE) if is_letter and found.state == ProposalState.OPEN else None,
        "mail": queries.mail_states(found) if is_letter and found.decided_at else None,
        "circulars": circulars.in_force(found.agency_id) if found.kind == ProposalKind.ACKNOWLEDGEMENT else (),
        "is_queueing": jobs.is_open(actions.QUEUE_REMINDERS, str(found.pk)),
    }  # fmt: skip
    wrong = any(one is not None and one.errors for one in (form, banner, reason))
    return render(request, "norms/proposal.html", context, status=422 if wrong else 200)


@requires(HANDLE_PROPOSALS)
@require_POST
def decide_proposal(request: Request, pk: int, move: str) -> HttpResponse:
    """Carry out, set aside, take up again or stop; asked for by the proposal's page."""
    found = _proposal(request, pk)
    if move not in {one.name for one in PROPOSAL_MOVES}:
        raise Http404
    banner = ShowBanner(request.POST) if move == "take_proposal" and found.kind == ProposalKind.BANNER else None
    if banner is not None and not banner.is_valid():
        return _page_of(request, found, banner=banner)
    told: dict[str, Any] = banner.cleaned_data if banner else {}
    reason = Reason(request.POST)
    said = reason.cleaned_data["reason"] if reason.is_valid() else ""
    try:
        actions.take(found, move, by=request.actor, at=zones.now(), reason=said, **told)
    except Refused as refusal:
        if refusal.field == "reason":
            return _page_of(request, found, reason=reason)
        if refusal.field and banner is not None:
            banner.add_error(refusal.field, str(refusal))
            return _page_of(request, found, banner=banner)
        messages.warning(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, _("Keputusan Anda tersimpan."), extra_tags="ok")
    return redirect("norms:proposal", pk=pk)
