"""For observers: a draw that anyone can repeat, initials instead of names, and the pace of an officer. Pure."""

import datetime as dt
import hashlib
import heapq
import statistics
from collections.abc import Iterable, Sequence
from itertools import pairwise


def drawn_by(seed: str, ids: Iterable[int], count: int) -> list[int]:
    """The `count` ids whose SHA-256 with the seed is smallest: anyone who has the seed gets the same ones."""
    return heapq.nsmallest(count, ids, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).digest())


def initials(name: str) -> str:
    """`Sari Contohwati` as `S. C.`."""
    return " ".join(f"{word[0]}." for word in name.split())


def median_seconds(times: Sequence[dt.datetime]) -> float | None:
    """The median between two in a row, in seconds; None where there are not two."""
    return statistics.median((b - a).total_seconds() for a, b in pairwise(times)) if len(times) > 1 else None
