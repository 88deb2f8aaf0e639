"""Doors to coverage: how many of how many, who is missing, the rows behind a figure, what is sent on."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ikrar.agencies.access import Request, may, requires, way
from ikrar.agencies.rules import Level, StaffKind
from ikrar.core import audit, zones
from ikrar.oversight import exports, lines, queries, recap
from ikrar.oversight.permissions import EXPORT_FIGURES, VIEW_COVERAGE, VIEW_MISSING
from ikrar.pledges.permissions import VOID_SIGNATURE
from ikrar.pledges.queries import missing as people

PAGE = 50


def campaign_of(request: Request, code: str) -> Any:
    campaign = queries.campaign_for(request.actor, code)
    if campaign is None:
        raise Http404
    return campaign


def number_of(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None


def day_of(request: Request, name: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if 2000 <= day.year < 3000 else None


@requires(VIEW_COVERAGE)
def home(request: Request) -> HttpResponse:
    """The campaigns to look at; with one only, that one."""
    rows = queries.open_first(request.actor)
    if len(rows) == 1:
        return redirect("oversight:coverage", code=rows[0].code)
    link = way(request.actor, "pledges:campaign_list")
    return render(request, "oversight/home.html", {"campaigns": rows, "campaigns_link": link})


@requires(VIEW_COVERAGE)
def coverage(request: Request, code: str) -> HttpResponse:
    """How many of how many, by unit, kind and strength."""
    campaign = campaign_of(request, code)
    figures = queries.coverage_for(request.actor, VIEW_COVERAGE, campaign)
    context = {
        "campaign": campaign, "total": figures.total, "at": zones.now(), "may_export": may(request.actor, EXPORT_FIGURES),
        "minutes": way(request.actor, "pledges:signing_minutes", campaign.code) if campaign.snapshot else None,
        "figures": lines.drawn(campaign.code, figures, may(request.actor, VIEW_MISSING)),
    }  # fmt: skip
    return render(request, "oversight/coverage.html", context)


@requires(VIEW_MISSING)
def missing(request: Request, code: str) -> HttpResponse:
    """Names of those who have not signed, for those in the line of duty; each opening leaves a trace."""
    campaign, unit = campaign_of(request, code), number_of(request, "unit")
    day = zones.today(campaign.agency.zone, zones.now())
    rows = people.missing(campaign, request.actor.reach(VIEW_MISSING), day, unit=unit)
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    audit.record("oversight.missing_seen", campaign, by=request.actor, fields=[f"unit:{unit}" if unit else "all"])
    context = {"campaign": campaign, "page": page, "people": people.with_reasons(campaign, list(page)), "unit": unit}
    return render(request, "oversight/missing.html", context)


@requires(VIEW_MISSING)
def signed(request: Request, code: str) -> HttpResponse:
    """The signatures behind a figure."""
    campaign, unit, level = campaign_of(request, code), number_of(request, "unit"), number_of(request, "level")
    kind, since, officer = request.GET.get("kind", ""), day_of(request, "since"), number_of(request, "officer")
    rows = people.signatures_within(campaign, request.actor.reach(VIEW_MISSING))
    rows = rows.filter(at__gte=zones.midnight(since, campaign.agency.zone)) if since is not None else rows
    rows = rows.filter(officer=officer) if officer is not None else rows
    rows = rows.filter(unit=unit) if unit is not None else rows
    rows = rows.filter(level=level) if level is not None else rows
    rows = rows.filter(kind=kind) if kind in StaffKind.values else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    audit.record(
        "oversight.signatures_seen", campaign, by=request.actor, fields=["all" if unit is None else f"unit:{unit}"]
    )
    filters = {"unit": unit, "level": level, "kind": kind, "since": since, "officer": officer}
    query = "&".join(f"{name}={value}" for name, value in filters.items() if value not in (None, ""))
    context = {
        "campaign": campaign, "page": page, "query": query, "level": Level(level) if level in Level.values else None,
        "voids": request.actor.has(VOID_SIGNATURE),
    }  # fmt: skip
    return render(request, "oversight/signed.html", context)


@requires(EXPORT_FIGURES)
def recap_page(request: Request, code: str) -> HttpResponse:
    """Text to paste into a group: counts only."""
    campaign, at = campaign_of(request, code), zones.now()
    figures = queries.coverage_for(request.actor, EXPORT_FIGURES, campaign)
    context = {
        "campaign": campaign,
        "short": recap.short(campaign, figures, at),
        "by_unit": recap.by_unit(campaign, figures, at),
    }
    return render(request, "oversight/recap.html", context)


@requires(EXPORT_FIGURES)
def xlsx(request: Request, code: str) -> HttpResponse:
    """The figures as a workbook; no names."""
    campaign = campaign_of(request, code)
    figures = queries.coverage_for(request.actor, EXPORT_FIGURES, campaign)
    audit.record("oversight.figures_exported", campaign, by=request.actor)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(exports.coverage_xlsx(campaign, figures, zones.now()), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="cakupan-{campaign.code}.xlsx"'
    return response


@requires(VIEW_COVERAGE)
def vouchings(request: Request, code: str) -> HttpResponse:
    """Who vouched for how many, and how fast."""
    campaign = campaign_of(request, code)
    rows = queries.vouchings_for(request.actor, VIEW_COVERAGE, campaign)
    context = {"campaign": campaign, "rows": rows, "sees_names": may(request.actor, VIEW_MISSING)}
    return render(request, "oversight/vouchings.html", context)
