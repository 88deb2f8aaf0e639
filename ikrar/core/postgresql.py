"""PostgreSQL's own programs, found and run, and one snapshot shared between a connection and `pg_dump`."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
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


def dump(database: dict[str, Any], target: Path, *, snapshot: str, without: Iterable[str] = ()) -> None:
    """The database in PostgreSQL's custom format, as of the snapshot; of some tables no rows."""
    words = ("--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}")
    empty = [f"--exclude-table-data=public.{table}" for table in without]
    run("pg_dump", *words, *empty, url(database), password=database["PASSWORD"])


def contents(dumped: Path) -> str:
    """The table of contents of a dump; refused where it is not one."""
    return run("pg_restore", "--list", str(dumped))


def load(dumped: Path, database: dict[str, Any], *, between: Iterable[bytes] = ()) -> None:
    """Fill an empty database from the dump, all of it or nothing; SQL `between` comes after the rows and before the indexes."""
    known = {**os.environ, **({"PGPASSWORD": database["PASSWORD"]} if database["PASSWORD"] else {})}
    words = [
        program("psql"),
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--file=-",
        url(database),
    ]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            words, env=known, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as session:
            assert session.stdin is not None
            try:
                _restored(dumped, session.stdin, "--section=pre-data", "--section=data")
                for piece in between:
                    session.stdin.write(piece)
                _restored(dumped, session.stdin, "--section=post-data")
            except BrokenPipeError:
                pass  # it stopped at an error, and says which
            except BaseException:
                session.kill()
                raise
            finally:
                with suppress(BrokenPipeError):
                    session.stdin.close()
        if session.returncode:
            said.seek(0)
            lines = [line for line in said.read().decode(errors="replace").splitlines() if "ERROR" in line]
            raise Refused(f"psql: {lines[0] if lines else session.returncode}")


def _restored(dumped: Path, target: IO[bytes], *sections: str) -> None:
    """A part of the dump as SQL."""
    words = [program("pg_restore"), "--no-owner", "--no-acl", *sections, "--file=-", str(dumped)]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=said) as source:
            assert source.stdout is not None
            shutil.copyfileobj(source.stdout, target, 1 << 20)
        if source.returncode:
            said.seek(0)
            raise Refused(f"pg_restore: {said.read().decode(errors='replace').strip().splitlines()[-1]}")
