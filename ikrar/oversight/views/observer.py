"""Doors of an outside observer: totals and draws, never a name."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.oversight import figures, queries
from ikrar.oversight.permissions import OBSERVE


@requires(OBSERVE)
def home(request: Request) -> HttpResponse:
    """The campaigns that an observer may look at."""
    return render(request, "oversight/observer_home.html", {"campaigns": queries.open_first(request.actor)})


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
    }
    return render(request, "oversight/observe.html", context)
