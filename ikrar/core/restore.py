"""Putting a backup back: only where there is nothing yet, every digest compared, every row counted."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from config import databases
from ikrar.core import backup, dumps, home, postgresql
from ikrar.core.archive import Damaged
from ikrar.core.backup import Manifest
from ikrar.core.errors import Refused
from ikrar.core.tables import known_steps

_KEY = re.compile(r"keys/[a-z0-9_-]+\.(key|p12|pass)")
_STORED = re.compile(r"files(/[A-Za-z0-9_][A-Za-z0-9._-]*)+")


@dataclass(frozen=True)
class Restored:
    """What was put back, before the schema was brought forward."""

    manifest: Manifest
    files: int


def restore(archive: Path, passphrase: str, *, into: Path, database: str = "") -> Restored:
    """Unpack into an empty folder and an empty database; on any doubt the folder is emptied again."""
    if not archive.is_file():
        raise Refused(_("Berkas cadangan %s tidak ada.") % archive)
    if into.exists() and any(into.iterdir()):
        raise Refused(_("Folder %s tidak kosong. Pemulihan hanya ke folder baru atau kosong.") % into)
    existed = into.exists()
    try:
        with backup.opened(archive, passphrase) as (manifest, members):
            _accept(manifest, database)
            home.make_folders(into)
            own, files = _unpack(members, into, manifest.engine)
        _load(manifest, into, database)
        text = home.with_database(own.decode() or 'public_url = "http://127.0.0.1:8000"\n', database)
        home.write_private(into / backup.TOML, text.encode())
    except BaseException:
        empty(into, keep=existed)
        raise
    return Restored(manifest, files)


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


def _unpack(members: Any, into: Path, engine: str) -> tuple[bytes, int]:
    """Write each member to its place; returns the text of `ikrar.toml`, which is written last, and the number of files."""
    own, files = b"", 0
    for name, source in members:
        if name == backup.TOML:
            own = source.read()
            continue
        target = into / _place(name, engine)
        files += name.startswith("files/")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(target, source)
    return own, files


def _place(name: str, engine: str) -> str:
    """Where a member goes; a name that is none of ours could lead out of the folder."""
    if name == dumps.NAMES[engine]:
        return "ikrar.sqlite3" if engine == "sqlite" else f"tmp/{name}"
    if _KEY.fullmatch(name) or _STORED.fullmatch(name):
        return name
    raise Damaged(_("Arsip memuat nama yang tidak dikenal: %s") % name)


def _write(target: Path, source: BinaryIO) -> None:
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())


def _load(manifest: Manifest, into: Path, database: str) -> None:
    """Fill the database and count its rows against the manifest."""
    if manifest.engine == "postgresql":
        dump = into / "tmp" / dumps.NAMES["postgresql"]
        postgresql.load(dump, databases.from_url(database, into))
        dump.unlink()
    else:
        dumps.check(into / "ikrar.sqlite3", "sqlite", manifest.tables)
    found = home.tables_in(database, into)
    other = sorted(t for t in found | manifest.tables if found.get(t) != manifest.tables.get(t))
    if other:
        raise Damaged(_("Jumlah baris tidak sama dengan cadangan pada tabel: %s") % ", ".join(other))


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
