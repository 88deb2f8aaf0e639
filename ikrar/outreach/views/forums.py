"""Doors of the committee to what those present say: the short address, its posters, the evaluation's results."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, requires
from ikrar.core import qr, zones
from ikrar.core.errors import Refused
from ikrar.outreach import defaults, links
from ikrar.outreach.actions import forums as actions
from ikrar.outreach.forms.forums import ForumForm
from ikrar.outreach.minutes import address, link
from ikrar.outreach.models import Activity, Forum
from ikrar.outreach.permissions import EDIT_ACTIVITIES, MODERATE_QUESTIONS, VIEW_EVALUATION
from ikrar.outreach.queries import forums as queries
from ikrar.outreach.rules import LEAST_ANSWERS, QuestionState
from ikrar.outreach.views.activities import activity_of

_FIELDS = tuple(ForumForm.base_fields)


def picture(text: str) -> SafeString:
    return mark_safe(qr.svg(text))  # noqa: S308  # our own drawing of our own address


@requires(VIEW_EVALUATION)
def forum(request: Request, pk: int) -> HttpResponse:
    """The activity's short address, and what it asks; the committee opens and changes it."""
    held, at = activity_of(request, pk), zones.now()
    found, may_edit = queries.forum_of(held), may(request.actor, EDIT_ACTIVITIES, on=held)
    form = ForumForm(request.POST if request.method == "POST" and may_edit else None, initial=_shown(held, found))
    if form.is_valid():
        try:
            if found is None:
                actions.open_forum(held, form.asked(), by=request.actor, at=at)
            else:
                actions.edit_forum(found, form.asked(), by=request.actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Evaluasi dan kotak pertanyaan tersimpan."), extra_tags="ok")
            return redirect("outreach:forum", pk=held.pk)
    context: dict[str, Any] = {
        "activity": held, "forum": found, "form": form, "may_edit": may_edit, "least": LEAST_ANSWERS,
    }  # fmt: skip
    if found is not None:
        context |= {
            "address": address(held),
            "speaker": _speaker(found) if may(request.actor, MODERATE_QUESTIONS) else "",
            "waiting": queries.counts_by_state(held).get(QuestionState.WAITING, 0),
            "qr": picture(link(held)), "ends": queries.evaluation_ends(found),
            "takes_evaluation": queries.takes_evaluation(found, at), "takes_questions": queries.takes_questions(found),
            "answers": found.answers.count(),
        }  # fmt: skip
    return render(request, "outreach/forum.html", context, status=422 if form.errors else 200)


def _shown(held: Activity, found: Forum | None) -> dict[str, object]:
    """The forum's own questions, else the agency's last ones, else the file's."""
    told = found or queries.last_forum(held.agency_id)
    if told is None:
        return {**defaults.evaluation(), "has_evaluation": True, "has_questions": True}
    return {name: getattr(told, name) for name in _FIELDS}


@requires(VIEW_EVALUATION)
def evaluation_results(request: Request, pk: int) -> HttpResponse:
    """Figures and texts, from the least number of forms on."""
    held = activity_of(request, pk)
    found = queries.forum_of(held)
    context = {
        "activity": held, "forum": found, "least": LEAST_ANSWERS, "at": zones.now(),
        "results": queries.results(found) if found else None,
    }  # fmt: skip
    return render(request, "outreach/evaluation_results.html", context)


def _speaker(found: Forum) -> str:
    """The speakers' link, in full, for sending on."""
    token = links.speaker(found.pk, found.speaker_serial)
    return settings.PUBLIC_URL + reverse("outreach:speaker_list", args=[found.activity.code, token])


@requires(MODERATE_QUESTIONS)
@require_POST
def replace_speaker_link(request: Request, pk: int) -> HttpResponse:
    """The old link of the speakers opens nothing from now on."""
    found = queries.forum_of(activity_of(request, pk))
    if found is None:
        raise Http404
    actions.replace_speaker_link(found, by=request.actor)
    messages.success(request, _("Tautan narasumber diganti. Yang lama tidak terbuka lagi."), extra_tags="ok")
    return redirect("outreach:forum", pk=pk)
