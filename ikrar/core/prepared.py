"""Statements asked over and over: PostgreSQL parses and plans each once per connection, SQLite keeps them anyway."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


def _cursor() -> CursorWrapper:
    prepared: Any = getattr(connection, "prepared_cursor", connection.cursor)
    cursor: CursorWrapper = prepared()
    return cursor


def row(sql: str, params: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row, or None."""
    with _cursor() as cursor:
        cursor.execute(sql, params)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows."""
    with _cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def run(sql: str, params: Sequence[Any]) -> int:
    """How many rows were written."""
    with _cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def moment(value: dt.datetime | str | None) -> dt.datetime | None:
    """SQLite's driver tells moments as text or without their zone, which is UTC."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return value.replace(tzinfo=dt.UTC) if value and not value.tzinfo else value
