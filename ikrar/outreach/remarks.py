"""The digest of an observer's remark: whoever holds a printed one sees whether the words are still the same. Pure."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What an observer writes, and which earlier remark it corrects."""

    name: str
    institution: str
    text: str
    corrects: int | None = None


def digest(activity: int, said: Said, at: dt.datetime, before: bytes) -> bytes:
    """SHA-256 over the activity, the words, the writer, the time and the digest of the remark before it."""
    told = [
        activity,
        said.name,
        said.institution,
        said.text,
        said.corrects,
        at.astimezone(dt.UTC).isoformat(),
        before.hex(),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).digest()


def short(full: bytes) -> str:
    """The first twelve digits in groups of four, as papers print it."""
    start = bytes(full).hex()[:12]
    return " ".join(start[at : at + 4] for at in (0, 4, 8))
