"""After an erasure nobody finds the person: not in the database's files, the storage, the log or a fresh backup."""

import os
import random
import shutil
import string
import subprocess
import uuid
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from ikrar.agencies.models import Staff
from ikrar.core import backup, dumps, files, jobs, postgresql, wiping
from ikrar.pledges.actions import erasures, objections
from ikrar.pledges.models import Erasure, PactFile, Signature
from ikrar.pledges.queries import tallies
from ikrar.pledges.rules import ErasureState, Method
from ikrar.register import merkle, notes, signing_keys
from ikrar.register.queries import proof_of
from tests.core.test_backup import PASSPHRASE, empty_database, quick  # noqa: F401
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_erasures import AT, WHY, closed, own_list  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick")]


def word() -> str:
    """Letters that stand nowhere else."""
    return "Q" + "".join(random.choices(string.ascii_lowercase, k=11))


@pytest.fixture
def world():
    """Sari, whose every word is her own: listed, stated, drawn, printed, told by mail; others signed beside her."""
    names = {"name": f"Sari {word()}", "position": f"Penata {word()}"}
    drawing = made.drawing() + "".join(f"L{random.randrange(300)} {random.randrange(140)}" for _ in range(6))
    world = made.vouched_world(method=Method.KIOSK, stated=names, drawing=drawing)
    for _ in range(9):
        made.vouched(world.campaign, cast.staff(world.agency, f"Orang {word()}", at=world.unit), at=made.AT)
    listed, number = f"Sari {word()}", "".join(random.choices("123456789", k=18))
    told = {"name": listed, "name_key": listed.lower(), "email": f"{word()}@kota.example", "number": number}
    Staff.objects.filter(pk=world.sari.pk).update(**told)
    listed_now = {**world.act.listed, "name": listed, "number": number}
    Signature.objects.filter(pk=world.act.pk).update(listed=listed_now)
    world.sari.refresh_from_db()
    world.act.refresh_from_db()
    told = {"name": f"pakta-{world.act.receipt}.pdf", "content_type": "application/pdf", "purpose": "pact"}
    paper = files.store(world.agency.pk, f"%PDF {names['name']} {world.act.receipt}".encode(), **told, at=AT)
    PactFile.objects.create(signature=world.act, file=paper)
    objections.tell_vouched(at=AT)
    objections.object_to_act(world.act, at=AT)
    world.legal = cast.officer("legal", world.agency, mfa=True)
    world = closed(world)
    connection.cursor().execute("ANALYZE")
    act = world.act
    world.needles = [
        *(value.encode() for value in [*names.values(), listed, number, world.sari.email, act.receipt, act.drawing, act.record]),
        bytes(act.r), bytes(act.r).hex().encode(), str(act.client_uuid).encode(), act.client_uuid.hex.encode(),
    ]  # fmt: skip
    return world


def erase(world) -> None:
    row = erasures.propose_erasure(world.sari, **WHY, uuid=uuid.uuid4(), by=cast.actor(world.ratna), at=AT)
    erasures.approve_erasure(row, by=cast.actor(world.legal), at=AT)
    jobs.drain(AT)
    jobs.drain(AT)
    assert Erasure.objects.get(pk=row.pk).state == ErasureState.CLEANED


def forget_in_list(world) -> None:
    """The staff list keeps its people; here she leaves it too, so that her name may be looked for everywhere."""
    name = "Lain Rekaan"
    Staff.objects.filter(pk=world.sari.pk).update(name=name, name_key=name.lower(), email="", number="")
    assert wiping.wipe_tables(connection.introspection.table_names())


def database_files() -> list[Path]:
    """Every file in which the engine keeps rows, the write-ahead log too."""
    if connection.vendor == "sqlite":
        connection.close()
        base = Path(connection.settings_dict["NAME"])
        return [path for path in base.parent.iterdir() if path.name.startswith(base.name)]
    with closing(psycopg.connect(postgresql.url(connection.settings_dict), autocommit=True)) as server:
        server.execute("ALTER SYSTEM SET wal_recycle = off")
        server.execute("SELECT pg_reload_conf()")
        for _ in range(2):
            server.execute("SELECT pg_switch_wal()")
            server.execute("CHECKPOINT")
        folder = Path(server.execute("SHOW data_directory").fetchone()[0])
    # Other tests' databases come and go beside this one, and a walk passes over a folder that is gone.
    walked = (Path(root, name) for root, _, names in os.walk(folder.parent) for name in names)
    return [path for path in walked if path.is_file()]


def found(needles: list[bytes], paths: list[Path]) -> list[tuple[str, bytes]]:
    hits = []
    for path in paths:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue
        hits += [(path.name, needle) for needle in needles if needle in data]
    return hits


def verify(log, entry: bytes) -> None:
    """The proof leads from this entry to the published root."""
    proof = proof_of(log, entry)
    assert proof is not None
    head = notes.checkpoint_of(proof.checkpoint, signing_keys.verifiers(log))
    merkle.verify_inclusion(proof.index, head.size, merkle.leaf_hash(entry), proof.hashes, head.root)


def storage() -> list[Path]:
    return [path for path in Path(default_storage.location).rglob("*") if path.is_file()]


def unpacked(made: backup.Made, folder: Path) -> list[Path]:
    """All members of a backup, a PostgreSQL dump as the SQL in it."""
    folder.mkdir()
    with backup.opened(made.path, PASSPHRASE) as (manifest, members):
        for number, (name, source) in enumerate(members):
            with (folder / f"{number}-{Path(name).name}").open("wb") as target:
                shutil.copyfileobj(source, target)
    if manifest.engine == "postgresql":
        [dump] = folder.glob(f"*{dumps.NAMES['postgresql']}")
        subprocess.run([postgresql.program("pg_restore"), "-f", folder / "dump.sql", dump], check=True)
    return list(folder.iterdir())


def test_no_trace_is_left_and_every_other_proof_stands(world, tmp_path):
    before = tallies.cells(world.campaign)
    assert {needle for _, needle in found(world.needles, [*database_files(), *storage()])} >= {
        world.act.receipt.encode(), bytes(world.act.r), world.needles[0]
    }  # the search finds what is there  # fmt: skip
    erase(world)
    forget_in_list(world)
    made_ = backup.make(tmp_path / "sesudah.tar", PASSPHRASE, at=AT)
    looked = [*database_files(), *storage(), *unpacked(made_, tmp_path / "isi"), settings.ERASED_LIST]
    assert found(world.needles, looked) == []
    assert tallies.cells(world.campaign) == before
    for act in Signature.objects.all():
        entry = bytes(act.commitment)
        verify(world.campaign.log, entry)


def test_a_restored_older_backup_does_not_bring_the_person_back(world, tmp_path, empty_database, capsys):  # noqa: F811
    older = backup.make(tmp_path / "sebelum.tar", PASSPHRASE, at=AT)
    erase(world)
    (tmp_path / "frasa").write_text(PASSPHRASE)
    into = tmp_path / "pulih"
    words = {"into": into, "passphrase_file": tmp_path / "frasa", "database": empty_database, "json": True}
    with pytest.raises(CommandError, match="Daftar penghapusan"):
        call_command("ikrar_restore", older.path, **words, erased=str(tmp_path / "hilang.list"))
    if not empty_database:
        altered = tmp_path / "lain.list"
        altered.write_bytes(settings.ERASED_LIST.read_bytes().replace(b"2024", b"2025"))
        with pytest.raises(CommandError, match="tidak utuh"):
            call_command("ikrar_restore", older.path, **words, erased=str(altered))
    assert not into.exists() or not list(into.iterdir())
    with pytest.raises(CommandError, match=r"[Rr]egister"):  # the register waits for its size; the data are back
        call_command("ikrar_restore", older.path, **words, erased=str(settings.ERASED_LIST))
    at_rest = [path for path in into.rglob("*") if path.is_file()]
    if not empty_database:
        assert found([world.act.receipt.encode(), bytes(world.act.r), *world.needles[:2]], at_rest) == []
    assert (into / "erased.list").read_bytes() == settings.ERASED_LIST.read_bytes()
