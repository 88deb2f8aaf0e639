"""Doors of those who look after a campaign: reasons for the missing, an observer's draw."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.pledges.actions import draws, reasons
from ikrar.pledges.forms.watch import ReasonForm
from ikrar.pledges.permissions import DRAW_SIGNATURES, NOTE_REASON
from ikrar.pledges.queries import campaigns as queries
from ikrar.pledges.queries import missing as people


@requires(NOTE_REASON)
def note_reason(request: Request, code: str, staff: int) -> HttpResponse:
    """Note why one person has not signed: neutral, short-lived, seen by those in the line of duty."""
    campaign = get_object_or_404(queries.campaigns_for(request.actor), code=code)
    row = people.missing_person(campaign, request.actor.reach(NOTE_REASON), staff, zones.now())
    if row is None:
        raise Http404
    noted = people.with_reasons(campaign, [row])[0].reason
    form = ReasonForm(request.POST or None, initial={"reason": noted.reason, "until": noted.until} if noted else None)
    if form.is_valid():
        try:
            reasons.note_reason(campaign, row.staff, by=request.actor, at=zones.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"/pantau/{campaign.code}/belum/?unit={row.unit_id}")
    return render(request, "pledges/watch/note_reason.html", {"campaign": campaign, "row": row, "form": form})


@requires(DRAW_SIGNATURES)
@require_POST
def draw(request: Request, code: str) -> HttpResponse:
    """Draw 20 at random; the seed is kept."""
    campaign = get_object_or_404(queries.campaigns_for(request.actor), code=code)
    try:
        row = draws.draw_signatures(campaign, by=request.actor, at=zones.now())
    except Refused as refusal:
        return render(request, "pledges/watch/nothing_to_draw.html", {"campaign": campaign, "why": refusal}, status=422)
    return redirect("pledges:draw_result", code=campaign.code, pk=row.pk)


@requires(DRAW_SIGNATURES)
def draw_result(request: Request, code: str, pk: int) -> HttpResponse:
    """What was drawn, without names, and the seed with which anyone can repeat it."""
    campaign = get_object_or_404(queries.campaigns_for(request.actor), code=code)
    row = get_object_or_404(campaign.draws, pk=pk)
    title = _("Undian %(n)d tanda tangan") % {"n": len(row.drawn)}
    context = {"campaign": campaign, "draw": row, "rows": people.drawn(row), "title": title}
    return render(request, "pledges/watch/draw.html", context)
