"""The list of what was erased: a file outside database and backup, so that an older backup brings nothing of it back.

A line is an entry, when, and an HMAC over both and the line before, under `keys/audit.key`. An entry tells nobody's name.
"""

import datetime as dt
import fcntl
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from ikrar.core import disk, keys
from ikrar.core.errors import Refused

_START = b"ikrar-erased-1"


def add(entries: Iterable[str], *, at: dt.datetime) -> None:
    """Write entries that the list does not hold yet, through to the disk; whoever comes at the same time waits."""
    path: Path = settings.ERASED_LIST
    is_new = not path.exists()
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known, last = _read(file)
        file.truncate()
        for entry in dict.fromkeys(entries):
            if entry not in known:
                line = _line(entry, at.isoformat(timespec="seconds"), last)
                last = line.rstrip(b"\n").rsplit(b" ", 1)[1]
                file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        disk.flush(path.parent)


def entries_of(path: Path) -> list[str]:
    """What a list holds; refused where a line was altered, taken out or put in."""
    with path.open("rb") as file:
        return list(_read(file)[0])


def _read(file: BinaryIO) -> tuple[dict[str, None], bytes]:
    """The entries and the last line's HMAC. A last line that was being written when the power went is left out."""
    known: dict[str, None] = {}
    last, good = _START, 0
    for number, line in enumerate(file, 1):
        if not line.endswith(b"\n"):
            break
        entry, _space, rest = line.decode("ascii", "replace").partition(" ")
        if line != _line(entry, rest.partition(" ")[0], last):
            raise Refused(_("Daftar penghapusan tidak utuh pada baris %d. Pakai salinan lain.") % number)
        last, good = line.rstrip(b"\n").rsplit(b" ", 1)[1], good + len(line)
        known[entry] = None
    file.seek(good)
    return known, last


def _line(entry: str, at: str, last: bytes) -> bytes:
    return f"{entry} {at} {keys.mac('audit', 'erased', last, entry, at).hex()}\n".encode()
