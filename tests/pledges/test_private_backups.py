"""In a backup an act lies under a key of its own: erased here, it is told by no backup any more, the oldest one included."""

import base64
import datetime as dt
import fcntl
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.rows import dict_row

from ikrar.core import archive, backup, datakeys, files, home, jobs, keys_archive, restore
from ikrar.core.errors import Refused
from ikrar.core.models import DataKey
from ikrar.pledges import private
from ikrar.pledges.actions import erasures, papers, voids
from ikrar.pledges.models import PactBundle, PactFile, Signature, SupersededPact
from tests.core.test_backup import PASSPHRASE, empty_database, quick  # noqa: F401
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_erasure_search import found, unpacked
from tests.pledges.test_erasure_search import world as searched_world  # noqa: F401
from tests.pledges.test_erasures import AT, closed, erase, own_list, pact_of, proposed, signed_world  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick")]


@pytest.fixture
def world(searched_world):  # noqa: F811
    """Sari with everything that can hang on an act, and Dewi and Tono on one sheet of paper."""
    world = searched_world
    world.campaign.refresh_from_db()
    old = files.store(
        world.agency.pk, b"%PDF lama", name="lama.pdf", content_type="application/pdf", purpose="pact", at=AT
    )
    SupersededPact.objects.create(signature=world.act, file=old, at=AT)
    made.bundle(world.act)
    return world


@pytest.fixture
def paper_world():
    world = signed_world()
    world.dewi = cast.staff(world.agency, "Dewi Rekaan", at=world.unit)
    world.tono = cast.staff(world.agency, "Tono Kertasrekaan", at=world.unit)
    world.sheet = made.sheet(world.campaign, world.unit, [world.dewi, world.tono], at=made.AT)
    papers.confirm_sheet(world.sheet, by=cast.actor(world.ratna), at=made.AT + dt.timedelta(hours=1))
    voids.void_signature(world.act, reason="test", note="Sari salah orang", by=cast.actor(world.ratna), at=made.AT)
    pact_of(Signature.objects.get(staff=world.dewi))
    return closed(world)


def rows_of(database: str, into: Path | None = None) -> dict[str, list[dict]]:
    """Every row of every table: of the live database, or of a restored one."""
    if connection.vendor == "postgresql":
        settings = connection.settings_dict
        url = (
            database
            or f"dbname={settings['NAME']} user={settings['USER']} host={settings['HOST']} port={settings['PORT'] or 5432}"
        )
        with psycopg.connect(url, row_factory=dict_row) as rows:
            names = [
                r["tablename"] for r in rows.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ]
            return {name: _sorted(rows.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}
    with closing(sqlite3.connect(into / "ikrar.sqlite3" if into else connection.settings_dict["NAME"])) as rows:
        rows.row_factory = sqlite3.Row
        return {
            name: _sorted([dict(row) for row in rows.execute(f'SELECT * FROM "{name}"')]) for name in home.sqlite_tables(rows)
        }  # fmt: skip


def _sorted(rows: list[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: str(row.get("id", row)))


def restored(made_: backup.Made, into: Path, database: str, keys: Path | None) -> dict[str, list[dict]]:
    restore.restore(made_.path, PASSPHRASE, keys=keys, into=into, database=database)
    return rows_of(database, into)


def copied_keys(folder: Path, at: dt.datetime = AT) -> Path:
    """What the next backup would write as its copy of the keys."""
    datakeys.renew()
    keys_archive.write(folder / "nanti.kunci", PASSPHRASE, at=at)
    return folder / "nanti.kunci"


def test_with_its_keys_a_backup_gives_back_every_row(world, tmp_path, empty_database):  # noqa: F811
    before = rows_of("")
    made_ = backup.make(tmp_path / "c.tar", PASSPHRASE, at=AT)
    after = restored(made_, tmp_path / "pulih", empty_database, made_.keys)
    keys = {(row["kind"], row["record"]): bytes(row["key"]) for row in after.pop("core_datakey")}
    before.pop("core_datakey")
    assert after == before
    assert keys == {
        (kind, record): bytes(key) for kind, record, key in DataKey.objects.values_list("kind", "record", "key")
    }
    for stored in before["core_storedfile"]:
        assert (tmp_path / "pulih" / "files" / stored["path"]).is_file()


def test_a_backup_alone_tells_nobody(world, tmp_path):
    """Names stand in the staff list too; what says that she signed stands nowhere."""
    in_list = {said.encode() for said in (world.sari.name, world.sari.email, world.sari.number)}
    world.needles = [needle for needle in world.needles if needle not in in_list]
    made_ = backup.make(tmp_path / "c.tar", PASSPHRASE, at=AT)
    assert found(world.needles, unpacked(made_, tmp_path / "isi")) == []


def test_an_older_backup_reads_like_the_erasure_that_came_after(world, tmp_path, empty_database):  # noqa: F811
    """Table by table: what an erasure does to rows is what is left of them without the key."""
    made_ = backup.make(tmp_path / "lama.tar", PASSPHRASE, at=AT)
    erase(world)
    live = rows_of("")
    back = restored(made_, tmp_path / "pulih", empty_database, copied_keys(tmp_path))
    for table in {table.table for table in datakeys.tables()} - {"core_auditevent"}:
        assert _timeless(back[table]) == _timeless(live[table]), table
    erased = [row for row in back["pledges_signature"] if row["staff_id"] is None]
    assert len(erased) == 1
    assert len(back["pledges_signature"]) == 10
    assert (
        found(
            [bytes(world.act.r), world.act.receipt.encode()],
            [p for p in (tmp_path / "pulih").rglob("*") if p.is_file()],
        )
        == []
    )


def _timeless(rows: list[dict]) -> list[dict]:
    """A client UUID is drawn anew each time."""
    return [{name: value for name, value in row.items() if name != "client_uuid"} for row in rows]


def test_a_shared_sheet_loses_its_scan_and_the_others_keep_their_acts(paper_world, tmp_path, empty_database):  # noqa: F811
    world = paper_world
    made_ = backup.make(tmp_path / "lama.tar", PASSPHRASE, at=AT)
    world.sari, first = world.tono, world.sheet.scan
    row = proposed(world)
    erasures.cover_scan(row, world.sheet, scan=made.photo(61, 41), by=cast.actor(world.ratna), at=AT)
    erase(world, row)
    back = restored(made_, tmp_path / "pulih", empty_database, copied_keys(tmp_path))
    assert [row["staff_id"] for row in back["pledges_signature"]].count(None) == 1
    dewi = next(row for row in back["pledges_signature"] if row["staff_id"] == world.dewi.pk)
    assert (dewi["evidence_id"], bool(dewi["record"])) == (None, True)
    [sheet] = back["pledges_papersheet"]
    assert (sheet["scan_id"], sheet["staff"] in ("[]", [])) == (None, True)
    assert not (tmp_path / "pulih" / "files" / first.path).exists()
    pact = PactFile.objects.get(signature__staff=world.dewi).file
    assert (tmp_path / "pulih" / "files" / pact.path).read_bytes() == b"%PDF Sari Contohwati"
    assert [row["note"] for row in back["pledges_signaturevoid"]] == ["Sari salah orang"]


def test_a_backup_after_the_erasure_opens_with_keys_of_a_new_sheet(paper_world, tmp_path, empty_database):  # noqa: F811
    """The sheet's key is drawn anew after an erasure: the old one opened the old row."""
    world = paper_world
    backup.make(tmp_path / "lama.tar", PASSPHRASE, at=AT)
    world.sari = world.tono
    row = proposed(world)
    erasures.cover_scan(row, world.sheet, scan=made.photo(61, 41), by=cast.actor(world.ratna), at=AT)
    erase(world, row)
    made_ = backup.make(tmp_path / "baru.tar", PASSPHRASE, at=AT)
    before = rows_of("")
    after = restored(made_, tmp_path / "pulih", empty_database, made_.keys)
    assert after["pledges_papersheet"] == before["pledges_papersheet"]
    assert after["pledges_signature"] == before["pledges_signature"]


def test_without_any_key_the_figures_stay_and_nobody_is_told(world, tmp_path, empty_database):  # noqa: F811
    made_ = backup.make(tmp_path / "c.tar", PASSPHRASE, at=AT)
    back = restored(made_, tmp_path / "pulih", empty_database, None)
    acts = back["pledges_signature"]
    assert len(acts) == 10
    assert {row["staff_id"] for row in acts} == {None}
    assert [bytes(row["commitment"]) for row in acts] == [
        bytes(row["commitment"]) for row in rows_of("")["pledges_signature"]
    ]


def test_an_act_signed_while_the_backup_is_written_is_in_it_with_its_key(tmp_path, empty_database, monkeypatch):  # noqa: F811
    world, renew = signed_world(), datakeys.renew
    late = cast.staff(world.agency, "Lambat Rekaan", at=world.unit)

    def then_sign() -> None:
        renew()
        if not Signature.objects.filter(staff=late).exists():
            made.vouched(world.campaign, late, at=AT)

    monkeypatch.setattr(datakeys, "renew", then_sign)
    made_ = backup.make(tmp_path / "c.tar", PASSPHRASE, at=AT)
    back = restored(made_, tmp_path / "pulih", empty_database, made_.keys)
    assert late.pk in {row["staff_id"] for row in back["pledges_signature"]}


def test_an_act_erased_while_the_backup_is_written_is_told_by_neither(world, tmp_path, monkeypatch):
    check = backup.check

    def then_erase(*words) -> None:
        check(*words)
        erase(world)

    monkeypatch.setattr(backup, "check", then_erase)
    made_ = backup.make(tmp_path / "c.tar", PASSPHRASE, at=AT)
    with keys_archive.opened(made_.keys, PASSPHRASE) as book:
        assert book.get(private.ACT, world.act.pk) is None
        assert book.get(private.ACT, Signature.objects.exclude(staff=None).first().pk)
    assert datakeys.mint(private.ACT, world.act.pk) is None


def test_an_erasure_destroys_the_keys_at_once(world):
    """Not only when the next backup is made."""
    datakeys.renew()
    mine = [(private.ACT, world.act.pk), *((datakeys.FILE, pk) for pk in files_of(world.act))]
    assert all(DataKey.objects.filter(kind=kind, record=record).exists() for kind, record in mine)
    assert len(mine) == 4
    erase(world)
    assert not [one for one in mine if DataKey.objects.filter(kind=one[0], record=one[1]).exists()]


def files_of(act: Signature) -> list[int]:
    bundles = PactBundle.objects.filter(unit=act.unit_id)
    rows = (PactFile.objects.filter(signature=act), SupersededPact.objects.filter(signature=act), bundles)
    return [pk for some in rows for pk in some.values_list("file", flat=True)]


def test_an_erasure_takes_with_it_what_a_killed_backup_left(world, settings):
    place = settings.IKRAR_HOME / "tmp"
    killed, going = place / "backup-mati", place / "backup-jalan"
    for folder in (killed, going):
        folder.mkdir(parents=True)
        (folder / "database.sqlite3").write_bytes(world.act.record.encode())
        (folder / "lock").touch()
    try:
        with (going / "lock").open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            erase(world)
            jobs.drain(AT)
        assert [folder.exists() for folder in (killed, going)] == [False, True]
    finally:
        shutil.rmtree(going)


def test_keys_older_than_the_backup_are_refused(world, tmp_path, empty_database):  # noqa: F811
    keys = copied_keys(tmp_path, AT - dt.timedelta(minutes=1))
    made_ = backup.make(tmp_path / "c.tar", PASSPHRASE, at=AT)
    with pytest.raises(Refused, match="lebih tua"):
        restore.restore(made_.path, PASSPHRASE, keys=keys, into=tmp_path / "pulih", database=empty_database)
    with pytest.raises(Refused, match="bukan salinan kunci data"):
        restore.restore(made_.path, PASSPHRASE, keys=made_.path, into=tmp_path / "pulih", database=empty_database)


def test_the_command_says_what_is_lost_without_the_keys(world, tmp_path, empty_database):  # noqa: F811
    (tmp_path / "frasa").write_text(PASSPHRASE)
    apart = tmp_path / "tempat-lain"
    apart.mkdir()
    call_command("ikrar_backup", tmp_path / "c.tar", passphrase_file=tmp_path / "frasa", data_keys=apart)
    assert [path.name for path in apart.iterdir()] == ["c.kunci"]
    told = {
        "passphrase_file": tmp_path / "frasa",
        "database": empty_database,
        "into": tmp_path / "p",
        "erased": "tidak-ada",
    }
    with pytest.raises(CommandError, match="tidak seorang pun dikenali lagi"):
        call_command("ikrar_restore", tmp_path / "c.tar", **told)


def test_copies_of_the_keys_are_deleted_after_thirty_days_and_nothing_else(tmp_path):
    for name, days in {"tua.kunci": 31, "muda.kunci": 29, "cadangan.tar": 400, "catatan.txt": 400}.items():
        (tmp_path / name).touch()
        then = (AT - dt.timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (then, then))
    assert [path.name for path in keys_archive.prune(tmp_path, at=AT)] == ["tua.kunci"]
    assert {path.name for path in tmp_path.iterdir()} == {"muda.kunci", "cadangan.tar", "catatan.txt"}


def test_a_row_opens_without_ikrar(world, tmp_path):
    """By what docs/operations.md says of the format."""
    made_ = backup.make(tmp_path / "c.tar", PASSPHRASE, at=AT)
    with backup.opened(made_.path, PASSPHRASE) as (_manifest, members):
        told = {name: source.read() for name, source in members}
    with archive.read(made_.keys, PASSPHRASE) as tar:
        lines = {member.name: tar.extractfile(member).read() for member in tar}["keys"].decode().splitlines()
    keys = {tuple(line.split()[:2]): bytes.fromhex(line.split()[2]) for line in lines}
    head, *rows = told["rows/pledges_signature"].decode().splitlines()
    of = json.loads(head)
    record, sealed, plain = next(row for row in rows if row.startswith(f"{world.act.pk} ")).split(" ", 2)
    data = base64.b64decode(sealed)
    whole = (
        AESGCM(keys[of["kind"], record]).decrypt(data[8:20], data[20:], f"pledges_signature {record}".encode()).decode()
    )
    assert world.act.receipt in whole
    assert world.act.receipt not in plain


def test_each_table_that_points_at_a_person_s_act_is_sealed():
    """A table made later that hangs on an act has to be thought of, in `private.py` and in `erasing.py`."""
    known = {table.table for table in datakeys.tables()} | {"pledges_erasure", "pledges_draw"}
    hanging = {
        relation.related_model._meta.db_table
        for relation in Signature._meta.get_fields(include_hidden=True)
        if relation.one_to_many or relation.one_to_one
        if relation.auto_created and relation.related_model is not None
    }
    assert hanging <= known


def test_the_same_key_is_made_once_by_two_at_once(world):
    datakeys.renew()
    kept = dict(DataKey.objects.filter(kind=private.ACT).values_list("record", "key"))
    assert bytes(datakeys.mint(private.ACT, world.act.pk)) == bytes(kept[world.act.pk])
