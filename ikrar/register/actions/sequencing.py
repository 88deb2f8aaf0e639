"""The sequencer: gives what is committed its place in the log, writes the public files, publishes the head.

Two steps, each under the log's row lock. `_take` moves waiting entries into leaves; once it is committed their places never
change. `_publish` writes the files that these leaves need, in the order entries, tiles, head. All files follow from the
leaves alone, so that whoever was killed in between, the next one writes the same bytes and goes on.
"""

import datetime as dt
import json
import random
import time
from collections.abc import Sequence
from itertools import islice, pairwise

import rfc8785
from django.db import IntegrityError, connection, transaction

from ikrar.core import turns
from ikrar.register import merkle, notes, signing_keys
from ikrar.register.models import Head, Leaf, Log, Pending
from ikrar.register.notes import Checkpoint, Malformed, Unsigned
from ikrar.register.queries import logs as queries
from ikrar.register.queries.logs import Waiting, waiting
from ikrar.register.rules import BATCH_LEAF, MOST_ENTRIES, Held
from ikrar.register.store import CHECKPOINT, Store
from ikrar.register.tiles import WIDTH, TileReader, bundled, grown

_INSERT = 'INSERT INTO register_leaf (log_id, "index", entry) VALUES (%s, %s, %s)'
_COPY = 'COPY register_leaf (log_id, "index", entry) FROM STDIN'
_shuffle = random.SystemRandom().shuffle


def sequence_all(at: dt.datetime) -> int:
    """Sequence every log for which something waits; returns how many entries found their place."""
    return sum(sequence(log, at) for log in queries.to_sequence())


def watch(at: dt.datetime) -> None:
    """Hold what stands in public against the database, also of logs for which nothing waits."""
    for log in Log.objects.filter(held=Held.NO).order_by("pk"):
        _publish(log.pk, at)


def sequence(log: Log, at: dt.datetime) -> int:
    """Batches until nothing is due; what was left unpublished is published first. Returns how many entries were taken."""
    taken, began = 0, time.monotonic()
    while _publish(log.pk, at):
        count = _take(log.pk, at)
        taken += count
        if not count:
            break
        turns.give_way(began)
        began = time.monotonic()
    return taken


def locked(log_id: int) -> Log:
    """The log until the transaction ends; whoever only commits to it goes on meanwhile (`KEY SHARE`)."""
    return Log.objects.select_for_update(no_key=True).get(pk=log_id)


@transaction.atomic
def _take(log_id: int, at: dt.datetime) -> int:
    """One batch of everything that is due: entries in an order that tells nothing, then the leaf of the batch."""
    log = locked(log_id)
    if log.held:
        return 0
    due = next((one for one in waiting(log) if one.is_due(at)), None)
    if due is None:
        return 0
    waits = Pending.objects.filter(log=log, about=due.about).order_by("pk").values_list("pk", "entry")
    acts = list(waits.filter(is_closing=False)[:MOST_ENTRIES])
    closing = list(waits.filter(is_closing=True)) if len(acts) < MOST_ENTRIES else []
    new = [bytes(entry) for _pk, entry in acts]
    _shuffle(new)
    if new:
        log.batches += 1
        new.append(_batch_leaf(log.batches, due, len(new)))
    new += [bytes(entry) for _pk, entry in closing]
    log.size += _place(log, new)
    log.save(update_fields=["size", "batches"])
    _forget([pk for pk, _entry in (*acts, *closing)])
    return len(acts) + len(closing)


def _batch_leaf(number: int, due: Waiting, count: int) -> bytes:
    return BATCH_LEAF + rfc8785.dumps({"v": 1, "batch": number, "texts": due.about.split(), "count": count})


def _place(log: Log, new: Sequence[bytes]) -> int:
    """Give entries the next places; what stands in the log already keeps the place that it has."""
    try:
        with transaction.atomic():
            _insert(log, new)
    except IntegrityError:
        known = set(map(bytes, Leaf.objects.filter(log=log, entry__in=new).values_list("entry", flat=True)))
        new = [entry for entry in dict.fromkeys(new) if entry not in known]
        _insert(log, new)
    return len(new)


def _insert(log: Log, new: Sequence[bytes]) -> None:
    """Plain statements: this is the one place that writes millions of rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
                for place, entry in enumerate(new, log.size):
                    copy.write_row((log.pk, place, entry))
        else:
            cursor.executemany(_INSERT, [(log.pk, place, entry) for place, entry in enumerate(new, log.size)])


def _forget(pks: list[int]) -> None:
    """What has its place waits no more: one value for thousands of ids."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM register_pending WHERE id = ANY(%s)", [pks])
        else:
            cursor.execute(
                "DELETE FROM register_pending WHERE id IN (SELECT value FROM json_each(%s))", [json.dumps(pks)]
            )


@transaction.atomic
def _publish(log_id: int, at: dt.datetime) -> bool:
    """Bring the public files to the leaves that there are; False where the log may not go on."""
    log = locked(log_id)
    if log.held:
        return False
    store = Store(log.origin)
    head, held = _standing(log, store)
    if held:
        log.held = held
        log.save(update_fields=["held"])
        return False
    begun = head.size if head else 0
    if begun < log.size:
        head = _write(log, store, begun)
    if head and log.published < head.size:
        _keep(log, head, store, at)
    return True


def _standing(log: Log, store: Store) -> tuple[Checkpoint | None, Held]:
    """The head that stands in public, and what forbids to go on from it."""
    note = store.head()
    if note is None:
        return None, Held.UNCONFIRMED if log.published else Held.NO
    try:
        head = notes.checkpoint_of(note, signing_keys.verifiers(log))
    except (Malformed, Unsigned):
        return None, Held.FORKED
    if head.size > log.size:
        return head, Held.BEHIND
    return head, Held.NO if root_at(log, head.size) == head.root else Held.FORKED


def root_at(log: Log, size: int) -> bytes:
    """The root of a size as the database has it: of the head that was kept, or over the leaves themselves."""
    known = Head.objects.filter(log=log, size=size).first()
    if known:
        return bytes(known.root)
    return merkle.root_of(map(merkle.leaf_hash, islice(queries.entries(log), size)))


def _entries(log: Log, first: int, until: int) -> list[bytes]:
    rows = Leaf.objects.filter(log=log, index__gte=first, index__lt=until).order_by("index")
    return [bytes(entry) for entry in rows.values_list("entry", flat=True)]


def _write(log: Log, store: Store, begun: int) -> Checkpoint:
    """Entries, then tiles, then the head; each group is on the disk before the next one begins."""
    for first, until in pairwise(_stops(log, begun)):
        head = _write_part(log, store, first, until)
    signed = notes.sign(head.text, signing_keys.signers(log))
    locked(log.pk)  # a connection that was lost meanwhile, and the lock with it, is an error here and not an older head
    store.write([(CHECKPOINT, signed.encode())])
    return head


def _stops(log: Log, begun: int) -> list[int]:
    """The sizes to write at: every one that had a head, as its files must be there, and never too much at once."""
    sizes = Head.objects.filter(log=log, size__gt=begun, size__lt=log.size).values_list("size", flat=True)
    return sorted({begun, *range(begun, log.size, 2 * MOST_ENTRIES), *sizes, log.size})


def _write_part(log: Log, store: Store, begun: int, until: int) -> Checkpoint:
    bundle = begun - begun % WIDTH
    all_entries = _entries(log, bundle, until)
    store.write((tile.path, data) for tile, data in bundled(bundle, all_entries))
    edge = TileReader(store.read, begun)
    new = [merkle.leaf_hash(entry) for entry in all_entries[begun - bundle :]]
    written = {tile.path: data for tile, data in grown(begun, new, edge.row)}
    store.write(written.items())

    def read(path: str) -> bytes:
        return written[path] if path in written else store.read(path)

    return Checkpoint(log.origin, until, merkle.root(until, TileReader(read, until)))


def _keep(log: Log, head: Checkpoint, store: Store, at: dt.datetime) -> None:
    """Set down that a head was published, also where the one who published it could not any more."""
    note = store.head() or ""
    Head.objects.get_or_create(log=log, size=head.size, defaults={"root": head.root, "note": note, "at": at})
    log.published = head.size
    log.save(update_fields=["published"])
