"""Doors to what changed: since yesterday as counts by unit, and the people behind joined, gone and moved."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, may, requires
from ikrar.core import audit, zones
from ikrar.oversight import queries
from ikrar.oversight.permissions import VIEW_COVERAGE, VIEW_MISSING
from ikrar.oversight.views.coverage import PAGE, campaign_of, day_of, number_of
from ikrar.pledges.permissions import VOID_SIGNATURE
from ikrar.pledges.queries import movements as moves
from ikrar.pledges.rules import Movement


@requires(VIEW_COVERAGE)
def changes(request: Request, code: str) -> HttpResponse:
    """What changed since yesterday, by unit: new signatures, voided ones, people who came, went and moved."""
    campaign, at = campaign_of(request, code), zones.now()
    day = zones.today(campaign.agency.zone, at) - dt.timedelta(days=1)
    rows = queries.changes_for(request.actor, VIEW_COVERAGE, campaign, day, at)
    fresh = sorted((row for row in rows if row.signed), key=lambda row: -row.signed)
    context = {
        "campaign": campaign, "since": zones.midnight(day, campaign.agency.zone), "day": day, "rows": fresh,
        "total": sum(row.signed for row in fresh), "most": max((row.signed for row in fresh), default=0),
        "others": [row for row in rows if row.others], "sees_names": may(request.actor, VIEW_MISSING),
    }  # fmt: skip
    return render(request, "oversight/changes.html", context)


@requires(VIEW_MISSING)
def movements(request: Request, code: str) -> HttpResponse:
    """The people behind one figure of the staff list's changes; each opening leaves a trace."""
    campaign, unit, since = campaign_of(request, code), number_of(request, "unit"), day_of(request, "since")
    asked = request.GET.get("what", "")
    what = Movement(asked) if asked in Movement.values else Movement.JOINED
    rows = queries.movements_for(request.actor, VIEW_MISSING, campaign, what, zones.now(), unit=unit, since=since)
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    where = "all" if unit is None else f"unit:{unit}"
    audit.record("oversight.movements_seen", campaign, by=request.actor, fields=[what.value, where])
    filters = {"what": what.value, "unit": unit, "since": since}
    context = {
        "campaign": campaign, "page": page, "what": what, "since": since, "people": queries.named(campaign, page),
        "query": "&".join(f"{name}={value}" for name, value in filters.items() if value is not None),
    }  # fmt: skip
    return render(request, "oversight/movements.html", context)


@requires(VIEW_MISSING)
def voided(request: Request, code: str) -> HttpResponse:
    """The signatures that were voided since a day, with the reason; each opening leaves a trace."""
    campaign, unit, at = campaign_of(request, code), number_of(request, "unit"), zones.now()
    day = day_of(request, "since") or zones.today(campaign.agency.zone, at) - dt.timedelta(days=1)
    since = zones.midnight(day, campaign.agency.zone)
    rows = moves.voids_within(campaign, request.actor.reach(VIEW_MISSING), since)
    rows = rows.filter(signature__unit=unit) if unit is not None else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    where = "all" if unit is None else f"unit:{unit}"
    audit.record("oversight.signatures_seen", campaign, by=request.actor, fields=["void", where])
    context = {
        "campaign": campaign, "page": page, "since": since, "voids": request.actor.has(VOID_SIGNATURE),
        "query": f"since={day}" + (f"&unit={unit}" if unit is not None else ""),
    }  # fmt: skip
    return render(request, "oversight/voided.html", context)
