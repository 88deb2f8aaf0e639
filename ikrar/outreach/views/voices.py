"""Doors of those present: no log-in, no cookie, nobody known. A form sent again is the same form."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from ikrar.agencies.access import Request, anonymous
from ikrar.agencies.views.signer import address_of
from ikrar.core import ids, tickets, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms.forms.inquiries import ReadInquiry
from ikrar.outreach import links
from ikrar.outreach.actions import forums as actions
from ikrar.outreach.actions import questions
from ikrar.outreach.actions.forums import Filled
from ikrar.outreach.forms.forums import Ask, Evaluation
from ikrar.outreach.models import Forum
from ikrar.outreach.queries import forums as queries


def present(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Anyone with the activity's code."""

    @anonymous
    @wraps(view)
    def guarded(request: Request, code: str, **more: Any) -> HttpResponse:
        found = queries.forum_by_code(code)
        if found is None:
            raise Http404
        return view(request, found, **more)

    return guarded


@present
def forum_door(request: Request, forum: Forum) -> HttpResponse:
    """`/s/KODE`: what one can do here now."""
    at = zones.now()
    context = {
        "forum": forum, "activity": forum.activity, "takes_evaluation": queries.takes_evaluation(forum, at),
        "takes_questions": queries.takes_questions(forum), "ends": queries.evaluation_ends(forum), "answered": queries.answered(forum),
    }  # fmt: skip
    return render(request, "outreach/voices/door.html", context)


@present
def evaluate(request: Request, forum: Forum) -> HttpResponse:
    """Three questions on one page."""
    at = zones.now()
    context = {"forum": forum, "activity": forum.activity, "ends": queries.evaluation_ends(forum)}
    if request.method != "POST":
        if not queries.takes_evaluation(forum, at):
            return render(request, "outreach/voices/not_now.html", context)
        form = Evaluation(forum, initial={"ticket": tickets.give("evaluation", forum.activity.code)})
        return render(request, "outreach/voices/evaluate.html", {**context, "form": form})
    form, status = Evaluation(forum, request.POST), 422
    if form.is_valid():
        try:
            actions.evaluate(forum, Filled(**form.cleaned_data), address=address_of(request), at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409 if isinstance(refusal, Conflict) else 422
        else:
            return redirect("outreach:evaluated", code=forum.activity.code)
    return render(request, "outreach/voices/evaluate.html", {**context, "form": form}, status=status)


@present
def evaluated(request: Request, forum: Forum) -> HttpResponse:
    """The form has arrived."""
    return render(request, "outreach/voices/evaluated.html", {"forum": forum, "activity": forum.activity})


@present
def ask_question(request: Request, forum: Forum) -> HttpResponse:
    """A question for the speakers; the answer's code is shown at once, and never again."""
    context = {"forum": forum, "activity": forum.activity}
    if request.method != "POST":
        if not queries.takes_questions(forum):
            return render(request, "outreach/voices/no_questions.html", context)
        form = Ask(initial={"ticket": tickets.give("question", forum.activity.code)})
        return render(request, "outreach/voices/ask.html", {**context, "form": form})
    form, status = Ask(request.POST), 422
    if form.is_valid():
        text, ticket = form.cleaned_data["text"], form.cleaned_data["ticket"]
        try:
            code = questions.ask(forum, text, ticket=ticket, address=address_of(request), at=zones.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409 if isinstance(refusal, Conflict) else 422
        else:
            return render(
                request, "outreach/voices/asked.html", {**context, "code": ids.grouped(code, 5), "text": text}
            )
    return render(request, "outreach/voices/ask.html", {**context, "form": form}, status=status)


@present
def read_answer(request: Request, forum: Forum) -> HttpResponse:
    """What became of one's question, by its code; the code travels in no address."""
    form, status = (
        ReadInquiry(request.POST if request.method == "POST" else None),
        422 if request.method == "POST" else 200,
    )
    context: dict[str, Any] = {"forum": forum, "activity": forum.activity, "form": form}
    if form.is_valid():
        try:
            found = questions.find(forum, form.cleaned_data["code"], address=address_of(request), at=zones.now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            context |= {"question": found, "told": found.merged_into or found}
            return render(request, "outreach/voices/own_question.html", context)
    return render(request, "outreach/voices/read_answer.html", context, status=status)


@present
def speaker_list(request: Request, forum: Forum, token: str) -> HttpResponse:
    """The chosen questions in large letters, for a speaker's phone or the screen; the link can be replaced."""
    if not secrets.compare_digest(token.encode(), links.speaker(forum.pk, forum.speaker_serial).encode()):
        raise Http404
    context = {"forum": forum, "activity": forum.activity, "questions": queries.chosen(forum)}
    return render(request, "outreach/voices/speaker.html", context)
