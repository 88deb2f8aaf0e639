"""The database of one moment as a file, for SQLite and for PostgreSQL: taken, checked, counted.

Tables of which rows lie under data keys (`datakeys.py`) are empty in it and come as members of their own; the data keys
themselves come nowhere.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _

from ikrar.core import datakeys, home, postgresql, sealed_rows
from ikrar.core.datakeys import Ring, Sealed
from ikrar.core.errors import Refused
from ikrar.core.models import DataKey

#: Engine → the name of its dump in a backup.
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"
KEYS: str = DataKey._meta.db_table


@dataclass(frozen=True)
class Stored:
    """A stored file that the snapshot knows; `record` is set where it lies under a data key, `key` is that key as hex."""

    path: str
    sha256: str
    record: int | None
    key: str | None


@dataclass(frozen=True)
class Snapshot:
    """What the database of one moment holds; `rows` are the tables under data keys, each in a file."""

    dump: Path
    engine: str
    tables: dict[str, int]
    migrations: list[list[str]]
    rows: dict[str, Path]
    files: Iterator[Stored]


def engine() -> str:
    return "sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgresql"


def snapshot(folder: Path, ring: Ring) -> AbstractContextManager[Snapshot]:
    """The live database as of now, its dump and the members beside it written into the folder."""
    database = settings.DATABASES["default"]
    return _sqlite(database, folder, ring) if engine() == "sqlite" else _postgresql(database, folder, ring)


def _query(table: Sealed, hexed: str) -> str:
    return f"""
    SELECT s.of_record, {hexed}, s.* FROM (SELECT {table.record} AS of_record, t.* FROM {table.table} t) s
    LEFT JOIN {KEYS} k ON k.kind = '{table.kind}' AND k.record = s.of_record ORDER BY s.id
    """  # noqa: S608


def _files(hexed: str) -> str:
    return f"""
    SELECT f.path, f.sha256, w.id, {hexed} FROM core_storedfile f LEFT JOIN ({datakeys.file_ids()}) w ON w.id = f.id
    LEFT JOIN {KEYS} k ON k.kind = '{datakeys.FILE}' AND k.record = w.id ORDER BY f.id
    """  # noqa: S608


@contextmanager
def _sqlite(database: dict[str, Any], folder: Path, ring: Ring) -> Iterator[Snapshot]:
    """The online backup: in WAL mode it reads one moment and keeps no writer waiting."""
    source, dump = Path(database["NAME"]), folder / NAMES["sqlite"]
    if not source.exists():
        raise Refused(_("Basis data %s tidak ada.") % source)
    with closing(sqlite3.connect(dump, isolation_level=None)) as copy:
        with closing(sqlite3.connect(source, timeout=60)) as live:
            live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        tables = _without_keys(home.sqlite_tables(copy))
        copy.execute(f"CREATE TEMP TABLE stored AS {_files('hex(k.key)')}")
        rows = {table.table: _sqlite_rows(copy, table, folder, ring) for table in datakeys.tables()}
        for name in [*rows, KEYS]:
            copy.execute(f"DELETE FROM {name}")  # noqa: S608
        copy.execute("VACUUM")
        migrations = [list(row) for row in copy.execute(_MIGRATIONS)]
        stored = (Stored(*row) for row in copy.execute("SELECT * FROM temp.stored ORDER BY rowid"))
        yield Snapshot(dump, "sqlite", tables, migrations, rows, stored)


def _sqlite_rows(copy: sqlite3.Connection, table: Sealed, folder: Path, ring: Ring) -> Path:
    cursor = copy.execute(_query(table, "hex(k.key)"))
    columns = [one[0] for one in cursor.description[3:]]
    path = folder / f"{table.table}.rows"
    with path.open("xb") as target:
        found = ((record, known, *values) for record, known, _record, *values in cursor)
        sealed_rows.write(target, table, columns, found, sealed_rows.JsonRows(), ring)
    return path


@contextmanager
def _postgresql(database: dict[str, Any], folder: Path, ring: Ring) -> Iterator[Snapshot]:
    dump = folder / NAMES["postgresql"]
    with postgresql.exported(database) as (connection, name):
        apart = [*(table.table for table in datakeys.tables()), KEYS]
        postgresql.dump(database, dump, snapshot=name, without=apart)
        migrations = [list(row) for row in connection.execute(_MIGRATIONS)]
        tables = _without_keys(home.postgresql_tables(connection))
        rows = {table.table: _postgresql_rows(connection, table, folder, ring) for table in datakeys.tables()}
        with connection.cursor("files") as files:
            files.execute(_files("encode(k.key, 'hex')"))
            yield Snapshot(dump, "postgresql", tables, migrations, rows, (Stored(*row) for row in files))


def _postgresql_rows(connection: psycopg.Connection, table: Sealed, folder: Path, ring: Ring) -> Path:
    described = connection.execute(f"SELECT * FROM {table.table} LIMIT 0").description  # noqa: S608
    columns = [one.name for one in described or ()]
    path = folder / f"{table.table}.rows"
    query = f"COPY ({_query(table, 'encode(k.key, ' + repr('hex') + ')')}) TO STDOUT"
    with path.open("xb") as target, connection.cursor() as cursor, cursor.copy(query) as copied:
        sealed_rows.write(target, table, columns, map(_fields, copied), sealed_rows.CopyRows(), ring)
    return path


def _fields(line: Any) -> list[Any]:
    record, known, _record, *values = bytes(line).rstrip(b"\n").split(b"\t")
    return [None if record == rb"\N" else record, None if known == rb"\N" else known.decode(), *values]


def _without_keys(tables: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in tables.items() if name != KEYS}


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
        found = {name: count for name, count in home.sqlite_tables(copy).items() if name in tables or count}
        if found != tables:
            raise Refused(_("Basis data dalam cadangan tidak memuat baris yang dicatat."))
