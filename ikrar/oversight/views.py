"""Doors to figures: coverage, who is missing."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ikrar.agencies.access import Request, may, requires
from ikrar.core import zones
from ikrar.oversight import queries
from ikrar.oversight.permissions import VIEW_COVERAGE, VIEW_MISSING
from ikrar.pledges.queries import missing as people

_PAGE = 50


@requires(VIEW_COVERAGE)
def home(request: Request) -> HttpResponse:
    """The campaigns to look at; with one only, that one."""
    rows = queries.open_first(request.actor, zones.now())
    if len(rows) == 1:
        return redirect("oversight:coverage", code=rows[0].code)
    return render(request, "oversight/home.html", {"campaigns": rows})


@requires(VIEW_COVERAGE)
def coverage(request: Request, code: str) -> HttpResponse:
    """How many of how many, by unit, kind and strength."""
    campaign = queries.campaign_for(request.actor, code)
    if campaign is None:
        raise Http404
    figures = queries.coverage_for(request.actor, VIEW_COVERAGE, campaign)
    context = {
        "campaign": campaign, "coverage": figures, "total": figures.total, "at": zones.now(),
        "sees_names": may(request.actor, VIEW_MISSING),
    }  # fmt: skip
    return render(request, "oversight/coverage.html", context)


@requires(VIEW_MISSING)
def missing(request: Request, code: str) -> HttpResponse:
    """Names of those who have not signed, for those in the line of duty."""
    campaign = queries.campaign_for(request.actor, code)
    if campaign is None:
        raise Http404
    unit = int(request.GET["unit"]) if request.GET.get("unit", "").isdigit() else None
    day = zones.today(campaign.agency.zone, zones.now())
    rows = people.missing(campaign, request.actor.reach(VIEW_MISSING), day, unit=unit)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("halaman"))
    context = {"campaign": campaign, "page": page, "people": people.with_reasons(campaign, list(page)), "unit": unit}
    return render(request, "oversight/missing.html", context)
