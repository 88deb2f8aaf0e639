"""The door to the trace of changes."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, requires
from ikrar.agencies.permissions import VIEW_AUDIT
from ikrar.oversight import queries, traces

_PAGE = 50


@requires(VIEW_AUDIT)
def audit_page(request: Request) -> HttpResponse:
    """Who changed what and when, in words, within the own scope."""
    page = Paginator(queries.events_for(request.actor, VIEW_AUDIT), _PAGE).get_page(request.GET.get("halaman"))
    return render(request, "oversight/audit.html", {"page": page, "rows": traces.in_words(list(page), request.actor)})
