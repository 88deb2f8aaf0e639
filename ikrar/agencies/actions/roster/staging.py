"""Puts the rows of a file into the staging table in bulk: COPY on PostgreSQL, executemany on SQLite."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from time import monotonic

from django.db import connection

from ikrar.agencies.roster import Amendment, Outcome, RosterUnreadable, Row, names

COLUMNS = (
    "roster_id", "line", "sheet", "place", "number", "name", "title_front", "title_back", "kind", "position", "grade",
    "phone", "email", "name_key", "outcome", "reason", "others", "raw", "change", "decision",
)  # fmt: skip
MOST_UNITS = 50_000
_BLOCK = 2_000
_STEP_SECONDS = 0.18
_KEY = 200
_OTHERS = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_FIELDS = ", ".join(COLUMNS)
_COPY = f"COPY agencies_rosterrow ({_FIELDS}) FROM STDIN"
_INSERT = f"INSERT INTO agencies_rosterrow ({_FIELDS}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
_AMEND = (
    "UPDATE agencies_rosterrow SET outcome = %s, reason = %s, others = %s, change = '' "
    "WHERE roster_id = %s AND sheet = %s AND line = %s"
)

Cells = tuple[str, ...]


class Places(dict[tuple[str, str], str]):
    """Each spelling of a unit and the office above it, with the number of the place that it names; 0 is no unit."""

    def __init__(self) -> None:
        super().__init__({("", ""): "0"})
        #: By place: unit, its key, the office above, its key.
        self.told: list[tuple[str, str, str, str]] = [("", "", "", "")]
        self._by_key: dict[tuple[str, str], str] = {("", ""): "0"}

    def number(self, unit: str, unit_key: str, parent: str) -> str:
        """The place of this spelling, a new one the first time."""
        spelling = (unit, parent)
        parent_key = names.key(parent) if unit_key else ""
        if parent_key == unit_key:
            parent = parent_key = ""
        place = self._by_key.get((unit_key, parent_key))
        if place is None:
            if len(self.told) > MOST_UNITS:
                raise RosterUnreadable("too_many_units", f"more than {MOST_UNITS} units")
            place = self._by_key[unit_key, parent_key] = str(len(self.told))
            self.told.append((unit, unit_key[:_KEY], parent, parent_key[:_KEY]))
        self[spelling] = place
        return place


def stage(roster_id: int, rows: Iterator[Row], places: Places, change: str) -> int:
    """Put rows into the staging table for about a fifth of a second; how many that were, 0 when there are no more."""
    staged, cells = 0, partial(_cells, str(roster_id), places, change)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(_COPY) as copy:
                for block in _blocks(rows):
                    copy.write(_as_text(cells(block)))
                    staged += len(block)
            return staged
        for block in _blocks(rows):
            cursor.executemany(_INSERT, [_without_surrogates(row) for row in cells(block)])
            staged += len(block)
    return staged


def amend(roster_id: int, amendments: Sequence[Amendment]) -> None:
    """Write what earlier rows became because of later ones."""
    told = [(str(a.outcome), a.reason, _lines(a.others), roster_id, a.sheet, a.line) for a in amendments]
    with connection.cursor() as cursor:
        cursor.executemany(_AMEND, told)


def _cells(roster: str, places: Places, change: str, block: list[Row]) -> list[Cells]:
    """Rows as the table's columns; a million pass here, so each is taken apart and put together once."""
    known, accepted, told = places.get, Outcome.ACCEPTED, list[Cells]()
    usual = ("accepted", "", "", "", change)
    for (
        line, sheet, outcome, reason, others, number, name, front, back, kind, unit, parent, position, grade, phone,
        email, name_key, unit_key, raw,
    ) in block:  # fmt: skip
        place = known((unit, parent)) or places.number(unit, unit_key, parent)
        how = usual if outcome is accepted else (outcome.value, reason, _lines(others), raw, "")
        told.append(
            (
                roster, str(line), str(sheet), place, number, name, front, back, kind, position, grade, phone, email,
                name_key[:_KEY], *how, "",
            )
        )  # fmt: skip
    return told


def _lines(others: Sequence[int]) -> str:
    return ",".join(map(str, others[:_OTHERS]))[:300]


def _blocks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Blocks of rows until the time of one step is over."""
    began = monotonic()
    while block := list(islice(rows, _BLOCK)):
        yield block
        if monotonic() - began > _STEP_SECONDS:
            return


def _as_text(block: list[Cells]) -> bytes:
    """The rows in the text form of COPY; cells with control characters, which are rare, are cleaned one by one."""
    text = "\n".join(map("\t".join, block))
    tabs, lines = len(block) * (len(COLUMNS) - 1), len(block) - 1
    if text.count("\t") != tabs or text.count("\n") != lines or "\r" in text or "\0" in text:
        text = "\n".join("\t".join(_CONTROL.sub(" ", cell) for cell in row) for row in block)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    return (text + "\n").encode("utf-8", "replace")


def _without_surrogates(row: Cells) -> Cells:
    if all(map(str.isascii, row)):
        return row
    return tuple(cell.encode("utf-8", "replace").decode("utf-8") for cell in row)
