"""Letters about officers' accounts: who gets one, and what stands in it when it is sent."""

import datetime as dt

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies import tokens
from ikrar.agencies.models import Account
from ikrar.agencies.rules import INVITATION_HOURS
from ikrar.core import ids, outbox
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
    return outbox.letter(message.template, {"account": account, "link": settings.PUBLIC_URL + path})


def second_factor_reset(account: Account, *, at: dt.datetime) -> None:
    _queue("officer_second_factor_reset", account, key=f"second-factor {account.pk} {at.isoformat()}", at=at)


def email_changed(account: Account, *, at: dt.datetime) -> None:
    """Tell the old address, which is the one that the account still has."""
    _queue("officer_email_changed", account, key=f"e-mail {account.pk} {at.isoformat()}", at=at)


def _queue(template: str, account: Account, *, key: str, at: dt.datetime) -> None:
    if account.email:
        context = {"name": account.name, "host": settings.PUBLIC_URL}
        outbox.queue(
            template, to=account.email, key=key, at=at, context=context, agency=account.agency_id, about=account.pk
        )
