"""Naming delegates: one page for the unit's link, one for its coordinator and the committee; both do the same.

A POST answers with its page instead of a redirect: what was typed stays, and sending it again is harmless.
"""

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ikrar.agencies.access import Request, may, public, requires
from ikrar.agencies.roles import Actor, Kind
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import quotas as actions
from ikrar.outreach.forms.quotas import DelegateForm, QuotaForm
from ikrar.outreach.models import Quota
from ikrar.outreach.permissions import INVITE, NAME_DELEGATES
from ikrar.outreach.queries import quotas as queries
from ikrar.outreach.rules import INVITING
from ikrar.outreach.views import quota_texts

TOO_OFTEN = gettext_lazy("Terlalu sering mencari lewat tautan ini. Tunggu beberapa menit, lalu coba lagi.")


@public
def unit_delegates(request: Request, token: str) -> HttpResponse:
    """What a unit's link opens: its seats, whom it named, a search for one more. No list, no numbers, no contacts."""
    quota = queries.by_token(token)
    if quota is None:
        raise Http404
    if not queries.is_open(quota, zones.now()):
        answer = render(request, "outreach/quotas/link_closed.html", {"quota": quota})
    else:
        by = Actor(Kind.NOBODY, agency_id=quota.agency_id)
        told: dict[str, Any] = {}
        if request.method == "POST":
            may_go_on = ratelimit.consume(request, action="find_delegates", key=str(quota.pk))
            told = naming(request, quota, by) if may_go_on else {"error": TOO_OFTEN}
        context = {**shown(quota), **told, "typed_least": queries.TYPED_LEAST}
        answer = render(request, "outreach/quotas/link.html", context, status=422 if told.get("error") else 200)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@requires(NAME_DELEGATES)
def quota(request: Request, pk: int) -> HttpResponse:
    """One unit's seats for its coordinator; for the committee also the link, the reminder, and changes."""
    found = get_object_or_404(queries.quotas_for(request.actor), pk=pk)
    told = naming(request, found, request.actor) if request.method == "POST" else {}
    return quota_page(request, found, status=422 if told.get("error") else 200, **told)


def quota_page(request: Request, found: Quota, *, status: int = 200, **more: Any) -> HttpResponse:
    manages = may(request.actor, INVITE, on=found.activity) and found.activity.state in INVITING
    context = {
        **shown(found), "form": QuotaForm(quota=found), "manages": manages, "typed_least": queries.TYPED_LEAST,
        **(quota_texts.for_unit(found) if manages else {}), **more,
    }  # fmt: skip
    return render(request, "outreach/quotas/quota.html", context, status=status)


def shown(quota: Quota) -> dict[str, Any]:
    """The unit's seats as they are now."""
    quota.activity.refresh_from_db(fields=["state"])
    at = zones.now()
    return {
        "quota": quota, "activity": quota.activity, "standing": queries.standing(quota, at),
        "delegates": queries.delegates(quota),
    }  # fmt: skip


def naming(request: Request, quota: Quota, by: Actor) -> dict[str, Any]:
    """Search, name, or release; told is what the page then shows besides."""
    form, at = DelegateForm(request.POST), zones.now()
    got: dict[str, Any] = form.cleaned_data if form.is_valid() else {"typed": "", "staff": None, "instead": None}
    typed, staff, do = got["typed"], got["staff"], request.POST.get("do", "")
    told: dict[str, Any] = {"typed": typed, "instead": got["instead"]}
    try:
        if do == "name" and staff:
            made = actions.name_delegate(quota, staff, instead=got["instead"], by=by, at=at)
            return {"said": _("%(name)s disebut sebagai utusan.") % {"name": made.staff.full_name}}
        if do == "release" and staff:
            actions.release_delegate(quota, staff, by=by, at=at)
            return {"said": _("Utusan dibatalkan. Kursinya kosong lagi.")}
    except Refused as refusal:
        return {**told, "error": str(refusal)}
    if do == "replace" and staff:
        return {"instead": staff}
    hits = queries.search(quota, typed, at)
    return {**told, "hits": hits, "searched": True, "most": queries.HITS_MOST}
