"""Rows that lay under data keys, put back into a restored database: whole, or as they stand without their key."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from ikrar.core import sealed_rows
from ikrar.core.archive import Damaged
from ikrar.core.dumps import KEYS
from ikrar.core.keys_archive import Book


@dataclass
class Table:
    """One table's rows in a file, ready to be loaded; `gone` of them went with their key."""

    head: sealed_rows.Head
    path: Path
    gone: int = 0


def unpack(source: BinaryIO, path: Path, keys: Book) -> Table:
    """Open a member of a backup, line by line."""
    lines = _lines(source)
    table = Table(sealed_rows.Head(**json.loads(next(lines))), path)
    with path.open("xb") as target:
        for line in sealed_rows.opened(lines, table.head, keys):
            if line is None:
                table.gone += 1
            else:
                target.write(line + b"\n")
    return table


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """A member reads in pieces only."""
    left = b""
    while piece := source.read(1 << 20):
        *whole, left = (left + piece).split(b"\n")
        yield from whole
    if left:
        raise Damaged(_("Arsip memuat baris yang tidak utuh."))


def sqlite(database: Path, tables: list[Table], keys: Book) -> None:
    """Fill the tables; refused where a row then points at nothing."""
    with closing(sqlite3.connect(database, isolation_level=None)) as rows:
        rows.execute("BEGIN")
        for table in tables:
            columns = ", ".join(f'"{name}"' for name in table.head.columns)
            places = ", ".join("?" * len(table.head.columns))
            with table.path.open("rb") as lines:
                rows.executemany(
                    f'INSERT INTO "{table.head.table}" ({columns}) VALUES ({places})',  # noqa: S608
                    map(sealed_rows.JsonRows.values, lines),
                )
        rows.executemany(f"INSERT INTO {KEYS} (kind, record, key) VALUES (?, ?, ?)", keys.used())  # noqa: S608
        for statement in _loosened(tables):
            rows.execute(statement)
        rows.execute("COMMIT")
        broken = rows.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise Damaged(
                _("Tabel %(table)s menunjuk ke baris yang tidak ada di %(other)s.")
                % {"table": broken[0], "other": broken[2]}
            )


def postgresql(tables: list[Table], keys: Book) -> Iterator[bytes]:
    """SQL that fills the tables, for a session that knows no schema by itself."""
    for table in tables:
        columns = ", ".join(f'"{name}"' for name in table.head.columns)
        yield f'COPY public."{table.head.table}" ({columns}) FROM stdin;\n'.encode()
        with table.path.open("rb") as lines:
            yield from iter(lambda: lines.read(1 << 20), b"")
        yield b"\\.\n"
    yield f"COPY public.{KEYS} (kind, record, key) FROM stdin;\n".encode()
    for kind, record, key in keys.used():
        yield f"{kind}\t{record}\t\\\\x{key.hex()}\n".encode()
    yield b"\\.\n"
    for statement in _loosened(tables):
        yield f"SET LOCAL search_path TO public; {statement};\n".encode()


def _loosened(tables: list[Table]) -> Iterator[str]:
    """What points at a row that went with its key points at nothing."""
    for table in tables:
        for column, other in table.head.loose.items():
            yield (
                f'UPDATE "{table.head.table}" SET "{column}" = NULL WHERE "{column}" IS NOT NULL '  # noqa: S608
                f'AND NOT EXISTS (SELECT 1 FROM "{other}" o WHERE o.id = "{column}")'
            )
