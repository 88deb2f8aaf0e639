"""Doors of an outside observer: totals and draws, never a name."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, requires, way
from ikrar.core import zones
from ikrar.oversight import figures, queries
from ikrar.oversight.permissions import OBSERVE


@requires(OBSERVE)
def home(request: Request) -> HttpResponse:
    """The campaigns and activities that an observer may look at."""
    context = {
        "campaigns": queries.open_first(request.actor),
        "activities": queries.activities_to_observe(request.actor),
    }
    return render(request, "oversight/observer_home.html", context)


@requires(OBSERVE)
def observe(request: Request, code: str) -> HttpResponse:
    """Totals by unit and level, small cells merged, and the draws so far."""
    campaign = queries.campaign_for(request.actor, code)
    if campaign is None:
        raise Http404
    seen = figures.merged(queries.coverage_for(request.actor, OBSERVE, campaign))
    context = {
        "campaign": campaign,
        "coverage": seen,
        "total": seen.total,
        "draws": queries.draws_of(campaign),
        "at": zones.now(),
        "minutes": way(request.actor, "pledges:signing_minutes", code) if campaign.snapshot else None,
    }
    return render(request, "oversight/observe.html", context)


@requires(OBSERVE)
def observe_activity(request: Request, pk: int) -> HttpResponse:
    """An event as it runs: totals, how officers recorded, signatures, draws, remarks; no names of staff."""
    seen = queries.observed_activity(request.actor, pk)
    if seen is None:
        raise Http404
    return render(
        request, "oversight/observe_activity.html", {"seen": seen, "activity": seen.activity, "at": zones.now()}
    )
