"""A log read from its first entry to its last: every file, every head and, where it is at hand, the database. Streamed.

It needs nothing but the public files and a key, so that anybody can do it; memory does not grow with the log.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ikrar.register import merkle, notes, tiles
from ikrar.register.merkle import Growing
from ikrar.register.notes import Checkpoint, Malformed, Unsigned, Verifier
from ikrar.register.tiles import WIDTH, Damaged, Fetch, Tile


@dataclass
class Audited:
    """What was found. `kinds` counts entries by their first byte; `faults` says what does not agree, in the order found."""

    size: int = 0
    root: bytes = merkle.EMPTY
    heads: int = 0
    kinds: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def audit(
    fetch: Fetch, known: Sequence[Verifier], *, old: Iterable[str] = (), entries: Iterable[bytes] | None = None
) -> Audited:
    """Rebuild the tree under the published head. `old` are heads of before, `entries` what a database holds."""
    done = Audited()
    try:
        head = notes.checkpoint_of(fetch("checkpoint").decode(), known)
    except FileNotFoundError:
        done.faults.append(_("belum ada checkpoint yang diterbitkan"))
        return done
    except (Malformed, Unsigned, UnicodeDecodeError) as fault:
        done.faults.append(_("checkpoint tidak sah: %s") % fault)
        return done
    expected = sorted(_heads(old, known, head, done), key=lambda one: one.size)
    tree = _Tree(fetch, head.size, done)
    theirs = iter(entries) if entries is not None else None
    for entry in _entries(fetch, head.size, done):
        tree.add(entry)
        done.kinds[entry[0] if entry else -1] = done.kinds.get(entry[0] if entry else -1, 0) + 1
        if theirs is not None and next(theirs, None) != entry:
            done.faults.append(_("entri %d: isi basis data lain") % (tree.grown.size - 1))
            theirs = None
        while expected and expected[0].size == tree.grown.size:
            _compare(expected.pop(0), tree.grown.root(), done)
    done.faults += [_("checkpoint berukuran %d: entrinya tidak sampai ke sana") % one.size for one in expected]
    tree.close()
    done.size, done.root = tree.grown.size, tree.grown.root()
    return done


def _heads(old: Iterable[str], known: Sequence[Verifier], head: Checkpoint, done: Audited) -> Iterator[Checkpoint]:
    yield head
    for note in old:
        try:
            one = notes.checkpoint_of(note, known)
        except (Malformed, Unsigned) as fault:
            done.faults.append(_("satu checkpoint lama tidak sah: %s") % fault)
            continue
        if one.size > head.size:
            told = {"old": one.size, "now": head.size}
            done.faults.append(_("checkpoint berukuran %(old)d: lebih besar dari yang terbit sekarang, %(now)d") % told)
        elif one.origin != head.origin:
            done.faults.append(_("checkpoint berukuran %d: dari register lain") % one.size)
        else:
            yield one


def _compare(head: Checkpoint, root: bytes, done: Audited) -> None:
    done.heads += 1
    if head.root != root:
        done.faults.append(_("checkpoint berukuran %d: akarnya bukan akar entri-entri itu") % head.size)


def _entries(fetch: Fetch, size: int, done: Audited) -> Iterator[bytes]:
    """Every entry up to the first bundle that is lost or damaged."""
    for number in range(-(-size // WIDTH)):
        tile = tiles.at_edge(None, number, size)
        try:
            yield from tiles.entries(_read(fetch, tile), tile)
        except (Damaged, FileNotFoundError):
            done.faults.append(_("%s: hilang atau rusak") % tile.path)
            return


def _read(fetch: Fetch, tile: Tile) -> bytes:
    """A file of the edge, or the beginning of the full one that took its place since."""
    try:
        return fetch(tile.path)
    except FileNotFoundError:
        whole = Tile(tile.level, tile.index)
        if tile.level is None:
            _first, data = next(tiles.bundled(0, tiles.entries(fetch(whole.path), whole)[: tile.width]))
            return data
        return fetch(whole.path)[: tile.width * merkle.LENGTH]


class _Tree:
    """Grows by entries and compares each tile of hashes as soon as it is full, those of the edge at the end."""

    def __init__(self, fetch: Fetch, size: int, done: Audited) -> None:
        self._fetch, self._done = fetch, done
        self.grown = Growing()
        self._leaves: list[bytes] = []
        self._edges: dict[int, list[bytes]] = {}
        self._size = 0

    def add(self, entry: bytes) -> None:
        leaf = merkle.leaf_hash(entry)
        self.grown.add(leaf)
        self._leaves.append(leaf)
        if len(self._leaves) == WIDTH:
            self._append()

    def close(self) -> None:
        """What is left, then the tiles of the right edge."""
        self._append()
        for tier, row in self._edges.items():
            if row:
                number = (self._size >> (tiles.HEIGHT * tier)) // WIDTH
                self._check(Tile(tier, number, len(row)), b"".join(row))

    def _append(self) -> None:
        for tile, data in tiles.grown(self._size, self._leaves, lambda tier, _number: self._edges[tier]):
            assert tile.level is not None
            is_full = tile.width == WIDTH
            self._edges[tile.level] = [] if is_full else tiles.hashes(data, tile)
            if is_full:
                self._check(tile, data)
        self._size += len(self._leaves)
        self._leaves = []

    def _check(self, tile: Tile, data: bytes) -> None:
        try:
            same = _read(self._fetch, tile) == data
        except FileNotFoundError:
            same = False
        if not same:
            self._done.faults.append(_("%s: hilang, atau bukan sidik entri-entrinya") % tile.path)
