"""CSV files as agencies save them: encoding and delimiter recognised by content, records streamed with their lines."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from . import headings as heads
from .outcomes import RosterUnreadable
from .proposals import fullest

DELIMITERS = ",;\t|"
_CHUNK = 1 << 20
_LINE_LIMIT = 16 << 20
_SAMPLE = 1 << 18
_RECORD_LINES = 50
_NOT_TEXT = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"SQLite format",
)
# A record of our own behind the last line: if the reader does not give it back, a quotation mark stands open.
_END = "\x1e\x1d end \x1d\x1e"


class Watched(io.RawIOBase):
    """The bytes of a file, counted as they pass; lines without end are refused, NUL bytes become spaces."""

    def __init__(self, path: Path, *, wide: bool) -> None:
        self.file = path.open("rb", buffering=0)
        self.size = max(path.stat().st_size, 1)
        self.wide = wide
        self.passed = 0
        self.since_newline = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self.file.readinto(buffer) or 0
        chunk = bytes(buffer[:count])
        self.passed += count
        newline = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.since_newline = self.since_newline + count if newline < 0 else count - newline
        if self.since_newline > _LINE_LIMIT:
            raise RosterUnreadable("line_too_long")
        if not self.wide and b"\0" in chunk:
            buffer[:count] = chunk.replace(b"\0", b" ")
        return count

    def close(self) -> None:
        self.file.close()
        super().close()


class TextSource:
    """One CSV file, as one sheet."""

    format = "csv"

    def __init__(self, path: Path, mapping: Mapping[str, str | None] | None) -> None:
        self.path = path
        self.encoding = recognise_encoding(path)
        self.watched: Watched | None = None
        self.delimiter, found = self._recognise_delimiter(mapping)
        self.sheets = ("",)
        self.headings = {0: found} if found else {}

    def records(self, sheet: int) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line it begins on, blank ones left out."""
        with self._open() as text:
            lines = chain(text, (_END + "\n",))
            yield from _records(csv.reader(lines, delimiter=self.delimiter), self.delimiter)

    def progress(self) -> float:
        return self.watched.passed / self.watched.size if self.watched else 0.0

    def close(self) -> None:
        """Nothing stays open between two readings."""

    def _open(self) -> io.TextIOWrapper:
        self.watched = Watched(self.path, wide=self.encoding.startswith("utf-16"))
        raw = io.BufferedReader(self.watched, buffer_size=_CHUNK)
        return io.TextIOWrapper(raw, encoding=self.encoding, errors="replace", newline="")

    def _recognise_delimiter(self, mapping: Mapping[str, str | None] | None) -> tuple[str, heads.Headings | None]:
        """The delimiter under which most headings are understood."""
        with self._open() as text:
            sample = text.read(_SAMPLE)
        found = [(delimiter, heads.find(_first_rows(sample, delimiter), mapping)) for delimiter in DELIMITERS]
        best = max(found, key=lambda pair: pair[1].score if pair[1] else 0)
        return best if best[1] else (_fullest_delimiter(sample), None)


def _fullest_delimiter(sample: str) -> str:
    """Where no heading is understood: the delimiter that parts the row most like headings into most cells."""

    def cells(delimiter: str) -> int:
        row = fullest(_first_rows(sample, delimiter))
        return sum(1 for cell in row[1] if cell.strip()) if row else 0

    return max(DELIMITERS, key=cells)


def _first_rows(sample: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows, begins = [], 1
    try:
        for cells in islice(reader, heads.ROWS_SEARCHED):
            rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        return rows  # The rest of the sample does not matter for its headings; reading it will say what is wrong.
    return rows


def _records(reader: Any, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its first line; an empty record stands for one that swallowed its neighbours."""
    begins = 1
    try:
        for cells in reader:
            ends = reader.line_num
            if ends == begins:
                if cells and (cells[0] or any(cells)):
                    if len(cells) == 1 and cells[0] == _END:
                        return
                    yield begins, cells
            elif ends - begins > _RECORD_LINES:
                raise RosterUnreadable("quote_unclosed", f"line {begins}")
            else:
                yield begins, [] if _swallowed(cells, delimiter) else cells
            begins = ends + 1
    except csv.Error:
        raise RosterUnreadable("cell_too_long", f"line {begins}") from None
    raise RosterUnreadable("quote_unclosed", f"line {begins}")


def _swallowed(cells: list[str], delimiter: str) -> bool:
    """Whether a cell that spans lines holds what looks like other records."""
    return any("\n" in cell and cell.count(delimiter) > 2 for cell in cells)


def recognise_encoding(path: Path) -> str:
    """UTF-8 and UTF-16 by their marks or by being valid throughout; anything else is the Windows code page."""
    with path.open("rb") as file:
        first = file.read(4096)
        _refuse_other_formats(first)
        if first.startswith(codecs.BOM_UTF8):
            mark = "utf-8-sig"
        elif first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        elif wide := _unmarked_utf16(first):
            return wide
        else:
            mark = "utf-8"
        return mark if _is_utf8(chain((first,), iter(lambda: file.read(_CHUNK), b""))) else "cp1252"


def _unmarked_utf16(first: bytes) -> str:
    """UTF-16 without a mark shows a NUL in almost every second byte of plain headings."""
    even, odd, half = first[::2].count(0), first[1::2].count(0), len(first) // 2
    if half < 8 or max(even, odd) < 0.8 * half or min(even, odd) > 0.1 * half:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(chunks: Iterator[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_other_formats(first: bytes) -> None:
    begins = first.lstrip(codecs.BOM_UTF8 + b" \t\r\n\0").lower()
    if begins.startswith(b"<") or b"<\0h\0t\0m\0l" in first.lower():
        raise RosterUnreadable("html")
    if first.startswith(_NOT_TEXT):
        raise RosterUnreadable("unknown_format")
