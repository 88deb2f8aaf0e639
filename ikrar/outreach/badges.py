"""A badge's text: `IK1` and a signed payload in base32, which anyone with the public key can check without a server.

Payload (13 bytes): version 1, serial (8 random bytes), end (seconds since 1970, 4 bytes, big-endian). Behind it stands
its Ed25519 signature (RFC 8032, 64 bytes). Base32 (RFC 4648, without padding) keeps a QR code in alphanumeric mode.
Neither a number nor a name is inside.
"""

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MARK, VERSION = "IK1", 1
SERIAL_BYTES = 8
_PAYLOAD, _SIGNATURE = 1 + SERIAL_BYTES + 4, 64
_LENGTH = -(-(_PAYLOAD + _SIGNATURE) * 8 // 5)
_TEXT = re.compile(rf"(?:^|/B/){MARK}([A-Z2-7]{{{_LENGTH}}})$")
_CONTEXT = b"ikrar badge v1\0"
_KEY = "ed25519:"


@dataclass(frozen=True)
class Told:
    """What a genuine badge says."""

    serial: bytes
    expires_at: dt.datetime


def shown(key: Ed25519PublicKey) -> str:
    """A public key as people pass it on: `ed25519:` and base64 of its 32 bytes."""
    return _KEY + base64.b64encode(key.public_bytes_raw()).decode()


def public_key(told: str) -> Ed25519PublicKey | None:
    """The key behind what was passed on; None for anything else."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(told.strip().removeprefix(_KEY), validate=True))
    except ValueError:
        return None


def text(serial: bytes, expires_at: dt.datetime, key: Ed25519PrivateKey) -> str:
    """`IK1…` for a serial, good until its end."""
    payload = bytes([VERSION]) + serial + int(expires_at.timestamp()).to_bytes(4, "big")
    signed = payload + key.sign(_CONTEXT + payload)
    return MARK + base64.b32encode(signed).decode().rstrip("=")


def read(scanned: str, key: Ed25519PublicKey) -> Told | None:
    """What a scanned text or address tells, if we signed it; None for anything else. Its end is for the caller."""
    found = _TEXT.search(scanned.strip().upper())
    if found is None:
        return None
    try:
        raw = base64.b32decode(found[1] + "=" * (-len(found[1]) % 8))
        payload, signature = raw[:_PAYLOAD], raw[_PAYLOAD:]
        key.verify(signature, _CONTEXT + payload)
    except (binascii.Error, InvalidSignature):
        return None
    if payload[0] != VERSION:
        return None
    seconds = int.from_bytes(payload[-4:], "big")
    return Told(payload[1 : 1 + SERIAL_BYTES], dt.datetime.fromtimestamp(seconds, dt.UTC))
