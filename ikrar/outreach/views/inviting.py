"""Doors of inviting: a group is looked at before it is invited, one person is looked for by name."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.actions import inviting as actions
from ikrar.outreach.forms.inviting import GroupForm, PersonForm
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import INVITE
from ikrar.outreach.queries import inviting as queries
from ikrar.outreach.rules import INVITING
from ikrar.outreach.views.activities import activity_of


@requires(INVITE)
def invite(request: Request, pk: int) -> HttpResponse:
    """A group: count and sample first, then invite. Searching is a POST, so that no name ends in an address or a log."""
    found = activity_of(request, pk)
    if request.method != "POST":
        return _page(request, found, GroupForm(request.actor))
    if "person" in request.POST:
        return _person(request, found)
    form = GroupForm(request.actor, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if "invite" not in request.POST and "withdraw" not in request.POST:
        return _page(request, found, form, preview=queries.preview(found, form.group(), zones.now()))
    try:
        said = _done(request, found, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, status=422)
    messages.success(request, said, extra_tags="ok")
    return redirect("outreach:invite", pk=found.pk)


def _done(request: Request, found: Activity, form: GroupForm) -> str:
    by, at = request.actor, zones.now()
    if "invite" in request.POST:
        count = actions.invite_group(found, form.group(), by=by, at=at)
        return ngettext("%(n)s orang diundang.", "%(n)s orang diundang.", count) % {"n": thousands(count)}
    count = actions.withdraw_group(found, form.group(), by=by, at=at)
    return ngettext("Undangan %(n)s orang dibatalkan.", "Undangan %(n)s orang dibatalkan.", count) % {
        "n": thousands(count)
    }


def _person(request: Request, found: Activity) -> HttpResponse:
    """Find one person; invite, or take the invitation back. The answer shows the same hits with what became of them."""
    form, error, at = PersonForm(request.POST), "", zones.now()
    told: dict[str, Any] = form.cleaned_data if form.is_valid() else {"typed": "", "staff": None}
    if told["staff"]:
        act = actions.withdraw_person if request.POST["person"] == "withdraw" else actions.invite_person
        try:
            act(found, told["staff"], by=request.actor, at=at)
        except Refused as refusal:
            error = str(refusal)
    elif len(told["typed"]) < 2:
        error = _("Ketik paling sedikit dua huruf, atau tiga angka terakhir nomornya.")
    hits = queries.search(found, told["typed"], at) if told["typed"] else []
    group = GroupForm(request.actor)
    more = {"typed": told["typed"], "hits": hits, "person_error": error}
    return _page(request, found, group, status=422 if error else 200, **more)


def _page(request: Request, found: Activity, form: GroupForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "activity": found, "form": form, "invited": found.invitees.count(), "is_open": found.state in INVITING, **more,
    }  # fmt: skip
    return render(request, "outreach/inviting/invite.html", context, status=status)
