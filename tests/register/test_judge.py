"""What Go's `note` and `tlog` packages say of our log: an outside judge that shares no code with us."""

import base64
import json
import os
import shutil
import subprocess

import pytest

from ikrar.register import actions, merkle, notes, queries, signing_keys
from ikrar.register.models import Log
from tests.conftest import ROOT
from tests.factories import register as made

pytestmark = pytest.mark.django_db
AT = made.AT


@pytest.fixture(scope="session")
def judge(tmp_path_factory):
    """`judge(questions)` → for each "" (accepted) or why not."""
    folder = tmp_path_factory.mktemp("judge")
    root = subprocess.run(["go", "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip()
    for part in ("golang.org/x/mod/sumdb", "golang.org/x/crypto"):
        shutil.copytree(f"{root}/src/cmd/vendor/{part}", folder / "src" / part)
    env = {**os.environ, "GO111MODULE": "off", "GOPATH": str(folder), "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}
    program = folder / "judge"
    subprocess.run(
        ["go", "build", "-o", str(program), "main.go"], cwd=ROOT / "tests/register/judge", env=env, check=True
    )

    def ask(questions):
        text = "".join(json.dumps(one) + "\n" for one in questions)
        said = subprocess.run([str(program)], input=text, capture_output=True, text=True, check=True).stdout
        return [line.removeprefix("ok") for line in said.splitlines()]

    return ask


def b64(data):
    return base64.b64encode(data).decode()


@pytest.fixture
def log(share):
    """As many entries as Kendari has signers, in uneven batches."""
    log, left = made.log(), share(1_246, 300)
    while left:
        count = min(left, 97)
        made.committed(log, count)
        actions.sequence(log, AT)
        left -= count
    return Log.objects.get(pk=log.pk)


def inclusion(log, entry, **changes):
    proof = queries.proof_of(log, entry)
    key = signing_keys.verifiers(log)[0].text
    told = {
        "key": key,
        "note": proof.checkpoint,
        "index": proof.index,
        "entry": b64(entry),
        "proof": list(map(b64, proof.hashes)),
    }
    return {**told, **changes}


def test_every_leaf_is_accepted(log, judge):
    entries = list(queries.entries(log))
    assert len(entries) == log.size
    assert set(judge([inclusion(log, entry) for entry in entries])) == {""}


def test_every_pair_of_heads_is_consistent(log, judge):
    heads, key = list(queries.heads(log)), signing_keys.verifiers(log)[0].text
    read = made.reader(log, log.size)
    questions = [
        {
            "key": key, "note": new.note, "old": old.note,
            "proof": list(map(b64, merkle.consistency_proof(old.size, new.size, read))),
        }
        for at, old in enumerate(heads) for new in heads[at:]
    ]  # fmt: skip
    assert len(questions) > 9
    assert set(judge(questions)) == {""}


def test_whatever_is_altered_is_rejected(log, judge):
    entries, heads = list(queries.entries(log)), list(queries.heads(log))
    entry, other = entries[40], entries[41]
    (signer,) = signing_keys.signers(log)
    head = notes.Checkpoint.parse(notes.Note.parse(heads[-1].note).text)
    good = inclusion(log, entry)
    resigned = {
        "altered root": notes.sign(notes.Checkpoint(head.origin, head.size, b"\x09" * 32).text, [signer]),
        "old checkpoint with new size": notes.sign(
            notes.Checkpoint(head.origin, head.size, bytes(heads[0].root)).text, [signer]
        ),
    }
    shorter = merkle.root(head.size - 5, made.reader(log, head.size))
    truncated = notes.sign(notes.Checkpoint(head.origin, head.size - 5, shorter).text, [signer])
    stranger = notes.Signer(log.origin, b"\x21" * 32)
    wrong_id = good["note"].splitlines()[-1].split(" ")
    wrong_id[2] = b64(b"\0\0\0\0" + base64.b64decode(wrong_id[2])[4:])
    questions = {
        **{name: {**good, "note": note} for name, note in resigned.items()},
        "truncated log": {**good, "note": truncated, "old": heads[-1].note, "proof": []},
        "a leaf beyond the truncated log": inclusion(log, entries[-1], note=truncated),
        "altered leaf": {**good, "entry": b64(entry[:-1] + bytes([entry[-1] ^ 1]))},
        "swapped record": {**good, "entry": b64(other)},
        "another index": {**good, "index": good["index"] + 1},
        "wrong key": {**good, "key": stranger.verifier.text},
        "signed by a stranger": {**good, "note": notes.sign(head.text, [stranger])},
        "wrong key id": {**good, "note": good["note"].rsplit("\n", 2)[0] + "\n" + " ".join(wrong_id) + "\n"},
        "two blank lines": {**good, "note": good["note"].replace("\n\n", "\n\n\n")},
        "carriage returns": {**good, "note": good["note"].replace("\n", "\r\n")},
        "a shorter way": {**good, "proof": good["proof"][:-1]},
    }
    said = judge([good, *questions.values()])
    assert said[0] == ""
    accepted = [name for name, answer in zip(questions, said[1:], strict=True) if not answer]
    assert accepted == []


def test_we_and_the_judge_agree_on_every_altered_case(log, judge):
    """We reject every altered head; Go too, but for the spare bits of the last base64 symbol, which it does not read."""
    proof = queries.proof_of(log, next(queries.entries(log)))
    entry, known = next(queries.entries(log)), signing_keys.verifiers(log)
    for place in range(0, len(proof.checkpoint), 7):
        changed = proof.checkpoint[:place] + chr(ord(proof.checkpoint[place]) ^ 1) + proof.checkpoint[place + 1 :]
        with pytest.raises((notes.Malformed, notes.Unsigned, merkle.Invalid)):
            type(proof)(proof.index, proof.hashes, changed).verify(entry, known)
        is_spare = place >= len(proof.checkpoint) - len("A==\n")
        assert is_spare or judge([inclusion(log, entry, note=changed)]) != [""]


def test_unknown_signature_lines_are_tolerated(log, judge):
    entry = next(queries.entries(log))
    note = queries.proof_of(log, entry).checkpoint
    head = notes.Note.parse(note).text
    more = (
        note
        + notes.Signer("saksi.example", b"\x31" * 32).line(head)
        + notes.Signer(log.origin, b"\x32" * 32).line(head)
    )
    assert judge([inclusion(log, entry, note=more)]) == [""]
    assert notes.checkpoint_of(more, signing_keys.verifiers(log)).size == log.size
