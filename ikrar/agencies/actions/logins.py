"""Counting failed log-ins in the database, so that all processes count together."""

import datetime as dt
from math import ceil

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ikrar.agencies import queries
from ikrar.agencies.models import Account, AccountReset, LoginCounter
from ikrar.agencies.rules import LOGIN_PAUSE_MINUTES, LOGIN_TRIES
from ikrar.core import audit, keys
from ikrar.core.errors import Refused

_PAUSE = dt.timedelta(minutes=LOGIN_PAUSE_MINUTES)


def counted_as(account: Account | None, typed: str) -> bytes:
    """Whose tries these are: the account's, or those of a name that nobody has, which is answered alike."""
    who = f"account {account.pk}" if account else f"name {typed.strip().lower()}"
    return keys.mac("cookie", "log-in", who)[:16]


@transaction.atomic
def take_try(who: bytes, *, device: str, at: dt.datetime) -> int:
    """Take one try before the password is looked at; returns how many are left. Two at once cannot take the same."""
    counter, is_new = LoginCounter.objects.get_or_create(who=who, device=device, defaults={"last_at": at})
    if is_new:
        LoginCounter.objects.filter(last_at__lt=at - dt.timedelta(days=1)).delete()
    row = LoginCounter.objects.filter(pk=counter.pk)
    row.filter(last_at__lte=at - _PAUSE).update(wrong=0)
    taken = row.filter(wrong__lt=LOGIN_TRIES).update(wrong=F("wrong") + 1, last_at=at)
    wrong, last_at = row.values_list("wrong", "last_at").get()
    if not taken:
        minutes = max(1, ceil((last_at + _PAUSE - at).total_seconds() / 60))
        raise Refused(_("Sudah terlalu banyak percobaan. Coba lagi %(minutes)d menit lagi.") % {"minutes": minutes})
    return LOGIN_TRIES - wrong


@transaction.atomic
def give_back(who: bytes, *, device: str) -> None:
    """The password was right: a known device starts anew, the strangers' counter gets back this one try alone."""
    row = LoginCounter.objects.filter(who=who, device=device)
    if device:
        row.delete()
    else:
        row.filter(wrong__gt=0).update(wrong=F("wrong") - 1)


@transaction.atomic
def log_in(account: Account, *, at: dt.datetime) -> None:
    """Leave the trace of a complete log-in; what was reset before it is told on the start page from now on."""
    AccountReset.objects.filter(account=account, told_at=None).update(told_at=at)
    audit.record("agencies.officer_logged_in", account, by=queries.account_actor(account))
