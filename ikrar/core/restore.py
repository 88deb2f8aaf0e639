"""Putting a backup back: only where there is nothing yet, every digest compared, every row counted.

What lies under a data key that is no more stays away: whoever was erased after the backup was made does not come back.
"""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from config import databases
from ikrar.core import backup, datakeys, dumps, home, keys_archive, postgresql, rows_back, sealed_rows
from ikrar.core.archive import Damaged
from ikrar.core.backup import Manifest
from ikrar.core.errors import Refused
from ikrar.core.tables import known_steps

_KEY = re.compile(r"keys/[a-z0-9_-]+\.(key|p12|pass)")
_STORED = re.compile(r"files(/[A-Za-z0-9_][A-Za-z0-9._-]*)+")
_SEALED = re.compile(r"sealed/([0-9]+)/(.+)")
_PIECE = 1 << 20
_ROWS = re.compile(r"rows/([a-z0-9_]+)")


@dataclass(frozen=True)
class Restored:
    """What was put back, before the schema was brought forward."""

    manifest: Manifest
    files: int
    gone: int


@dataclass
class Unpacked:
    """What came out of an archive on the way into its folder."""

    toml: bytes = b""
    files: int = 0
    tables: list[rows_back.Table] = field(default_factory=list)
    gone_files: int = 0


def restore(archive: Path, passphrase: str, *, keys: Path | None, into: Path, database: str = "") -> Restored:
    """Unpack into an empty folder and an empty database; on any doubt the folder is emptied again.

    `keys` is a copy of the data keys, made with this backup or later; without one nobody's acts are told any more.
    """
    if not archive.is_file():
        raise Refused(_("Berkas cadangan %s tidak ada.") % archive)
    if into.exists() and any(into.iterdir()):
        raise Refused(_("Folder %s tidak kosong. Pemulihan hanya ke folder baru atau kosong.") % into)
    existed = into.exists()
    try:
        with keys_archive.opened(keys, passphrase) as book:
            with backup.opened(archive, passphrase) as (manifest, members):
                _accept(manifest, database)
                _fitting(manifest, book)
                home.make_folders(into)
                unpacked = _unpack(members, into, manifest.engine, book)
            _load(manifest, into, database, unpacked.tables, book)
        text = home.with_database(unpacked.toml.decode() or 'public_url = "http://127.0.0.1:8000"\n', database)
        home.write_private(into / backup.TOML, text.encode())
    except BaseException:
        empty(into, keep=existed)
        raise
    return Restored(manifest, unpacked.files, unpacked.gone_files + sum(table.gone for table in unpacked.tables))


def _accept(manifest: Manifest, database: str) -> None:
    """Refuse what this Ikrar cannot hold: a newer schema, another engine, a database that is in use."""
    known = known_steps(MigrationLoader(None, ignore_no_migrations=True))
    newer = [name for app, name in manifest.migrations if (app, name) not in known]
    if newer:
        raise Refused(
            _("Cadangan ini dari Ikrar yang lebih baru (%(ikrar)s, %(name)s). Pasang versi itu, lalu pulihkan.")
            % {"ikrar": manifest.ikrar, "name": newer[0]}
        )
    if manifest.engine == "postgresql" and not database.startswith("postgres"):
        raise Refused(_("Cadangan ini dari PostgreSQL. Sebutkan basis data kosong dengan --database postgresql://…"))
    if manifest.engine == "sqlite" and database:
        raise Refused(_("Cadangan ini dari SQLite dan dipulihkan ke SQLite. Jangan pakai --database."))
    if database and home.tables_in(database, Path()):
        raise Refused(_("Basis data tujuan tidak kosong. Buat basis data baru, lalu pulihkan ke sana."))


def _fitting(manifest: Manifest, book: keys_archive.Book) -> None:
    """Keys that were copied before the backup lack whoever signed in between."""
    if book.made_at and dt.datetime.fromisoformat(book.made_at) < dt.datetime.fromisoformat(manifest.made_at):
        raise Refused(
            _(
                "Salinan kunci data ini (%(keys)s) lebih tua daripada cadangannya (%(backup)s). Pakai yang dibuat bersamanya."
            )
            % {"keys": book.made_at, "backup": manifest.made_at}
        )


def _unpack(members: Any, into: Path, engine: str, book: keys_archive.Book) -> Unpacked:
    """Write each member to its place; the text of `ikrar.toml` is written last."""
    done = Unpacked()
    for name, source in members:
        if name == backup.TOML:
            done.toml = source.read()
        elif table := _ROWS.fullmatch(name):
            done.tables.append(rows_back.unpack(source, into / "tmp" / f"{table[1]}.rows", book))
        elif sealed := _SEALED.fullmatch(name):
            is_whole = _unseal(sealed, source, into, book)
            done.files, done.gone_files = done.files + is_whole, done.gone_files + (not is_whole)
        else:
            with _new(into / _place(name, engine)) as target:
                shutil.copyfileobj(source, target, _PIECE)
            done.files += name.startswith(f"{backup.FILES}/")
    return done


def _unseal(sealed: re.Match[str], source: BinaryIO, into: Path, book: keys_archive.Book) -> bool:
    """Write a file that lies under a data key; False where that key is gone."""
    target = into / _place(f"{backup.FILES}/{sealed[2]}", "")
    key = book.get(datakeys.FILE, int(sealed[1]))
    is_whole = False
    if key is not None:
        with _new(target) as file:
            is_whole = sealed_rows.open_file(source, file, key)
    if not is_whole:
        target.unlink(missing_ok=True)
        while source.read(_PIECE):  # its digest is compared all the same
            pass
    return is_whole


def _place(name: str, engine: str) -> str:
    """Where a member goes; a name that is none of ours could lead out of the folder."""
    if name == dumps.NAMES.get(engine):
        return "ikrar.sqlite3" if engine == "sqlite" else f"tmp/{name}"
    if _KEY.fullmatch(name) or _STORED.fullmatch(name):
        return name
    raise Damaged(_("Arsip memuat nama yang tidak dikenal: %s") % name)


@contextmanager
def _new(target: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner can read, through to the disk."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _load(
    manifest: Manifest, into: Path, database: str, tables: list[rows_back.Table], book: keys_archive.Book
) -> None:
    """Fill the database and count its rows against the manifest."""
    if manifest.engine == "postgresql":
        dump = into / "tmp" / dumps.NAMES["postgresql"]
        postgresql.load(dump, databases.from_url(database, into), between=rows_back.postgresql(tables, book))
        dump.unlink()
    else:
        apart = {table.head.table for table in tables}
        here = {name: count for name, count in manifest.tables.items() if name not in apart}
        dumps.check(into / "ikrar.sqlite3", "sqlite", here)
        rows_back.sqlite(into / "ikrar.sqlite3", tables, book)
    gone = {table.head.table: table.gone for table in tables}
    told = {name: count - gone.get(name, 0) for name, count in manifest.tables.items()}
    found = home.tables_in(database, into)
    other = sorted(t for t in (found | told).keys() - {dumps.KEYS} if found.get(t, 0) != told.get(t, 0))
    if other:
        raise Damaged(_("Jumlah baris tidak sama dengan cadangan pada tabel: %s") % ", ".join(other))
    for table in tables:
        table.path.unlink()


def empty(folder: Path, *, keep: bool) -> None:
    """Take back what was unpacked."""
    if not folder.exists():
        return
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if not keep:
        folder.rmdir()


def django(into: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a Django command in the restored installation, whose settings this process has not loaded."""
    known = {name: value for name, value in os.environ.items() if name != "IKRAR_DATABASE_URL"}
    known |= {"IKRAR_HOME": str(into.resolve()), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "-m", "django", *words], env=known, capture_output=True, text=True, check=False
    )
