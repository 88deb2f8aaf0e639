"""What a signer takes home: the opening of the own commitment with its proof or promise, as a file or one QR code. Pure.

The code is no address: a phone that reads it sends it nowhere. It holds `IKRAR`, a version, and base45 (RFC 9285) of the
same content packed.
"""

import json
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import rfc8785

from ikrar.pledges.base45 import decoded, encoded
from ikrar.register import merkle
from ikrar.register.notes import Malformed, Note, b64, from_b64
from ikrar.register.proofs import Proof

_PROMISED = "ikrar-promised/v1"
_PREFIX = "IKRAR1:"
#: Nothing that we make is longer, and nothing longer is looked into.
LONGEST = 64_000
_R = 32
_PROOF, _PROMISE = 1, 2
_HEAD = struct.Struct(">B32sQB")
#: Words that stand in every record and note, so that packing need not spell them. Part of the version: never changed.
_WORDS = (
    b"ikrar-promise/v1\n.ikrar.example.go.id\n\n\xe2\x80\x94 "
    b'{"act":"signature","agency":"","at":"2024-+00:00","attempt":1,"badge":,"campaign":"","cycle":"pemilu-pilkada-2024","ikrar":"",'
    b'"level":2,"listed":{"grade":"III/a","kind":"pns","name":"","number":"19","position":"Guru Ahli Muda Pertama Madya Pelaksana '
    b'Analis Kepala Seksi","unit":"Dinas Badan Sekretariat Kecamatan Kelurahan Kesehatan Pendidikan Sekolah Dasar Negeri"},'
    b'"method":"phone","pact":"","receipt":"","stated":{},"v":1}'
)


@dataclass(frozen=True)
class Opening:
    """What shows whose commitment a leaf is: `r`, and the record as canonical JSON (RFC 8785)."""

    r: bytes
    record: str

    @property
    def extra(self) -> bytes:
        """Both as canonical JSON, for the `extra` line of a proof."""
        return rfc8785.dumps({"r": b64(self.r), "record": json.loads(self.record)})

    @classmethod
    def parse(cls, extra: bytes) -> "Opening":
        """Raises `Malformed` for whatever is not exactly such JSON."""
        told = _json(extra)
        if not isinstance(told, dict) or set(told) != {"r", "record"} or not isinstance(told["r"], str):
            raise Malformed("no opening")
        if not isinstance(told["record"], dict):
            raise Malformed("no record")
        return cls(from_b64(told["r"], _R), _canonical(told["record"]).decode())


@dataclass(frozen=True)
class TakeHome:
    """An opening with the proof that it stands in the log, or until then the signed promise that it will."""

    opening: Opening
    proof: Proof | None = None
    promise: str = ""

    @property
    def text(self) -> str:
        """The file: a tlog-proof with the opening as its `extra`, or a promise with the same before it."""
        if self.proof is None:
            return f"{_PROMISED}\nextra {b64(self.opening.extra)}\n\n{self.promise}"
        return Proof(self.proof.index, self.proof.hashes, self.proof.checkpoint, self.opening.extra).text

    @classmethod
    def parse(cls, text: str) -> "TakeHome":
        """From the text of a file or of a code; raises `Malformed`."""
        if len(text) > LONGEST:
            raise Malformed("too long")
        if text.startswith(_PREFIX):
            return cls._unpacked(decoded(text.removeprefix(_PREFIX)))
        if text.startswith(f"{_PROMISED}\n"):
            head, _blank, note = text.partition("\n\n")
            first, _line, extra = head.partition("\nextra ")
            if first != _PROMISED:
                raise Malformed("no promise")
            Note.parse(note)
            return cls(Opening.parse(from_b64(extra)), None, note)
        proof = Proof.parse(text)
        return cls(Opening.parse(proof.extra), proof)

    @property
    def code(self) -> str:
        """The same for one QR code, in the letters of its alphanumeric mode."""
        proof = self.proof or Proof(0, (), self.promise)
        head = _HEAD.pack(_PROOF if self.proof else _PROMISE, self.opening.r, proof.index, len(proof.hashes))
        record = self.opening.record.encode()
        packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=_WORDS)
        words = struct.pack(">H", len(record)) + record + proof.checkpoint.encode()
        return _PREFIX + encoded(head + b"".join(proof.hashes) + packer.compress(words) + packer.flush())

    @classmethod
    def _unpacked(cls, packed: bytes) -> "TakeHome":
        try:
            kind, r, index, count = _HEAD.unpack_from(packed)
            start, end = _HEAD.size, _HEAD.size + count * merkle.LENGTH
            opener = zlib.decompressobj(-15, zdict=_WORDS)
            words = opener.decompress(packed[end:], LONGEST)
            (length,) = struct.unpack_from(">H", words)
            record, note = words[2 : 2 + length].decode(), words[2 + length :].decode()
        except (struct.error, zlib.error, ValueError) as error:
            raise Malformed("a broken code") from error
        if kind not in {_PROOF, _PROMISE} or not opener.eof or opener.unused_data or len(packed) < end:
            raise Malformed("a broken code")
        opening = Opening.parse(Opening(r, _canonical(_json(record.encode())).decode()).extra)
        if opening.record != record:
            raise Malformed("a record of another form")
        if kind == _PROMISE:
            return cls(opening, None, note)
        hashes = tuple(packed[at : at + merkle.LENGTH] for at in range(start, end, merkle.LENGTH))
        return cls(opening, Proof(index, hashes, note))


def _json(data: bytes) -> Any:
    """Canonical JSON and nothing else: one content has one form."""
    try:
        told = json.loads(data)
        is_same = _canonical(told) == data
    except (ValueError, RecursionError) as error:
        raise Malformed("no JSON") from error
    if not is_same:
        raise Malformed("JSON of another form")
    return told


def _canonical(told: Any) -> bytes:
    try:
        return rfc8785.dumps(told)
    except (rfc8785.CanonicalizationError, RecursionError) as error:
        raise Malformed("no canonical JSON") from error
