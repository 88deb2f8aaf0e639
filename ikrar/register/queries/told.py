"""What a log tells in the open: its plain entries by their kind, and the heads over them."""

from dataclasses import dataclass

from ikrar.agencies.models import Agency
from ikrar.register import merkle, signing_keys
from ikrar.register.models import Head, Leaf, Log, Pending
from ikrar.register.notes import Note
from ikrar.register.rules import Held


@dataclass(frozen=True)
class Placed:
    """An entry in its place in a log."""

    log: Log
    index: int
    entry: bytes

    @property
    def leaf_hash(self) -> str:
        """In hex, as `sha256sum` writes it."""
        return merkle.leaf_hash(self.entry).hex()


def told(log: Log, kind: bytes) -> list[Placed]:
    """The published entries whose first byte is `kind`, in their order; read by the index of entries."""
    rows = Leaf.objects.filter(log=log, entry__gte=kind, entry__lt=bytes([kind[0] + 1]), index__lt=log.published)
    return [Placed(log, row.index, bytes(row.entry)) for row in rows.order_by("index")]


def told_in_cycle(agency: Agency, cycle: str, kind: bytes) -> list[Placed]:
    """The same of all logs of a cycle, one after the other."""
    logs = Log.objects.filter(agency=agency, cycle=cycle).order_by("generation")
    return [placed for log in logs for placed in told(log, kind)]


def waits(log: Log, kind: bytes) -> list[bytes]:
    """Entries of this kind that have no published place yet, the oldest first."""
    last = bytes([kind[0] + 1])
    placed = Leaf.objects.filter(log=log, entry__gte=kind, entry__lt=last, index__gte=log.published).order_by("index")
    pending = Pending.objects.filter(log=log, entry__gte=kind, entry__lt=last).order_by("pk")
    return [bytes(entry) for rows in (placed, pending) for entry in rows.values_list("entry", flat=True)]


def head_over(log: Log, index: int) -> Head | None:
    """The first published head under which an entry stands."""
    return Head.objects.filter(log=log, size__gt=index).order_by("size").first()


def newest_head(log: Log) -> Head | None:
    return Head.objects.filter(log=log).order_by("-size").first()


def newest_of(agency: Agency) -> Head | None:
    """The newest head of any of the agency's logs that go on."""
    going = Head.objects.filter(log__agency=agency).exclude(log__held=Held.ENDED)
    return going.select_related("log").order_by("-at", "-size").first()


def key_of(head: Head) -> str:
    """The published form of the key that signed a head; where several did, the newest one's."""
    return Note.parse(head.note).opened(signing_keys.verifiers(head.log))[-1].text
