"""Backups that hold everything of one moment, and restores that accept nothing else."""

import datetime as dt
import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pyrage
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections

from ikrar.core import archive, backup, dumps, files, home, postgresql, restore
from ikrar.core.archive import Damaged, WrongPassphrase
from ikrar.core.errors import Refused
from ikrar.core.models import StoredFile
from tests.factories import agencies

AT = dt.datetime(2024, 10, 14, 2, 0, tzinfo=dt.UTC)
PASSPHRASE = "lima kata acak untuk uji"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase without its deliberate second of work; one test below runs the real thing."""

    def opened(sealed: bytes, passphrase: str) -> pyrage.x25519.Identity:
        phrase, _, text = sealed.decode().partition("\0")
        if phrase != passphrase:
            raise WrongPassphrase("Frasa sandi tidak cocok dengan cadangan ini.")
        return pyrage.x25519.Identity.from_str(text)

    monkeypatch.setattr(archive, "_sealed", lambda identity, phrase: f"{phrase}\0{identity}".encode())
    monkeypatch.setattr(archive, "_identity", opened)


@pytest.fixture
def empty_database():
    """The address of an empty PostgreSQL database where the tests run on PostgreSQL; else none is needed."""
    if connection.vendor == "sqlite":
        yield ""
        return
    url = urlsplit(postgresql.url(connection.settings_dict))
    name = f"{connection.settings_dict['NAME']}_restored"  # of this worker alone
    with psycopg.connect(url.geturl(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        yield url._replace(path=f"/{name}").geturl()
    connections.close_all()


def a_file(content: bytes = b"pindaian lembar tanda tangan") -> StoredFile:
    of = agencies.agency()
    return files.store(of.pk, content, name="lembar.pdf", content_type="application/pdf", purpose="scan", at=AT)


def make(folder: Path) -> backup.Made:
    return backup.make(folder / "cadangan.tar", PASSPHRASE, at=AT)


def copied(made: backup.Made, change) -> Path:
    """The archive with its bytes changed."""
    other = made.path.with_name("lain.tar")
    other.write_bytes(change(made.path.read_bytes()))
    return other


def test_a_backup_restores_the_same_people_files_and_keys(tmp_path, empty_database, capsys):
    person, stored = agencies.staff(agencies.agency()), a_file()
    (tmp_path / "frasa").write_text(PASSPHRASE)
    call_command("ikrar_backup", tmp_path / "cadangan.tar", passphrase_file=tmp_path / "frasa", json=True)
    assert json.loads(capsys.readouterr().out)["figures"]["people"] == 1

    into = tmp_path / "pulih"
    words = {"into": into, "passphrase_file": tmp_path / "frasa", "database": empty_database, "json": True}
    words["erased"] = "tidak-ada"
    call_command("ikrar_restore", tmp_path / "cadangan.tar", **words)

    assert json.loads(capsys.readouterr().out)["figures"]["people"] == 1
    assert home.tables_in(empty_database, into)["agencies_staff"] == 1
    assert (into / "files" / stored.path).read_bytes() == b"pindaian lembar tanda tangan"
    for key in settings.IKRAR_KEYS.iterdir():
        assert (into / "keys" / key.name).read_bytes() == key.read_bytes()
        assert (into / "keys" / key.name).stat().st_mode & 0o077 == 0
    assert person.pk


def test_a_backup_opens_without_ikrar(tmp_path):
    """By the two steps that docs/operations.md gives for a machine without Ikrar."""
    a_file()
    made = make(tmp_path)
    subprocess.run(["tar", "xf", made.path], cwd=tmp_path, check=True)
    identity = pyrage.passphrase.decrypt((tmp_path / "identity.age").read_bytes(), PASSPHRASE).decode()
    inner = tmp_path / "content.tar"
    inner.write_bytes(
        pyrage.decrypt((tmp_path / "content.tar.age").read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    )
    subprocess.run(["tar", "xf", inner], cwd=tmp_path, check=True)
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("where", [0.3, 0.6, 0.98])
def test_a_flipped_bit_is_noticed_and_nothing_is_left(tmp_path, where, empty_database):
    a_file(b"x" * 300_000)
    made = make(tmp_path)

    def flip(data: bytes) -> bytes:
        at = int((len(data) - 1024) * where)
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    with pytest.raises(Damaged):
        restore.restore(copied(made, flip), PASSPHRASE, keys=None, into=tmp_path / "pulih", database=empty_database)
    assert not (tmp_path / "pulih").exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("share", [0.2, 0.7, 0.99])
def test_a_truncated_archive_is_refused(tmp_path, share):
    a_file(b"y" * 300_000)
    made = make(tmp_path)
    with pytest.raises(Damaged):
        restore.restore(
            copied(made, lambda data: data[: int(len(data) * share)]), PASSPHRASE, keys=None, into=tmp_path / "pulih"
        )


@pytest.mark.usefixtures("quick")
def test_a_wrong_passphrase_opens_nothing(tmp_path):
    made = make(tmp_path)
    with pytest.raises(WrongPassphrase, match="Frasa sandi"):
        restore.restore(made.path, "bukan frasa sandinya", keys=None, into=tmp_path / "pulih")


@pytest.mark.usefixtures("quick")
def test_an_existing_backup_is_not_overwritten(tmp_path):
    made = make(tmp_path)
    before = made.path.read_bytes()
    with pytest.raises(Refused, match="tidak ditimpa"):
        make(tmp_path)
    assert made.path.read_bytes() == before


@pytest.mark.usefixtures("quick")
def test_nothing_unencrypted_or_half_written_stays_behind(tmp_path, monkeypatch):
    a_file()
    monkeypatch.setattr(backup, "check", lambda *_: (_ for _ in ()).throw(Damaged("rusak")))
    with pytest.raises(Damaged):
        make(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert list((settings.IKRAR_HOME / "tmp").iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_a_lost_file_is_told_and_the_command_fails(tmp_path):
    default_storage.delete(a_file().path)
    (tmp_path / "frasa").write_text(PASSPHRASE)
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("ikrar_backup", tmp_path / "cadangan.tar", passphrase_file=tmp_path / "frasa")
    assert (tmp_path / "cadangan.tar").exists()


@pytest.mark.usefixtures("quick")
def test_an_altered_file_is_told(tmp_path):
    stored = a_file()
    Path(default_storage.path(stored.path)).chmod(0o600)
    Path(default_storage.path(stored.path)).write_bytes(b"diganti diam-diam")
    assert "lain dari yang dicatat" in make(tmp_path).faults[0]


@pytest.mark.usefixtures("quick")
def test_a_short_passphrase_is_refused(tmp_path):
    (tmp_path / "frasa").write_text("pendek")
    with pytest.raises(CommandError, match="terlalu pendek"):
        call_command("ikrar_backup", tmp_path / "cadangan.tar", passphrase_file=tmp_path / "frasa")


def forged(path: Path, manifest: backup.Manifest, members: dict[str, bytes]) -> Path:
    """An archive with right digests and whatever members somebody wants."""
    text, sums = json.dumps(asdict(manifest)).encode(), b""
    with archive.write(path, PASSPHRASE) as sink:
        for name, data in {backup.MANIFEST: text, **members}.items():
            sums += f"{sink.add_bytes(name, data)}  {name}\n".encode()
        sink.add_bytes(backup.SUMS, sums)
    return path


MANIFEST = backup.Manifest(backup.FORMAT, "0.1.0", "sqlite", AT.isoformat(), [], {})


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "name", ["files/../../jahat", "/tmp/jahat", "keys/../ikrar.toml2", "files//jahat", "lain", "files/.x"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    path = forged(tmp_path / "jahat.tar", MANIFEST, {name: b"x"})
    with pytest.raises(Damaged, match="nama yang tidak dikenal"):
        restore.restore(path, PASSPHRASE, keys=None, into=tmp_path / "dalam" / "pulih")
    assert not list(tmp_path.rglob("*jahat"))
    assert not list(tmp_path.rglob("ikrar.toml2"))


@pytest.mark.usefixtures("quick")
def test_digests_that_do_not_match_are_refused(tmp_path):
    path = tmp_path / "palsu.tar"
    with archive.write(path, PASSPHRASE) as sink:
        sink.add_bytes(backup.MANIFEST, json.dumps(asdict(MANIFEST)).encode())
        sink.add_bytes("keys/pin.key", b"kunci lain")
        sink.add_bytes(backup.SUMS, f"{hashlib.sha256(b'kunci').hexdigest()}  keys/pin.key\n".encode())
    with pytest.raises(Damaged, match="digesnya"):
        restore.restore(path, PASSPHRASE, keys=None, into=tmp_path / "pulih")


@pytest.mark.usefixtures("quick")
def test_a_newer_schema_is_refused_with_words(tmp_path):
    newer = replace(MANIFEST, ikrar="9.0.0", migrations=[["core", "0001_initial"], ["core", "0999_later"]])
    path = forged(tmp_path / "baru.tar", newer, {})
    with pytest.raises(Refused, match=r"lebih baru .9\.0\.0, 0999_later"):
        restore.restore(path, PASSPHRASE, keys=None, into=tmp_path / "pulih")


@pytest.mark.usefixtures("quick")
def test_a_folder_with_anything_in_it_is_refused(tmp_path):
    (tmp_path / "pulih").mkdir()
    (tmp_path / "pulih" / "catatan").write_text("milik orang")
    with pytest.raises(Refused, match="tidak kosong"):
        restore.restore(make(tmp_path).path, PASSPHRASE, keys=None, into=tmp_path / "pulih")
    assert (tmp_path / "pulih" / "catatan").read_text() == "milik orang"


@pytest.mark.usefixtures("quick")
def test_a_database_with_tables_is_refused(tmp_path, empty_database):
    """PostgreSQL: a database with somebody's table; SQLite: a folder with a database."""
    made, into = make(tmp_path), tmp_path / "pulih"
    if empty_database:
        with psycopg.connect(empty_database) as other:
            other.execute("CREATE TABLE milik_orang (id int)")
    else:
        into.mkdir()
        (into / "ikrar.sqlite3").touch()
    with pytest.raises(Refused, match="tidak kosong"):
        restore.restore(made.path, PASSPHRASE, keys=None, into=into, database=empty_database)


@pytest.mark.usefixtures("quick")
def test_rows_that_went_missing_are_noticed(tmp_path):
    """A dump with fewer rows than the manifest says is refused, on SQLite by its own integrity and count."""
    with closing(sqlite3.connect(tmp_path / "database.sqlite3")) as dump:
        dump.execute("CREATE TABLE agencies_staff (id int)")
        dump.commit()
    manifest = replace(MANIFEST, tables={"agencies_staff": 30})
    data = (tmp_path / "database.sqlite3").read_bytes()
    path = forged(tmp_path / "kurang.tar", manifest, {dumps.NAMES["sqlite"]: data})
    with pytest.raises(Refused, match="tidak memuat baris"):
        restore.restore(path, PASSPHRASE, keys=None, into=tmp_path / "pulih")


@pytest.mark.usefixtures("quick")
def test_a_backup_while_others_write_holds_each_row_with_its_file_and_no_file_more(tmp_path, empty_database):
    """The server goes on: what the database of the backup knows is there, what came later is not."""
    of, stop, count = agencies.agency(), threading.Event(), 0

    def write() -> None:
        nonlocal count
        while not stop.is_set():
            content = f"berkas {count}".encode()
            files.store(of.pk, content, name="x.pdf", content_type="application/pdf", purpose="scan", at=AT)
            count += 1
        connections.close_all()

    for _ in range(20):
        files.store(of.pk, b"sebelum", name="x.pdf", content_type="application/pdf", purpose="scan", at=AT)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = make(tmp_path)
    finally:
        stop.set()
        writer.join()
    restore.restore(made.path, PASSPHRASE, keys=None, into=tmp_path / "pulih", database=empty_database)

    known = home.tables_in(empty_database, tmp_path / "pulih")["core_storedfile"]
    there = [path for path in (tmp_path / "pulih" / "files").rglob("*") if path.is_file()]
    assert count > 0
    assert made.faults == []
    assert 20 <= known == len(there) == made.files


@pytest.mark.usefixtures("quick")
def test_an_archive_passes_through_in_pieces(tmp_path):
    """400 MB go through a process that grows by less than 30 MB; the passphrase, whose cost is its own, stays out."""
    code = (
        "import resource, sys; from pathlib import Path; from ikrar.core import archive\n"
        "class Zeros:\n"
        "    def read(self, size=-1): return bytes(size)\n"
        "import pyrage; archive._sealed = lambda identity, _phrase: str(identity).encode()\n"
        "archive._identity = lambda sealed, _phrase: pyrage.x25519.Identity.from_str(sealed.decode())\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "with archive.write(Path(sys.argv[1]), 'x') as sink: sink.add('files/a', Zeros(), 400 << 20)\n"
        "with archive.read(Path(sys.argv[1]), 'x') as tar:\n"
        "    for member in tar:\n"
        "        source = tar.extractfile(member)\n"
        "        while source.read(1 << 20): pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "besar"], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 30 * 1024


def test_the_sink_tells_the_digest_of_what_it_wrote(tmp_path, quick):
    with archive.write(tmp_path / "x", PASSPHRASE) as sink:
        assert sink.add("a", io.BytesIO(b"isi"), 3) == hashlib.sha256(b"isi").hexdigest()
