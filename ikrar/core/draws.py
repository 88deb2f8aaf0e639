"""Drawing at random so that anyone can repeat it. Pure."""

import hashlib
import heapq
from collections.abc import Iterable


def drawn_by(seed: str, ids: Iterable[int], count: int) -> list[int]:
    """The `count` ids whose SHA-256 with the seed is smallest: anyone who has the seed gets the same ones."""
    return heapq.nsmallest(count, ids, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).digest())
