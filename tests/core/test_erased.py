"""The list of what was erased: it grows, it is never altered unnoticed, and a torn last line harms nothing."""

import datetime as dt

import pytest

from ikrar.core import erased
from ikrar.core.errors import Refused

AT = dt.datetime(2024, 10, 14, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def place(tmp_path, settings):
    settings.ERASED_LIST = tmp_path / "erased.list"
    for entry in ("0aa", "0bb", "0cc"):
        erased.add([entry], at=AT)
    return settings.ERASED_LIST


def test_an_entry_stands_there_once_and_for_its_owner_alone(place):
    erased.add(["0bb", "0dd", "0dd"], at=AT)
    assert erased.entries_of(place) == ["0aa", "0bb", "0cc", "0dd"]
    assert place.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "alter",
    [
        lambda lines: [lines[0].replace(b"0aa", b"0ab"), *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[0], lines[0], *lines[1:]],
        lambda lines: [lines[0].replace(b"2024", b"2023"), *lines[1:]],
        lambda lines: [b"\xff\xfe\n", *lines],
    ],
)
def test_a_list_that_was_altered_is_refused(place, alter):
    place.write_bytes(b"".join(alter(place.read_bytes().splitlines(keepends=True))))
    with pytest.raises(Refused, match="tidak utuh"):
        erased.entries_of(place)
    with pytest.raises(Refused, match="tidak utuh"):
        erased.add(["0dd"], at=AT)


def test_a_line_that_the_power_cut_is_written_again(place):
    whole = place.read_bytes()
    place.write_bytes(whole[:-20])
    assert erased.entries_of(place) == ["0aa", "0bb"]
    erased.add(["0cc"], at=AT)
    assert place.read_bytes() == whole
