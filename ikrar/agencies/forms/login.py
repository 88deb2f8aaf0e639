"""What officers type about their own account."""

import re
import time
from typing import Any

from allauth.account import forms as library
from allauth.core import context
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ikrar.agencies import notices
from ikrar.agencies.actions import logins
from ikrar.agencies.models import Account
from ikrar.core.errors import Refused

#: Three periods of half a minute: the code before, the present one, the next.
_VALID_SECONDS = 90
#: For so long a secret that is not confirmed stays the same, and when it was first shown.
_SHOWN_SECONDS, _SHOWN_AT = 900, "ikrar.second_factor_shown_at"
#: The counter of an account's second factor, beside those of its devices.
_AFTER_PASSWORD = "second-factor"  # noqa: S105
_NAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")


class ResetPassword(library.ResetPasswordForm):
    """Forgot the password: the letter goes through the outbox, so a known address takes no longer than an unknown one."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        for account in Account.objects.filter(email=email, is_active=True):
            notices.password_reset(account, at=timezone.now())
        return email


class _Once(second.BaseAuthenticateForm):
    """A code works once for as long as it is valid; the library forgets it after one of its three periods.

    A try is taken before the code is looked at: the library's own limit lets many at once slip through.
    """

    def clean_code(self) -> str:
        who = logins.counted_as(self.user, "")
        try:
            logins.take_try(who, device=_AFTER_PASSWORD, at=timezone.now())
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        code = str(super().clean_code())
        logins.give_back(who, device=_AFTER_PASSWORD)
        if not cache.add(f"ikrar.second-factor.{self.user.pk}.{code.replace(' ', '')}", 1, timeout=_VALID_SECONDS):
            raise forms.ValidationError(_("Kode ini baru saja dipakai. Tunggu kode berikutnya di aplikasi."))
        return code


class SecondFactor(_Once, second.AuthenticateForm):
    """The code at the log-in."""


class SecondFactorAgain(_Once, second.ReauthenticateForm):
    """The code before something delicate."""


class SetUpSecondFactor(totp.ActivateTOTPForm):
    """The first code. A page that is loaded again shows the secret that the phone may hold already, for some minutes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        shown, shown_at = session.get(SECRET_SESSION_KEY), session.get(_SHOWN_AT, 0)
        super().__init__(*args, **kwargs)
        if self.is_bound:
            return
        if shown and time.time() - shown_at < _SHOWN_SECONDS:
            self.secret = session[SECRET_SESSION_KEY] = shown
        else:
            session[_SHOWN_AT] = int(time.time())

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError as problem:
            if problem.code != "incorrect_code":
                raise
        raise forms.ValidationError(
            _(
                "Kode tidak cocok. Pindai QR di halaman ini, lalu ketik angka yang sedang tampil di aplikasi. Bila tetap tidak "
                "cocok, setel jam HP ke otomatis."
            )
        )


class AcceptInvitation(forms.Form):
    """The code of the invitation, a chosen name, and a password twice."""

    code = forms.CharField(label=_("Kode undangan"), max_length=40)
    username = forms.CharField(label=_("Nama pilihan untuk masuk"), max_length=60, required=False)
    password = forms.CharField(label=_("Kata sandi"), strip=False, max_length=200)
    again = forms.CharField(label=_("Kata sandi sekali lagi"), strip=False, max_length=200)

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).strip().lower()
        if name and not _NAME.fullmatch(name):
            raise forms.ValidationError(
                _("Nama pilihan dimulai dengan huruf dan tanpa spasi, contoh sari.contoh. Jangan memakai NIP.")
            )
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        password = data.get("password")
        if password and password != data.get("again"):
            self.add_error("again", _("Kedua kata sandi belum sama. Ketik ulang keduanya."))
        if password:
            try:
                validate_password(password, Account(username=data.get("username") or "", email=""))
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return data


class OwnEmail(forms.Form):
    """A new e-mail for the own account."""

    email = forms.EmailField(label=_("Surel"), max_length=254)
