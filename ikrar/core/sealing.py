"""Bytes that lie on the disk for a while and hold codes: encrypted under a key outside the database (AES-256-GCM).

What is sealed names what it is about, so that one file's bytes put in another's place do not open.
"""

import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from ikrar.core import keys
from ikrar.core.errors import Refused

#: What sealed bytes begin with; files from before they were sealed begin otherwise.
_MARK = b"ikrar-sealed-1\n"
_NONCE = 12


def seal(data: bytes, about: str) -> bytes:
    """Encrypted and authenticated, with a fresh nonce."""
    nonce = os.urandom(_NONCE)
    return _MARK + nonce + _cipher().encrypt(nonce, data, _MARK + about.encode())


def is_sealed(data: bytes) -> bool:
    return data.startswith(_MARK)


def unseal(data: bytes, about: str) -> bytes:
    """The bytes that were sealed about this; refused where the key or anything of it is another."""
    start = len(_MARK) + _NONCE
    try:
        if is_sealed(data):
            return _cipher().decrypt(data[len(_MARK) : start], data[start:], _MARK + about.encode())
    except InvalidTag:
        pass
    raise Refused(_("Berkas ini tidak bisa dibuka lagi. Buat berkas baru."))


def _cipher() -> Any:
    """Under a key derived from that of the codes: who has it has the codes, who has not reads nothing."""
    return AESGCM(keys.mac("code", "sealed files"))
