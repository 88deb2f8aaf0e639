"""Inviting officers, their accounts, second factors and sessions."""

import datetime as dt
import secrets

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies import notices, queries, tokens
from ikrar.agencies.actions import resets
from ikrar.agencies.models import Account, Agency
from ikrar.agencies.queries import officers
from ikrar.agencies.roles import Actor, Kind
from ikrar.agencies.rules import INVITATION_HOURS, Reset
from ikrar.core import audit
from ikrar.core.errors import Refused

#: How the name of an account begins whose holder has not chosen one.
_UNNAMED = "undangan-"


@transaction.atomic
def invite_officer(agency: Agency, *, name: str, email: str = "", by: Actor, at: dt.datetime) -> tuple[Account, str]:
    """Make an account without a password and its invitation; returns the code to hand over, which is shown once."""
    _own(agency.pk, by)
    _free(email, agency.pk)
    account = Account(agency=agency, name=name, email=email.lower(), username=f"{_UNNAMED}{secrets.token_hex(8)}")
    account.set_unusable_password()
    account.save()
    code = _invite(account, at=at)
    audit.record("agencies.officer_invited", account, by=by, values={"name": name, "email": email})
    return account, code


@transaction.atomic
def renew_invitation(account: Account, *, by: Actor, at: dt.datetime) -> str:
    """A new code, for a lost invitation or a forgotten password; an older code dies, the present password stays."""
    _own(account.agency_id, by)
    if not account.is_active:
        raise Refused(_("Akun ini sudah dinonaktifkan. Aktifkan dulu, lalu buat undangan."))
    if account.pk == by.id and by.kind == Kind.OFFICER:
        raise Refused(_("Undangan baru untuk akun sendiri tidak bisa dibuat. Ganti kata sandi di halaman akun Anda."))
    if account.has_usable_password():
        resets.note(account, Reset.PASSWORD, by=by, at=at)
    code = _invite(account, at=at)
    audit.record("agencies.invitation_renewed", account, by=by)
    return code


def _invite(account: Account, *, at: dt.datetime) -> str:
    code = tokens.invitation_code(account.pk, at)
    account.invited_at, account.invitation = at, tokens.token_digest(code)
    account.save(update_fields=["invited_at", "invitation"])
    notices.invitation(account)
    return code


@transaction.atomic
def accept_invitation(code: str, *, username: str, password: str, at: dt.datetime) -> Account:
    """Give the invited account its name and password; the code works once, whoever comes second is refused."""
    account = officers.invited(code, at)
    if account is None:
        raise Refused(
            _("Kode undangan ini tidak dikenal, sudah dipakai, atau sudah lewat %(hours)d jam. Minta undangan baru.")
            % {"hours": INVITATION_HOURS},
            field="code",
        )
    chosen = username.lower() or account.username
    if not username and not account.email and account.username.startswith(_UNNAMED):
        raise Refused(_("Tulis nama pilihan, contoh sari.contoh."), field="username")
    if Account.objects.filter(username=chosen).exclude(pk=account.pk).exists():
        raise Refused(_("Nama pilihan ini sudah dipakai. Pilih nama lain."), field="username")
    _claim(account, chosen, password)
    audit.record("agencies.invitation_accepted", account, by=queries.account_actor(account))
    return account


def _claim(account: Account, username: str, password: str) -> None:
    """Exactly one of several who hold the code at once gets the account."""
    open_now = Account.objects.filter(pk=account.pk, invitation=account.invitation, is_active=True)
    hashed = make_password(password)
    try:
        with transaction.atomic():
            claimed = open_now.update(invitation=None, username=username, password=hashed)
    except IntegrityError:
        raise Refused(_("Nama pilihan ini sudah dipakai. Pilih nama lain."), field="username") from None
    if not claimed:
        raise Refused(_("Kode undangan ini baru saja dipakai. Minta undangan baru bila bukan Anda."), field="code")
    account.refresh_from_db()


@transaction.atomic
def deactivate_officer(account: Account, *, by: Actor, at: dt.datetime) -> Account:
    """Close an account: its sessions end, its grants stay as history and wait for a reopening."""
    _own(account.agency_id, by)
    if account.pk == by.id:
        raise Refused(_("Akun sendiri tidak bisa dinonaktifkan. Minta petugas kepegawaian lain."))
    keep_a_personnel_officer(account, by=by)
    account.is_active, account.invitation = False, None
    account.save(update_fields=["is_active", "invitation"])
    _end_all(account)
    audit.record("agencies.officer_deactivated", account, by=by, fields=["is_active"])
    return account


@transaction.atomic
def reactivate_officer(account: Account, *, by: Actor, at: dt.datetime) -> Account:
    """Open a closed account again, with the grants that it had."""
    _own(account.agency_id, by)
    account.is_active = True
    account.save(update_fields=["is_active"])
    audit.record("agencies.officer_reactivated", account, by=by, fields=["is_active"])
    return account


@transaction.atomic
def reset_second_factor(account: Account, *, by: Actor, at: dt.datetime) -> Account:
    """Forget the second factor of somebody who lost the phone; the person is told and sets up a new one."""
    _own(account.agency_id, by)
    if account.pk == by.id:
        raise Refused(_("Pengaman kedua sendiri diatur di halaman akun Anda."))
    resets.note(account, Reset.SECOND_FACTOR, by=by, at=at)
    Authenticator.objects.filter(user=account).delete()
    _end_all(account)
    audit.record("agencies.second_factor_reset", account, by=by)
    return account


@transaction.atomic
def change_own_email(account: Account, *, email: str, by: Actor, at: dt.datetime) -> Account:
    """Change the e-mail of one's own account; the old address is told."""
    _free(email, account.agency_id, but=account.pk)
    notices.email_changed(account, at=at)
    account.email = email.lower()
    account.save(update_fields=["email"])
    audit.record("agencies.own_email_changed", account, by=by, values={"email": email})
    return account


@transaction.atomic
def second_factor_set(account: Account, *, by: Actor, keep: str | None) -> None:
    """After a second factor was set up: sessions from before it end, all but the one that set it up."""
    _end_all(account, keep=keep)
    audit.record("agencies.second_factor_set", account, by=by)


@transaction.atomic
def own_security_changed(account: Account, *, what: str, by: Actor) -> None:
    """Leave the trace of what the log-in library wrote: `password_changed`, `second_factor_removed`, `recovery_codes_made`."""
    audit.record(f"agencies.{what}", account, by=by)


@transaction.atomic
def end_session(account: Account, *, session: int, by: Actor) -> bool:
    """End one log-in of the account at once; another account's is not found."""
    found = UserSession.objects.filter(user=account, pk=session).first()
    if found is None:
        return False
    found.end()
    audit.record("agencies.session_ended", account, by=by)
    return True


@transaction.atomic
def end_other_sessions(account: Account, *, keep: str | None, by: Actor) -> None:
    """End all log-ins of the account but the present one."""
    _end_all(account, keep=keep)
    audit.record("agencies.other_sessions_ended", account, by=by)


def keep_a_personnel_officer(account: Account, *, by: Actor) -> None:
    """Refuse to take away an agency's last personnel officer who can log in; two at once wait for each other."""
    Agency.objects.select_for_update().get(pk=account.agency_id or 0)
    rows = officers.working_personnel(account.agency_id or 0)
    if rows.filter(account=account).exists() and not rows.exclude(account=account).exists():
        raise Refused(
            _("%(name)s petugas kepegawaian terakhir di sini. Angkat yang lain dulu.") % {"name": account.name}
        )


def _end_all(account: Account, *, keep: str | None = None) -> None:
    for session in UserSession.objects.filter(user=account).exclude(session_key=keep or ""):
        session.end()


def _own(agency_id: int | None, by: Actor) -> None:
    if by.kind != Kind.SYSTEM and agency_id != by.agency_id:
        raise Refused(_("Akun ini bukan dari instansi Anda."))


def _free(email: str, agency_id: int | None, *, but: int | None = None) -> None:
    """Not used in this agency yet; whether another one knows the address is nobody's business here."""
    if email and Account.objects.filter(agency=agency_id, email=email.lower()).exclude(pk=but or 0).exists():
        raise Refused(_("Surel ini sudah dipakai akun lain di instansi ini. Pakai surel lain."), field="email")
