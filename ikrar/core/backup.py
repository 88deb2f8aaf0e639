"""A backup: database, files, keys and `ikrar.toml` of one moment in one encrypted archive that was read again.

The database comes first, from one snapshot; then exactly the files that this snapshot knows. So an act in the backup
has its files and a file in it has its row, although the server goes on signing. What says who did something lies under
data keys, which go into a copy of their own (`keys_archive.py`).
"""

import datetime as dt
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from ikrar.core import archive, datakeys, disk, dumps, home, keys_archive, seal_key, sealed_rows, wiping
from ikrar.core.archive import Damaged
from ikrar.core.errors import Refused

FORMAT = 2
MANIFEST, SUMS, TOML = "manifest.json", "SHA256SUMS", "ikrar.toml"
#: Folders of members: tables under data keys, files as they are, files under data keys.
ROWS, FILES, SEALED = "rows", "files", "sealed"
Note = Callable[[str, str], object]
#: A folder of a backup under way, and the file in it whose lock says that somebody still works there.
_PREFIX, _LOCK = "backup-", "lock"


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself before everything else."""

    format: int
    ikrar: str
    engine: str
    made_at: str
    migrations: list[list[str]]
    tables: dict[str, int]


@dataclass
class Made:
    """What went into an archive; `faults` is what was found wrong on the way."""

    path: Path
    manifest: Manifest
    keys: Path | None = None
    files: int = 0
    size: int = 0
    faults: list[str] = field(default_factory=list)


def make(path: Path, passphrase: str, *, keys: Path | None = None, at: dt.datetime) -> Made:
    """Write the archive under a temporary name, read it again, and only then give it its own name; then the keys to it."""
    keys = keys or keys_archive.beside(path)
    for one in (path, keys):
        if not one.parent.is_dir():
            raise Refused(_("Folder %s tidak ada. Buat dulu, lalu ulangi.") % one.parent)
        if one.exists():
            raise Refused(_("%s sudah ada dan tidak ditimpa. Pilih nama lain.") % one)
    home.make_folders(settings.IKRAR_HOME)
    datakeys.renew()
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        made = _write(partial, passphrase, at)
        check(made, passphrase)
        datakeys.renew()  # whoever was erased meanwhile has no key any more
        keys_archive.write(keys, passphrase, at=at)
        os.replace(partial, path)
        disk.flush(path.parent)  # the new name too survives a power cut
    finally:
        partial.unlink(missing_ok=True)
    made.path, made.keys = path, keys
    return made


def _write(path: Path, passphrase: str, at: dt.datetime) -> Made:
    ring = datakeys.Ring()
    with (
        _workplace() as folder,
        tempfile.TemporaryFile(dir=folder) as sums,
        dumps.snapshot(folder, ring) as taken,
        archive.write(path, passphrase) as sink,
    ):

        def note(name: str, digest: str) -> None:
            sums.write(_line(name, digest))

        manifest = Manifest(FORMAT, version("ikrar"), taken.engine, at.isoformat(), taken.migrations, taken.tables)
        made = Made(path, manifest)
        note(MANIFEST, sink.add_bytes(MANIFEST, json.dumps(asdict(manifest), indent=1).encode()))
        _add(sink, dumps.NAMES[taken.engine], taken.dump, note)
        for table, rows in taken.rows.items():
            _add(sink, f"{ROWS}/{table}", rows, note)
            rows.unlink()
        for stored in taken.files:
            _add_stored(sink, stored, ring, made, note)
        _add_own(sink, note)
        size = sums.tell()
        sums.seek(0)
        sink.add(SUMS, sums, size)
    return made


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder inside the installation, for what must lie on the disk unencrypted for a while."""
    sweep()
    place = settings.IKRAR_HOME / "tmp"
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=place) as folder, (Path(folder) / _LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield Path(folder)


def sweep() -> int:
    """Remove what backups left unencrypted that were killed, overwritten first; returns how many there were."""
    count = 0
    for lock in (settings.IKRAR_HOME / "tmp").glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(FileNotFoundError, BlockingIOError), lock.open("r+") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for path in filter(Path.is_file, lock.parent.iterdir()):
                wiping.overwrite(path)
            shutil.rmtree(lock.parent)
            count += 1
    return count


def _line(name: str, digest: str) -> bytes:
    """As `sha256sum` writes it."""
    return f"{digest}  {name}\n".encode()


def _add(sink: archive.Sink, name: str, path: Path, note: Note) -> None:
    with path.open("rb") as source:
        note(name, sink.add(name, source, path.stat().st_size))


def _add_stored(sink: archive.Sink, stored: dumps.Stored, ring: datakeys.Ring, made: Made, note: Note) -> None:
    """A stored file; a lost or altered one is a fault to report, and the rest is still worth keeping."""
    key = None
    if stored.record is not None:
        key = ring.key(datakeys.FILE, stored.record, bytes.fromhex(stored.key) if stored.key else None)
        if key is None:
            return  # erased after the snapshot
    try:
        size = default_storage.size(stored.path)
        with default_storage.open(stored.path) as source:
            name, digest, known = _stored_member(sink, stored, source, size, key)  # type: ignore[arg-type]
    except FileNotFoundError:
        made.faults.append(_("berkas %s tidak ada") % stored.path)
        return
    note(name, digest)
    made.files, made.size = made.files + 1, made.size + size
    if known != stored.sha256:
        made.faults.append(_("isi berkas %s lain dari yang dicatat") % stored.path)


def _stored_member(
    sink: archive.Sink, stored: dumps.Stored, source: BinaryIO, size: int, key: bytes | None
) -> tuple[str, str, str]:
    """The member's name and digest, and the digest of the file itself."""
    if key is None:
        digest = sink.add(name := f"{FILES}/{stored.path}", source, size)
        return name, digest, digest
    sealed = sealed_rows.SealedFile(source, size, key)
    digest = sink.add(
        name := f"{SEALED}/{stored.record}/{stored.path}", cast(BinaryIO, sealed), sealed_rows.sealed_size(size)
    )
    return name, digest, sealed.digest.hexdigest()


def _add_own(sink: archive.Sink, note: Note) -> None:
    """The keys, without which codes and PINs of the backup open nothing, and the settings."""
    for key in [*sorted(settings.IKRAR_KEYS.glob("*.key")), *seal_key.files(settings.IKRAR_KEYS)]:
        _add(sink, f"keys/{key.name}", key, note)
    own = settings.IKRAR_HOME / TOML
    if own.exists():
        _add(sink, TOML, own, note)


@contextmanager
def opened(path: Path, passphrase: str) -> Iterator[tuple[Manifest, Iterator[tuple[str, BinaryIO]]]]:
    """The manifest of an archive and its members; whoever takes the last member has had every digest compared."""
    with archive.read(path, passphrase) as tar:
        members = iter(tar)
        first = next(members, None)
        source = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
        if source is None:
            raise Damaged(_("Arsip ini bukan cadangan Ikrar."))
        text = source.read()
        yield _manifest(text), _verified(tar, members, hashlib.sha256(text).hexdigest())


def _manifest(text: bytes) -> Manifest:
    said = json.loads(text)
    if said.get("format") != FORMAT:
        raise Refused(_("Cadangan ini dibuat Ikrar %s dengan bentuk yang tidak dikenal di sini.") % said.get("ikrar"))
    return Manifest(**said)


def _verified(tar, members, manifest: str) -> Iterator[tuple[str, BinaryIO]]:  # type: ignore[no-untyped-def]
    """Each member as a reader to be read to its end; the last, SHA256SUMS, must say what was read."""
    sums = hashlib.sha256(_line(MANIFEST, manifest))
    for member in members:
        source = tar.extractfile(member) if member.isreg() else None
        if source is None:
            raise Damaged(_("Arsip memuat sesuatu yang bukan berkas: %s") % member.name)
        if member.name == SUMS:
            if hashlib.file_digest(source, "sha256").digest() != sums.digest():
                raise Damaged(_("Isi arsip tidak sama dengan daftar digesnya."))
            if next(members, None) is not None:
                raise Damaged(_("Arsip memuat sesuatu sesudah daftar digesnya."))
            return
        hashed = archive.Hashed(source)
        yield member.name, hashed  # type: ignore[misc]
        sums.update(_line(member.name, hashed.digest.hexdigest()))
    raise Damaged(_("Arsip terpotong: daftar digesnya tidak ada."))


def check(made: Made, passphrase: str) -> None:
    """Read the whole archive again: every digest, the number of files and rows, and the database by its own engine."""
    files, dump, apart = 0, dumps.NAMES[made.manifest.engine], {}
    with _workplace() as folder:
        with opened(made.path, passphrase) as (manifest, members):
            for name, source in members:
                files += name.startswith((f"{FILES}/", f"{SEALED}/"))
                if name.startswith(f"{ROWS}/"):
                    apart[name.removeprefix(f"{ROWS}/")] = _rows_in(source)
                    continue
                with (folder / dump if name == dump else Path(os.devnull)).open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
        dumps.check(folder / dump, manifest.engine, {t: n for t, n in manifest.tables.items() if t not in apart})
    told = {table: manifest.tables.get(table, 0) for table in apart}
    if files != made.files or manifest != made.manifest or apart != told:
        raise Damaged(_("Cadangan yang dibaca ulang tidak sama dengan yang ditulis."))


def _rows_in(source: BinaryIO) -> int:
    """How many rows follow the line that tells the table."""
    lines = 0
    while piece := source.read(1 << 20):
        lines += piece.count(b"\n")
    return lines - 1
