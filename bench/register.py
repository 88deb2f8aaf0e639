"""The register: entries given their place with all public files, proofs and an audit of a log of six million leaves."""

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.part import Options
from bench.table import Line, compared

ENTRIES, LARGE = 40_000, 6_000_000
_PROOFS = 2_000
_AUDIT = """
import resource, sys, django
django.setup()
from ikrar.register import auditing, queries, signing_keys
from ikrar.register.models import Log
from ikrar.register.store import Store
log = Log.objects.get(origin=sys.argv[1])
done = auditing.audit(Store(log.origin).read, signing_keys.verifiers(log), entries=queries.entries(log))
assert not done.faults, done.faults
print(done.size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _log(name: str):
    from ikrar.agencies.models import Agency
    from ikrar.agencies.roles import system
    from ikrar.core import zones
    from ikrar.register import actions

    return actions.open_log(Agency.objects.order_by("pk").first(), name, by=system(), at=zones.now())


def _entries(count: int, salt: int) -> Iterator[bytes]:
    return (b"\x01" + hashlib.sha256(b"%d %d" % (salt, number)).digest() for number in range(count))


def append(options: Options) -> list[Line]:
    """Committed entries to leaves, tiles and a head; beside the same rows and bytes written plainly."""
    from ikrar.core import zones
    from ikrar.register import actions

    count = ENTRIES // (10 if options.quick else 1)
    pairs = []
    for number in range(options.pairs):
        log = _log(f"bench-{number}")
        actions.commit_many(log.pk, "ab" * 32, _entries(count, number), at=zones.now())
        began = time.monotonic()
        assert actions.sequence(log, zones.now()) == count
        ours = count / (time.monotonic() - began)
        pairs.append((ours, count / _plain(list(_entries(count, number)))))
    median = sorted(ours for ours, _floor in pairs)[len(pairs) // 2]
    return [
        Line("leaves appended with tiles", median, "leaves/s", 20_000, note=f"{count:,} each"),
        compared("the same beside writing plainly", pairs, "leaves/s", target=0.2),
    ]


def _plain(entries: list[bytes]) -> float:
    """Rows by one statement, two hashes a leaf, and the bytes of entries and tiles in one file that is flushed."""
    path = Path(settings.IKRAR_HOME) / "plain"
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute('CREATE TEMP TABLE plain (log_id bigint, "index" bigint, entry bytea, UNIQUE (log_id, "index"))')
        cursor.executemany("INSERT INTO plain VALUES (1, %s, %s)", list(enumerate(entries)))
        cursor.execute("DROP TABLE plain")
    hashes = [hashlib.sha256(b"\0" + entry).digest() for entry in entries]
    for one in hashes:
        hashlib.sha256(b"\1" + one + one).digest()
    with path.open("wb") as file:
        file.write(b"".join(entries) + b"".join(hashes))
        file.flush()
        os.fsync(file.fileno())
    return time.monotonic() - began


def large(options: Options) -> list[Line]:
    """A proof from a large log, and all of it read and held against the database."""
    from ikrar.register import merkle, queries, signing_keys
    from ikrar.register.models import Log
    from ikrar.register.store import Store

    log = _grown(LARGE // (20 if options.quick else 1))
    store, draw = Store(log.origin), random.Random(1)
    places = [draw.randrange(log.size) for _ in range(_PROOFS)]
    samples = [entry for entry in _some(log, places)]
    pairs = []
    for _ in range(options.pairs):
        began = time.monotonic()
        proofs = [queries.proof_of(log, entry) for entry in samples]
        ours = len(proofs) / (time.monotonic() - began)
        pairs.append((ours, len(places) / _bare(store, places, log.size)))
        assert all(proof is not None for proof in proofs)
    proofs[0].verify(samples[0], signing_keys.verifiers(log))
    done = subprocess.run(
        [sys.executable, "-c", _AUDIT, log.origin],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    size, memory = done.stdout.split()
    assert (int(size), Log.objects.get(pk=log.pk).size, merkle.LENGTH) == (log.size, log.size, 32)
    median = sorted(ours for ours, _floor in pairs)[len(pairs) // 2]
    return [
        Line(f"proofs from {log.size:,} leaves, one process", median, "proofs/s", 500),
        compared("the same beside reading and hashing", pairs, "proofs/s", target=0.4),
        Line("one such proof", 1_000 / median, "ms", 5, at_most=True),
        Line(f"audit of {log.size:,} leaves, peak memory", float(memory), "MB", 512, at_most=True),
    ]


def _some(log, places: list[int]) -> Iterator[bytes]:
    from ikrar.register.models import Leaf

    rows = dict(Leaf.objects.filter(log=log, index__in=places).values_list("index", "entry"))
    return (bytes(rows[place]) for place in places)


def _bare(store, places: list[int], size: int) -> float:
    """The files of each way read and hashed up, nothing else."""
    from ikrar.register.merkle import levels
    from ikrar.register.tiles import at_edge

    began = time.monotonic()
    for place in places:
        for tier in range(3):
            tile = at_edge(tier, place >> (8 * tier + 8), size)
            if tile.width > 0:
                levels(store.read(tile.path))
    return time.monotonic() - began


def _grown(size: int):
    """A log of this size: rows by COPY, files by the sequencer itself."""
    from ikrar.core import zones
    from ikrar.register import actions
    from ikrar.register.models import Log

    log = _log("bench-large")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    with connection.cursor() as cursor, cursor.copy('COPY register_leaf (log_id, "index", entry) FROM STDIN') as copy:
        for number, entry in enumerate(_entries(size, 0)):
            copy.write_row((log.pk, number, entry))
    Log.objects.filter(pk=log.pk).update(size=size)
    actions.sequence(Log.objects.get(pk=log.pk), zones.now())
    return Log.objects.get(pk=log.pk)
