"""Which logs there are, what waits for them, and the proof of one entry."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from ikrar.agencies.models import Agency
from ikrar.core import prepared
from ikrar.register import merkle
from ikrar.register.models import Head, Leaf, Log, Pending
from ikrar.register.proofs import Proof
from ikrar.register.rules import BATCH_ENTRIES, BATCH_WAIT, PROMISED, Held
from ikrar.register.store import Store
from ikrar.register.tiles import TileReader


def all_logs() -> QuerySet[Log]:
    """Every log, the newest first; logs are public."""
    return Log.objects.select_related("agency").order_by("-pk")


def to_sequence() -> QuerySet[Log]:
    """Logs for which something waits, or whose last leaves are not published yet."""
    has_pending = Exists(Pending.objects.filter(log=OuterRef("pk")))
    return Log.objects.filter(has_pending | ~Q(size=F("published")), held=Held.NO).order_by("pk")


def log_of(origin: str) -> Log | None:
    return Log.objects.select_related("agency").filter(origin=origin).first()


def current(agency: Agency, cycle: str) -> Log | None:
    """The log that takes in what this agency commits to in this cycle."""
    return Log.objects.filter(agency=agency, cycle=cycle).exclude(held=Held.ENDED).first()


@dataclass(frozen=True)
class Waiting:
    """Entries of one batch to come: what they have in common, how many, since when."""

    about: str
    entries: int
    first_at: dt.datetime
    is_closing: bool

    def is_due(self, at: dt.datetime) -> bool:
        return self.is_closing or self.entries >= BATCH_ENTRIES or self.first_at + BATCH_WAIT <= at


def waiting(log: Log) -> list[Waiting]:
    """What waits for a log, by what it is about; what the log says of itself (about nothing) comes first."""
    rows = Pending.objects.filter(log=log).order_by().values("about")
    told = rows.annotate(n=Count("pk"), first=Min("at"), closing=Count("pk", filter=Q(is_closing=True))).order_by(
        "about"
    )
    return [Waiting(row["about"], row["n"], row["first"], bool(row["closing"])) for row in told]


def overdue(at: dt.datetime, log: Log | None = None) -> int:
    """How many entries wait longer than their receipt promised, in one log or in all."""
    rows = Pending.objects.filter(at__lt=at - PROMISED)
    return (rows.filter(log=log) if log else rows).count()


@dataclass(frozen=True)
class Queue:
    """What waits for a log: how many entries, since when, and how many of them longer than promised."""

    entries: int = 0
    since: dt.datetime | None = None
    late: int = 0


def queues(at: dt.datetime) -> dict[int, Queue]:
    """The queue of every log for which something waits, by the log's key."""
    is_late = Q(at__lt=at - PROMISED)
    rows = (
        Pending.objects.order_by()
        .values("log")
        .annotate(n=Count("pk"), first=Min("at"), late=Count("pk", filter=is_late))
    )
    return {row["log"]: Queue(row["n"], row["first"], row["late"]) for row in rows}


def held_logs() -> QuerySet[Log]:
    """Logs that should take entries in and do not."""
    return all_logs().exclude(held__in=[Held.NO, Held.ENDED])


def entries(log: Log) -> Iterator[bytes]:
    """Every entry that has its place, in order, a few at a time."""
    rows = Leaf.objects.filter(log=log).order_by("index").values_list("entry", flat=True)
    return (bytes(entry) for entry in rows.iterator(chunk_size=2_000))


def heads(log: Log) -> QuerySet[Head]:
    """What was published, the oldest first."""
    return Head.objects.filter(log=log).order_by("size")


def standing_logs() -> QuerySet[Log]:
    """Every log with the moment of its last head (`headed_at`)."""
    return all_logs().annotate(headed_at=Max("heads__at"))


@lru_cache(maxsize=16)
def _kept_reader(origin: str, size: int, root: bytes) -> TileReader:
    """Of a head that many ask about: what is under one root never changes."""
    return TileReader(Store(origin).read, size)


#: An entry's place in the log of an agency and cycle, or in one that it followed, with the last head there.
_LEAF = """
SELECT f."index", g.origin, h.size, h.root, h.note FROM register_log g
JOIN register_leaf f ON f.log_id = g.id
LEFT JOIN register_head h ON h.log_id = g.id AND h.size = g.published
WHERE g.agency_id = %s AND g.cycle = %s AND f.entry = %s ORDER BY g.generation DESC LIMIT 1
"""


def proof_of(log: Log, entry: bytes) -> Proof | None:
    """The proof that an entry stands in the log or in one that it followed, under the latest head there.

    None while it waits or where it is unknown.
    """
    found = prepared.row(_LEAF, [log.agency_id, log.cycle, entry])
    if found is None:
        return None
    index, origin, size, root, note = found
    if size is None or index >= size:
        return None
    way = merkle.inclusion_proof(index, size, _kept_reader(origin, size, bytes(root)))
    return Proof(index, tuple(way), note)
