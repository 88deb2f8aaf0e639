"""Doors of the ceremony for officers: links for the hall's screens, and the remote on a phone."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, requires
from ikrar.core import ids, zones
from ikrar.core.errors import Refused
from ikrar.outreach.models import Activity
from ikrar.pledges.actions import ceremony as actions
from ikrar.pledges.forms.hall import ScreenForm, TurnForm
from ikrar.pledges.models import Screen
from ikrar.pledges.permissions import OPEN_SCREEN, TURN_SCREEN
from ikrar.pledges.queries import ceremony as queries
from ikrar.pledges.queries import hall
from ikrar.pledges.rules import CeremonyView, Turn
from ikrar.pledges.views.hall import activity_of


@requires(OPEN_SCREEN)
def ceremony(request: Request, pk: int) -> HttpResponse:
    """Links for the hall's screens: a new one is told once, each can be ended."""
    found, at, link = activity_of(request, pk), zones.now(), ""
    known = queries.of_activity(found)
    form = ScreenForm(request.actor, known, at, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        campaign = known.campaign if known else told["campaign"]
        try:
            screen, token = actions.open_screen(found, campaign, label=told["label"], by=request.actor, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            known = screen.ceremony
            link = settings.PUBLIC_URL + reverse("pledges:screen", args=[known.pk, ids.grouped(token, 4)])
            form = ScreenForm(request.actor, known, at)
    context = {
        "activity": found, "ceremony": known, "form": form, "link": link, "campaigns": hall.open_campaigns(request.actor, at),
        "screens": queries.screens(known) if known else [], "may_turn": may(request.actor, TURN_SCREEN, on=found),
    }  # fmt: skip
    return render(request, "pledges/hall/ceremony.html", context, status=422 if form.is_bound else 200)


@requires(OPEN_SCREEN)
@require_POST
def end_screen(request: Request, pk: int, screen: int) -> HttpResponse:
    """End one link."""
    found = activity_of(request, pk)
    row = get_object_or_404(Screen, ceremony__activity=found, pk=screen)
    actions.end_screen(row, by=request.actor, at=zones.now())
    messages.success(request, _("Tautan diakhiri. Layarnya berhenti paling lama dua detik lagi."), extra_tags="ok")
    return redirect("pledges:ceremony", pk=found.pk)


@requires(TURN_SCREEN)
def remote(request: Request, pk: int) -> HttpResponse:
    """What the hall sees now and next, and large buttons; a press that comes late or twice turns nothing."""
    found = activity_of(request, pk)
    known = queries.of_activity(found)
    if known is None:
        page = {"activity": found, "may_open": may(request.actor, OPEN_SCREEN, on=found)}
        return render(request, "pledges/hall/remote_empty.html", page)
    if request.method == "POST":
        form = TurnForm(request.POST)
        if form.is_valid():
            actions.turn_screen(known, form.cleaned_data["turn"], seq=form.cleaned_data["seq"], by=request.actor)
        return redirect("pledges:remote", pk=found.pk)
    return render(request, "pledges/hall/remote.html", _context(found, known.pk))


@requires(TURN_SCREEN)
def remote_now(request: Request, pk: int) -> HttpResponse:
    """Whether another remote has turned meanwhile."""
    known = queries.of_activity(activity_of(request, pk))
    return JsonResponse({"seq": known.seq if known else -1})


def _context(found: Activity, pk: int) -> dict[str, Any]:
    shown = queries.picture(pk, at=zones.now())
    assert shown is not None
    state, place = shown.ceremony, shown.place
    following = shown.pages[place + 1] if place + 1 < len(shown.pages) else None
    return {
        "activity": found, "ceremony": state, "here": shown.pages[place], "next": following, "signed": shown.signed,
        "present": shown.present, "last": len(state.campaign.ikrar.body["points"]), "views": CeremonyView, "turns": Turn,
        "is_first": state.view == CeremonyView.WELCOME, "is_last": state.view == CeremonyView.THANKS,
    }  # fmt: skip
