"""Doors of the minutes of a signing: of a campaign, of one activity's desks, and the totals that anybody may check."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from ikrar.agencies.access import Request, anonymous, requires
from ikrar.core import zones
from ikrar.outreach.models import Activity
from ikrar.pledges import minutes as papers
from ikrar.pledges.models import Campaign
from ikrar.pledges.permissions import VIEW_MINUTES
from ikrar.pledges.queries import campaigns as campaign_queries
from ikrar.pledges.queries import minutes as queries
from ikrar.pledges.receipts import CLOSING_LEAF
from ikrar.pledges.views.hall import activity_of
from ikrar.register import queries as registers


@requires(VIEW_MINUTES)
def signing_minutes(request: Request, code: str) -> HttpResponse:
    """What the page will say, whether it is final, and where it can be checked."""
    told = queries.of_campaign(_opened(request, code))
    context = {
        "campaign": told.campaign, "told": told, "draft": papers.draft_words(told), "unbound": papers.unbound_words(told),
    }  # fmt: skip
    return render(request, "pledges/minutes/signing_minutes.html", context)


@requires(VIEW_MINUTES)
def signing_minutes_paper(request: Request, code: str) -> HttpResponse:
    told = queries.of_campaign(_opened(request, code))
    return _paper(told, f"berita-acara-{told.campaign.code}")


def _opened(request: Request, code: str) -> Campaign:
    """A campaign of the viewer's agency that was opened; before that there is nothing to tell."""
    rows = campaign_queries.campaigns_for(request.actor).select_related("agency", "ikrar", "pact", "log")
    found = get_object_or_404(rows, code=code.upper())
    if not queries.may_have(found):
        raise Http404
    return found


@requires(VIEW_MINUTES)
def activity_minutes(request: Request, pk: int) -> HttpResponse:
    """The minutes of each campaign that had desks in the activity."""
    held = activity_of(request, pk)
    rows = [queries.of_activity(held, campaign) for campaign in queries.campaigns_in(held)]
    if not rows:
        raise Http404
    context = {"activity": held, "rows": [(told, papers.draft_words(told)) for told in rows]}
    return render(request, "pledges/minutes/activity_minutes.html", context)


@requires(VIEW_MINUTES)
def activity_minutes_paper(request: Request, pk: int, code: str) -> HttpResponse:
    held: Activity = activity_of(request, pk)
    campaign = next((row for row in queries.campaigns_in(held) if row.code == code.upper()), None)
    if campaign is None:
        raise Http404
    return _paper(queries.of_activity(held, campaign), f"berita-acara-{held.pk}-{campaign.code}")


def _paper(told: queries.Minutes, name: str) -> HttpResponse:
    made = papers.pdf(told, zones.now())
    name = name if told.is_final else f"{name}-sementara"
    return _download(made, f"{name}.pdf", "application/pdf")


def _download(data: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)


@anonymous
def totals(request: Request, origin: str) -> HttpResponse:
    """What closed campaigns told this log, each with its place and how to check it."""
    log = registers.log_of(origin)
    if log is None:
        raise Http404
    rows = queries.totals(registers.told(log, CLOSING_LEAF))
    context = {"log": log, "rows": rows, "zone": log.agency.zone}
    return render(request, "pledges/minutes/totals.html", context)


@anonymous
def closing_entry(request: Request, origin: str, index: int) -> HttpResponse:
    """The record itself, byte by byte as it stands in the leaf after its type byte."""
    return _download(_placed(origin, index).entry[1:], f"hasil-{index}.json", "application/json")


@anonymous
def closing_proof(request: Request, origin: str, index: int) -> HttpResponse:
    """That this entry stands under the log's head, for any verifier of tlog-proof."""
    placed = _placed(origin, index)
    proof = registers.proof_of(placed.log, placed.entry)
    if proof is None:
        raise Http404
    return _download(proof.text.encode(), f"hasil-{index}.tlog-proof", "text/plain; charset=utf-8")


def _placed(origin: str, index: int) -> registers.Placed:
    log = registers.log_of(origin)
    found = next((one for one in registers.told(log, CLOSING_LEAF) if one.index == index), None) if log else None
    if found is None:
        raise Http404
    return found
