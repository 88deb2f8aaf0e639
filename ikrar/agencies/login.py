"""How officers log in: the library's behaviour where ours differs."""

import time
from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ikrar.agencies import tokens
from ikrar.agencies.actions import logins
from ikrar.agencies.models import Account
from ikrar.agencies.queries import officers
from ikrar.agencies.rules import LOGIN_PAUSE_MINUTES
from ikrar.core import keys, zones
from ikrar.core.errors import Refused

#: The cookie of a browser on which an account once logged in fully: strangers' failures do not lock it out.
KNOWN_COOKIE, KNOWN_AGE = "ikrar_perangkat", 400 * 86_400
#: A password given so short a while ago need not be asked again.
FRESH_SECONDS = 300


class Accounts(ModelBackend):
    """E-mail or chosen name; every answer costs one look-up and one hash, so that time tells nothing.

    Two agencies may have an account with one e-mail; then the password says which is meant.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **others: Any
    ) -> Account | None:
        accounts = officers.accounts_by_login(username or others.get("email") or "")
        if not accounts or (password == settings.DEMO_PASSWORD and not settings.IKRAR_DEMO):
            Account().set_password(password)
            return None
        return next((account for account in accounts if account.check_password(password or "")), None)


class Officers(DefaultAccountAdapter):
    """Nobody signs up; tries are counted in the database; where to go next never leads out of the house."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "Kode tidak cocok. Pakai kode yang sedang tampil di aplikasi, atau satu kode pemulihan."
        ),
        "too_many_login_attempts": gettext_lazy("Sudah terlalu banyak percobaan. Coba lagi 15 menit lagi."),
        "rate_limited": gettext_lazy("Sudah terlalu banyak percobaan. Coba lagi 15 menit lagi."),
        "enter_current_password": gettext_lazy("Kata sandi sekarang tidak cocok."),
        "incorrect_password": gettext_lazy("Kata sandi tidak cocok."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Take a try, look at the password, give the try back if it was right."""
        typed = credentials.get("username") or credentials.get("email") or ""
        accounts = officers.accounts_by_login(typed)
        who, device = logins.counted_as(accounts[0] if accounts else None, typed), _known_device(request, accounts)
        try:
            left = logins.take_try(who, device=device, at=zones.now())
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None
        right = Accounts().authenticate(request, username=typed, password=credentials.get("password"))
        if right is None:
            raise ValidationError(_no_match(left))
        logins.give_back(who, device=device)
        return right

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/" if _may_enter(request) else reverse("mfa_activate_totp")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("agencies:own_account")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """After password and second factor: leave the trace, and remember the browser."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        logins.log_in(user, at=zones.now())
        if officers.has_second_factor(user.pk):
            cookie = tokens.know_account(request.COOKIES.get(KNOWN_COOKIE, ""), user.pk)
            response.set_cookie(
                KNOWN_COOKIE, cookie, KNOWN_AGE, path="/akun/", secure=settings.HTTPS, httponly=True, samesite="Lax"
            )
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """What touches the account's safety asks the password again, unless it was given just now."""
        records = get_authentication_records(context.request, context.request.user)
        return not any(time.time() - record["at"] < FRESH_SECONDS for record in records)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's own messages are not ours in tone; the pages themselves say what happened."""


class SecondFactors(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted under a key outside the database."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": Officers.error_messages["incorrect_code"]}

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(keys.mac("session", "second-factor")))


def _may_enter(request: HttpRequest) -> bool:
    user = request.user
    return settings.IKRAR_DEMO or (user.is_authenticated and officers.has_second_factor(user.pk))


def _known_device(request: HttpRequest, accounts: list[Account]) -> str:
    """The device's name if one of these once logged in fully on it, else the empty name that all strangers share."""
    device, known = tokens.known_accounts(request.COOKIES.get(KNOWN_COOKIE, ""))
    return device if any(account.pk in known for account in accounts) else ""


def _no_match(left: int) -> str:
    if not left:
        return _("Surel atau kata sandi tidak cocok. Tunggu %(minutes)d menit sebelum mencoba lagi.") % {
            "minutes": LOGIN_PAUSE_MINUTES
        }
    return ngettext(
        "Surel atau kata sandi tidak cocok. Sisa %(left)d kali mencoba.",
        "Surel atau kata sandi tidak cocok. Sisa %(left)d kali mencoba.",
        left,
    ) % {"left": left}
