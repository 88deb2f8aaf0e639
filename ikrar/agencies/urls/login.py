"""Addresses of logging in, under the names that the library looks for; what we do not use has no address."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path, re_path

from ikrar.agencies.access import account_holder, public
from ikrar.agencies.views import login as own

urlpatterns = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("nonaktif/", public(account.account_inactive), name="account_inactive"),
    path("kata-sandi/lupa/", public(account.password_reset), name="account_reset_password"),
    path("kata-sandi/lupa/terkirim/", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^kata-sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(own.ResetPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "kata-sandi/baru/selesai/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("kata-sandi/", account_holder(own.ChangePassword.as_view()), name="account_change_password"),
    path("kata-sandi/ulangi/", account_holder(account.reauthenticate), name="account_reauthenticate"),
    path("pengaman/", account_holder(mfa.index), name="mfa_index"),
    path("pengaman/masuk/", public(mfa.authenticate), name="mfa_authenticate"),
    path("pengaman/ulangi/", account_holder(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("pengaman/pasang/", account_holder(own.ActivateTotp.as_view()), name="mfa_activate_totp"),
    path("pengaman/lepas/", account_holder(own.DeactivateTotp.as_view()), name="mfa_deactivate_totp"),
    path("pengaman/pemulihan/", account_holder(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "pengaman/pemulihan/baru/",
        account_holder(own.MakeRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
