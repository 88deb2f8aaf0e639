"""Doors of logging in: the library's views where ours do more, and the invitation."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from ikrar.agencies import queries
from ikrar.agencies.access import public
from ikrar.agencies.actions import officers as actions
from ikrar.agencies.forms.login import AcceptInvitation
from ikrar.core import zones
from ikrar.core.errors import Refused


class ActivateTotp(totp.ActivateTOTPView):
    """Setting up the second factor ends every session from before it."""

    def form_valid(self, form: Any) -> HttpResponse:
        by = queries.account_actor(self.request.user)
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            actions.second_factor_set(self.request.user, by=by, keep=self.request.session.session_key)
        return response


class DeactivateTotp(totp.DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        return _traced(self.request, "second_factor_removed", super().form_valid(form))


class MakeRecoveryCodes(recovery.GenerateRecoveryCodesView):
    def form_valid(self, form: Any) -> HttpResponse:
        return _traced(self.request, "recovery_codes_made", super().form_valid(form))


class ChangePassword(account.PasswordChangeView):
    def form_valid(self, form: Any) -> HttpResponse:
        return _traced(self.request, "password_changed", super().form_valid(form))


class ResetPassword(account.PasswordResetFromKeyView):
    """The link of the letter: the trace names the account, as nobody is logged in yet."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        actions.own_security_changed(self.reset_user, what="password_reset", by=queries.account_actor(self.reset_user))
        return response


def _traced(request: HttpRequest, what: str, response: HttpResponse) -> HttpResponse:
    user: Any = request.user
    actions.own_security_changed(user, what=what, by=queries.account_actor(user))
    return response


@public
@sensitive_post_parameters("password", "again", "code")
def accept_invitation(request: HttpRequest) -> HttpResponse:
    form = AcceptInvitation(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            invited = actions.accept_invitation(
                data["code"], username=data["username"], password=data["password"], at=zones.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return perform_password_login(request, {"username": invited.username}, Login(user=invited))
    return render(request, "agencies/officers/accept_invitation.html", {"form": form})
