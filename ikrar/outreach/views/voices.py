"""Doors of those present: no log-in, no cookie, nobody known. A form sent again is the same form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ikrar.agencies.access import Request, public
from ikrar.agencies.views.signer import address_of
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach import tickets
from ikrar.outreach.actions import forums as actions
from ikrar.outreach.actions.forums import Filled
from ikrar.outreach.forms.forums import Evaluation
from ikrar.outreach.models import Forum
from ikrar.outreach.queries import forums as queries

_OURS = {"same-origin", "none"}


def present(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Anyone with the activity's code. Without a session there is nothing that a forged form could borrow, so the page
    needs no cookie; a form from another site is turned away all the same."""

    @public
    @csrf_exempt
    @wraps(view)
    def guarded(request: Request, code: str, **more: Any) -> HttpResponse:
        found = queries.forum_by_code(code)
        if found is None:
            raise Http404
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") not in _OURS:
            said = _("Formulir ini dikirim dari situs lain. Buka alamat kegiatannya, lalu isi di sana.")
            return render(request, "core/refused.html", {"sentence": said}, status=403)
        return view(request, found, **more)

    return guarded


@present
def forum_door(request: Request, forum: Forum) -> HttpResponse:
    """`/s/KODE`: what one can do here now."""
    at = zones.now()
    context = {
        "forum": forum, "activity": forum.activity, "takes_evaluation": queries.takes_evaluation(forum, at),
        "takes_questions": queries.takes_questions(forum), "ends": queries.evaluation_ends(forum), "at": at,
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
