"""Addresses that open one page to whoever holds them: derived from a nonce under a key outside the database. Pure."""

import os

from ikrar.core import ids, keys

#: Symbols of a link's token: 100 bits.
SYMBOLS = 20


def new_nonce() -> bytes:
    return os.urandom(12)


def token_of(nonce: bytes) -> str:
    """The token that a quota's link carries."""
    number = int.from_bytes(keys.mac("code", "quota-link", bytes(nonce))[:13], "big")
    return ids.encode(number, SYMBOLS).lower()


def lookup(token: str) -> bytes:
    """What the database knows of a token: 16 bytes of an HMAC."""
    return keys.mac("code", "quota-lookup", ids.clean(token))[:16]


def speaker(forum: int, serial: int) -> str:
    """The unguessable end of the speakers' link; another serial makes another link."""
    return keys.mac("code", "speakers", str(forum), str(serial)).hex()[:20]
