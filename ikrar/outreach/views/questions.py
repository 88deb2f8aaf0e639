"""Doors of the committee to the question box: read, choose, merge, set aside, answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.norms.queries.elections import legal_bases
from ikrar.outreach.actions import questions as actions
from ikrar.outreach.forms.forums import Choose, Merge, SetAside, WriteAnswer
from ikrar.outreach.models import Activity, Question
from ikrar.outreach.permissions import ANSWER_QUESTIONS, MODERATE_QUESTIONS
from ikrar.outreach.queries import forums as queries
from ikrar.outreach.rules import QuestionState
from ikrar.outreach.views.activities import activity_of

_TABS = {"menunggu": QuestionState.WAITING, "dipilih": QuestionState.CHOSEN, "disisihkan": QuestionState.ASIDE}


def question_of(request: Request, pk: int, question: int) -> tuple[Activity, Question]:
    """A question to the viewer's own agency; who only answers finds the chosen ones alone."""
    held = activity_of(request, pk)
    state = "" if may(request.actor, MODERATE_QUESTIONS) else QuestionState.CHOSEN
    return held, get_object_or_404(queries.questions_of(held, state), pk=question)


@requires(ANSWER_QUESTIONS)
def question_list(request: Request, pk: int) -> HttpResponse:
    """All questions by where they stand; those who only answer see the chosen ones."""
    held, may_moderate = activity_of(request, pk), may(request.actor, MODERATE_QUESTIONS)
    tab = request.GET.get("lihat", "menunggu") if may_moderate else "dipilih"
    if tab not in _TABS:
        raise Http404
    counts = queries.counts_by_state(held)
    context = {
        "activity": held, "forum": queries.forum_of(held), "tab": tab, "rows": queries.questions_of(held, _TABS[tab])[:500],
        "tabs": [(name, state.label, counts.get(state, 0)) for name, state in _TABS.items()] if may_moderate else [],
    }  # fmt: skip
    return render(request, "outreach/question_list.html", context)


@requires(ANSWER_QUESTIONS)
def question(request: Request, pk: int, question: int) -> HttpResponse:
    """One question, and what may be done about it now."""
    held, found = question_of(request, pk, question)
    return _page(request, held, found)


def _page(request: Request, held: Activity, found: Question, status: int = 200, **forms: Any) -> HttpResponse:
    others = queries.questions_of(held, QuestionState.CHOSEN).exclude(pk=found.pk)
    cited = list(found.citations.select_related("basis"))
    written: dict[str, Any] = {"answer": found.answer}
    for place, one in enumerate(cited, start=1):
        written |= {f"basis_{place}": one.basis, f"article_{place}": one.article}
    context = {
        "activity": held, "question": found, "merged": found.merged.order_by("pk"), "cited": cited,
        "may_moderate": may(request.actor, MODERATE_QUESTIONS), "choose": Choose(initial={"wording": found.shown}),
        "aside": SetAside(), "merge": Merge(others), "others": others.exists(),
        "write": WriteAnswer(legal_bases(), initial=written), **forms,
    }  # fmt: skip
    return render(request, "outreach/question.html", context, status=status)


def _done(
    request: Request, held: Activity, found: Question, name: str, form: Any, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Do what the form asks; a refusal stands in its form and nothing typed is lost."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Tersimpan."), extra_tags="ok")
            return redirect("outreach:question", pk=held.pk, question=found.pk)
    return _page(request, held, found, 422, **{name: form})


@requires(MODERATE_QUESTIONS)
@require_POST
def choose_question(request: Request, pk: int, question: int) -> HttpResponse:
    """Show it to the speakers."""
    held, found = question_of(request, pk, question)
    return _done(
        request, held, found, "choose", Choose(request.POST),
        lambda told: actions.choose_question(found, **told, by=request.actor, at=zones.now()),
    )  # fmt: skip


@requires(MODERATE_QUESTIONS)
@require_POST
def set_aside_question(request: Request, pk: int, question: int) -> HttpResponse:
    """Leave it out, and tell the asker why."""
    held, found = question_of(request, pk, question)
    return _done(
        request, held, found, "aside", SetAside(request.POST),
        lambda told: actions.set_aside_question(found, **told, by=request.actor),
    )  # fmt: skip


@requires(MODERATE_QUESTIONS)
@require_POST
def merge_question(request: Request, pk: int, question: int) -> HttpResponse:
    """The same as another one."""
    held, found = question_of(request, pk, question)
    others = queries.questions_of(held, QuestionState.CHOSEN).exclude(pk=found.pk)
    return _done(
        request, held, found, "merge", Merge(others, request.POST),
        lambda told: actions.merge_question(found, told["into"], by=request.actor),
    )  # fmt: skip


@requires(MODERATE_QUESTIONS)
@require_POST
def return_question(request: Request, pk: int, question: int) -> HttpResponse:
    """It waits again."""
    held, found = question_of(request, pk, question)
    actions.return_question(found, by=request.actor)
    return redirect("outreach:question", pk=held.pk, question=found.pk)


@requires(MODERATE_QUESTIONS)
@require_POST
def mark_spoken(request: Request, pk: int, question: int) -> HttpResponse:
    """Answered aloud, or not after all."""
    held, found = question_of(request, pk, question)
    actions.mark_spoken(found, is_spoken=request.POST.get("spoken") == "1", by=request.actor)
    return redirect("outreach:question", pk=held.pk, question=found.pk)


@requires(ANSWER_QUESTIONS)
@require_POST
def answer_question(request: Request, pk: int, question: int) -> HttpResponse:
    """Write the answer and what it rests on."""
    held, found = question_of(request, pk, question)
    form = WriteAnswer(legal_bases(), request.POST)
    return _done(
        request, held, found, "write", form,
        lambda told: actions.answer_question(found, told["answer"], form.cited(), by=request.actor, at=zones.now()),
    )  # fmt: skip
