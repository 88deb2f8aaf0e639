"""Opens one workbook in a process of its own and hands over its rows on request.

A hostile workbook can make the reading library panic, abort or take all memory; here that ends this process only.
Run by path, with the file and the limits as arguments; answers one frame (length, marshalled value) for each line asked.
"""

import marshal
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

import python_calamine as calamine

BATCH = 500
COLUMNS = 2_000
CELL_LIMIT = 131_072
SECONDS = 120
MEMORY = 1 << 30
RATIO, SMALL = 200, 10 << 20
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class Unreadable(Exception):
    """The workbook cannot be read, for the reason named."""


class Workbook:
    """The workbook as opened: its sheets, each read from the start as often as asked."""

    def __init__(self, path: str, unpacked: int) -> None:
        with open(path, "rb") as file:
            self.format = recognise(file, unpacked)
            file.seek(0)
            self.book = calamine.CalamineWorkbook.from_filelike(file)
        sheets = (calamine.SheetTypeEnum.WorkSheet,)
        self.names = [sheet.name for sheet in self.book.sheets_metadata if sheet.typ in sheets]
        self.loaded = {index: self.book.get_sheet_by_name(name) for index, name in enumerate(self.names)}

    def opening(self) -> tuple[Any, ...]:
        """What is told first: format, names, heights and the rows among which headings are sought."""
        heads = [[row for row, _ in zip(self.rows(index), range(30), strict=False)] for index in self.loaded]
        return self.format, self.names, [sheet.total_height for sheet in self.loaded.values()], heads

    def rows(self, index: int) -> Iterator[tuple[int, list[Any]]]:
        """Each row with its line, blank ones left out."""
        for line, cells in enumerate(self.loaded[index].iter_rows(), 1):
            if any(cell != "" for cell in cells):
                yield line, [plain(cell) for cell in cells[:COLUMNS]]


def plain(cell: Any) -> str | int | float:
    """A cell as text, or as the number it holds."""
    if isinstance(cell, str):
        if len(cell) > CELL_LIMIT:
            raise Unreadable("cell_too_long")
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return cell
    return str(cell.date().isoformat()) if isinstance(cell, datetime) else str(cell)


def recognise(file: BinaryIO, unpacked: int) -> str:
    """The format by content; bombs, locked and foreign files are refused before the library sees them."""
    if file.read(2) != b"PK":
        file.seek(0)
        if _ENCRYPTED_PACKAGE in file.read():
            raise Unreadable("password")
        return "xls"
    try:
        with zipfile.ZipFile(file) as archive:
            refuse_bomb(archive, file, unpacked)
            return zip_format(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error, KeyError):
        raise Unreadable("broken") from None
    except RuntimeError:  # What zipfile raises for a member under a password.
        raise Unreadable("password") from None


def refuse_bomb(archive: zipfile.ZipFile, file: BinaryIO, unpacked: int) -> None:
    """Members that say, or turn out, to be larger than a staff list."""
    members = archive.infolist()
    declared = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if declared > unpacked or (declared > SMALL and declared > RATIO * packed):
        raise Unreadable("zip_bomb")
    if packed > file.seek(0, 2):
        raise Unreadable("zip_bomb")  # Members that overlap.
    for member in members:
        if member.flag_bits & 1:
            raise Unreadable("password")
        if unpacks_to(file, member) > member.file_size:
            raise Unreadable("zip_bomb")


def unpacks_to(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    """The true size of a member, counted no further than just beyond what it declares."""
    file.seek(member.header_offset)
    header = file.read(30)
    file.seek(sum(struct.unpack("<HH", header[26:30])), 1)
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreadable("unknown_format")
    inflate, left, size = zlib.decompressobj(-15), member.compress_size, 0
    while left > 0 and size <= member.file_size and (chunk := file.read(min(left, 1 << 16))):
        left -= len(chunk)
        while chunk and size <= member.file_size:
            size += len(inflate.decompress(chunk, 1 << 20))
            chunk = inflate.unconsumed_tail
    return size


def zip_format(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable("password")
    if "content.xml" in names:
        return "ods"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Unreadable("unknown_format")


def send(value: Any) -> None:
    frame = marshal.dumps(value)
    sys.stdout.buffer.write(struct.pack("<I", len(frame)) + frame)
    sys.stdout.buffer.flush()


def serve(book: Workbook) -> None:
    """Answer each line asked: a sheet's index starts it anew, an empty line goes on."""
    send(("opened", book.opening()))
    rows: Iterator[tuple[int, list[Any]]] = iter(())
    for asked in sys.stdin:
        if asked.strip():
            rows = book.rows(int(asked))
        send(("rows", [row for _, row in zip(range(BATCH), rows, strict=False)]))


def limit() -> None:
    """Bound what this process may take before it has read a byte."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    limit()
    try:
        serve(Workbook(sys.argv[1], int(sys.argv[2])))
    except Unreadable as refusal:
        send(("unreadable", str(refusal)))
    except calamine.PasswordError:
        send(("unreadable", "password"))
    except MemoryError:
        send(("unreadable", "too_heavy"))
    except BrokenPipeError:
        sys.stderr.close()
    except BaseException as fault:  # A panic of the library is no Exception.
        words = str(fault).lower()
        send(("unreadable", "password" if "password" in words else "broken"))


if __name__ == "__main__":
    main()
