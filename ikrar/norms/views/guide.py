"""“Boleh atau tidak?” for anyone, without log-in, cookie or trace."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, anonymous, signed_in
from ikrar.core import zones
from ikrar.core.context import door_groups
from ikrar.norms import stepwise
from ikrar.norms.forms.guide import Ask
from ikrar.norms.guidance import answers_to, ladders, notes, powers
from ikrar.norms.queries import inquiries, stages
from ikrar.norms.rules import NATIONAL_ZONE


@anonymous
def ask(request: Request) -> HttpResponse:
    """A question by POST, so that it ends in no address and no log; the answer is the same page."""
    form = Ask(request.POST if request.method == "POST" else None)
    context = {
        "form": form, "asked": form.is_bound and form.is_valid(),
        "stages": stages.running_on(zones.today(NATIONAL_ZONE, zones.now()), stages.asked_agency("")),
        "answers": answers_to(form.cleaned_data["q"]) if form.is_valid() else [],
        "precedents": inquiries.precedents()[:5], "options": stepwise.options("who", stepwise.Chosen()),
    }  # fmt: skip
    return render(request, "norms/ask.html", context, status=422 if form.errors else 200)


@anonymous
def sanctions(request: Request) -> HttpResponse:
    """What may follow, by whom, and what is often told wrongly; nothing is chosen here."""
    return render(request, "norms/sanctions.html", {"ladders": ladders(), "powers": powers(), "notes": notes()})


@signed_in
def office(request: Request) -> HttpResponse:
    """What officers keep about the law, each as the reader may open it."""
    return render(
        request, "norms/office.html", {"groups": door_groups(settings.NORMS_DOORS, request.actor, request.actor)}
    )
