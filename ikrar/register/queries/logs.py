"""Which logs there are, what waits for them, and the proof of one entry."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from ikrar.agencies.models import Agency
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
    """What waits for a log, by what it is about."""
    rows = Pending.objects.filter(log=log).order_by().values("about")
    told = rows.annotate(n=Count("pk"), first=Min("at"), closing=Count("pk", filter=Q(is_closing=True))).order_by(
        "first"
    )
    return [Waiting(row["about"], row["n"], row["first"], bool(row["closing"])) for row in told]


def overdue(at: dt.datetime) -> int:
    """How many entries wait longer than their receipt promised."""
    return Pending.objects.filter(at__lt=at - PROMISED).count()


def reader(log: Log, size: int) -> TileReader:
    """The tree of a log's published files at a size."""
    return TileReader(Store(log.origin).read, size)


def proof_of(log: Log, entry: bytes) -> Proof | None:
    """The proof that an entry stands in the log, under its latest head; None while it waits or where it is unknown."""
    index = Leaf.objects.filter(log=log, entry=entry).values_list("index", flat=True).first()
    head = Head.objects.filter(log=log).order_by("-size").first()
    if index is None or head is None or index >= head.size:
        return None
    way = merkle.inclusion_proof(index, head.size, reader(log, head.size))
    return Proof(index, tuple(way), head.note)
