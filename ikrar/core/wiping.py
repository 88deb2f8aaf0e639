"""Making sure that what was deleted is gone from the disk too: files are overwritten, databases are written anew."""

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection

_BLOCK = 1 << 20
#: How long those who read the old are waited for; they are asked about again later.
_PATIENCE_SECONDS = 10.0
_NOW = "SELECT pg_current_xact_id()::text"
#: Whoever writes in any database since before then, as a snapshot taken here reaches back to them; and whoever reads in this one.
_OTHERS = """
SELECT pg_snapshot_xmin(pg_current_snapshot()) <= %s::xid8
OR EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND backend_xmin IS NOT NULL AND age(backend_xmin) > age(%s::xid8::xid))
"""


def wipe_file(path: str) -> None:
    """Overwrite a stored file where it lies on a disk of ours, then remove it; one that is gone already stays gone."""
    with suppress(NotImplementedError, FileNotFoundError):
        overwrite(Path(default_storage.path(path)))
    default_storage.delete(path)


def overwrite(full: Path) -> None:
    """Write nothing but zeros over a file, through to the disk."""
    with full.open("r+b") as file:
        left = full.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK)))
        file.flush()
        os.fsync(file.fileno())


def wipe_tables(tables: Iterable[str]) -> bool:
    """Write these tables anew without the room that deleted rows left; what SQLite's WAL and PostgreSQL's statistics know goes too.

    False where it cannot be done now: inside a transaction, or while somebody still reads the old.
    """
    if connection.in_atomic_block:
        return False
    if connection.vendor == "sqlite":
        return _sqlite()
    if not _is_unread():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        try:
            for table in tables:
                cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(table)}")
            cursor.execute("VACUUM FULL pg_catalog.pg_statistic")
        finally:
            cursor.execute("RESET statement_timeout")
    return True


def _is_unread() -> bool:
    """Does nobody see any more what was deleted before now? What somebody sees PostgreSQL would carry over into the new file."""
    until = time.monotonic() + _PATIENCE_SECONDS
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        (now,) = cursor.fetchone()
        while True:
            cursor.execute(_OTHERS, [now, now])
            if not cursor.fetchone()[0]:
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.1)


def _sqlite() -> bool:
    """The whole file anew; then the WAL is folded in and cut to nothing, which waits for no reader and tells if it could not."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _done = cursor.fetchone()
    return not busy
