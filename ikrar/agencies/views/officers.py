"""Doors of the officers' list: inviting, roles, accounts, coordinators in bulk."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, own_agency, requires
from ikrar.agencies.actions import grants
from ikrar.agencies.actions import officers as actions
from ikrar.agencies.forms.officers import Coordinators, Grant, Invite
from ikrar.agencies.models import Account
from ikrar.agencies.permissions import GRANT_ROLES
from ikrar.agencies.queries import coordinators, officers
from ikrar.agencies.rules import RESET_DAYS
from ikrar.core import zones
from ikrar.core.errors import Refused


@requires(GRANT_ROLES)
def officer_list(request: Request) -> HttpResponse:
    resets = officers.recent_resets(request.actor, zones.now())
    context = {
        "rows": [(account, resets.get(account.pk, [])) for account in officers.officers_of(request.actor)],
        "zone": own_agency(request).zone,
        "without": coordinators.units_without_coordinator(request.actor).count(),
    }
    return render(request, "agencies/officers/officer_list.html", context)


@requires(GRANT_ROLES)
def invite_officer(request: Request) -> HttpResponse:
    form = Invite(request.POST or None, viewer=request.actor)
    if form.is_valid():
        data, at = form.cleaned_data, zones.now()
        try:
            account, code = grants.invite_with_role(
                own_agency(request), name=data["name"], email=data["email"], role=data["role"], unit=data["unit"],
                by=request.actor, at=at,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _handed(request, [grants.Appointed(account, data["unit"], code)])
    return render(request, "agencies/officers/invite_officer.html", {"form": form})


@requires(GRANT_ROLES)
def officer(request: Request, pk: int) -> HttpResponse:
    account = _found(request, pk)
    form = Grant(viewer=request.actor)
    return _officer_page(request, account, form)


def _officer_page(request: Request, account: Account, form: Grant) -> HttpResponse:
    context = {
        "account": account,
        "form": form,
        "is_self": account.pk == request.actor.id,
        "sessions": officers.sessions_of(account.pk, None),
        "days": RESET_DAYS,
        "resets": officers.recent_resets(request.actor, zones.now()).get(account.pk, []),
        "zone": own_agency(request).zone,
    }
    return render(request, "agencies/officers/officer.html", context)


@requires(GRANT_ROLES)
@require_POST
def grant_role(request: Request, pk: int) -> HttpResponse:
    account = _found(request, pk)
    form = Grant(request.POST, viewer=request.actor)
    if form.is_valid():
        try:
            grants.grant_role(account, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("agencies:officer", pk=pk)
    return _officer_page(request, account, form)


@requires(GRANT_ROLES)
@require_POST
def end_grant(request: Request, pk: int) -> HttpResponse:
    grant = get_object_or_404(officers.grants_of(request.actor), pk=pk)
    return _done(request, grant.account_id, lambda: grants.end_grant(grant, by=request.actor, at=zones.now()))


@requires(GRANT_ROLES)
@require_POST
def renew_invitation(request: Request, pk: int) -> HttpResponse:
    account = _found(request, pk)
    try:
        code = actions.renew_invitation(account, by=request.actor, at=zones.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("agencies:officer", pk=pk)
    return _handed(request, [grants.Appointed(account, None, code)])


@requires(GRANT_ROLES)
@require_POST
def deactivate_officer(request: Request, pk: int) -> HttpResponse:
    account = _found(request, pk)
    return _done(request, pk, lambda: actions.deactivate_officer(account, by=request.actor, at=zones.now()))


@requires(GRANT_ROLES)
@require_POST
def reactivate_officer(request: Request, pk: int) -> HttpResponse:
    account = _found(request, pk)
    return _done(request, pk, lambda: actions.reactivate_officer(account, by=request.actor, at=zones.now()))


@requires(GRANT_ROLES)
@require_POST
def reset_second_factor(request: Request, pk: int) -> HttpResponse:
    account = _found(request, pk)
    return _done(request, pk, lambda: actions.reset_second_factor(account, by=request.actor, at=zones.now()))


@requires(GRANT_ROLES)
@require_POST
def end_officer_sessions(request: Request, pk: int) -> HttpResponse:
    account = _found(request, pk)
    return _done(request, pk, lambda: actions.end_other_sessions(account, keep=None, by=request.actor))


@requires(GRANT_ROLES)
def appoint_coordinators(request: Request) -> HttpResponse:
    """Paste, check line by line, apply: nothing is written before the second button."""
    form = Coordinators(request.POST or None)
    text = form.cleaned_data["lines"] if form.is_valid() else ""
    checked = coordinators.coordinator_lines(request.actor, text)
    ready = sum(line.is_ready for line in checked)
    if ready and "apply" in request.POST:
        try:
            made = grants.appoint_coordinators(own_agency(request), lines=checked, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error("lines", str(refusal))
        else:
            return _handed(request, made)
    context = {
        "form": form, "checked": checked, "ready": ready, "blank": coordinators.blank_lines(text),
        "without": _lines_to_fill(request),
    }  # fmt: skip
    return render(request, "agencies/officers/appoint_coordinators.html", context)


def _lines_to_fill(request: Request) -> str:
    units: QuerySet[Any] = coordinators.units_without_coordinator(request.actor)
    return "\n".join(f"{unit.name}; ; " for unit in units[: coordinators.MOST_LINES])


def _found(request: Request, pk: int) -> Account:
    return get_object_or_404(officers.officers_of(request.actor), pk=pk)


def _done(request: Request, account_id: int, act: Callable[[], object]) -> HttpResponse:
    """Do it and go back to the person's page, with the sentence of a refusal if there was one."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Tersimpan."))
    return redirect("agencies:officer", pk=account_id)


def _handed(request: Request, appointed: list[grants.Appointed]) -> HttpResponse:
    """The codes to hand over, shown on this page alone."""
    return render(request, "agencies/officers/codes.html", {"appointed": appointed})
