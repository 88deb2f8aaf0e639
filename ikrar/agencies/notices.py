"""Letters about officers' accounts and staff's codes: who gets one, and what stands in it when it is sent."""

import datetime as dt

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, AccountReset, Credential, OneTimeCode
from ikrar.agencies.queries import confirmable, officers
from ikrar.agencies.rules import INVITATION_HOURS, OTP_MINUTES, Reset
from ikrar.core import ids, outbox, zones
from ikrar.core.models import OutboxMessage


def invitation(account: Account) -> None:
    """Send the invitation's code to the account's e-mail, where it has one."""
    if account.email and account.invited_at:
        key = f"invitation {account.pk} {account.invited_at.isoformat()}"
        _queue("officer_invitation", account, key=key, at=account.invited_at)


@outbox.renders("officer_invitation")
def _invitation(message: OutboxMessage) -> outbox.Letter | None:
    """The code is derived now, and only while it is the one that opens the account: none rests in the outbox."""
    account = Account.objects.select_related("agency").filter(pk=message.about or 0, is_active=True).first()
    if account is None or account.invited_at is None or account.invitation is None:
        return None
    until = account.invited_at + dt.timedelta(hours=INVITATION_HOURS)
    code = tokens.invitation_code(account.pk, account.invited_at)
    if until < timezone.now() or account.invitation != tokens.token_digest(code):
        return None
    link = settings.PUBLIC_URL + reverse("agencies:accept_invitation")
    return outbox.letter(
        message.template, {"account": account, "code": ids.grouped(code, 4), "link": link, "until": until}
    )


def password_reset(account: Account, *, at: dt.datetime) -> None:
    """Send a link that sets a new password; the link is made when the letter goes out."""
    _queue("officer_password_reset", account, key=f"password-reset {account.pk} {at.isoformat()}", at=at)


@outbox.renders("officer_password_reset")
def _password_reset(message: OutboxMessage) -> outbox.Letter | None:
    account = Account.objects.filter(pk=message.about or 0, is_active=True).first()
    if account is None:
        return None
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)},
    )
    place = account.agency.name if account.agency else settings.PUBLIC_URL
    return outbox.letter(message.template, {"account": account, "place": place, "link": settings.PUBLIC_URL + path})


def account_reset(made: AccountReset) -> None:
    """Tell the holder who opened which half of the account, and when."""
    template = "officer_second_factor_reset" if made.what == Reset.SECOND_FACTOR else "officer_code_made"
    when = zones.moment(made.at, officers.zone_of(made.account)).replace("\u00a0", " ")
    _queue(
        template,
        made.account,
        key=f"account-reset {made.pk}",
        at=made.at,
        who=made.by.name if made.by else "",
        when=when,
    )


def email_changed(account: Account, *, at: dt.datetime) -> None:
    """Tell the old address, which is the one that the account still has."""
    _queue("officer_email_changed", account, key=f"e-mail {account.pk} {at.isoformat()}", at=at)


def _queue(template: str, account: Account, *, key: str, at: dt.datetime, **more: str) -> None:
    if account.email:
        context = {"name": account.name, "host": settings.PUBLIC_URL, **more}
        outbox.queue(
            template, to=account.email, key=key, at=at, context=context, agency=account.agency_id, about=account.pk
        )


def one_time_code(made: OneTimeCode) -> None:
    """Send a one-time code to the registered e-mail of its holder."""
    credential = made.credential
    outbox.queue(
        "staff_one_time_code", to=confirmable(credential), key=f"one-time {made.pk}", at=made.made_at,
        agency=credential.agency_id, about=made.pk,
    )  # fmt: skip


@outbox.renders("staff_one_time_code")
def _one_time_code(message: OutboxMessage) -> outbox.Letter | None:
    """The digits are derived now, and only while they still open something."""
    since = timezone.now() - dt.timedelta(minutes=OTP_MINUTES)
    rows = OneTimeCode.objects.select_related("credential__staff", "credential__agency")
    made = rows.filter(pk=message.about or 0, used_at=None, made_at__gt=since, credential__ended_at=None).first()
    if made is None or confirmable(made.credential) != message.to:
        return None
    code = tokens.one_time_code(made.credential_id, made.made_at)
    context = {"name": made.credential.staff.full_name, "agency": made.credential.agency, "code": code}
    return outbox.letter(message.template, {**context, "minutes": OTP_MINUTES})


def credential_reissued(credential: Credential, *, with_code: bool) -> None:
    """Tell the holder's e-mail, registered or not, that the code was changed; the new code only where it is registered."""
    if credential.staff.email:
        outbox.queue(
            "staff_code_changed", to=credential.staff.email, key=f"code-changed {credential.pk}", at=credential.issued_at,
            context={"with_code": with_code}, agency=credential.agency_id, about=credential.pk,
        )  # fmt: skip


def credential_confirmed(credential: Credential, *, officer: Account, at: dt.datetime) -> None:
    """Tell the holder's e-mail that an officer's desk confirmed the code, so that nobody does it behind the back."""
    if credential.staff.email:
        when = zones.moment(at, credential.agency.zone).replace("\u00a0", " ")
        outbox.queue(
            "staff_code_confirmed", to=credential.staff.email, key=f"code-confirmed {credential.pk}", at=at,
            context={"who": officer.name, "when": when}, agency=credential.agency_id, about=credential.pk,
        )  # fmt: skip


@outbox.renders("staff_code_confirmed")
def _code_confirmed(message: OutboxMessage) -> outbox.Letter | None:
    credential = Credential.objects.select_related("staff", "agency").filter(pk=message.about or 0).first()
    if credential is None:
        return None
    context = {
        "name": credential.staff.full_name, "agency": credential.agency, "help": settings.PUBLIC_URL + reverse("agencies:help"),
    }  # fmt: skip
    return outbox.letter(message.template, {**message.context, **context})


@outbox.renders("staff_code_changed")
def _code_changed(message: OutboxMessage) -> outbox.Letter | None:
    credential = Credential.objects.select_related("staff", "agency").filter(pk=message.about or 0).first()
    if credential is None:
        return None
    is_own = message.context.get("with_code") and credential.ended_at is None and confirmable(credential) == message.to
    code = tokens.code_of(bytes(credential.nonce)) if is_own else ""
    context = {
        "name": credential.staff.full_name, "agency": credential.agency, "code": ids.grouped(code),
        "link": f"{settings.PUBLIC_URL}{reverse('agencies:enter')}#{code}", "help": settings.PUBLIC_URL + reverse("agencies:help"),
    }  # fmt: skip
    return outbox.letter(message.template, context)
