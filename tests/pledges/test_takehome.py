"""What a signer takes home: proof or promise, as file and as code; whatever is altered in it is refused."""

import datetime as dt
import io
import json
import secrets
import subprocess
import zlib

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ikrar.core import qr
from ikrar.core.documents import render
from ikrar.core.errors import Refused
from ikrar.pledges import base45, brought, checking, receipts
from ikrar.pledges.checking import Verdict
from ikrar.pledges.takehome import _HEAD, Opening, TakeHome
from ikrar.register import merkle, notes
from ikrar.register.notes import Checkpoint, Malformed, Signer, b64
from ikrar.register.promises import Promise, promise_of
from ikrar.register.proofs import Proof
from tests.core.test_documents import RECEIPT

ORIGIN = "pilkada-2024.contoh.ikrar.example"
AT = dt.datetime(2024, 10, 14, 1, 12, tzinfo=dt.UTC)
SIGNER = Signer(ORIGIN, bytes(range(1, 33))[::-1])
KNOWN = [SIGNER.verifier]
RECORD = {
    "v": 1, "act": "signature", "agency": "contoh", "cycle": "pilkada-2024", "campaign": "K7Q4M2", "receipt": "7Q4M2F9K",
    "at": "2024-10-14T01:12:00+00:00", "attempt": 1, "level": 2, "method": "phone", "ikrar": "ab" * 32, "pact": "cd" * 32,
    "listed": {
        "name": "Dr. Sitti Rahmawati Contohwati Rekaan, S.Pd., M.M.", "number": "198609262024211001", "grade": "III/c",
        "position": "Analis Sumber Daya Manusia Aparatur Ahli Muda", "kind": "pns",
        "unit": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    },
    "stated": {},
}  # fmt: skip


class Tree:
    """A small log in memory with one act among others."""

    def __init__(self, size=13, index=6, record=RECORD, signer=SIGNER):
        made = receipts.commit(record)
        self.opening = Opening(made.r, made.record)
        entries = [b"\x01" + secrets.token_bytes(32) for _ in range(size)]
        entries[index] = made.commitment
        self.leaves = [merkle.leaf_hash(entry) for entry in entries]
        self.index, self.size, self.signer = index, size, signer

    def read(self, level, at):
        return merkle.root_of(self.leaves[at << level : (at + 1) << level])

    def head(self, size, *, signers=()):
        cut = Checkpoint(self.signer.verifier.name, size, merkle.root(size, self.read))
        return notes.sign(cut.text, [self.signer, *signers])

    def proof(self, size=None):
        size = size or self.size
        return Proof(self.index, tuple(merkle.inclusion_proof(self.index, size, self.read)), self.head(size))

    def taken(self, size=None):
        return TakeHome(self.opening, self.proof(size))


def verdict(taken, known=KNOWN, at=AT):
    return checking.check(taken, lambda origin: [key for key in known if key.name == origin], at=at).verdict


def promised(tree, *, signer=SIGNER, leaf=None, seconds=3600):
    entry = checking.entry_of(tree.opening)
    note = Promise(ORIGIN, leaf or merkle.leaf_hash(entry), AT, seconds).signed([signer])
    return TakeHome(tree.opening, None, note)


def test_a_receipt_says_the_same_as_file_and_as_code_and_stands():
    taken = Tree().taken()
    assert TakeHome.parse(taken.text).text == TakeHome.parse(taken.code).text == taken.text
    assert verdict(TakeHome.parse(taken.text)) is Verdict.STANDS
    told = json.loads(TakeHome.parse(taken.code).proof.extra or taken.opening.extra)
    assert told == {"r": b64(taken.opening.r), "record": RECORD}


def test_other_verifiers_read_the_file_as_a_plain_proof():
    tree = Tree()
    proof = Proof.parse(tree.taken().text)
    assert proof.verify(checking.entry_of(tree.opening), KNOWN).size == tree.size


def test_extra_signatures_of_keys_that_nobody_here_knows_are_passed_over():
    tree = Tree()
    witness = Signer("saksi.contoh.example", bytes(range(32, 64)))
    head = tree.head(tree.size, signers=[witness])
    assert verdict(TakeHome(tree.opening, Proof(tree.index, tree.proof().hashes, head))) is Verdict.STANDS


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_altered_letter_anywhere_in_the_file_never_stands(data):
    """But for what nothing binds: names of unknown keys, and there are none here."""
    text = TREE.taken().text
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != text[at]))
    try:
        taken = TakeHome.parse(text[:at] + other + text[at + 1 :])
    except Malformed:
        return
    assert verdict(taken) in {Verdict.CHANGED, Verdict.UNKNOWN}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_altered_letter_anywhere_in_the_code_never_stands(data):
    code = TREE.taken().code
    at = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([c for c in "0123456789ABCXYZ $%*+-./:" if c != code[at]]))
    try:
        taken = TakeHome.parse(code[:at] + other + code[at + 1 :])
    except Malformed:
        return
    assert taken.text == TREE.taken().text or verdict(taken) in {Verdict.CHANGED, Verdict.UNKNOWN}


TREE = Tree()


@pytest.mark.parametrize("name", sorted(RECORD))
def test_each_altered_field_of_the_record_is_refused(name):
    tree = Tree()
    changed = {**RECORD, name: "lain" if isinstance(RECORD[name], str | dict) else 7}
    swapped = TakeHome(Opening(tree.opening.r, receipts.commit(changed).record), tree.proof())
    assert verdict(TakeHome.parse(swapped.text)) is Verdict.CHANGED


def test_what_belongs_to_another_is_refused():
    tree, other = Tree(), Tree(index=3)
    proof = tree.proof()
    attempts = [
        TakeHome(Opening(other.opening.r, tree.opening.record), proof),
        TakeHome(other.opening, proof),
        TakeHome(tree.opening, other.proof()),
        TakeHome(tree.opening, Proof(tree.index + 1, proof.hashes, proof.checkpoint)),
        TakeHome(tree.opening, Proof(tree.index, proof.hashes[:-1], proof.checkpoint)),
        TakeHome(tree.opening, Proof(tree.index, (*proof.hashes, bytes(32)), proof.checkpoint)),
        TakeHome(tree.opening, Proof(tree.index, proof.hashes, tree.head(5))),  # an old head, a newer place
        TakeHome(tree.opening, Proof(tree.index, proof.hashes, tree.head(12))),
        TakeHome(tree.opening, Proof(tree.index, proof.hashes, proof.checkpoint.replace("\n13\n", "\n14\n"))),
    ]
    assert {verdict(attempt) for attempt in attempts} == {Verdict.CHANGED}


def test_another_key_and_another_log_prove_nothing_here():
    impostor = Signer(ORIGIN, bytes(range(64, 96)))
    assert verdict(Tree(signer=impostor).taken()) is Verdict.CHANGED
    foreign = Signer("pilkada-2024.lain.ikrar.example", bytes(range(64, 96)))
    assert verdict(Tree(signer=foreign).taken()) is Verdict.UNKNOWN
    # A key of this log's name whose id is another key's
    assert verdict(Tree().taken(), [impostor.verifier]) is Verdict.CHANGED


@pytest.mark.parametrize(
    "alter",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + "\n",
        lambda text: text.replace("\n\n", "\n\n\n", 1),
        lambda text: text.replace("index 6", "index 6\nindex 6"),
        lambda text: text.replace("index 6", "index 06"),
        lambda text: text.replace("extra ", "extra  "),
        lambda text: text.replace("index 6\n", "extra AAAA\nindex 6\n"),
        lambda text: text[:-1],
        lambda text: "\ufeff" + text,
    ],
)
def test_lines_that_were_put_in_or_turned_are_no_receipt(alter):
    try:
        taken = TakeHome.parse(alter(Tree().taken().text))
    except Malformed:
        return
    assert verdict(taken) is Verdict.CHANGED


def test_json_of_another_form_is_no_opening():
    r = b64(bytes(range(32)))
    for told in (
        '{"record":{"v":1},"r":"%s"}', '{"r":"%s", "record":{"v":1}}', '{"r":"%s","r":"%s","record":{"v":1}}'.replace("%s", r, 1),
        '{"r":"%s","record":{"v":1.0}}', '{"r":"%s","record":{"v":NaN}}', '{"r":"%s","record":[]}', '{"r":"%s","record":{"v":1},"x":1}',
        '{"r":"%s","record":{"v":90071992547409931}}', '{"r":"%s","record":' + "[" * 20_000 + "]" * 20_000 + "}", '"%s"',
    ):  # fmt: skip
        with pytest.raises(Malformed):
            Opening.parse((told.replace("%s", r)).encode())


def test_a_promise_holds_until_its_time_and_for_its_own_commitment_alone():
    tree = Tree()
    taken = promised(tree)
    assert TakeHome.parse(taken.text).text == TakeHome.parse(taken.code).text == taken.text
    assert verdict(taken) is Verdict.PROMISED
    assert verdict(taken, at=AT + dt.timedelta(hours=1, seconds=1)) is Verdict.LATE
    assert verdict(promised(tree, leaf=bytes(32))) is Verdict.CHANGED
    assert verdict(promised(tree, signer=Signer(ORIGIN, bytes(range(64, 96))))) is Verdict.CHANGED


def test_a_promise_is_never_taken_for_a_checkpoint_nor_a_checkpoint_for_a_promise():
    tree = Tree()
    taken = promised(tree)
    with pytest.raises(Malformed):
        notes.checkpoint_of(taken.promise, KNOWN)
    with pytest.raises(Malformed):
        promise_of(tree.head(13), KNOWN)
    assert promise_of(taken.promise, KNOWN).until == AT + dt.timedelta(hours=1)


@given(st.binary(max_size=200))
def test_base45_gives_back_what_it_took(data):
    assert base45.decoded(base45.encoded(data)) == data


def test_base45_is_that_of_its_standard():
    assert base45.encoded(b"Hello!!") == "%69 VD92EX0"
    assert base45.decoded("QED8WEX0") == b"ietf!"
    for wrong in ("GGW", ":::", "A", "ab", "ÄÖ"):
        with pytest.raises(Malformed):
            base45.decoded(wrong)


def photographed(pdf, folder):
    """The first page printed at 200 dots an inch, turned by 3 degrees, saved as JPEG of quality 40."""
    (folder / "r.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", folder / "r.pdf", folder / "r"], check=True)
    page = Image.open(folder / "r.png").convert("L")
    page.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor=255).save(folder / "r.jpg", quality=40)
    return folder / "r.jpg"


@pytest.mark.parametrize("size", [1_300, 6_000_000])
def test_a_printed_receipt_that_was_photographed_badly_still_verifies(size, tmp_path):
    """With the way of a log of this size; only the hashes of the large one are invented."""
    if size < 2_000:
        taken = Tree(size=size, index=811).taken()
    else:
        way = tuple(secrets.token_bytes(32) for _ in range((size - 1).bit_length()))
        taken = TakeHome(TREE.opening, Proof(5_123_456, way, TREE.head(13)))
    pdf = render("receipt", RECEIPT | {"code": taken.code, "state": "Baris 811 di register."}, timestamp=1)
    photo = photographed(pdf, tmp_path)
    scanned = subprocess.run(["zbarimg", "-q", "--raw", photo], capture_output=True, text=True, check=True)
    assert scanned.stdout.rstrip("\n") == taken.code
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(photo))] == [taken.code]
    for data in (photo.read_bytes(), pdf):
        found = brought.from_file(data).take_home
        assert found.text == taken.text
        if size < 2_000:
            assert verdict(found) is Verdict.STANDS


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (b"\x00\xff\xfe", "bukan tanda terima"),
        (b"PK\x03\x04" + bytes(50), "ZIP"),
        (b"%PDF-1.7\nsampah", "PDF ini tidak bisa dibuka"),
        (b"%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert)>>>> endobj\n%%EOF", "tidak bisa dibuka"),
        (b"c2sp.org/tlog-proof@v1\nindex 1\n\nx", "rusak atau sudah berubah"),
        (b"IKRAR1:AAA", "rusak atau sudah berubah"),
        (b"a" * (brought.MAX_BYTES + 1), "terlalu besar"),
    ],
)
def test_hostile_and_broken_files_are_refused_in_words(data, words):
    with pytest.raises(Refused, match=words):
        brought.from_file(data)


def test_bombs_are_turned_away_before_they_unpack():
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000), 1).save(out, "PNG")
    with pytest.raises(Refused, match="Tidak ada kode QR"):
        brought.from_file(out.getvalue())
    blank = zipped_code()
    with pytest.raises(Malformed):
        TakeHome.parse(blank)


def zipped_code():
    """A small code that would unpack to 50 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(b"\xff\xff" + b"a" * 50_000_000) + packer.flush()
    return "IKRAR1:" + base45.encoded(_HEAD.pack(1, bytes(32), 0, 0) + bomb[:40_000])


def test_what_a_code_of_a_pact_or_a_typed_number_says_is_a_number():
    for text in ("7q4m-2f9k", " 7Q4M 2F9K\n", "HTTPS://IKRAR.CONTOH.EXAMPLE/V/7Q4M2F9K"):
        assert brought.from_words(text).number == "7Q4M2F9K"
    picture = qr.png("HTTPS://IKRAR.CONTOH.EXAMPLE/V/7Q4M2F9K")
    assert brought.from_file(picture).number == "7Q4M2F9K"
    with pytest.raises(Exception, match="bukan tanda terima"):
        brought.from_file(qr.png("https://contoh.example/hadiah"))


def test_pasted_text_with_a_forms_line_ends_is_read():
    taken = Tree().taken()
    assert brought.from_words(taken.text.rstrip().replace("\n", "\r\n")).take_home.text == taken.text
