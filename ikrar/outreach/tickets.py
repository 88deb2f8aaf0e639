"""Tickets of pages that know nobody: a random number and our mark on it, so that one form counts once.

A ticket says that we gave out the page, and nothing about who holds it. It cannot keep a person from asking for another.
"""

import uuid

from ikrar.core import keys

_MARK = 24


def give(what: str, code: str) -> str:
    """A new ticket for one form of the page under this code."""
    number = uuid.uuid4()
    return f"{number.hex}.{_mark(what, code, number)}"


def read(what: str, code: str, text: str) -> uuid.UUID | None:
    """Its number, if we gave it out for this form under this code."""
    number, _dot, mark = text.partition(".")
    try:
        found = uuid.UUID(hex=number)
    except ValueError:
        return None
    return found if keys.same(mark.encode(), _mark(what, code, found).encode()) else None


def _mark(what: str, code: str, number: uuid.UUID) -> str:
    return keys.mac("cookie", "ticket", what, code, number.bytes).hex()[:_MARK]
