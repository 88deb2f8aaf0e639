"""The door to who may do what."""

from django.http import HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, may, requires
from ikrar.agencies.permissions import GRANT_ROLES, VIEW_RIGHTS
from ikrar.agencies.queries import rights as queries


@requires(VIEW_RIGHTS)
def rights(request: Request) -> HttpResponse:
    holders = queries.holders(request.actor)
    context = {"rooms": queries.matrix(), "holders": holders, "can_grant": may(request.actor, GRANT_ROLES)}
    return render(request, "agencies/officers/rights.html", context)
