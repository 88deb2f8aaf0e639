"""Where no heading row is recognised: the row that looks like one, with samples from below it, for a person to explain."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from . import headings as heads
from . import layout
from .numbers import Numeric
from .outcomes import RosterUnreadable

SAMPLES = 3
_ROWS = 80
_COLUMNS = 60
_SAMPLE = 40
#: So many digits in one cell are a number, a date or a telephone, and no heading.
_DIGITS = 5

Record = tuple[int, list[str]]


class Source(Protocol):
    """What is needed of an opened file."""

    @property
    def sheets(self) -> Sequence[str]: ...

    def records(self, sheet: int) -> Iterator[Record]: ...


class Proposal(NamedTuple):
    """One sheet's row of headings as it may be: each heading with what is known of it and samples from its column."""

    sheet: str
    line: int
    fields: dict[str, str]
    samples: dict[str, list[str]]
    dropped: tuple[str, ...]


def proposals(source: Source) -> list[Proposal]:
    """A proposal for every sheet that holds a table."""
    found = (_proposal(name, first_records(source, sheet)) for sheet, name in enumerate(source.sheets))
    return [proposal for proposal in found if proposal]


def first_records(source: Source, sheet: int) -> list[Record]:
    """The first filled rows of a sheet, or those before the first that cannot be read."""
    records: list[Record] = []
    try:
        records.extend(islice(source.records(sheet), _ROWS))
    except RosterUnreadable:
        return []
    return records


def fullest(records: Sequence[Record]) -> Record | None:
    """Among the first rows, the one of text alone that fills most cells; where some hold known words, one of these."""
    rows = [record for record in records if record[0] <= heads.ROWS_SEARCHED and _is_text_only(record[1])]
    return max(rows, key=_weight, default=None)


def samples(records: Sequence[Record], line: int, column: int) -> list[str]:
    """The first different cells of a column below the headings, their numbers masked."""
    told: dict[str, None] = {}
    for number, cells in records:
        if number > line and column < len(cells) and cells[column].strip() and not _counts(cells):
            told[masked(cells[column])] = None
    return list(told)[:SAMPLES]


def masked(cell: str) -> str:
    """A cell in short, with all but the ends of its digits covered where they are many."""
    shown = " ".join(cell.split())[:_SAMPLE]
    places = [at for at, sign in enumerate(shown) if sign.isdigit()]
    if len(places) < _DIGITS:
        return shown
    covered = set(places[2:-2])
    return "".join("•" if at in covered else sign for at, sign in enumerate(shown))


def _proposal(sheet: str, records: Sequence[Record]) -> Proposal | None:
    row = fullest(records)
    if row is None or not any(line > row[0] and _filled(cells) > 1 for line, cells in records):
        return None
    told = heads.read(*row, None)
    known = {column: field for field, columns in told.columns.items() for column in columns}
    fields: dict[str, str] = {}
    shown: dict[str, list[str]] = {}
    words: set[str] = set()
    for column, text in enumerate(told.texts):
        looked_up = heads.word(text)
        if not looked_up or looked_up in words or heads.is_private(text) or len(fields) == _COLUMNS:
            continue
        words.add(looked_up)
        fields[text] = known.get(column, "")
        shown[text] = samples(records, row[0], column)
    return Proposal(sheet, row[0], fields, shown, told.dropped)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _weight(record: Record) -> tuple[bool, int]:
    return sum(map(heads.is_familiar, record[1])) > 1, _filled(record[1])


def _is_text_only(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and all(map(_is_text, filled))


def _is_text(cell: str) -> bool:
    has_letter = any(sign.isalpha() for sign in cell)
    return has_letter and not isinstance(cell, Numeric) and sum(sign.isdigit() for sign in cell) < _DIGITS


def _counts(cells: Sequence[str]) -> bool:
    """Whether the row only counts the columns."""
    return layout.counts_columns([(column, cell) for column, cell in enumerate(cells) if cell.strip()])
