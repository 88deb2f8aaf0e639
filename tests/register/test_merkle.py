"""Merkle trees against the definitions of RFC 6962, written once more and slowly, and against a second library's roots."""

import hashlib

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.register import merkle, tiles


def mth(entries):
    """RFC 6962, 2.1, word for word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\1" + mth(entries[:k]) + mth(entries[k:])).digest()


def reader(entries):
    return lambda level, index: mth(entries[index << level : (index + 1) << level])


def some(count, salt=b""):
    return [salt + number.to_bytes(2, "big") for number in range(count)]


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_roots_are_those_of_the_definition(entries):
    assert merkle.root(len(entries), reader(entries)) == mth(entries)
    assert merkle.root_of(map(merkle.leaf_hash, entries)) == mth(entries)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 9, 31, 64, 100])
def test_roots_are_those_of_another_library(count):
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in some(count):
        tree.append_entry(entry)
    assert merkle.root(count, reader(some(count))) == tree.get_root()


def test_every_leaf_of_every_small_tree_is_proved():
    entries = some(40)
    for size in range(1, 41):
        root = mth(entries[:size])
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, reader(entries[:size]))
            merkle.verify_inclusion(index, size, merkle.leaf_hash(entries[index]), proof, root)


def test_every_small_tree_is_consistent_with_every_smaller_one():
    entries = some(40)
    for new in range(1, 41):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(old, new, reader(entries[:new]))
            merkle.verify_consistency(old, new, mth(entries[:old]), mth(entries[:new]), proof)


@given(st.data(), st.integers(1, 300))
def test_nothing_else_is_proved(data, size):
    """Another leaf, index, size, root or way, however little it differs."""
    entries = some(size)
    index = data.draw(st.integers(0, size - 1))
    leaf, root = merkle.leaf_hash(entries[index]), mth(entries)
    proof = merkle.inclusion_proof(index, size, reader(entries))
    wrong = [
        (index, size, merkle.leaf_hash(b"another"), proof, root),
        (index, size, leaf, proof, mth([*entries, b"more"])),
        (index, size, leaf, [*proof, leaf], root),
        (size, size, leaf, proof, root),
        (index, size, leaf, [one[:-1] for one in proof] or [b""], root),
    ]
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        changed = [one if at != place else bytes([one[0] ^ 1]) + one[1:] for at, one in enumerate(proof)]
        wrong += [(index, size, leaf, changed, root), (index, size, leaf, proof[:-1], root)]
    if size > 1:
        wrong.append(((index + 1) % size, size, leaf, proof, root))
    for case in wrong:
        with pytest.raises(merkle.Invalid):
            merkle.verify_inclusion(*case)


@given(st.data(), st.integers(2, 200))
def test_a_rewritten_past_is_consistent_with_nothing(data, new):
    """A tree whose beginning is otherwise, or that is shorter, has no proof that holds."""
    old = data.draw(st.integers(1, new - 1))
    entries, place = some(new), data.draw(st.integers(0, old - 1))
    forged = [entry if at != place else b"forged" for at, entry in enumerate(entries)]
    for told, told_root in ((forged, mth(forged)), (entries, mth(forged))):
        proof = merkle.consistency_proof(old, new, reader(told))
        with pytest.raises(merkle.Invalid):
            merkle.verify_consistency(old, new, mth(entries[:old]), told_root, proof)
    honest = merkle.consistency_proof(old, new, reader(entries))
    for case in ((old, new, honest[:-1]), (old, new, [*honest, honest[-1]]), (new, old, honest), (0, new, honest)):
        with pytest.raises(merkle.Invalid):
            merkle.verify_consistency(case[0], case[1], mth(entries[:old]), mth(entries), case[2])


class Files(dict):
    """The files of a log in memory."""

    def __missing__(self, path):
        raise FileNotFoundError(path)


def grow(files, entries, steps):
    """Append in these steps; returns the sizes on the way."""
    size, sizes = 0, []
    for step in steps:
        new = entries[size : size + step]
        edge = tiles.TileReader(files.__getitem__, size)
        for tile, data in tiles.grown(size, [merkle.leaf_hash(one) for one in new], edge.row):
            assert files.get(tile.path, data) == data, "a file that was published never changes"
            files[tile.path] = data
        begin = size - size % tiles.WIDTH
        for tile, data in tiles.bundled(begin, entries[begin : size + step]):
            files[tile.path] = data
        size += len(new)
        sizes.append(size)
    return sizes


@given(st.lists(st.integers(1, 700), min_size=1, max_size=6))
def test_tiles_grow_by_any_steps_and_prove_every_size(steps):
    files, entries = Files(), some(sum(steps))
    sizes = grow(files, entries, steps)
    for size in sizes:
        read = tiles.TileReader(files.__getitem__, size)
        assert merkle.root(size, read) == merkle.root_of(map(merkle.leaf_hash, entries[:size]))
        index = size // 2
        proof = merkle.inclusion_proof(index, size, read)
        merkle.verify_inclusion(index, size, merkle.leaf_hash(entries[index]), proof, merkle.root(size, read))
    back = [
        entry
        for number in range(-(-sizes[-1] // 256))
        for tile in [tiles.at_edge(None, number, sizes[-1])]
        for entry in tiles.entries(files[tile.path], tile)
    ]
    assert back == entries


def test_a_large_tree_is_read_by_its_upper_tiles():
    """70,000 leaves are the specification's own example of which tiles there are."""
    files, entries = Files(), [number.to_bytes(4, "big") for number in range(70_000)]
    size = 0
    edge = tiles.TileReader(files.__getitem__, 0)
    for tile, data in tiles.grown(size, [merkle.leaf_hash(one) for one in entries], edge.row):
        files[tile.path] = data
    assert len([path for path in files if path.startswith("tile/0/") and ".p/" not in path]) == 273
    assert {"tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} <= set(files)
    read = tiles.TileReader(files.__getitem__, 70_000)
    assert merkle.root(70_000, read) == merkle.root_of(map(merkle.leaf_hash, entries))


def test_an_edge_that_is_full_by_now_is_read_from_the_full_tile():
    files, entries = Files(), some(300)
    grow(files, entries, [100, 200])
    del files["tile/0/000.p/100"]
    assert merkle.root(100, tiles.TileReader(files.__getitem__, 100)) == mth(entries[:100])


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"), (63, 999, 1, "tile/63/999.p/1"), (1, 1000, 255, "tile/1/x001/000.p/255"),
        (None, 1234067, 256, "tile/entries/x001/x234/067"),
    ],
)  # fmt: skip
def test_paths_are_those_of_the_specification(level, index, width, path):
    assert tiles.Tile(level, index, width).path == path
    assert tiles.Tile.parse(path) == tiles.Tile(level, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0", "tile/64/000", "tile/00/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/x000/001",
        "tile/0/../001", "tile/0/000/", "tile/0/001/x000", "checkpoint", "tile/Entries/000", "tile/0/\u0660\u0660\u0660", "tile/0/000\n",
    ],
)  # fmt: skip
def test_any_other_path_names_nothing(path):
    with pytest.raises(tiles.Damaged):
        tiles.Tile.parse(path)


def test_damaged_files_are_named():
    tile = tiles.Tile(None, 0, 2)
    ((_, data),) = tiles.bundled(0, [b"one", b"two"])
    assert tiles.entries(data, tile) == [b"one", b"two"]
    for wrong in (data[:-1], data + b"\0", b"", data[:5]):
        with pytest.raises(tiles.Damaged, match=r"tile/entries/000\.p/2"):
            tiles.entries(wrong, tile)
    with pytest.raises(tiles.Damaged, match="tile/0/000"):
        tiles.hashes(b"short", tiles.Tile(0, 0))
