"""Data keys: what says who did something lies in backups under one key per record, and the keys are kept apart from them.

So an erasure reaches backups that exist already: it destroys the key here, and the copies of the keys are kept for 30 days at
most. A room says in its `private.py` which records it has and what of which table says something of a person.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from ikrar.core.models import DataKey

#: A copy of the keys older than this is deleted: so long after an erasure a backup may still be opened for that person.
KEPT = dt.timedelta(days=30)
SIZE = 32
_BATCH = 2_000


@dataclass(frozen=True)
class Sealed:
    """A table of which rows lie under a record's key in backups.

    `record` is an SQL expression over the table as `t`: the record's id, NULL where the row says nothing of anybody.
    `left` is what stands in a column where the key is gone, or makes it of the row's id; None: the row goes with the key.
    `loose` are columns that may point at a row that went, by the table they point at.
    """

    table: str
    kind: str
    record: str
    left: Mapping[str, Any] | None = None
    loose: Mapping[str, str] = field(default_factory=dict)


#: Kind of record → SQL of the `id` of every record that says something of a person.
_kinds: dict[str, str] = {}
_tables: list[Sealed] = []
#: Kind → SQL of the records to which a stored file belongs is `FILE`: files lie sealed too.
FILE = "file"


def keep_apart(kinds: Mapping[str, str], tables: Iterable[Sealed]) -> None:
    """Tell which records a room has and which of its tables say something of a person."""
    _kinds.update(kinds)
    _tables.extend(tables)


def tables() -> list[Sealed]:
    return list(_tables)


def file_ids() -> str:
    """SQL of the `id` of each stored file that lies sealed in backups."""
    return _kinds[FILE]


def renew() -> None:
    """Give every record its key, and forget the keys of records that say nothing any more."""
    for kind, whole in _kinds.items():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM core_datakey WHERE kind = %s AND record NOT IN ({whole})", [kind])  # noqa: S608
        last = 0
        while wanted := _without_key(kind, whole, last):
            rows = [DataKey(kind=kind, record=record, key=secrets.token_bytes(SIZE)) for record in wanted]
            DataKey.objects.bulk_create(rows, ignore_conflicts=True)
            last = wanted[-1]


def _without_key(kind: str, whole: str, after: int) -> list[int]:
    query = f"""
    SELECT w.id FROM ({whole}) w LEFT JOIN core_datakey k ON k.kind = %s AND k.record = w.id
    WHERE k.id IS NULL AND w.id > %s ORDER BY w.id LIMIT {_BATCH}
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [kind, after])
        return [pk for (pk,) in cursor.fetchall()]


def mint(kind: str, record: int) -> bytes | None:
    """The key of a record that was written a moment ago; None where it was erased meanwhile."""
    query = f"""
    INSERT INTO core_datakey (kind, record, key) SELECT %s, w.id, %s FROM ({_kinds[kind]}) w WHERE w.id = %s
    ON CONFLICT DO NOTHING
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [kind, secrets.token_bytes(SIZE), record])
    known = DataKey.objects.filter(kind=kind, record=record).values_list("key", flat=True).first()
    return bytes(known) if known is not None else None


def destroy(kind: str, records: Iterable[int]) -> None:
    """From now on no copy of the keys holds these; the table is written anew by whoever erases."""
    DataKey.objects.filter(kind=kind, record__in=list(records)).delete()


class Ring:
    """The keys while one backup is written: those the snapshot knows, and new ones for what it knows no key of."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], bytes | None] = {}

    def key(self, kind: str, record: int, known: bytes | None) -> bytes | None:
        """None where the record was erased after the snapshot."""
        if known is not None:
            return known
        if (kind, record) not in self._made:
            self._made[kind, record] = mint(kind, record)
        return self._made[kind, record]
