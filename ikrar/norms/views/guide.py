"""“Boleh atau tidak?” for anyone, without log-in, cookie or trace."""

from django.http import HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, anonymous
from ikrar.core import zones
from ikrar.norms.forms.guide import Ask
from ikrar.norms.guidance import answers_to, ladders, notes, powers
from ikrar.norms.permissions import ANSWER_INQUIRIES
from ikrar.norms.queries import elections, inquiries
from ikrar.norms.rules import NATIONAL_ZONE


@anonymous
def ask(request: Request) -> HttpResponse:
    """A question by POST, so that it ends in no address and no log; the answer is the same page."""
    form = Ask(request.POST if request.method == "POST" else None)
    context = {
        "form": form, "asked": form.is_bound and form.is_valid(),
        "stages": elections.stages_on(zones.today(NATIONAL_ZONE, zones.now())),
        "answers": answers_to(form.cleaned_data["q"]) if form.is_valid() else [],
        "precedents": inquiries.precedents()[:5], "answers_inquiries": request.actor.has(ANSWER_INQUIRIES),
    }  # fmt: skip
    return render(request, "norms/ask.html", context, status=422 if form.errors else 200)


@anonymous
def sanctions(request: Request) -> HttpResponse:
    """What may follow, by whom, and what is often told wrongly; nothing is chosen here."""
    return render(request, "norms/sanctions.html", {"ladders": ladders(), "powers": powers(), "notes": notes()})
