"""The staff list: every check, the preview and the difference, against a raw COPY of the same file.

Twice: the first list of an agency, and the list of a later month, in which one person of a hundred moved and one of
two hundred came or went.
"""

import csv
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import psycopg
import xlsxwriter

from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies.models import Agency
from ikrar.core import zones

_AGENCY = "contoh"
_HEADS = ("NIP", "Nama", "Jenis Pegawai", "Unit Organisasi", "Jabatan", "Golongan", "Nomor HP", "Email")
#: Reads one list to its preview as the worker does, then says seconds and memory.
_READ = """
import json, resource, sys, time
import django
django.setup()
from ikrar.agencies.actions import roster as actions
from ikrar.agencies.management.commands.ikrar_roster import Command
from ikrar.agencies.models import Agency
from ikrar.agencies.roles import system
agency = Agency.objects.get(code=sys.argv[2])
began = time.perf_counter()
made = Command()._read(agency, {"file": sys.argv[1], "scope": "", "as_of": None})
seconds = time.perf_counter() - began
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
counts = {str(k): v for k, v in made.counts.items()} if isinstance(made.counts, dict) else {}
actions.discard_roster(made, by=system(made.agency_id))
print(json.dumps({"seconds": seconds, "peak": peak, "counts": counts}))
"""


_SYLLABLES = ("ba", "de", "gu", "ji", "ko", "la", "me", "nu", "pi", "ro", "sa", "te", "wu", "yi", "zo", "ka")


def _name(serial: int) -> str:
    """Two invented words, of letters as names are, another pair for each of sixteen million."""
    told = "".join(_SYLLABLES[serial >> shift & 15] for shift in (0, 4, 8, 12, 16, 20))
    return f"{told[:6].title()} {told[6:].title()}"


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Invented people in 400 units, with numbers of the right shape."""
    first = dt.date(1965, 1, 1)
    for serial in range(count):
        born = first + dt.timedelta(days=serial // 999)
        number = f"{born:%Y%m%d}202301{1 + serial % 2}{serial % 999 + 1:03d}"
        yield (
            number, _name(serial), "PNS", f"Dinas Contoh {serial % 400}", "Penelaah Teknis", "III/b",
            f"0800{serial:08d}", f"p{serial}@contoh.example",
        )  # fmt: skip


def a_month_later(count: int) -> Iterator[tuple[str, ...]]:
    """The same people, less some that went, with some that moved and some that are new."""
    for serial, row in enumerate(rows(count + count // 200)):
        if serial % 200 != 7:
            yield (*row[:3], "Dinas Contoh 7", *row[4:]) if serial % 100 == 3 else row


def staff_list(out: TextIO, people: Iterable[tuple[str, ...]]) -> None:
    writer = csv.writer(out)
    writer.writerow(_HEADS)
    writer.writerows(people)


def roster(options: Options) -> list[Line]:
    """CSV in pairs with COPY; a workbook for its memory alone."""
    count = min(options.rows, 30_000) if options.quick else options.rows
    Agency.objects.create(code=_AGENCY, name="Kota Contoh", made_at=zones.now())
    with tempfile.TemporaryDirectory() as folder:
        first, later, book = Path(folder, "awal.csv"), Path(folder, "bulan-ini.csv"), Path(folder, "daftar.xlsx")
        for path, people in ((first, rows(count)), (later, a_month_later(count))):
            with path.open("w", newline="", encoding="utf-8") as out:
                staff_list(out, people)
        lines = _compared(f"first staff list, {count:,} CSV rows", first, count, options.pairs)
        ours = [sys.executable, "-m", "ikrar", "roster", "import", str(first), "--agency", _AGENCY]
        subprocess.run(ours, stdout=subprocess.DEVNULL, check=True)
        lines += _compared(f"staff list a month later, {count:,} rows", later, count, options.pairs)
        books = min(count, 100_000)
        _workbook(book, books)
        told = _read(book)
        return [*lines, _memory(f"staff list, {books:,} XLSX rows", told["peak"], f"{told['seconds']:.1f} s")]


def _compared(name: str, path: Path, count: int, pairs: int) -> list[Line]:
    told = [(_read(path), _copy(path)) for _pair in range(pairs)]
    rates = [(count / ours["seconds"], count / floor) for ours, floor in told]
    peak = max(ours["peak"] for ours, _floor in told)
    return [compared(name, rates, "rows/s", target=0.15, aim=0.4), _memory(name, peak)]


def _memory(name: str, peak: float, note: str = "") -> Line:
    return Line(f"{name}, peak memory", peak, "MB", target=300, at_most=True, note=note)


def _read(path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path), _AGENCY], stdout=subprocess.PIPE, text=True, check=True
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _copy(path: Path) -> float:
    """Seconds of a COPY of the file's bytes into a table with a unique number."""
    columns = ", ".join(f"c{number} text" for number in range(1, len(_HEADS)))
    with psycopg.connect(os.environ["FLOOR_DATABASE_URL"]) as connection:
        connection.execute("DROP TABLE IF EXISTS raw")
        connection.execute(f"CREATE TABLE raw (number text UNIQUE, {columns})")
        connection.commit()
        began = time.perf_counter()
        with connection.cursor().copy("COPY raw FROM STDIN (FORMAT csv, HEADER)") as copy, path.open("rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)
        connection.commit()
        return time.perf_counter() - began


def _workbook(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((_HEADS, *rows(count))):
            sheet.write_row(at, 0, row)
