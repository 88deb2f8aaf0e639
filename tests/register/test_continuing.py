"""After a restore: nothing goes on by itself, what is lost is named, and a successor begins by naming the log before it."""

import json
import shutil

import pytest

from ikrar.agencies.roles import system
from ikrar.core.errors import Refused
from ikrar.register import actions, auditing, notes, queries, signing_keys, tiles
from ikrar.register.models import Head, Leaf, Log, Pending
from ikrar.register.rules import Held
from ikrar.register.store import Store
from tests.factories import register as made

AT, BY = made.AT, system()


@pytest.fixture
def log(db):
    log = made.log()
    for count in (10, 300, 20):
        made.committed(log, count)
        actions.sequence(log, AT)
    return fresh(log)


def fresh(log):
    return Log.objects.get(pk=log.pk)


def audited(log, **more):
    return auditing.audit(Store(log.origin).read, signing_keys.verifiers(log), entries=queries.entries(log), **more)


def to_backup_of(log, size):
    """The database as a backup of an earlier day has it."""
    Leaf.objects.filter(log=log, index__gte=size).delete()
    Head.objects.filter(log=log, size__gt=size).delete()
    Log.objects.filter(pk=log.pk).update(size=size, published=size)


def test_a_restored_database_waits_for_the_last_size_and_goes_on_with_it(log, folder):
    shutil.rmtree(folder)
    assert [one.origin for one in actions.hold_all(by=BY)] == [log.origin]
    made.committed(log, 10)
    assert actions.sequence(fresh(log), AT) == 0
    going = actions.resume(fresh(log), size=333, by=BY, at=AT)
    assert (going.held, going.size) == (Held.NO, 344)
    done = audited(going, old=[head.note for head in queries.heads(log)])
    assert (done.faults, done.size, done.heads) == ([], 344, 5)


def test_the_public_files_are_written_again_for_every_old_head(log, folder):
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shutil.rmtree(folder)
    actions.hold_all(by=BY)
    actions.resume(fresh(log), note=made.head(log).note, by=BY, at=AT)
    after = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize("how", ["size", "note"])
def test_a_database_behind_what_was_published_is_refused(log, folder, how):
    note = made.head(log).note
    to_backup_of(log, 312)
    shutil.rmtree(folder)
    actions.hold_all(by=BY)
    told = {"size": 333} if how == "size" else {"note": note}
    with pytest.raises(Refused, match=r"hanya sampai 312 entri, padahal 333"):
        actions.resume(fresh(log), **told, by=BY, at=AT)
    assert fresh(log).held == Held.BEHIND
    assert Store(log.origin).head() is None


def test_public_files_that_know_more_are_believed_before_any_word(log):
    to_backup_of(log, 312)
    actions.hold_all(by=BY)
    with pytest.raises(Refused, match="hanya sampai 312 entri, padahal 333"):
        actions.resume(fresh(log), size=312, by=BY, at=AT)
    with pytest.raises(Refused, match="hanya sampai"):
        actions.resume(fresh(log), size=333, by=BY, at=AT)


def test_less_than_this_database_published_itself_is_not_believed(log, folder):
    shutil.rmtree(folder)
    actions.hold_all(by=BY)
    with pytest.raises(Refused, match="Sudah 333 entri"):
        actions.resume(fresh(log), size=10, by=BY, at=AT)


def test_a_checkpoint_with_another_root_shows_another_history(log, folder):
    head = notes.Checkpoint(log.origin, 311, b"\x01" * 32)
    shutil.rmtree(folder)
    actions.hold_all(by=BY)
    Log.objects.filter(pk=log.pk).update(published=0)
    Head.objects.filter(log=log).delete()
    with pytest.raises(Refused, match="lain dari yang sudah diterbitkan"):
        actions.resume(fresh(log), note=notes.sign(head.text, signing_keys.signers(log)), by=BY, at=AT)
    assert fresh(log).held == Held.FORKED


def test_a_successor_names_the_last_public_head_and_takes_what_waits(log):
    public = notes.checkpoint_of(Store(log.origin).head(), signing_keys.verifiers(log))
    kept = bytes(Leaf.objects.get(log=log, index=5).entry)
    to_backup_of(log, 312)
    waiting = made.committed(log, 9)
    actions.watch(AT)
    new = actions.succeed(fresh(log), by=BY, at=AT)
    assert new.origin != log.origin
    actions.sequence_all(AT)
    first = next(queries.entries(new))
    assert json.loads(first[1:]) == {"v": 1, "after": log.origin, "size": 333, "root": notes.b64(public.root)}
    assert first[:1] == b"\x04"
    assert all(queries.proof_of(fresh(log), entry).verify(entry, signing_keys.verifiers(new)) for entry in waiting)
    old = queries.proof_of(new, kept)
    assert old.verify(kept, signing_keys.verifiers(log)).origin == log.origin
    assert audited(new).faults == []
    assert not Pending.objects.exists()
    assert made.log(log.agency, log.cycle) == new


def test_a_log_that_goes_on_has_no_successor(log):
    with pytest.raises(Refused, match="hanya untuk log yang berhenti"):
        actions.succeed(log, by=BY, at=AT)
    assert fresh(log).held == Held.NO


def test_a_new_key_signs_beside_the_old_one_and_then_alone(log):
    old = signing_keys.verifiers(log)
    actions.rotate(log, retire=False, by=BY, at=AT)
    actions.sequence(fresh(log), AT)
    both = signing_keys.verifiers(log)
    note = notes.Note.parse(Store(log.origin).head())
    assert note.opened(old) == old
    assert note.opened(both) == both
    told = [entry for entry in queries.entries(log) if entry[:1] == b"\x05"]
    assert json.loads(told[0][1:])["key"] == both[1].text
    with pytest.raises(Refused, match="Hentikan dulu yang lama"):
        actions.rotate(log, retire=False, by=BY, at=AT)
    actions.rotate(log, retire=True, by=BY, at=AT)
    made.committed(log, 10)
    actions.sequence(fresh(log), AT)
    with pytest.raises(notes.Unsigned):
        notes.checkpoint_of(Store(log.origin).head(), old)
    assert audited(fresh(log), old=[head.note for head in queries.heads(log)]).faults == []
    with pytest.raises(Refused, match="Hanya ada satu kunci"):
        actions.rotate(log, retire=True, by=BY, at=AT)


def test_an_audit_names_every_file_and_head_that_does_not_agree(log, folder):
    assert audited(log).faults == []
    assert audited(log).kinds == {1: 330, 2: 3}
    place = folder / log.origin
    for name, wrong in (
        ("tile/0/000", b"\0" * 8192), ("tile/entries/000", b"\0\x01x" * 256), ("tile/1/000.p/1", b"\0" * 32),
        ("tile/0/001.p/77", b"\0" * 77 * 32), ("tile/entries/001.p/77", b"short"),
    ):  # fmt: skip
        right = (place / name).read_bytes()
        (place / name).write_bytes(wrong)
        assert any(name in fault or "akarnya" in fault for fault in audited(log).faults), name
        (place / name).unlink()
        assert any(name in fault for fault in audited(log).faults), name
        (place / name).write_bytes(right)
    Leaf.objects.filter(log=log, index=7).update(entry=b"\x01other")
    assert audited(log).faults == ["entri 7: isi basis data lain"]


def test_an_audit_holds_heads_that_somebody_saved_against_the_log(log):
    signers = signing_keys.signers(log)
    forged = notes.sign(notes.Checkpoint(log.origin, 100, b"\x02" * 32).text, signers)
    larger = notes.sign(notes.Checkpoint(log.origin, 999, b"\x02" * 32).text, signers)
    assert "checkpoint berukuran 100: akarnya bukan akar entri-entri itu" in audited(log, old=[forged]).faults
    assert "checkpoint berukuran 999: lebih besar dari yang terbit sekarang, 333" in audited(log, old=[larger]).faults
    assert audited(log, old=["nonsense"]).faults == [
        "satu checkpoint lama tidak sah: no blank line before the signatures"
    ]


def test_an_edge_that_became_full_is_audited_from_the_full_file(log, folder):
    made.committed(log, 200)
    actions.sequence(log, AT)
    place = folder / log.origin
    stale = {"checkpoint": queries.heads(log)[2].note.encode()}
    for name in ("tile/0/001.p/77", "tile/entries/001.p/77"):
        (place / name).unlink()

    def fetch(path):
        return stale.get(path) or (place / path).read_bytes()

    assert auditing.audit(fetch, signing_keys.verifiers(log)).faults == []
    assert tiles.at_edge(0, 1, 333).width == 77


def test_a_log_that_this_database_never_knew_is_not_begun_again_under_its_name(log):
    """Restored from before the log was opened: its public files are all that is left of it."""
    public, agency, cycle = Store(log.origin).head(), log.agency, log.cycle
    Leaf.objects.filter(log=log).delete()
    Head.objects.filter(log=log).delete()
    log.keys.all().delete()
    log.delete()
    again = made.log(agency, cycle)
    made.committed(again, 9)
    actions.sequence_all(AT)
    assert again.generation == 2
    assert again.origin != log.origin
    assert Store(log.origin).head() == public
