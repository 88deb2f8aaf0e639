"""“Boleh atau tidak?” step by step, for whom a question is hard to word; without log-in, cookie or trace."""

from django.http import HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, anonymous
from ikrar.core import zones
from ikrar.norms import stepwise
from ikrar.norms.forms.guide import Steps
from ikrar.norms.queries.provisions import HeldRows
from ikrar.norms.rules import NATIONAL_ZONE
from ikrar.norms.views.guide import whose


@anonymous
def steps(request: Request) -> HttpResponse:
    """The next question, or the answer; a choice that does not exist is asked for again."""
    form = Steps(request.POST)
    is_known = form.is_valid()
    so_far = stepwise.chosen(form.cleaned_data)
    asked = so_far.next
    rows = HeldRows(whose(request, "")["agency"], zones.today(NATIONAL_ZONE, zones.now()))
    fitting, rest = stepwise.groups(so_far, rows) if asked == "act" else ([], [])
    context = {
        "chosen": so_far, "asked": asked, "summary": stepwise.summary(so_far), "questions": stepwise.QUESTIONS,
        "options": stepwise.options(asked, so_far) if asked in stepwise.QUESTIONS[:-1] else [],
        "groups": fitting, "rest": rest, "is_unknown": not is_known, "answers": [] if asked else stepwise.answers(so_far, rows),
    }  # fmt: skip
    return render(request, "norms/steps.html", context, status=200 if is_known else 422)
