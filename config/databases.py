"""One database address, as text, turned into Django's settings with the durability that a register needs."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: How the connection to PostgreSQL is protected, in the words of its own library.
TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey")


def from_url(url: str, home: Path, *, durable: bool = True) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name`, or `sqlite:///path`; empty means SQLite in `home`.

    `?prepare=no` is for a pooler between us and PostgreSQL that cannot keep prepared statements; `sslmode` and its kin
    are handed on. Anything else is refused: a `sslmode` passed over would send signatures in the clear.
    """
    parts = urlsplit(url or f"sqlite:///{home / 'ikrar.sqlite3'}")
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(parts)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)), durable=durable)
    raise ValueError(f"database: unknown kind {parts.scheme!r}, expected postgresql or sqlite")


def _postgresql(parts: Any) -> dict[str, Any]:
    query = dict(parse_qsl(parts.query))
    if strange := query.keys() - {"host", "port", "prepare", *TLS}:
        raise ValueError(f"database: unknown parameter {min(strange)!r}")
    return {
        "ENGINE": "ikrar.core.backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", ""),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": "-c statement_timeout=60s -c idle_in_transaction_session_timeout=60s",
            "server_side_binding": False,
            "prepare_threshold": None if query.get("prepare") == "no" else 0,
            **{name: query[name] for name in TLS if name in query},
        },
    }


def _sqlite(path: Path, *, durable: bool) -> dict[str, Any]:
    """IMMEDIATE transactions wait for their turn; FULL keeps every acknowledged signature through a power cut."""
    if sqlite3.sqlite_version_info < (3, 35):
        raise ValueError(f"SQLite {sqlite3.sqlite_version} is too old, 3.35 or newer is needed")
    pragmas = (
        "PRAGMA journal_mode=WAL",
        f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}",
        "PRAGMA foreign_keys=ON",
        "PRAGMA temp_store=MEMORY",
        "PRAGMA cache_size=-20000",
        "PRAGMA journal_size_limit=27103364",
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": ";".join(pragmas) + ";"},
        "TEST": {"NAME": None},
    }
