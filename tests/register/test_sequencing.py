"""The sequencer: everything committed finds one place, files and heads follow, and nothing public is ever taken back."""

import datetime as dt
import itertools
import json
import threading

import pytest
from django.db import connection, transaction

from ikrar.core.errors import Refused
from ikrar.register import actions, merkle, notes, signing_keys, tiles
from ikrar.register.actions import sequencing
from ikrar.register.models import Head, Leaf, Log, LogKey, Pending
from ikrar.register.queries import overdue, proof_of
from ikrar.register.rules import BATCH_ENTRIES, BATCH_LEAF, BATCH_WAIT, PROMISED, Held
from ikrar.register.store import Store
from tests.factories import register as made

AT = made.AT


@pytest.fixture
def log(db):
    return made.log()


def read_all(log):
    """The entries of a log from its public files alone, held against its published head."""
    store = Store(log.origin)
    head = notes.checkpoint_of(store.head(), signing_keys.verifiers(log))
    found = []
    for number in range(-(-head.size // tiles.WIDTH)):
        tile = tiles.at_edge(None, number, head.size)
        found += tiles.entries(store.read(tile.path), tile)
    assert merkle.root_of(map(merkle.leaf_hash, found)) == head.root
    assert merkle.root(head.size, tiles.TileReader(store.read, head.size)) == head.root
    return found


def test_what_is_committed_stands_in_the_public_files_with_a_proof(log):
    entries = made.committed(log, 20)
    assert proof_of(log, entries[3]) is None
    assert actions.sequence(log, AT) == 20
    found = read_all(log)
    assert sorted(found[:20]) == sorted(entries)
    assert json.loads(found[20][1:]) == {"v": 1, "batch": 1, "texts": [made.TEXT], "count": 20}
    assert found[20][:1] == BATCH_LEAF
    for entry in entries:
        proof = proof_of(log, entry)
        assert proof.verify(entry, signing_keys.verifiers(log)).size == 21
    assert not Pending.objects.exists()


def test_the_order_tells_nothing_of_who_came_first(log):
    entries = made.committed(log, 60)
    actions.sequence(log, AT)
    assert read_all(log)[:60] != entries


def test_a_few_entries_wait_for_others_or_ten_minutes(log):
    made.committed(log, BATCH_ENTRIES - 1)
    assert actions.sequence(log, AT) == 0
    assert actions.sequence(log, AT + BATCH_WAIT - dt.timedelta(seconds=1)) == 0
    assert actions.sequence(log, AT + BATCH_WAIT) == BATCH_ENTRIES - 1
    made.committed(log, BATCH_ENTRIES, at=AT + BATCH_WAIT)
    assert actions.sequence(log, AT + BATCH_WAIT) == BATCH_ENTRIES


def test_entries_about_other_texts_are_counted_in_batches_of_their_own(log):
    made.committed(log, 9, about="aa")
    made.committed(log, 8, about="bb cc")
    actions.sequence(log, AT)
    told = [json.loads(entry[1:]) for entry in read_all(log) if entry[:1] == BATCH_LEAF]
    assert [(one["texts"], one["count"]) for one in told] == [(["aa"], 9), (["bb", "cc"], 8)]


def test_a_closing_entry_lets_nobody_wait_and_comes_last(log):
    entries = made.committed(log, 2)
    closing = b'\x03{"acts":2}'
    actions.commit(log.pk, made.TEXT, closing, at=AT, is_closing=True)
    late = made.committed(log, 1)
    assert actions.sequence(log, AT) == 4
    found = read_all(log)
    assert set(found[:3]) == {*entries, *late}
    assert found[4] == closing


def test_many_batches_grow_one_tree_of_which_every_head_is_a_beginning(log):
    for count in (8, 300, 9, 255, 600):
        made.committed(log, count)
        actions.sequence(log, AT)
    heads = list(Head.objects.filter(log=log).order_by("size"))
    assert [head.size for head in heads] == [9, 310, 320, 576, 1177]
    whole = tiles.TileReader(Store(log.origin).read, heads[-1].size)
    for older, newer in itertools.pairwise(heads):
        way = merkle.consistency_proof(older.size, newer.size, whole)
        merkle.verify_consistency(older.size, newer.size, bytes(older.root), bytes(newer.root), way)
    assert len(read_all(log)) == 1177


def test_more_than_one_batch_takes_is_taken_in_several(log, monkeypatch):
    monkeypatch.setattr(sequencing, "MOST_ENTRIES", 50)
    made.committed(log, 120)
    assert actions.sequence(log, AT) == 120
    assert len(read_all(log)) == 123


def test_the_same_commitment_twice_has_one_place(log):
    entries = made.committed(log, 10)
    actions.sequence(log, AT)
    actions.commit_many(log.pk, made.TEXT, [entries[0], *made.entries(9), entries[1]], at=AT)
    actions.sequence(log, AT)
    found = read_all(log)
    assert len(found) == len(set(found)) == 21
    assert not Pending.objects.exists()


def test_two_logs_have_names_keys_and_places_of_their_own(db, settings):
    settings.PUBLIC_URL = "https://ikrar.kendari.example"
    first, second = made.log(), made.log()
    assert first.origin != second.origin
    assert first.origin.endswith(".ikrar.kendari.example")
    entries = made.committed(first, 8)
    actions.sequence_all(AT)
    assert proof_of(second, entries[0]) is None
    with pytest.raises(notes.Unsigned):
        notes.checkpoint_of(Store(first.origin).head(), signing_keys.verifiers(second))
    assert made.log(first.agency) == first


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_a_name_that_means_another_machine_to_everybody_is_no_part_of_an_origin(db, settings, url):
    settings.PUBLIC_URL = url
    assert made.log().origin.endswith(".ikrar.example")


def test_the_seed_of_a_key_lies_in_no_table_in_the_clear(log):
    key, (signer,) = LogKey.objects.get(log=log), signing_keys.signers(log)
    assert bytes(key.public) == signer.verifier.public
    seed = signer._key.private_bytes_raw()
    assert seed not in bytes(key.seed)


@pytest.mark.parametrize("seed", [bytes(32), bytes(range(32)), b"\x01" * 32])
def test_a_key_that_everybody_has_is_refused(log, seed):
    with pytest.raises(Refused, match="contoh"):
        signing_keys.make(log, AT, seed)


def test_a_database_behind_its_published_head_takes_nothing_in(log):
    made.committed(log, 10)
    actions.sequence(log, AT)
    Leaf.objects.filter(log=log).delete()
    Head.objects.filter(log=log).delete()
    Log.objects.filter(pk=log.pk).update(size=0, published=0, batches=0)
    before = Store(log.origin).head()
    made.committed(log, 10)
    assert actions.sequence(log, AT) == 0
    log.refresh_from_db()
    assert (log.held, Pending.objects.count()) == (Held.BEHIND, 10)
    assert Store(log.origin).head() == before
    with pytest.raises(Refused, match="tertinggal"):
        actions.refuse_held(log.held)


def test_a_log_for_which_nothing_waits_is_watched_too(log):
    made.committed(log, 10)
    actions.sequence(log, AT)
    Log.objects.filter(pk=log.pk).update(size=3, published=3)
    actions.watch(AT)
    log.refresh_from_db()
    assert log.held == Held.BEHIND


def test_leaves_that_were_changed_in_the_database_are_noticed(log):
    made.committed(log, 10)
    actions.sequence(log, AT)
    Leaf.objects.filter(log=log, index=4).update(entry=b"\x01" + bytes(32))
    Head.objects.filter(log=log).delete()
    Log.objects.filter(pk=log.pk).update(published=0)
    actions.watch(AT)
    log.refresh_from_db()
    assert log.held == Held.FORKED


def test_public_files_that_were_lost_wait_for_a_confirmation(log, folder):
    made.committed(log, 10)
    actions.sequence(log, AT)
    folder.rename(folder.with_name("gone"))
    made.committed(log, 10)
    actions.sequence(log, AT)
    log.refresh_from_db()
    assert (log.held, Store(log.origin).head()) == (Held.UNCONFIRMED, None)


def test_a_head_signed_by_somebody_else_is_no_head(log, folder):
    made.committed(log, 10)
    actions.sequence(log, AT)
    head = made.head(log)
    forged = notes.sign(notes.Note.parse(head.note).text, [notes.Signer(log.origin, b"\x05" * 32)])
    Store(log.origin).write([("checkpoint", forged.encode())])
    actions.watch(AT)
    log.refresh_from_db()
    assert log.held == Held.FORKED


def test_entries_that_wait_longer_than_promised_are_counted(log):
    made.committed(log, 3)
    assert overdue(AT + PROMISED) == 0
    assert overdue(AT + PROMISED + dt.timedelta(seconds=1)) == 3


@pytest.mark.parametrize("at", range(5))
def test_whoever_dies_between_two_steps_leaves_what_the_next_one_finishes(log, monkeypatch, at):
    """After taking, after entries, after tiles, before the head, after the head."""
    made.committed(log, 300)
    actions.sequence(log, AT)
    made.committed(log, 300)
    calls = []

    class Died(Exception):
        pass

    write, keep = Store.write, sequencing._keep

    def dying(self, files):
        calls.append(1)
        if len(calls) == at:
            raise Died
        write(self, files)

    def kept(*words):
        if at == 4:
            raise Died
        keep(*words)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "write", dying)
        patched.setattr(sequencing, "_keep", kept)
        if at == 0:
            sequencing._take(log.pk, AT)
        else:
            with pytest.raises(Died):
                actions.sequence(log, AT)
    actions.sequence(log, AT)
    assert len(read_all(log)) == 602
    log.refresh_from_db()
    assert (log.held, log.published, log.size) == ("", 602, 602)


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_and_many_who_commit_never_lose_double_or_fork():
    """Two sequencers in threads of their own, while four others commit."""
    log = made.log()
    all_entries, faults, done = [], [], threading.Event()

    def commit():
        try:
            for _ in range(15):
                with transaction.atomic():
                    all_entries.extend(made.committed(log, 3))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    def run():
        try:
            while not done.is_set():
                actions.sequence(log, AT)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=commit) for _ in range(4)]
    sequencers = [threading.Thread(target=run) for _ in range(2)]
    for one in [*sequencers, *workers]:
        one.start()
    for one in workers:
        one.join()
    done.set()
    for one in sequencers:
        one.join()
    assert faults == []
    actions.sequence(log, AT + BATCH_WAIT)
    found = [entry for entry in read_all(log) if entry[:1] == b"\x01"]
    assert sorted(found) == sorted(all_entries)
