"""Spoils the staff lists of the fixtures at random and asserts that reading them never fails but in words."""

import csv
import io
import os
import random
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from ikrar.agencies.roster import Outcome, RosterUnreadable, open_roster

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rosters"
NASTY = (
    "", " ", "=1+1", "\t=cmd", "'", "\u00a0", "1.2E+17", "197001012010031001", "0", "²" * 18, "١" * 18, '"', "a;b,c|d\te",
    "\n\n", "x" * 5_000, "JUMLAH", "Nama", "\ufeff", "\u202e", "’", "😀", "7471019999990001", "-", "NIP", "\0", "\x1e",
)  # fmt: skip


def flip(data: bytes, rng: random.Random) -> bytes:
    spoiled = bytearray(data)
    for _ in range(rng.choice((1, 3, 30))):
        spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    return bytes(spoiled)


def truncate(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def splice(data: bytes, rng: random.Random) -> bytes:
    at, begin = rng.randrange(len(data)), rng.randrange(len(data))
    return data[:at] + data[begin : begin + rng.randrange(200)] + data[at:]


def replace_cells(data: bytes, rng: random.Random) -> bytes:
    rows = [list(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")]
    for _ in range(rng.randrange(1, 20)):
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(NASTY)
    return written(rows, rng)


def shuffle_rows(data: bytes, rng: random.Random) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    rng.shuffle(rows)
    return written(rows, rng)


def written(rows: list[list[str]], rng: random.Random) -> bytes:
    """The rows under another delimiter and encoding."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=rng.choice(",;\t|")).writerows(rows)
    return out.getvalue().encode(rng.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")), "replace")


def spoil_members(data: bytes, rng: random.Random) -> bytes:
    """A zip that is whole, with members that are not."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as spoiled:
        for name in archive.namelist():
            member = archive.read(name)
            if member and rng.random() < 0.4:
                member = rng.choice((flip, truncate, splice))(member, rng)
            spoiled.writestr(name, member)
    return out.getvalue()


def spoilers(name: str) -> list[Callable[[bytes, random.Random], bytes]]:
    more = {
        "siasn.csv": [replace_cells, shuffle_rows] * 2,
        "simpeg.xlsx": [spoil_members],
        "simpeg.ods": [spoil_members],
    }
    return [flip, truncate, splice, *more.get(name, [])]


def fuzz(count: int, seed: int) -> dict[str, int]:
    """Read `count` spoiled files; how many were still read and how many refused."""
    ends = {"read": 0, "unreadable": 0}
    names = sorted(path.name for path in FIXTURES.iterdir() if path.suffix in (".csv", ".xlsx", ".xls", ".ods"))
    handle, name = tempfile.mkstemp()
    os.close(handle)
    spoiled = Path(name)
    try:
        for case in range(count):
            rng = random.Random(f"{seed}/{case}")
            fixture = rng.choice([*names, "siasn.csv", "siasn.csv"])
            spoiled.write_bytes(rng.choice(spoilers(fixture))((FIXTURES / fixture).read_bytes(), rng))
            try:
                ends[read(spoiled)] += 1
            except BaseException as fault:
                raise AssertionError(f"seed {seed}, case {case}, {fixture}") from fault
    finally:
        spoiled.unlink()
    return ends


def read(path: Path) -> str:
    """Read one file whole and hold the sums against each other."""
    try:
        with open_roster(path) as roster:
            rows = list(roster.rows())
            amendments = roster.amendments()
            counts = roster.counts()
    except RosterUnreadable:
        return "unreadable"
    final = {(row.sheet, row.line): row.outcome for row in rows}
    assert len(final) == len(rows), "a line told twice"
    final |= {(amendment.sheet, amendment.line): amendment.outcome for amendment in amendments}
    assert len(final) == len(rows), "an amendment of no row"
    assert counts == {outcome: list(final.values()).count(outcome) for outcome in Outcome}
    return "read"
