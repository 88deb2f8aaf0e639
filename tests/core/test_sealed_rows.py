"""Files and rows under data keys: whole or refused, never a part."""

import io
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core import sealed_rows
from ikrar.core.archive import Damaged

KEY = secrets.token_bytes(32)
PIECE = 4_096


@pytest.fixture(autouse=True, scope="module")
def small_pieces():
    kept, sealed_rows._PIECE = sealed_rows._PIECE, PIECE
    yield
    sealed_rows._PIECE = kept


def sealed(data: bytes) -> bytes:
    reader = sealed_rows.SealedFile(io.BytesIO(data), len(data), KEY)
    told = b"".join(iter(lambda: reader.read(1_000), b""))
    assert len(told) == sealed_rows.sealed_size(len(data))
    return told


def opened(data: bytes, key: bytes = KEY) -> bytes | None:
    target = io.BytesIO()
    return target.getvalue() if sealed_rows.open_file(io.BytesIO(data), target, key) else None


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_a_file_comes_back_whole_at_every_size(size):
    data = secrets.token_bytes(size)
    assert opened(sealed(data)) == data


def test_another_key_opens_nothing():
    assert opened(sealed(b"lembar"), secrets.token_bytes(32)) is None


@given(st.data())
def test_what_was_cut_changed_or_moved_is_refused(data):
    whole = sealed(bytes(3 * PIECE + 5))
    start, size = 15, PIECE + 16
    kind = data.draw(st.sampled_from(["cut", "flip", "swap", "drop", "twice"]))
    if kind == "cut":
        other = whole[: data.draw(st.integers(start, len(whole) - 1))]
    elif kind == "flip":
        place = data.draw(st.integers(8, len(whole) - 1))
        other = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    else:
        first, second = whole[start : start + size], whole[start + size : start + 2 * size]
        put = {"swap": second + first, "drop": second, "twice": first + first + second}[kind]
        other = whole[:start] + put + whole[start + 2 * size :]
    with pytest.raises(Damaged):
        opened(other)


@given(st.lists(st.one_of(st.none(), st.integers(-(2**62), 2**62), st.text(), st.binary(), st.floats(allow_nan=False))))
def test_rows_of_sqlite_come_back_as_they_were(values):
    line = sealed_rows.JsonRows().line(values)
    assert b"\n" not in line
    assert sealed_rows.JsonRows.values(line) == values
