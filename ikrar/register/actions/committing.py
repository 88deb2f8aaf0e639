"""Handing an entry over: written in the transaction of what it commits to, so that both are there or neither."""

import datetime as dt
from collections.abc import Iterable
from itertools import islice

from django.utils.translation import gettext as _

from ikrar.core import prepared
from ikrar.core.errors import Refused
from ikrar.register.models import Pending
from ikrar.register.rules import LONGEST_ENTRY, Held

_AT_ONCE = 500
_INSERT = (
    f"INSERT INTO {Pending._meta.db_table} (log_id, about, entry, is_closing, at) "  # noqa: S608
    "VALUES (%s, %s, %s, %s, %s)"
)


def refuse_held(held: str | None) -> None:
    """Nothing is committed to a log that takes nothing in."""
    if held:
        raise Refused(
            _("Register sedang berhenti menerima: %(why)s. Tidak ada yang dicatat. Pengelola sistem sudah diberi tahu.")
            % {"why": Held(held).label}
        )


def commit(log_id: int, about: str, entry: bytes, *, at: dt.datetime, is_closing: bool = False) -> None:
    """One entry of a log, in one statement."""
    _check(entry)
    prepared.run(_INSERT, [log_id, about, entry, is_closing, at])


def commit_many(log_id: int, about: str, entries: Iterable[bytes], *, at: dt.datetime) -> int:
    """Many entries that have the same in common, a few in memory at a time; returns how many."""
    count, left = 0, iter(entries)
    while some := list(islice(left, _AT_ONCE)):
        for entry in some:
            _check(entry)
        Pending.objects.bulk_create([Pending(log_id=log_id, about=about, entry=entry, at=at) for entry in some])
        count += len(some)
    return count


def _check(entry: bytes) -> None:
    if not 0 < len(entry) <= LONGEST_ENTRY:
        raise ValueError(f"an entry has 1 to {LONGEST_ENTRY} bytes, not {len(entry)}")
