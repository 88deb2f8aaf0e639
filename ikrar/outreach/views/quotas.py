"""Doors of quotas: how far the units are, seats for several at once, and what is done to one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import quotas as actions
from ikrar.outreach.forms.quotas import QuotaForm, SeatsForm
from ikrar.outreach.models import Activity, Quota
from ikrar.outreach.permissions import INVITE, NAME_DELEGATES
from ikrar.outreach.queries import quotas as queries
from ikrar.outreach.rules import INVITING
from ikrar.outreach.views import quota_texts
from ikrar.outreach.views.activities import activity_of
from ikrar.outreach.views.delegates import quota_page

_STEPS = {"close": actions.close_quota, "renew": actions.renew_link, "remove": actions.remove_quota}


@requires(NAME_DELEGATES)
def quotas(request: Request, pk: int) -> HttpResponse:
    """Per unit how many delegates are named; the coordinator sees the own units."""
    return _page(request, activity_of(request, pk))


def _page(request: Request, found: Activity, form: SeatsForm | None = None) -> HttpResponse:
    rows = queries.standings(request.actor, found, zones.now())
    manages = may(request.actor, INVITE, on=found) and found.state in INVITING
    context = {
        "activity": found, "rows": rows, "manages": manages, "form": form or _form(request, found),
        "seats": sum(row.quota.seats for row in rows), "named": sum(row.named for row in rows),
        "units": len(rows), "full": sum(not row.left for row in rows), "recap": quota_texts.recap(found, rows) if manages else "",
    }  # fmt: skip
    return render(request, "outreach/quotas/quotas.html", context, status=422 if form else 200)


def _form(request: Request, found: Activity) -> SeatsForm:
    data = request.POST if request.method == "POST" else None
    return SeatsForm(request.actor, found, zones.today(found.agency.zone, zones.now()), data)


@requires(INVITE)
@require_POST
def give_seats(request: Request, pk: int) -> HttpResponse:
    """Seats for the chosen units."""
    found = activity_of(request, pk)
    form = _form(request, found)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        count = actions.give_seats(found, **form.cleaned_data, by=request.actor, at=zones.now())
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _page(request, found, form)
    said = ngettext("%(n)d unit mendapat jatah.", "%(n)d unit mendapat jatah.", count) % {"n": count}
    messages.success(request, said, extra_tags="ok")
    return redirect("outreach:quotas", pk=found.pk)


@requires(INVITE)
@require_POST
def change_quota(request: Request, pk: int) -> HttpResponse:
    """Other seats or another last day for one unit."""
    found = _quota(request, pk)
    form = QuotaForm(request.POST)
    if form.is_valid():
        try:
            actions.change_quota(found, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Tersimpan."), extra_tags="ok")
            return redirect("outreach:quota", pk=found.pk)
    return quota_page(request, found, form=form, status=422)


@requires(INVITE)
@require_POST
def quota_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Close it early, exchange its link, or take it away."""
    found = _quota(request, pk)
    if step not in _STEPS:
        raise Http404
    try:
        _STEPS[step](found, by=request.actor, at=zones.now())
    except Refused as refusal:
        return quota_page(request, found, status=422, error=str(refusal))
    messages.success(request, _("Tersimpan."), extra_tags="ok")
    if step == "remove":
        return redirect("outreach:quotas", pk=found.activity_id)
    return redirect("outreach:quota", pk=found.pk)


def _quota(request: Request, pk: int) -> Quota:
    return get_object_or_404(queries.quotas_for(request.actor), pk=pk)
