"""What a signer takes home: the record, its commitment, the receipt number. Pure."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

import rfc8785

from ikrar.core import ids

#: First byte of a commitment: what kind of leaf it will be (design section 6).
SIGNATURE_LEAF = b"\x01"
RECEIPT_LENGTH = 8


class Committed(NamedTuple):
    """`record` is canonical JSON (RFC 8785), `r` 32 random bytes, `commitment` the type byte and HMAC-SHA256(r, record)."""

    r: bytes
    record: str
    commitment: bytes


def commit(record: Mapping[str, Any], r: bytes | None = None) -> Committed:
    """Bind a record so that only who holds `r` and the record can show what was committed."""
    r = r or os.urandom(32)
    text = rfc8785.dumps(dict(record))
    return Committed(r, text.decode("utf-8"), SIGNATURE_LEAF + hmac.digest(r, text, hashlib.sha256))


def opens(commitment: bytes, r: bytes, record: str) -> bool:
    """Does this record with this `r` open the commitment?"""
    return hmac.compare_digest(SIGNATURE_LEAF + hmac.digest(r, record.encode(), hashlib.sha256), bytes(commitment))


def new_receipt() -> str:
    """A receipt number: 8 random symbols of Crockford base32 (40 bits), printed as `7Q4M-2F9K`."""
    return ids.short_code(RECEIPT_LENGTH)


def digest_of(body: Mapping[str, Any]) -> str:
    """SHA-256 of a text's canonical JSON, in hex: what a signature names."""
    return hashlib.sha256(rfc8785.dumps(dict(body))).hexdigest()


def body_digest(**sent: Any) -> bytes:
    """SHA-256 of what a client sent, so that the same UUID with another body is noticed."""
    return hashlib.sha256(rfc8785.dumps(sent)).digest()
