"""Reading what those present say: when a forum takes it, what came, and what may be shown of it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ikrar.core import ids
from ikrar.core.tickets import lookup
from ikrar.outreach.models import Activity, Answer, Forum, Question
from ikrar.outreach.rules import ActivityState, QuestionState


def forum_by_code(code: str) -> Forum | None:
    """The forum of an activity by its typed or scanned code."""
    return Forum.objects.filter(activity__code=ids.clean(code)).select_related("activity__agency").first()


def forum_of(activity: Activity) -> Forum | None:
    return Forum.objects.filter(activity=activity).select_related("activity__agency").first()


def last_forum(agency_id: int) -> Forum | None:
    """The agency's latest one: its questions are what the next one begins with."""
    return Forum.objects.filter(agency=agency_id).order_by("-pk").first()


def evaluation_ends(forum: Forum) -> dt.datetime | None:
    """When the evaluation closes, counted from the activity's beginning; None before that."""
    begun = forum.activity.opened_at
    return begun + dt.timedelta(days=forum.days) if begun else None


def takes_evaluation(forum: Forum, at: dt.datetime) -> bool:
    ends = evaluation_ends(forum)
    is_begun = forum.activity.state != ActivityState.PLANNED
    return forum.has_evaluation and is_begun and ends is not None and at < ends


def takes_questions(forum: Forum) -> bool:
    """Before and while the activity is open."""
    return forum.has_questions and forum.activity.state in (ActivityState.PLANNED, ActivityState.OPEN)


@dataclass(frozen=True)
class Scale:
    """One question with a scale: how many chose each step, from 1 to 5."""

    question: str
    steps: Sequence[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(count for _words, count in self.steps)


@dataclass(frozen=True)
class Results:
    """What may be shown of an evaluation: forms are added in groups; of those that wait nothing but their number."""

    count: int
    waiting: int
    scales: Sequence[Scale] = ()
    texts: Sequence[str] = ()


def results(forum: Forum) -> Results:
    """Figures and texts, the texts in the order of their random tokens, which tells nothing of when they came."""
    rows = list(Answer.objects.filter(forum=forum, is_shown=True).order_by("token"))
    waiting = Answer.objects.filter(forum=forum, is_shown=False).count()
    if not rows:
        return Results(0, waiting)
    scales = [
        _scale(forum.first, forum.first_words, [row.first for row in rows]),
        _scale(forum.second, forum.second_words, [row.second for row in rows]),
    ]
    return Results(len(rows), waiting, scales, [row.text for row in rows if row.text])


def _scale(question: str, words: Sequence[str], chosen: Sequence[int]) -> Scale:
    counts = Counter(chosen)
    return Scale(question, [(said, counts[step]) for step, said in enumerate(words, start=1)])


def question_by_code(forum: Forum, typed: str) -> Question | None:
    """The question whose asker holds this code, with the one that it was merged into."""
    rows = Question.objects.filter(forum=forum, lookup=lookup(typed)).select_related("merged_into")
    return rows.prefetch_related("citations__basis", "merged_into__citations__basis").first()


def questions_of(activity: Activity, state: str = "") -> QuerySet[Question]:
    """An activity's questions as the committee sees them, the oldest first; `state` narrows them."""
    rows = Question.objects.filter(forum__activity=activity).select_related("merged_into", "forum__activity__agency")
    return (rows.filter(state=state) if state else rows).annotate(others=Count("merged")).order_by("at", "pk")


def counts_by_state(activity: Activity) -> dict[str, int]:
    rows = Question.objects.filter(forum__activity=activity).order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def chosen(forum: Forum) -> QuerySet[Question]:
    """What speakers see: the chosen ones alone, those not yet answered aloud first."""
    rows = Question.objects.filter(forum=forum, state=QuestionState.CHOSEN).annotate(others=Count("merged"))
    return rows.order_by("is_spoken", "chosen_at", "pk")


def answered(forum: Forum) -> QuerySet[Question]:
    """What everybody may read: chosen questions with their written answers."""
    rows = Question.objects.filter(forum=forum, state=QuestionState.CHOSEN).exclude(answer="")
    return rows.prefetch_related("citations__basis").order_by("answered_at", "pk")
