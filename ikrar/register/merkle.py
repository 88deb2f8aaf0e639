"""Merkle trees as RFC 6962 hashes them, with the proofs of RFC 9162. Pure: knows neither files nor tables.

A tree is read through `Read`: `read(level, index)` is the hash of the complete subtree over the 2**level leaves that begin
with leaf index * 2**level. All hashes are 32 bytes of SHA-256.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

Read = Callable[[int, int], bytes]
LENGTH = 32
#: The root of a tree without leaves (RFC 9162, 2.1.1).
EMPTY = hashlib.sha256(b"").digest()


class Invalid(ValueError):
    """A proof that does not prove what it should; the text says in what."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: SHA-256 over 0x00 and the entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 over 0x01 and its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(hashes: bytes) -> list[bytes]:
    """Subtrees of one size, one after the other in one piece; then the complete ones of twice the size, and so on."""
    rows = [hashes]
    while len(rows[-1]) >= 2 * LENGTH:
        row = rows[-1]
        pairs = (row[i : i + 2 * LENGTH] for i in range(0, len(row) - LENGTH, 2 * LENGTH))
        rows.append(b"".join([hashlib.sha256(b"\x01" + pair).digest() for pair in pairs]))
    return rows


def root(size: int, read: Read) -> bytes:
    """The tree's root over its first `size` leaves."""
    return _over(0, size, read) if size else EMPTY


class Growing:
    """A tree that leaf hashes are added to one by one, in memory for the logarithm of its size."""

    def __init__(self) -> None:
        self.size, self._peaks = 0, []  # type: int, list[tuple[int, bytes]]

    def add(self, leaf: bytes) -> None:
        level, whole = 0, leaf
        while self._peaks and self._peaks[-1][0] == level:
            level, whole = level + 1, node_hash(self._peaks.pop()[1], whole)
        self._peaks.append((level, whole))
        self.size += 1

    def root(self) -> bytes:
        """The root over the leaves so far."""
        hashes = [whole for _level, whole in self._peaks]
        return _joined(hashes) if hashes else EMPTY


def root_of(hashes: Iterable[bytes]) -> bytes:
    """The root over a stream of leaf hashes."""
    tree = Growing()
    for one in hashes:
        tree.add(one)
    return tree.root()


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The way from leaf `index` to the root of the first `size` leaves, the leaf's sibling first (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise Invalid("the leaf lies outside the tree")
    return [_over(low, high, read) for low, high in _siblings(index, size)]


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """That the first `old` of `new` leaves are the tree of before (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise Invalid("the older tree is empty or the larger one")
    return [_over(low, high, read) for low, high in _shared(old, 0, new, is_whole=True)]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes) -> None:
    """Raise `Invalid` unless the leaf hash stands at `index` of the tree with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Invalid("the leaf lies outside the tree")
    place, last, found = index, size - 1, leaf
    for one in proof:
        _hash_length(one)
        if last == 0:
            raise Invalid("the proof is too long")
        if place & 1 or place == last:
            found = node_hash(one, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, one)
        place, last = place >> 1, last >> 1
    if last:
        raise Invalid("the proof is too short")
    if found != expected:
        raise Invalid("the proof leads to another root")


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raise `Invalid` unless the newer tree begins with the older one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        raise Invalid("the older tree is empty or the larger one")
    if old == new:
        if proof or old_root != new_root:
            raise Invalid("two roots of one size")
        return
    for one in proof:
        _hash_length(one)
    way = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not way:
        raise Invalid("the proof is too short")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    of_old = of_new = way[0]
    for one in way[1:]:
        if last == 0:
            raise Invalid("the proof is too long")
        if place & 1 or place == last:
            of_old, of_new = node_hash(one, of_old), node_hash(one, of_new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            of_new = node_hash(of_new, one)
        place, last = place >> 1, last >> 1
    if last:
        raise Invalid("the proof is too short")
    if of_old != old_root:
        raise Invalid("the older root is another one")
    if of_new != new_root:
        raise Invalid("the newer root is another one")


def _hash_length(one: bytes) -> None:
    if len(one) != LENGTH:
        raise Invalid("a hash of another length")


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves beside the way from a leaf to the root, the nearest first."""
    low, high, way = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            way.append((middle, high))
            high = middle
        else:
            way.append((low, middle))
            low = middle
    return way[::-1]


def _shared(old: int, low: int, high: int, *, is_whole: bool) -> list[tuple[int, int]]:
    """The ranges of a consistency proof for the first `old` leaves of a range (RFC 9162, 2.1.4.1: SUBPROOF)."""
    if old == high - low:
        return [] if is_whole else [(low, high)]
    middle = low + _split(high - low)
    if old <= middle - low:
        return [*_shared(old, low, middle, is_whole=is_whole), (middle, high)]
    return [*_shared(old - (middle - low), middle, high, is_whole=False), (low, middle)]


def _split(size: int) -> int:
    """The largest power of two below a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)


def _over(low: int, high: int, read: Read) -> bytes:
    """The root over leaves low…high-1, where low is a multiple of the largest power of two below their number."""
    return _joined([read(level, index) for level, index in _complete_parts(low, high)])


def _joined(hashes: list[bytes]) -> bytes:
    """The root over complete subtrees, from the right, each smaller than the one before it."""
    found, *rest = reversed(hashes)
    for one in rest:
        found = node_hash(one, found)
    return found


def _complete_parts(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees that make up a range, from the left, as level and index."""
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level
