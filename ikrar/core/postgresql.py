"""PostgreSQL's own programs, found and run, and one snapshot shared between a connection and `pg_dump`."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.utils.translation import gettext as _

from config.databases import TLS
from ikrar.core.errors import Refused

_DEBIAN = Path("/usr/lib/postgresql")


def program(name: str) -> str:
    """Where `pg_dump` or `pg_restore` is: the newest that Debian installed, or whatever the path offers."""
    versions = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = str(versions[0]) if versions else shutil.which(name)
    if found is None:
        raise Refused(_("%s tidak ada. Pasang paket postgresql-client.") % name)
    return found


def url(database: dict[str, Any]) -> str:
    """Django's settings of a database as an address that PostgreSQL's programs read."""
    host = quote(database["HOST"], safe="")
    user = quote(database["USER"], safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    tls = urlencode({name: value for name, value in database.get("OPTIONS", {}).items() if name in TLS})
    query = f"?{tls}" if tls else ""
    return f"postgresql://{user}{'@' if user else ''}{host}{port}/{quote(database['NAME'], safe='')}{query}"


def run(name: str, *words: str, password: str = "") -> str:
    """Run one of the programs; the password goes by the environment, which other users cannot read."""
    known = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run([program(name), *words], env=known, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Refused(f"{name}: {said[-1] if said else done.returncode}")
    return done.stdout


@contextmanager
def exported(database: dict[str, Any]) -> Iterator[tuple[psycopg.Connection, str]]:
    """A read-only transaction and the name by which `pg_dump` joins it: both see the same moment."""
    with psycopg.connect(url(database), password=database["PASSWORD"] or None, connect_timeout=5) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def dump(database: dict[str, Any], target: Path, *, snapshot: str) -> None:
    """The whole database in PostgreSQL's custom format, as of the snapshot."""
    words = ("--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}")
    run("pg_dump", *words, url(database), password=database["PASSWORD"])


def contents(dumped: Path) -> str:
    """The table of contents of a dump; refused where it is not one."""
    return run("pg_restore", "--list", str(dumped))


def load(dumped: Path, database: dict[str, Any]) -> None:
    """Fill an empty database from the dump, all of it or nothing."""
    words = ("--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", f"--dbname={url(database)}")
    run("pg_restore", *words, str(dumped), password=database["PASSWORD"])
