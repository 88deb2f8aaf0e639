"""The keys of an installation: one file each under `$IKRAR_HOME/keys`, never in the database."""

import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

#: Each file, and what it protects.
FILES = {
    "session.key": _("sesi dan pengaman kedua petugas"),
    "pin.key": _("PIN pegawai"),
    "code.key": _("kode pribadi pegawai"),
    "audit.key": _("sidik jari dalam jejak perubahan"),
    "cookie.key": _("sesi pegawai dan perangkat meja"),
    "register.key": _("kunci yang menandatangani register"),
}

#: Keys whose loss or exchange makes what the database holds useless; officers' second factors rest under `session`.
CHECKED = ("session", "pin", "code", "audit", "cookie", "register")


def make(folder: Path, names: Iterable[str] = FILES) -> list[str]:
    """Make those keys that do not exist yet, readable by the owner alone; returns the names of the new ones."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    for name in names:
        path = folder / name
        if not path.exists():
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(os.urandom(32).hex() + "\n")
            made.append(name)
    return made


@cache
def _secret(name: str) -> bytes:
    return bytes.fromhex((settings.IKRAR_KEYS / f"{name}.key").read_text("ascii"))


def mac(name: str, *parts: bytes | str) -> bytes:
    """HMAC-SHA256 (RFC 2104) of the parts, each with its length before it, under the key `name`; 32 bytes."""
    raws = [part.encode() if isinstance(part, str) else part for part in parts]
    message = b"".join(len(raw).to_bytes(4, "big") + raw for raw in raws)
    return hmac.digest(_secret(name), message, hashlib.sha256)


def canary(name: str) -> bytes:
    """What the database keeps to recognise the key by; it tells nothing of the key."""
    return mac(name, "canary")


def same(left: bytes | memoryview, right: bytes | memoryview) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(bytes(left), bytes(right))
