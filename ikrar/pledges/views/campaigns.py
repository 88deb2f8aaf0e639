"""Doors of the campaigns: list, new, hub, open, extend, close, sessions."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, may, own_agency, requires, way
from ikrar.agencies.models import Agency
from ikrar.agencies.rules import StaffKind
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.pledges import permissions
from ikrar.pledges.actions import campaigns as actions
from ikrar.pledges.actions import sessions as session_actions
from ikrar.pledges.forms.campaigns import CampaignForm, ExtendForm, SessionForm, copied, planned, shown
from ikrar.pledges.models import Campaign, SigningSession
from ikrar.pledges.permissions import EDIT_CAMPAIGNS, EDIT_TEXTS, OPEN_SESSION, PROPOSE_ERASURE, VIEW_CAMPAIGNS
from ikrar.pledges.queries import campaigns as queries
from ikrar.pledges.queries import hub
from ikrar.pledges.queries.texts import approved_texts
from ikrar.pledges.rules import CampaignState

#: A new campaign is proposed to open tomorrow morning and to last a week.
_OPENS, _CLOSES, _LASTS = dt.time(8), dt.time(16), dt.timedelta(days=7)


def number(text: str) -> int:
    """The id that somebody sent, 0 where it can be none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def campaign_of(request: Request, code: str) -> Campaign:
    """The campaign of the viewer's own agency, or not found."""
    return get_object_or_404(queries.campaigns_for(request.actor), code=code.upper())


@requires(VIEW_CAMPAIGNS)
def campaign_list(request: Request) -> HttpResponse:
    """The room's start page; an empty one leads step by step."""
    viewer, at = request.actor, zones.now()
    rows = [
        (row, hub.progress(viewer, row) if row.state != CampaignState.PLANNED else None)
        for row in queries.campaigns_for(viewer)[:30]
    ]
    context = {
        "rows": rows, "at": at, "may_edit": may(viewer, EDIT_CAMPAIGNS), "may_text": may(viewer, EDIT_TEXTS),
        "may_erase": may(viewer, PROPOSE_ERASURE),
        "list_date": hub.list_date(cast(int, viewer.agency_id)), "has_texts": approved_texts(viewer, "ikrar").exists(),
        "staff_link": way(viewer, "agencies:staff_list") or way(viewer, "agencies:upload_roster"),
    }  # fmt: skip
    return render(request, "pledges/campaigns/campaign_list.html", context)


@requires(EDIT_CAMPAIGNS)
def create_campaign(request: Request) -> HttpResponse:
    """Plan a campaign; `?dari=KODE` copies an earlier one."""
    viewer, at = request.actor, zones.now()
    agency = own_agency(request)
    on = zones.today(agency.zone, at)
    before = request.GET.get("dari", "")
    source = queries.campaigns_for(viewer).filter(code=before.upper()).first() if before else None
    if request.method != "POST":
        proposed = {**_proposed(agency, at), **(copied(source) if source else {})}
        form = CampaignForm(viewer, agency, initial=proposed, on=on)
        return _create_page(request, form, agency, source)
    form = CampaignForm(viewer, agency, request.POST, on=on)
    if form.is_valid():
        try:
            made = actions.create_campaign(agency, **form.values(), by=viewer, at=at)
            return redirect("pledges:hub", code=made.code)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _create_page(request, form, agency, source)


def _create_page(request: Request, form: CampaignForm, agency: Agency, source: Campaign | None) -> HttpResponse:
    context = {
        "form": form, "agency": agency, "source": source,
        "has_texts": approved_texts(request.actor, "ikrar").exists(), "earlier": queries.campaigns_for(request.actor)[:5],
    }  # fmt: skip
    return render(request, "pledges/campaigns/create_campaign.html", context, status=422 if form.is_bound else 200)


@requires(EDIT_CAMPAIGNS)
def edit_campaign(request: Request, code: str) -> HttpResponse:
    """A planned campaign in the form that made it."""
    found, viewer, at = campaign_of(request, code), request.actor, zones.now()
    if found.state != CampaignState.PLANNED:
        return redirect("pledges:hub", code=found.code)
    data = request.POST if request.method == "POST" else None
    form = CampaignForm(viewer, found.agency, data, planned(found), on=zones.today(found.agency.zone, at))
    if form.is_valid():
        try:
            actions.edit_campaign(found, **form.values(), by=viewer)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Perubahannya disimpan."), extra_tags="ok")
            return redirect("pledges:hub", code=found.code)
    context = {"form": form, "agency": found.agency, "campaign": found}
    return render(request, "pledges/campaigns/edit_campaign.html", context, status=422 if form.is_bound else 200)


@requires(EDIT_CAMPAIGNS)
def delete_campaign(request: Request, code: str) -> HttpResponse:
    """A page that says what goes, and deletes."""
    found, error = campaign_of(request, code), None
    if found.state != CampaignState.PLANNED:
        return redirect("pledges:hub", code=found.code)
    if request.method == "POST":
        try:
            actions.delete_campaign(found, by=request.actor)
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Penandatanganan dihapus."), extra_tags="ok")
            return redirect("pledges:campaign_list")
    context = {"campaign": found, "error": error}
    return render(request, "pledges/campaigns/delete_campaign.html", context, status=422 if error else 200)


def _proposed(agency: Agency, at: dt.datetime) -> dict[str, Any]:
    day = shown(at, agency.zone).date() + dt.timedelta(days=1)
    return {"opens_at": dt.datetime.combine(day, _OPENS), "closes_at": dt.datetime.combine(day + _LASTS, _CLOSES)}


@requires(VIEW_CAMPAIGNS)
def campaign_hub(request: Request, code: str) -> HttpResponse:
    """One campaign: one clear next step, the figures, everything that hangs on it."""
    found, viewer, at = campaign_of(request, code), request.actor, zones.now()
    context = {
        "campaign": found, "at": at, "progress": hub.progress(viewer, found), "history": hub.history(found),
        "job": hub.open_job(actions.ISSUE_CODES, str(found.pk)), "sessions": hub.sessions(viewer, found)[:5],
        "elections": found.elections.all(), "scope": found.units.all(),
        "kinds": [StaffKind(kind).label for kind in found.kinds],
        "is_running": found.state == CampaignState.OPEN and found.opens_at <= at < found.closes_at,
        "is_over": found.state == CampaignState.OPEN and found.closes_at <= at,
        "may": {name.lower(): may(viewer, getattr(permissions, name)) for name in _BUTTONS},
        "links": {name: way(viewer, where, found.code) for name, where in _LINKS.items()},
    }  # fmt: skip
    return render(request, "pledges/campaigns/hub.html", context)


_BUTTONS = ("EDIT_CAMPAIGNS", "REACH", "OPEN_SESSION", "ENTER_PAPER", "PRINT_PACTS")
_LINKS = {
    "coverage": "oversight:coverage", "missing": "oversight:missing", "paper": "pledges:paper_sheets",
    "pacts": "pledges:pacts", "minutes": "pledges:signing_minutes",
}  # fmt: skip


@requires(EDIT_CAMPAIGNS)
def open_campaign(request: Request, code: str) -> HttpResponse:
    """Say how many people, from which list, and open."""
    found, at, error = campaign_of(request, code), zones.now(), None
    if found.state != CampaignState.PLANNED:
        return redirect("pledges:hub", code=found.code)
    if request.method == "POST":
        try:
            actions.open_campaign(found, by=request.actor, at=at)
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Penandatanganan dibuka. Sekarang ajak orangnya."), extra_tags="ok")
            return redirect("pledges:hub", code=found.code)
    context = {
        "campaign": found, "error": error, "list_date": hub.list_date(found.agency_id), "scope": found.units.all(),
        "count": queries.members(found, zones.today(found.agency.zone, at)).count(), "at": at,
    }  # fmt: skip
    return render(request, "pledges/campaigns/open_campaign.html", context, status=422 if error else 200)


@requires(EDIT_CAMPAIGNS)
def extend_campaign(request: Request, code: str) -> HttpResponse:
    """Another end of the window, or open again; both with a reason."""
    found = campaign_of(request, code)
    form = ExtendForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        closes_at = cast(dt.datetime, form.moment("closes_at"))
        try:
            actions.extend_campaign(
                found, closes_at=closes_at, reason=form.cleaned_data["reason"], by=request.actor, at=zones.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Waktunya diubah."), extra_tags="ok")
            return redirect("pledges:hub", code=found.code)
    context = {"campaign": found, "form": form}
    return render(request, "pledges/campaigns/extend_campaign.html", context, status=422 if form.is_bound else 200)


@requires(EDIT_CAMPAIGNS)
def close_campaign(request: Request, code: str) -> HttpResponse:
    """A page that says what closing does, and closes."""
    found, error = campaign_of(request, code), None
    if request.method == "POST":
        try:
            actions.close_campaign(found, by=request.actor, at=zones.now(), reason=request.POST.get("reason", "")[:300])
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Penandatanganan ditutup. Angka dan pakta tetap ada."), extra_tags="ok")
            return redirect("pledges:hub", code=found.code)
    context = {"campaign": found, "progress": hub.progress(request.actor, found), "error": error}
    return render(request, "pledges/campaigns/close_campaign.html", context, status=422 if error else 200)


@requires(OPEN_SESSION)
def session_list(request: Request, code: str) -> HttpResponse:
    """Sessions *susulan*: those there are, and a new one."""
    found, viewer, at = campaign_of(request, code), request.actor, zones.now()
    form = SessionForm(viewer, found, request.POST if request.method == "POST" else None, at)
    if request.method == "POST" and form.is_valid():
        try:
            session_actions.open_session(
                found, unit=form.cleaned_data["unit"], title=form.cleaned_data["title"], by=viewer, at=at,
                opens_at=cast(dt.datetime, form.moment("opens_at")), closes_at=cast(dt.datetime, form.moment("closes_at")),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Sesi dibuat. Meja dapat memakainya dalam waktu itu."), extra_tags="ok")
            return redirect("pledges:session_list", code=found.code)
    context = {"campaign": found, "form": form, "sessions": hub.sessions(viewer, found), "at": at}
    return render(request, "pledges/campaigns/session_list.html", context, status=422 if form.is_bound else 200)


@requires(OPEN_SESSION)
def close_session(request: Request, code: str, pk: int) -> HttpResponse:
    """End a session before its time."""
    found = campaign_of(request, code)
    session = get_object_or_404(SigningSession, pk=pk, campaign=found)
    if request.method == "POST":
        try:
            session_actions.close_session(session, by=request.actor, at=zones.now())
            messages.success(request, _("Sesi ditutup."), extra_tags="ok")
        except Refused as refusal:
            messages.warning(request, str(refusal), extra_tags="warn")
    return redirect("pledges:session_list", code=found.code)
