"""Workbooks (XLSX, XLS, ODS), read through a process of their own so that a hostile file cannot take ours down."""

import marshal
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import headings as heads
from .numbers import Numeric
from .outcomes import RosterUnreadable

UNPACKED_LIMIT = 300 << 20
_EXACT = 10**15


class WorkbookSource:
    """One workbook, opened until closed."""

    encoding = ""
    delimiter = ""

    def __init__(self, path: Path, mapping: Mapping[str, str | None] | None) -> None:
        self.process = _start(path)
        try:
            self.format, names, self.heights, first = self._answer("opened")
        except BaseException:
            self.close()
            raise
        self.sheets = tuple(str(name) for name in names)
        self.passed = 0
        self.current = 0
        found = {
            index: heads.find([(line, _spelled(row)) for line, row in rows], mapping)
            for index, rows in enumerate(first)
        }
        self.headings = {index: headings for index, headings in found.items() if headings}

    def records(self, sheet: int) -> Iterator[tuple[int, list[str]]]:
        """Each row with its line, blank ones left out."""
        self.current, self.passed = sheet, 0
        batch = self._ask(f"{sheet}\n")
        while batch:
            for line, cells in batch:
                yield line, _spelled(cells)
            self.passed = batch[-1][0]
            batch = self._ask("\n")

    def progress(self) -> float:
        """How far reading is through the sheets that are read."""
        read = [index for index in self.headings if index < self.current]
        done = sum(self.heights[index] for index in read) + self.passed
        return float(min(1.0, done / max(1, sum(self.heights[index] for index in self.headings))))

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue  # The process is gone with a request unread; nothing is lost.

    def __del__(self) -> None:
        if hasattr(self, "process"):
            self.close()

    def _ask(self, line: str) -> Any:
        try:
            if self.process.stdin is None:
                raise RosterUnreadable("too_heavy")
            self.process.stdin.write(line.encode())
            self.process.stdin.flush()
        except (OSError, ValueError):
            raise RosterUnreadable("too_heavy") from None
        return self._answer("rows")

    def _answer(self, expected: str) -> Any:
        """The next frame; a process that ended without one was stopped by its limits."""
        stdout = self.process.stdout
        size = stdout.read(4) if stdout else b""
        frame = stdout.read(struct.unpack("<I", size)[0]) if stdout and len(size) == 4 else b""
        if not frame:
            raise RosterUnreadable("too_heavy")
        told, value = marshal.loads(frame)  # noqa: S302 - our own process wrote it
        if told != expected:
            raise RosterUnreadable(value)
        return value


def _start(path: Path) -> "subprocess.Popen[bytes]":
    script = Path(__file__).with_name("workbook_process.py")
    command = [sys.executable, "-I", str(script), str(path.resolve()), str(UNPACKED_LIMIT)]
    try:
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True
        )
    except OSError:
        raise RosterUnreadable("cannot_open") from None


def _spelled(cells: list[Any]) -> list[str]:
    return [cell if type(cell) is str else _spell(cell) for cell in cells]


def _spell(cell: float) -> Numeric:
    """A numeric cell as text: whole numbers without a fraction, those beyond 15 digits as the rounded thing they are."""
    if cell != cell or abs(cell) >= _EXACT:
        return Numeric(f"{cell:.15g}".replace("inf", "1e999"))
    return Numeric(str(int(cell)) if cell == int(cell) else repr(cell))
