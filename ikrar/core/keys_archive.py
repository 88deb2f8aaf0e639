"""The copy of the data keys that goes with a backup and is kept apart from it: encrypted like one, deleted after 30 days."""

import datetime as dt
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from ikrar.core import archive, datakeys, disk
from ikrar.core.archive import Damaged
from ikrar.core.errors import Refused
from ikrar.core.models import DataKey

SUFFIX = ".kunci"
_HEAD, _KEYS = "keys.json", "keys"
_WHAT = "ikrar-data-keys-1"


def write(path: Path, passphrase: str, *, at: dt.datetime) -> int:
    """Write every key that is there now, under a temporary name first; returns how many."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with (
            archive.write(partial, passphrase) as sink,
            tempfile.TemporaryFile(dir=settings.IKRAR_HOME / "tmp") as lines,
        ):
            count = 0
            for kind, record, key in (
                DataKey.objects.order_by("pk").values_list("kind", "record", "key").iterator(2_000)
            ):
                lines.write(f"{kind} {record} {bytes(key).hex()}\n".encode())
                count += 1
            size = lines.tell()
            lines.seek(0)
            sink.add_bytes(_HEAD, json.dumps({"what": _WHAT, "made_at": at.isoformat(), "keys": count}).encode())
            sink.add(_KEYS, lines, size)
        os.replace(partial, path)
        disk.flush(path.parent)
    finally:
        partial.unlink(missing_ok=True)
    return count


def prune(folder: Path, *, at: dt.datetime) -> list[Path]:
    """Delete the copies in this folder that are too old to be kept; returns which."""
    old = [
        path for path in sorted(folder.glob(f"*{SUFFIX}"))
        if dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) < at - datakeys.KEPT
    ]  # fmt: skip
    for path in old:
        path.unlink()
    return old


class Book:
    """Keys that a restore has, on the disk, and which of them opened something. `made_at` is "" where there are none."""

    def __init__(self, rows: sqlite3.Connection, made_at: str) -> None:
        self._rows, self.made_at = rows, made_at

    def get(self, kind: str, record: int) -> bytes | None:
        row = self._rows.execute("SELECT key FROM keys WHERE kind = ? AND record = ?", (kind, record)).fetchone()
        if row is None:
            return None
        self._rows.execute("INSERT OR IGNORE INTO used VALUES (?, ?)", (kind, record))
        return bytes(row[0])

    def used(self) -> Iterator[tuple[str, int, bytes]]:
        yield from self._rows.execute("SELECT kind, record, key FROM keys JOIN used USING (kind, record) ORDER BY 1, 2")


def beside(backup: Path) -> Path:
    """Where the copy lies that was given no place of its own."""
    return backup.with_name(f"{backup.name.removesuffix('.tar')}{SUFFIX}")


@contextmanager
def opened(path: Path | None, passphrase: str) -> Iterator[Book]:
    """The keys of a copy; of None, no key at all."""
    with (
        tempfile.TemporaryDirectory(prefix="ikrar-") as folder,
        closing(sqlite3.connect(Path(folder) / "keys")) as rows,
    ):
        rows.execute("PRAGMA synchronous = OFF")
        rows.execute("CREATE TABLE keys (kind, record, key, PRIMARY KEY (kind, record)) WITHOUT ROWID")
        rows.execute("CREATE TABLE used (kind, record, PRIMARY KEY (kind, record)) WITHOUT ROWID")
        yield Book(rows, _filled(rows, path, passphrase) if path else "")


def _filled(rows: sqlite3.Connection, path: Path, passphrase: str) -> str:
    if not path.is_file():
        raise Refused(_("Salinan kunci data %s tidak ada.") % path)
    said = {}
    with archive.read(path, passphrase) as tar:
        for member in tar:
            source = tar.extractfile(member)
            if source is None or member.name not in (_HEAD, _KEYS):
                break
            if member.name == _HEAD:
                said = json.loads(source.read())
            else:
                rows.executemany("INSERT INTO keys VALUES (?, ?, ?)", _parsed(source))
    if said.get("what") != _WHAT or rows.execute("SELECT count(*) FROM keys").fetchone()[0] != said["keys"]:
        raise Damaged(_("Berkas %s bukan salinan kunci data yang utuh.") % path)
    return str(said["made_at"])


def _parsed(source: IO[bytes]) -> Iterator[tuple[str, int, bytes]]:
    for line in source:
        kind, record, key = line.decode().split()
        yield kind, int(record), bytes.fromhex(key)
