"""Doors of one's own account: sessions, e-mail, language."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, account_holder, public
from ikrar.agencies.actions import officers as actions
from ikrar.agencies.forms.login import OwnEmail
from ikrar.agencies.queries import officers
from ikrar.core import zones
from ikrar.core.errors import Refused


@account_holder
def own_account(request: Request) -> HttpResponse:
    account: Any = request.user
    context = {
        "account": account,
        "sessions": officers.sessions_of(account.pk, request.session.session_key),
        "has_second_factor": officers.has_second_factor(account.pk),
        "grants": account.grants.filter(ended_at=None).select_related("unit"),
        "languages": settings.LANGUAGES,
        "zone": account.agency.zone if account.agency else "WIB",
    }
    return render(request, "agencies/officers/own_account.html", context)


@account_holder
@reauthentication_required
def change_own_email(request: HttpRequest) -> HttpResponse:
    account: Any = request.user
    form = OwnEmail(request.POST or None, initial={"email": account.email})
    if form.is_valid():
        try:
            actions.change_own_email(
                account, email=form.cleaned_data["email"], by=cast(Request, request).holder, at=zones.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("agencies:own_account")
    return render(request, "agencies/officers/change_own_email.html", {"form": form})


@account_holder
@require_POST
def end_own_session(request: Request, pk: int) -> HttpResponse:
    account: Any = request.user
    if not actions.end_session(account, session=pk, by=request.holder):
        raise Http404
    return redirect("agencies:own_account")


@account_holder
@require_POST
def end_own_other_sessions(request: Request) -> HttpResponse:
    account: Any = request.user
    actions.end_other_sessions(account, keep=request.session.session_key, by=request.holder)
    return redirect("agencies:own_account")


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to the page that asked."""
    back, chosen = request.POST.get("next", "/"), request.POST.get("language", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else "/")
    if chosen in dict(settings.LANGUAGES):
        name = settings.LANGUAGE_COOKIE_NAME
        response.set_cookie(name, chosen, 400 * 86_400, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response
