"""“Boleh atau tidak?” for anyone, without log-in, cookie or trace."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, anonymous, signed_in
from ikrar.core import zones
from ikrar.core.context import door_groups
from ikrar.norms import stepwise
from ikrar.norms.forms.guide import Ask
from ikrar.norms.guidance import allowance_cuts, answers_to, ladders, notes, powers
from ikrar.norms.queries import inquiries, stages
from ikrar.norms.queries.provisions import HeldRows
from ikrar.norms.rules import NATIONAL_ZONE
from ikrar.norms.rules.provisions import AllowanceCuts


@anonymous
def ask(request: Request) -> HttpResponse:
    """A question by POST, so that it ends in no address and no log; the answer is the same page."""
    form = Ask(request.POST if request.method == "POST" else None)
    told, today = whose(request, request.POST.get("agency", "")), zones.today(NATIONAL_ZONE, zones.now())
    rows = HeldRows(told["agency"], today)
    context = {
        **told, "form": form, "asked": form.is_bound and form.is_valid(),
        "stages": stages.running_on(today, stages.asked_agency("")),
        "answers": answers_to(form.cleaned_data["q"], rows=rows) if form.is_valid() else [],
        "precedents": inquiries.precedents()[:5], "options": stepwise.options("who", stepwise.Chosen()),
    }  # fmt: skip
    return render(request, "norms/ask.html", context, status=422 if form.errors else 200)


def whose(request: Request, code: str) -> dict[str, Any]:
    """Whose own text and line are shown beside the national one: the chosen agency's, an officer's own, or the only one's."""
    agencies = list(inquiries.asked_agencies())
    chosen = next((one for one in agencies if one.code == code), None)
    if chosen is None and request.method != "POST" and "instansi" not in request.GET:
        chosen = next((one for one in agencies if one.pk == request.actor.agency_id), None)
    return {"agencies": agencies, "agency": agencies[0] if len(agencies) == 1 else chosen}


@anonymous
def sanctions(request: Request) -> HttpResponse:
    """What may follow, by whom, and what is often told wrongly; nothing is chosen here."""
    told = whose(request, request.GET.get("instansi", ""))
    rows = HeldRows(told["agency"], zones.today(NATIONAL_ZONE, zones.now()))
    cuts = allowance_cuts(rows)
    context = {
        **told, "ladders": ladders(rows), "powers": powers(rows), "notes": notes(rows), "cuts": cuts,
        "cut_words": AllowanceCuts(cuts[0]).label if cuts else "",
    }  # fmt: skip
    return render(request, "norms/sanctions.html", context)


@signed_in
def office(request: Request) -> HttpResponse:
    """What officers keep about the law, each as the reader may open it."""
    return render(
        request, "norms/office.html", {"groups": door_groups(settings.NORMS_DOORS, request.actor, request.actor)}
    )
