"""Rows and files of a backup under their record's data key (AES-256-GCM), and how they are opened again.

A member `rows/TABLE` has a line of JSON that tells the table, its columns and the kind of record, then a line per row:
`RECORD SEALED =PLAIN`. PLAIN is the row as it stands without the key, SEALED the whole row in base64: eight bytes by
which the key is recognised, a nonce of twelve, what AES-GCM made of it with "TABLE RECORD" beside it. "-" stands for
neither. A row is JSON from SQLite and a line of COPY from PostgreSQL.
A member `sealed/RECORD/PATH` is a stored file: the same eight bytes, seven random ones, then pieces of a mebibyte, whose
nonces are those seven, the piece's number in four and 1 for the last one (the STREAM construction).
"""

import base64
import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from ikrar.core.archive import Damaged
from ikrar.core.datakeys import Ring, Sealed

_NAME, _NONCE, _PREFIX, _TAG, _PIECE = 8, 12, 7, 16, 1 << 20


class Codec(Protocol):
    """How an engine's row becomes one line without a line feed."""

    def line(self, values: Sequence[Any]) -> bytes: ...

    def value(self, plain: Any) -> Any: ...


class JsonRows:
    """Rows of SQLite: bytes are the one thing that JSON lacks."""

    def line(self, values: Sequence[Any]) -> bytes:
        return json.dumps(values, default=lambda data: {"b": base64.b64encode(data).decode()}).encode()

    def value(self, plain: Any) -> Any:
        if isinstance(plain, uuid.UUID):
            return plain.hex
        return json.dumps(plain) if isinstance(plain, dict | list) else plain

    @staticmethod
    def values(line: bytes) -> list[Any]:
        return [base64.b64decode(v["b"]) if isinstance(v, dict) else v for v in json.loads(line)]


class CopyRows:
    """Rows of PostgreSQL as its COPY writes them: text, tabs between, `\\N` for NULL."""

    def line(self, values: Sequence[Any]) -> bytes:
        return b"\t".join(values)

    def value(self, plain: Any) -> bytes:
        if plain is None:
            return rb"\N"
        if isinstance(plain, bytes):
            return rb"\\x" + plain.hex().encode()
        text = json.dumps(plain) if isinstance(plain, dict | list) else str(plain)
        return text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").encode()


@dataclass
class Head:
    """What a member says of its table before its rows."""

    table: str
    kind: str
    columns: list[str]
    loose: dict[str, str]


def write(
    target: BinaryIO, table: Sealed, columns: list[str], rows: Iterable[Sequence[Any]], codec: Codec, ring: Ring
) -> int:
    """Write a table's member; a row is its record's id or None, that record's key as hex or None, and the values."""
    head = {"table": table.table, "kind": table.kind, "columns": columns, "loose": dict(table.loose)}
    target.write(json.dumps(head).encode() + b"\n")
    own, count = columns.index("id"), 0
    blank = [(columns.index(name), plain) for name, plain in (table.left or {}).items()]
    for record, known, *values in rows:
        count += 1
        line = codec.line(values)
        if record is None:
            target.write(b"- - =%s\n" % line)
            continue
        pk = int(values[own])
        key = ring.key(table.kind, int(record), bytes.fromhex(known) if known else None)
        sealed = base64.b64encode(_seal(key, line, _about(table.table, record))) if key else b"-"
        for place, plain in blank:
            values[place] = codec.value(plain(pk) if callable(plain) else plain)
        target.write(b"%d %s %s\n" % (int(record), sealed, b"-" if table.left is None else b"=" + codec.line(values)))
    return count


class Keys(Protocol):
    """The keys that a restore has."""

    def get(self, kind: str, record: int) -> bytes | None: ...


def opened(source: Iterable[bytes], of: Head, keys: Keys) -> Iterator[bytes | None]:
    """Each row's line, whole where its key is there, else as it stands without it; None for a row that went with its key."""
    for told in source:
        record, sealed, plain = told.split(b" ", 2)
        key = keys.get(of.kind, int(record)) if sealed != b"-" else None
        line = _unseal(key, base64.b64decode(sealed), _about(of.table, record)) if key else None
        yield line if line is not None else plain[1:] if plain != b"-" else None


def _about(table: str, record: int | bytes) -> bytes:
    return f"{table} {int(record)}".encode()


def _name(key: bytes) -> bytes:
    return hashlib.sha256(b"ikrar-data-key" + key).digest()[:_NAME]


def _seal(key: bytes, data: bytes, about: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return _name(key) + nonce + AESGCM(key).encrypt(nonce, data, about)


def _unseal(key: bytes, data: bytes, about: bytes) -> bytes | None:
    """None where it lies under another key of the record: one that was destroyed."""
    if data[:_NAME] != _name(key):
        return None
    try:
        return AESGCM(key).decrypt(data[_NAME : _NAME + _NONCE], data[_NAME + _NONCE :], about)
    except InvalidTag:
        raise Damaged(_("Arsip memuat baris yang tidak utuh.")) from None


def sealed_size(size: int) -> int:
    """Bytes of a sealed file of so many bytes."""
    pieces = max(1, -(-size // _PIECE))
    return _NAME + _PREFIX + size + pieces * _TAG


class SealedFile:
    """A reader of a file's bytes as they lie in a backup; `digest` is that of the bytes themselves, `size` how many there are."""

    def __init__(self, source: BinaryIO, size: int, key: bytes) -> None:
        prefix = os.urandom(_PREFIX)
        self.digest = hashlib.sha256()
        self._pieces = self._sealed(source, size, AESGCM(key), prefix)
        self._left = _name(key) + prefix

    def _sealed(self, source: BinaryIO, size: int, cipher: AESGCM, prefix: bytes) -> Iterator[bytes]:
        number, left = 0, size
        while True:
            piece = source.read(min(_PIECE, left))
            left -= len(piece)
            is_last = left <= 0 or not piece
            self.digest.update(piece)
            yield cipher.encrypt(_counted(prefix, number, is_last), piece, None)
            if is_last:
                return
            number += 1

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._left) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        end = len(self._left) if size < 0 else size
        data, self._left = self._left[:end], self._left[end:]
        return data


def open_file(source: BinaryIO, target: BinaryIO, key: bytes) -> bool:
    """Write the file that lies sealed in `source`; False where it lies under a key that was destroyed. Reads to the end."""
    if source.read(_NAME) != _name(key):
        return False
    prefix, cipher, number = source.read(_PREFIX), AESGCM(key), 0
    piece = _exactly(source, _PIECE + _TAG)
    while True:
        after = _exactly(source, _PIECE + _TAG)
        try:
            target.write(cipher.decrypt(_counted(prefix, number, not after), piece, None))
        except InvalidTag:
            raise Damaged(_("Arsip memuat berkas yang tidak utuh.")) from None
        if not after:
            return True
        piece, number = after, number + 1


def _exactly(source: BinaryIO, size: int) -> bytes:
    """So many bytes, fewer at the end alone."""
    parts, left = [], size
    while left and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _counted(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([is_last])
