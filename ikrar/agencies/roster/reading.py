"""The door to this package: a staff list opened, its rows streamed, and the rows amended by what comes after them."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import dropwhile
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

from .checking import Checker, amend
from .headings import FIELDS
from .outcomes import Amendment, Outcome, RosterUnreadable, Row
from .proposals import Proposal, first_records, proposals, samples
from .text import TextSource
from .workbook import WorkbookSource

MAX_BYTES = 500 << 20
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class HeadingsUnknown(RosterUnreadable):
    """No row names the columns; `proposed` holds, for each sheet with a table, the row that may."""

    def __init__(self, proposed: list[Proposal]) -> None:
        super().__init__("no_headings")
        self.proposed = proposed


class Roster:
    """A staff list whose headings are understood. Close it, or use it in a `with`, so that a workbook is let go."""

    def __init__(self, source: TextSource | WorkbookSource) -> None:
        self._source = source
        self._checker = Checker()
        first = source.headings[min(source.headings)]
        self.format: str = source.format
        self.encoding = source.encoding
        self.delimiter = source.delimiter
        self.sheets = list(source.sheets)
        self.ignored_sheets = [name for index, name in enumerate(source.sheets) if index not in source.headings]
        self.headings = list(first.texts)
        self.fields = first.fields
        self.unknown_headings = list(first.unknown)
        self.dropped = sorted({text for found in source.headings.values() for text in found.dropped})

    def rows(self) -> Iterator[Row]:
        """Every row below the headings, with a provisional outcome. Each call reads the file anew."""
        self._checker = checker = Checker()
        try:
            for sheet, headings in self._source.headings.items():
                records = self._source.records(sheet)
                below = dropwhile(partial(_stands_above, headings.line), records)
                yield from checker.check(below, headings, sheet)
        except OSError:
            raise RosterUnreadable("cannot_open") from None
        if not self.data_rows:
            raise RosterUnreadable("no_rows")

    def amendments(self) -> list[Amendment]:
        """After `rows()`: what earlier rows became because of later ones. Also restates groups of three and more."""
        return self._checker.amendments()

    @property
    def short_phones(self) -> list[int]:
        """After `rows()`: the lines whose telephone number was too short to keep."""
        return self._checker.short_phones

    @property
    def has_numberless(self) -> bool:
        """After `rows()`: whether a row without a number was accepted or held."""
        return bool(self._checker.conflicts.by_place)

    def counts(self) -> dict[Outcome, int]:
        """How many rows came out how, amendments included."""
        return self._checker.counts()

    @property
    def data_rows(self) -> int:
        return sum(count for outcome, count in self.counts().items() if outcome is not Outcome.LAYOUT)

    def progress(self) -> float:
        """How much of the file is read, from 0 to 1."""
        return self._source.progress()

    def has_rows(self) -> bool:
        """Whether anything stands below the headings."""
        return any(
            line > headings.line
            for sheet, headings in self._source.headings.items()
            for line, _ in self._source.records(sheet)
        )

    def samples(self, headings: Collection[str]) -> dict[str, list[str]]:
        """The first cells under each of these headings of the first sheet, their numbers masked."""
        sheet = min(self._source.headings)
        line, records = self._source.headings[sheet].line, first_records(self._source, sheet)
        told = {text: column for column, text in reversed(list(enumerate(self.headings)))}
        return {text: samples(records, line, told[text]) for text in headings}

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _stands_above(headings: int, record: tuple[int, list[str]]) -> bool:
    return record[0] <= headings


def open_roster(
    path: str | PathLike[str], *, mapping: Mapping[str, str | None] | None = None, max_bytes: int = MAX_BYTES
) -> Roster:
    """Recognise a staff list by its content and understand its headings. `mapping` adds headings of the caller's own."""
    if strange := set((mapping or {}).values()) - {*FIELDS, None, ""}:
        raise ValueError(f"mapping names fields that do not exist: {sorted(map(str, strange))}")
    try:
        source = _source(Path(path), mapping, max_bytes)
    except (OSError, ValueError):
        raise RosterUnreadable("cannot_open") from None
    if not source.headings:
        found = proposals(source)
        source.close()
        raise HeadingsUnknown(found)
    return _with_rows(Roster(source))


def _source(path: Path, mapping: Mapping[str, str | None] | None, max_bytes: int) -> TextSource | WorkbookSource:
    if not path.is_file():
        raise RosterUnreadable("cannot_open")
    size = path.stat().st_size
    if not size:
        raise RosterUnreadable("empty_file")
    if size > max_bytes:
        raise RosterUnreadable("too_large", f"{size} bytes, {max_bytes} allowed")
    with path.open("rb") as file:
        is_workbook = file.read(8).startswith(_WORKBOOKS)
    return WorkbookSource(path, mapping) if is_workbook else TextSource(path, mapping)


def _with_rows(roster: Roster) -> Roster:
    try:
        if roster.has_rows():
            return roster
        raise RosterUnreadable("no_rows")
    except RosterUnreadable:
        roster.close()
        raise
    except OSError:
        roster.close()
        raise RosterUnreadable("cannot_open") from None


def check_all(
    path: str | PathLike[str], *, mapping: Mapping[str, str | None] | None = None, max_bytes: int = MAX_BYTES
) -> list[Row]:
    """All rows of a small file, amended."""
    with open_roster(path, mapping=mapping, max_bytes=max_bytes) as roster:
        rows = list(roster.rows())
        amendments = {(amendment.sheet, amendment.line): amendment for amendment in roster.amendments()}
    amended = ((row, amendments.get((row.sheet, row.line))) for row in rows)
    return [amend(row, amendment) if amendment else row for row, amendment in amended]
