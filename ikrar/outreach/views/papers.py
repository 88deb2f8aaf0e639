"""Doors to the papers of an activity: all of them on one page, the minutes, posters."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.context import doors
from ikrar.outreach import minutes as papers
from ikrar.outreach.permissions import VIEW_ACTIVITIES, VIEW_EVALUATION
from ikrar.outreach.queries import forums, observing
from ikrar.outreach.queries.activities import figures
from ikrar.outreach.views.activities import activity_of
from ikrar.register import queries as registers


def _pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@requires(VIEW_ACTIVITIES)
def activity_papers(request: Request, pk: int) -> HttpResponse:
    """Every paper of the activity that the reader may open."""
    held = activity_of(request, pk)
    context = {
        "activity": held, "papers": doors(settings.ACTIVITY_PAPERS, request.actor, held),
        "posters": forums.forum_of(held) if request.actor.has(VIEW_EVALUATION) else None,
        "remarks": len(observing.remarks_of(held)),
    }  # fmt: skip
    return render(request, "outreach/activity_papers.html", context)


@requires(VIEW_ACTIVITIES)
def minutes(request: Request, pk: int) -> HttpResponse:
    """Berita acara: counts without names of participants, who led it, observers' remarks in full."""
    held = activity_of(request, pk)
    head = registers.newest_of(held.agency)
    told = papers.Told(figures(held), observing.totals(held), observing.remarks_of(held), head)
    return _pdf(papers.minutes_pdf(held, told, zones.now()), f"berita-acara-{held.pk}")


@requires(VIEW_EVALUATION)
def forum_poster(request: Request, pk: int, what: str) -> HttpResponse:
    """The short address to hang up, with its code and the host in letters."""
    held = activity_of(request, pk)
    found = forums.forum_of(held)
    if found is None or what not in papers.POSTERS:
        raise Http404
    return _pdf(papers.poster_pdf(held, what, zones.now()), f"poster-{what}-{held.pk}")
