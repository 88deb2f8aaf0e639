"""Signed notes, checkpoints and proof files: what is accepted, and everything that is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.register import merkle, notes, proofs
from ikrar.register.notes import Checkpoint, Malformed, Note, Signer, Unsigned, Verifier

NAME = "kendari.example/pemilu-2029"
SIGNER, OTHER = Signer(NAME, b"\x07" * 32), Signer("witness.example", b"\x08" * 32)
HEAD = Checkpoint(NAME, 3, merkle.leaf_hash(b"root"))


def test_the_note_of_the_specification_opens_with_its_key():
    """The example that the Go package's documentation prints."""
    key = Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    note = Note.parse(text)
    assert note.opened([key]) == [key]
    assert key.text == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


@given(st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1))
def test_what_is_signed_opens_again(text):
    note = notes.sign(text + "\n", [SIGNER, OTHER])
    assert Note.parse(note).text == text + "\n"
    assert Note.parse(note).opened([SIGNER.verifier]) == [SIGNER.verifier]
    assert Note.parse(note).opened([OTHER.verifier]) == [OTHER.verifier]


def test_unknown_signatures_are_passed_over():
    note = notes.sign(HEAD.text, [OTHER, SIGNER]) + "— stranger.example AAAAAAAA\n"
    assert notes.checkpoint_of(note, [SIGNER.verifier]) == HEAD


def test_a_checkpoint_counts_only_with_the_signature_of_its_own_log():
    """A witness' signature alone says nothing of whose log it is."""
    note = notes.sign(HEAD.text, [OTHER])
    with pytest.raises(Unsigned):
        notes.checkpoint_of(note, [OTHER.verifier, SIGNER.verifier])


def test_another_key_of_the_same_name_is_no_known_key():
    note = notes.sign(HEAD.text, [Signer(NAME, b"\x09" * 32)])
    with pytest.raises(Unsigned):
        notes.checkpoint_of(note, [SIGNER.verifier])


def test_a_changed_text_is_rejected_even_beside_a_right_signature():
    note = notes.sign(HEAD.text, [SIGNER, OTHER])
    with pytest.raises(Unsigned):
        notes.checkpoint_of(note.replace("\n3\n", "\n4\n"), [SIGNER.verifier])
    half = notes.sign(HEAD.text, [OTHER]) + SIGNER.line("something else\n")
    with pytest.raises(Unsigned):
        Note.parse(half).opened([OTHER.verifier, SIGNER.verifier])


GOOD = notes.sign(HEAD.text, [SIGNER])
LINE = SIGNER.line(HEAD.text)


@pytest.mark.parametrize(
    "note",
    [
        "", "\n", HEAD.text, HEAD.text + LINE, HEAD.text + "\n", GOOD[:-1], GOOD.replace("\n", "\r\n"), GOOD + "\n",
        HEAD.text + "\n\n" + LINE[2:], GOOD.replace("— ", "- "), GOOD.replace(NAME + " ", NAME + "  "), GOOD + "text\n",
        GOOD.replace("\n\n", "\n\t\n\n"), GOOD.rstrip("=\n") + "\n", "x" * 1_000_001, GOOD + LINE * 100,
        HEAD.text + "\n— a+b AAAAAAAA\n", HEAD.text + "\n— a AAAA\n", HEAD.text + "\n—  AAAAAAAA\n",
    ],
)  # fmt: skip
def test_what_is_no_note_is_refused(note):
    with pytest.raises((Malformed, Unsigned)):
        notes.checkpoint_of(note, [SIGNER.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n\n" + notes.b64(b"\0" * 32) + "\n",
        "a\n01\n" + notes.b64(b"\0" * 32) + "\n",
        "a\n-1\n" + notes.b64(b"\0" * 32) + "\n",
        "a\n1\n" + notes.b64(b"\0" * 31) + "\n",
        "a\n1\n" + notes.b64(b"\0" * 32),
        "a\n1\n" + notes.b64(b"\0" * 32) + "\n\n",
        "\n1\n" + notes.b64(b"\0" * 32) + "\n",
        "a\n١\n" + notes.b64(b"\0" * 32) + "\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(Malformed):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+12345678",
        "na me+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(Malformed):
        Verifier.parse(text)


def tree_proof(entries, index, extra=b""):
    def read(level, at):
        return merkle.root_of(map(merkle.leaf_hash, entries[at << level : (at + 1) << level]))

    size = len(entries)
    head = Checkpoint(NAME, size, merkle.root(size, read))
    way = tuple(merkle.inclusion_proof(index, size, read))
    return proofs.Proof(index, way, notes.sign(head.text, [SIGNER]), extra)


@given(st.integers(1, 40), st.data(), st.binary(max_size=60))
def test_a_proof_file_is_read_back_and_holds(size, data, extra):
    entries = [bytes([number]) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof = tree_proof(entries, index, extra)
    again = proofs.Proof.parse(proof.text)
    assert again == proof
    assert again.verify(entries[index], [SIGNER.verifier]).size == size
    with pytest.raises((merkle.Invalid, Unsigned)):
        again.verify(b"another", [SIGNER.verifier])
    with pytest.raises(Unsigned):
        again.verify(entries[index], [OTHER.verifier])


FILE = tree_proof([b"a", b"b", b"c"], 1, b"more").text


@pytest.mark.parametrize(
    "text",
    [
        "",
        FILE.replace("@v1", "@v2"),
        FILE.replace("index 1", "index 01"),
        FILE.replace("index 1", "index -1"),
        FILE.replace("\nindex 1", ""),
        FILE.replace("extra ", "extra  "),
        FILE.replace("\n\n", "\n", 1),
        FILE.replace("\n", "\r\n"),
        FILE.replace("index 1\n", "index 1\nAAAA\n"),
        FILE.replace("extra", "Extra"),
    ],
)
def test_what_is_no_proof_file_is_refused(text):
    with pytest.raises((Malformed, Unsigned, merkle.Invalid)):
        proofs.Proof.parse(text).verify(b"b", [SIGNER.verifier])
