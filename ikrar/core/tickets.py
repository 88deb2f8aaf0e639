"""Tickets of pages that know nobody: a random number and our mark on it, so that one form counts once.

A ticket says that we gave out the page, and nothing about who holds it. It cannot keep a person from asking for another.
"""

import uuid

from ikrar.core import ids, keys

_MARK = 24
#: Symbols of the code by which an answer is found.
CODE_LENGTH = 10


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


def code(number: uuid.UUID) -> str:
    """The code by which whoever asked this question finds its answer: always the same one, and kept nowhere."""
    return ids.encode(
        int.from_bytes(keys.mac("code", "question", number.bytes)[:8], "big") % 32**CODE_LENGTH, CODE_LENGTH
    )


def lookup(typed: str) -> bytes:
    """What the database keeps to find the question of such a code."""
    return keys.mac("code", "question lookup", ids.clean(typed))[:16]
