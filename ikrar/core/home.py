"""The folder of an installation, `$IKRAR_HOME`: made once, owned by one user, readable by nobody else."""

import json
import os
import re
import sqlite3
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from ikrar.core import keys
from ikrar.core.errors import Refused

#: What an installation keeps there besides `ikrar.toml` and an SQLite database.
FOLDERS = ("keys", "files", "static", "tmp")
_TOML = """\
# This installation of Ikrar. It may hold passwords: readable by its owner alone.
public_url = {public_url}
database = {database}   # empty: SQLite in this folder; or "postgresql://ikrar:secret@127.0.0.1:5432/ikrar"
demo = false

# Further host names under which people reach this installation.
# hosts = ["ikrar.kabupaten.example"]

# Whoever reads /metrics from another machine sends "Authorization: Bearer <this>".
# metrics_token = ""

# [roster]
# many_gone_people = 5    # ending the assignments of so many people,
# many_gone_percent = 5   # who are more than this share of the list's scope, needs their number typed

# [mail]
# host = "smtp.kabupaten.example"
# port = 587
# security = "starttls"   # or "tls", or "" for neither
# user = "ikrar"
# password = ""
# from = "Ikrar <ikrar@kabupaten.example>"
# none = true             # this agency sends no e-mail on purpose: `ikrar doctor` keeps quiet about it

# The agency's electronic seal. Without this section: keys/seal.p12, made by the agency itself and not certified.
# [seal]
# key = "/etc/ikrar/segel.p12"               # PKCS#12 with the key, its certificate and those above it
# passphrase_file = "/etc/ikrar/segel.pass"  # its first line opens the key
# timestamps = "https://tsa.example/tsr"     # RFC 3161; empty: seals without a time stamp

# Days after which is deleted what nobody needs any more.
# [keep]
# code_files = 2          # slips and sheets with personal codes that nobody fetched; one hour after they were fetched
# jobs = 30               # background work that was done
# mail = 90               # mail that was sent or was no longer needed
# staff_lists = 14        # uploaded staff lists that nobody applied
"""


def contents(home: Path) -> list[str]:
    """What of an installation is in the folder already, by name."""
    names = [f"keys/{name}" for name in keys.FILES] + ["ikrar.toml", "ikrar.sqlite3"]
    return [name for name in names if (home / name).exists()]


def make_folders(home: Path) -> None:
    """Make the folder and those inside it; each is open to its owner alone."""
    for folder in (home, *(home / name for name in FOLDERS)):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)


def make(home: Path, *, public_url: str, database: str = "") -> None:
    """Make folders, `ikrar.toml` and keys of a new installation."""
    make_folders(home)
    text = _TOML.format(public_url=json.dumps(public_url.rstrip("/")), database=json.dumps(database))
    write_private(home / "ikrar.toml", text.encode())
    keys.make(home / "keys")


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, and keep it through a power cut."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def database_of(home: Path) -> str:
    """The database address in the folder's `ikrar.toml`, "" where there is none."""
    own = home / "ikrar.toml"
    return str(tomllib.loads(own.read_text("utf-8")).get("database", "")) if own.exists() else ""


def with_database(toml: str, database: str) -> str:
    """The text of `ikrar.toml` with another database address."""
    line = f"database = {json.dumps(database)}"
    pattern = re.compile(r"^database\s*=[^\n]*", re.MULTILINE)
    return pattern.sub(lambda _: line, toml, count=1) if pattern.search(toml) else f"{line}\n{toml}"


def tables_in(url: str, home: Path) -> dict[str, int]:
    """Each table of the database at `url` (empty: SQLite in `home`) and its number of rows; changes nothing."""
    if urlsplit(url).scheme in {"postgresql", "postgres"}:
        return _postgresql_tables(url)
    path = Path(unquote(urlsplit(url).path)) if url else home / "ikrar.sqlite3"
    if not path.exists():
        return {}
    connection = sqlite3.connect(path, timeout=20)
    try:
        return sqlite_tables(connection)
    finally:
        connection.close()


def sqlite_tables(connection: sqlite3.Connection) -> dict[str, int]:
    listing = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    )
    names = [name for (name,) in connection.execute(listing).fetchall()]
    return {n: connection.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in names}  # noqa: S608


def _postgresql_tables(url: str) -> dict[str, int]:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            return postgresql_tables(connection)
    except psycopg.Error as error:
        raise Refused(str(error).strip().replace("\n", " ")) from error


def postgresql_tables(connection: psycopg.Connection) -> dict[str, int]:
    listing = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    count = sql.SQL("SELECT count(*) FROM {}")
    rows = connection.execute(listing).fetchall()
    sizes = {name: connection.execute(count.format(sql.Identifier(name))).fetchone() for (name,) in rows}
    return {name: size[0] for name, size in sizes.items() if size}
