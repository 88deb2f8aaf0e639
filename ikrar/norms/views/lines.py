"""The agency's line where sources disagree, and whether cuts of the allowance are imposed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, own_agency, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.norms import guidance
from ikrar.norms.actions import provisions as actions
from ikrar.norms.forms.provisions import Line
from ikrar.norms.permissions import KEEP_CATALOGUE, VIEW_CATALOGUE
from ikrar.norms.queries import provisions as queries
from ikrar.norms.rules.provisions import ALLOWANCE_CUTS, Kind


@requires(VIEW_CATALOGUE)
def line_list(request: Request) -> HttpResponse:
    """Every contested point with its positions, and what the agency holds of it."""
    agency = own_agency(request)
    today = zones.today(agency.zone, zones.now())
    points = guidance.contested_points(queries.HeldRows(agency, today))
    taken = {one.slug: one for one in queries.standings(Kind.LINE, agency, today)}
    context = {
        "points": [(point, taken.get(point.slug)) for point in points], "keeps": request.actor.has(KEEP_CATALOGUE),
        "agency": agency,
    }  # fmt: skip
    return render(request, "norms/catalogue/line_list.html", context)


@requires(KEEP_CATALOGUE)
def take_line(request: Request, slug: str) -> HttpResponse:
    """Write the line, or go on with what waits; it is approved on the page of its row."""
    agency = own_agency(request)
    today = zones.today(agency.zone, zones.now())
    point = next((one for one in guidance.contested_points(queries.HeldRows(agency, today)) if one.slug == slug), None)
    if point is None:
        raise Http404
    found = queries.standing(Kind.LINE, slug, agency, today)
    form = Line(request.POST or None, has_choice=slug == ALLOWANCE_CUTS, initial=_initial(found) or {"since": today})
    if form.is_valid():
        said: dict[str, Any] = {
            "body": form.row(),
            "reason": form.cleaned_data["reason"],
            "since": form.cleaned_data["since"],
        }
        try:
            if found.draft:
                actions.edit_draft(found.draft, until=None, **said, by=request.actor, at=zones.now())
            else:
                actions.draft_provision(agency, kind=Kind.LINE, slug=slug, **said, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Konsep disimpan. Belum berlaku sebelum disetujui."), extra_tags="ok")
            return redirect("norms:provision", kind=Kind.LINE, slug=slug)
    context = {"form": form, "point": point}
    return render(request, "norms/catalogue/take_line.html", context, status=422 if form.is_bound else 200)


def _initial(found: queries.Standing) -> dict[str, Any]:
    one = found.draft or found.own
    if one is None:
        return {}
    text = one.body.get("text", {})
    return {
        "text_id": text.get("id", ""), "text_en": text.get("en", ""), "choice": one.body.get("choice"), "since": one.since,
        "reason": one.reason if found.draft else "",
    }  # fmt: skip
