"""A log's static files as C2SP tlog-tiles lays them out: tiles of hashes, bundles of entries, read and grown. Pure."""

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ikrar.register.merkle import LENGTH, levels

#: Levels of the tree in a tile, and hashes in a full one.
HEIGHT = 8
WIDTH = 1 << HEIGHT
#: Gives the bytes of a file by its path below the log's address; raises `FileNotFoundError`.
Fetch = Callable[[str], bytes]
_PATH = re.compile(
    r"tile/(0|[1-9]|[1-5]\d|6[0-3]|entries)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?"
)


class Damaged(ValueError):
    """A file of a log that is not as it must be; the text names it."""


@dataclass(frozen=True)
class Tile:
    """One file: `level` is None for a bundle of entries; `width` is below 256 at the right edge of the tree."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Below the log's address, such as `tile/0/x001/234.p/7`."""
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level is None else self.level}/{_in_groups(self.index)}{part}"

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """The file that a path names; raises `Damaged` for a path that names none in just this way."""
        found = _PATH.fullmatch(path)
        if found is None:
            raise Damaged(path)
        index = int("".join(re.findall(r"\d{3}", found[2])))
        tile = cls(None if found[1] == "entries" else int(found[1]), index, int(found[3]) if found[3] else WIDTH)
        if tile.path != path:
            raise Damaged(path)
        return tile


def _in_groups(index: int) -> str:
    text = f"{index:03d}"
    text = text.rjust(-(-len(text) // 3) * 3, "0")
    groups = [text[i : i + 3] for i in range(0, len(text), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def at_edge(level: int | None, index: int, size: int) -> Tile:
    """A file as a tree of this size has it: full, or as wide as the tree reaches."""
    whole = size >> (HEIGHT * (level or 0))
    return Tile(level, index, min(WIDTH, whole - index * WIDTH))


class TileReader:
    """Reads the hashes of a tree of a given size from its tiles.

    What is above the leaves' own tiles is kept, as every way leads through it: some 8 kB for each 65,536 leaves.
    """

    def __init__(self, fetch: Fetch, size: int) -> None:
        self._fetch, self._size = fetch, size
        self._kept: dict[tuple[int, int], list[bytes]] = {}
        self._last: tuple[int, list[bytes]] = (-1, [])

    def __call__(self, level: int, index: int) -> bytes:
        """As `merkle.Read`."""
        tier, above = divmod(level, HEIGHT)
        number, offset = divmod(index << above, WIDTH)
        at = (offset >> above) * LENGTH
        return self._levels(tier, number)[above][at : at + LENGTH]

    def row(self, tier: int, number: int) -> list[bytes]:
        """The hashes of one tile."""
        return hashes(self._levels(tier, number)[0], at_edge(tier, number, self._size))

    def _levels(self, tier: int, number: int) -> list[bytes]:
        """A tile's hashes and, above them, those of the complete subtrees within it, each level in one piece."""
        if tier:
            if (tier, number) not in self._kept:
                self._kept[tier, number] = self._read(tier, number)
            return self._kept[tier, number]
        last = self._last
        if last[0] != number:
            last = self._last = (number, self._read(tier, number))
        return last[1]

    def _read(self, tier: int, number: int) -> list[bytes]:
        tile = at_edge(tier, number, self._size)
        data = self._data(tile)
        if len(data) != tile.width * LENGTH:
            raise Damaged(tile.path)
        return levels(data)

    def _data(self, tile: Tile) -> bytes:
        """Of a tile at the edge, or of the full one that has taken its place since."""
        try:
            return self._fetch(tile.path)
        except FileNotFoundError:
            if tile.width == WIDTH:
                raise
            return self._fetch(Tile(tile.level, tile.index).path)[: tile.width * LENGTH]


def hashes(data: bytes, tile: Tile) -> list[bytes]:
    """The hashes of a tile's file; raises `Damaged` where it has another length."""
    if len(data) != tile.width * LENGTH:
        raise Damaged(tile.path)
    return [data[i : i + LENGTH] for i in range(0, len(data), LENGTH)]


def grown(
    size: int, leaves: Sequence[bytes], edge: Callable[[int, int], Sequence[bytes]]
) -> Iterator[tuple[Tile, bytes]]:
    """Every tile that changes when these leaf hashes are appended to a tree of this size.

    `edge(tier, number)` gives the hashes of the tile at the old right edge, asked for where it is not empty.
    """
    tier, new = 0, list(leaves)
    while new:
        count = size >> (HEIGHT * tier)
        number, width = divmod(count, WIDTH)
        row = [*edge(tier, number), *new] if width else new
        above = []
        for start in range(0, len(row), WIDTH):
            part = row[start : start + WIDTH]
            data = b"".join(part)
            yield Tile(tier, number + start // WIDTH, len(part)), data
            if len(part) == WIDTH:
                above.append(levels(data)[-1])
        tier, new = tier + 1, above


def bundled(first: int, entries: Sequence[bytes]) -> Iterator[tuple[Tile, bytes]]:
    """Entry bundles of the entries from index `first` on, which is a multiple of 256; each entry has at most 65,535 bytes."""
    for start in range(0, len(entries), WIDTH):
        part = entries[start : start + WIDTH]
        data = b"".join(struct.pack(">H", len(entry)) + entry for entry in part)
        yield Tile(None, (first + start) // WIDTH, len(part)), data


def entries(data: bytes, tile: Tile) -> list[bytes]:
    """The entries of a bundle; raises `Damaged` where lengths or their number do not fit."""
    found, at = [], 0
    while at + 2 <= len(data):
        (length,) = struct.unpack_from(">H", data, at)
        found.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data) or len(found) != tile.width:
        raise Damaged(tile.path)
    return found
