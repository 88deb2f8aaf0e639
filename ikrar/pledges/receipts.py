"""What a signer takes home: the record, its commitment, the receipt number. Pure."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

import rfc8785

from ikrar.core import ids, keys

#: First byte of a commitment: what kind of leaf it will be (design section 6).
SIGNATURE_LEAF, CLOSING_LEAF = b"\x01", b"\x03"
RECEIPT_LENGTH = 8
#: Symbols of an act's number and of the secret behind it, in the code of a notice.
_NUMBER_LENGTH, _SECRET_LENGTH = 8, 12


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


def closing_entry(told: Mapping[str, Any]) -> bytes:
    """The entry that tells a campaign's totals in the open: a type byte and canonical JSON (RFC 8785)."""
    return CLOSING_LEAF + rfc8785.dumps(dict(told))


def opens(commitment: bytes, r: bytes, record: str) -> bool:
    """Does this record with this `r` open the commitment?"""
    return hmac.compare_digest(SIGNATURE_LEAF + hmac.digest(r, record.encode(), hashlib.sha256), bytes(commitment))


def new_receipt() -> str:
    """A receipt number: 8 random symbols of Crockford base32 (40 bits), printed as `7Q4M-2F9K`."""
    return ids.short_code(RECEIPT_LENGTH)


def objection_code(signature_id: int) -> str:
    """The code in a notice that opens "bukan saya" for this act: its number and 60 bits that nobody guesses."""
    secret = int.from_bytes(keys.mac("code", "objection", str(signature_id))[:8], "big") >> 4
    return ids.encode(signature_id, _NUMBER_LENGTH) + ids.encode(secret, _SECRET_LENGTH)


def objected_act(typed: str) -> int | None:
    """The act that a typed code belongs to, or None where it is not ours."""
    symbols = ids.clean(typed)
    if len(symbols) != _NUMBER_LENGTH + _SECRET_LENGTH:
        return None
    act = ids.value_of(symbols[:_NUMBER_LENGTH])
    return act if keys.same(objection_code(act).encode(), symbols.encode()) else None


def digest_of(body: Mapping[str, Any]) -> str:
    """SHA-256 of a text's canonical JSON, in hex: what a signature names."""
    return hashlib.sha256(rfc8785.dumps(dict(body))).hexdigest()


def body_digest(**sent: Any) -> bytes:
    """SHA-256 of what a client sent, so that the same UUID with another body is noticed."""
    return hashlib.sha256(rfc8785.dumps(sent)).digest()
