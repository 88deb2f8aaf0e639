"""The demonstration's own page: which districts it shows, what is told of them, and how to enter."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, public
from ikrar.demo import founding, queries


@public
def districts(request: Request) -> HttpResponse:
    """The five districts; on a real installation there is no such page."""
    if not settings.IKRAR_DEMO:
        raise Http404
    context = {"rows": queries.shown(), "password": founding.PASSWORD}
    return render(request, "demo/districts.html", context)
