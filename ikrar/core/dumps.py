"""The database of one moment as a file, for SQLite and for PostgreSQL: taken, checked, counted."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ikrar.core import home, postgresql
from ikrar.core.errors import Refused

#: Engine → the name of its dump in a backup.
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_FILES = "SELECT path, sha256 FROM core_storedfile ORDER BY id"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"


@dataclass(frozen=True)
class Snapshot:
    """What the database of one moment holds; `files` are the path and digest of each file that it knows."""

    dump: Path
    engine: str
    tables: dict[str, int]
    migrations: list[list[str]]
    files: Iterator[tuple[str, str]]


def engine() -> str:
    return "sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgresql"


def snapshot(folder: Path) -> AbstractContextManager[Snapshot]:
    """The live database as of now, its dump written into the folder."""
    database = settings.DATABASES["default"]
    return _sqlite(database, folder) if engine() == "sqlite" else _postgresql(database, folder)


@contextmanager
def _sqlite(database: dict[str, Any], folder: Path) -> Iterator[Snapshot]:
    """The online backup: in WAL mode it reads one moment and keeps no writer waiting."""
    source, dump = Path(database["NAME"]), folder / NAMES["sqlite"]
    if not source.exists():
        raise Refused(_("Basis data %s tidak ada.") % source)
    with closing(sqlite3.connect(dump)) as copy:
        with closing(sqlite3.connect(source, timeout=60)) as live:
            live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        yield Snapshot(
            dump, "sqlite", home.sqlite_tables(copy), [list(r) for r in copy.execute(_MIGRATIONS)], copy.execute(_FILES)
        )


@contextmanager
def _postgresql(database: dict[str, Any], folder: Path) -> Iterator[Snapshot]:
    dump = folder / NAMES["postgresql"]
    with postgresql.exported(database) as (connection, name):
        postgresql.dump(database, dump, snapshot=name)
        migrations = [list(row) for row in connection.execute(_MIGRATIONS)]
        tables = home.postgresql_tables(connection)
        with connection.cursor("files") as files:
            files.execute(_FILES)
            yield Snapshot(dump, "postgresql", tables, migrations, iter(files))


def check(dump: Path, of: str, tables: dict[str, int]) -> None:
    """Refuse a dump that the engine itself finds damaged, or that holds other rows than said."""
    if of == "postgresql":
        listed = postgresql.contents(dump)
        missing = [table for table in tables if f" TABLE DATA public {table} " not in listed]
        if missing:
            raise Refused(_("Cadangan basis data tidak memuat tabel %s.") % ", ".join(missing))
        return
    with closing(sqlite3.connect(dump)) as copy:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise Refused(_("Basis data dalam cadangan rusak: %s") % said)
        if home.sqlite_tables(copy) != tables:
            raise Refused(_("Basis data dalam cadangan tidak memuat baris yang dicatat."))
