"""Files that are no staff list, or mean harm: refused in words, quickly, and never with another exception."""

import io
import os
import random
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from ikrar.agencies.roster import RosterUnreadable, check_all, open_roster, workbook
from tests.agencies.roster.conftest import BUDI, HEADINGS, SARI
from tests.agencies.roster.fuzz import FIXTURES

XLSX = (FIXTURES / "simpeg.xlsx").read_bytes()
XLS = (FIXTURES / "simpeg.xls").read_bytes()


def sheet_of(rows):
    """An XLSX with the given XML between the tags of its sheet data."""
    return with_member("xl/worksheets/sheet1.xml", sheet_xml(rows))


def sheet_xml(rows):
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{name}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def with_member(name, content, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(XLSX)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, content)
    return out.getvalue()


def cells(line, texts):
    row = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{line}">{row}</row>'


def lying(data):
    """The archive with every declared size set to one byte."""
    spoiled, at = bytearray(data), data.find(b"PK\1\2")
    while at >= 0:
        struct.pack_into("<I", spoiled, at + 24, 1)
        at = data.find(b"PK\1\2", at + 4)
    return bytes(spoiled)


def flagged(data):
    """The archive with its members marked as encrypted, in the directory alone."""
    spoiled, at = bytearray(data), data.find(b"PK\1\2")
    while at >= 0:
        spoiled[at + 8] |= 1
        at = data.find(b"PK\1\2", at + 4)
    return bytes(spoiled)


def overlapping():
    """The archive with one large member listed many times."""
    out = io.BytesIO(with_member("xl/media/x.bin", random.Random(1).randbytes(50_000)))
    with zipfile.ZipFile(out, "a") as archive:
        archive.filelist.extend([archive.getinfo("xl/media/x.bin")] * 9)
        archive.writestr("last", b"")
    return out.getvalue()


HEAD = cells(1, HEADINGS) + cells(2, SARI)
HOSTILE = {
    "nothing": (b"", "empty_file"),
    "blanks alone": (b" \r\n" * 50, "no_headings"),
    "nul bytes alone": (b"\0" * 5_000, "no_headings"),
    "no headings": (b"satu;dua\ntiga;empat\n", "no_headings"),
    "headings alone": (";".join(HEADINGS).encode(), "no_rows"),
    "headings and blanks": (";".join(HEADINGS).encode() + b"\n" + b";;;;\n" * 10_000, "no_rows"),
    "headings and a total": (";".join(HEADINGS).encode() + b"\nJUMLAH;0\n", "no_rows"),
    "web page": (b"\xef\xbb\xbf <HTML><table><tr><td>NIP</td></tr></table>", "html"),
    "xml sheet": (b'<?xml version="1.0"?><Workbook/>', "html"),
    "portable document": (b"%PDF-1.7\n%NIP;Nama\n", "unknown_format"),
    "endless cell": (";".join(HEADINGS).encode() + b"\n;" + b"x" * (10 << 20) + b"\n", "cell_too_long"),
    "endless line": (";".join(HEADINGS).encode() + b"\n" + b"x;" * (12 << 20) + b"\n", "line_too_long"),
    "open quotation": (";".join(HEADINGS).encode() + b'\n;"Sari' + b"\n;Budi" * 10, "quote_unclosed"),
    "late end of a quotation": (";".join(HEADINGS).encode() + b'\n;"Sari' + b"\nBudi" * 100 + b'"\n', "quote_unclosed"),
    "broken zip": (XLSX[: len(XLSX) // 2], "broken"),
    "zip of something": (b"PK\x05\x06" + b"\0" * 18, "unknown_format"),
    "broken workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000, "broken"),
    "locked workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99,
        "password",
    ),
    "locked sheet": (with_member("META-INF/manifest.xml", b"<manifest:encryption-data/>"), "password"),
    "bomb by ratio": (with_member("xl/media/x.bin", b"\0" * (30 << 20)), "zip_bomb"),
    "bomb that lies": (lying(with_member("xl/media/x.bin", b"\0" * (5 << 20))), "zip_bomb"),
    "one cell in the last corner": (
        sheet_of(HEAD + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'),
        "too_heavy",
    ),
    "one cell far away": (
        sheet_of(HEAD + '<row r="1048576"><c r="AZ1048576" t="inlineStr"><is><t>x</t></is></c></row>'),
        "too_heavy",
    ),
    "headings too far down": (sheet_of(cells(31, HEADINGS) + cells(32, SARI)), "no_headings"),
    "members under a password": (flagged(XLSX), "password"),
    "members that overlap": (overlapping(), "zip_bomb"),
    "endless cell in a sheet": (sheet_of(HEAD + cells(3, ["", "x" * 200_000])), "cell_too_long"),
    "sheet that is no xml": (with_member("xl/worksheets/sheet1.xml", b"\0\1\2" * 99), None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_words(name, tmp_path):
    data, reason = HOSTILE[name]
    path = tmp_path / "list.bin"
    path.write_bytes(data)
    with pytest.raises(RosterUnreadable) as refusal:
        check_all(path)
    assert reason in (None, refusal.value.reason)
    assert refusal.value.__cause__ is None


def test_workbook_that_unpacks_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "UNPACKED_LIMIT", 5_000)
    with pytest.raises(RosterUnreadable, match="zip_bomb"):
        open_roster(FIXTURES / "simpeg.xlsx")


def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RosterUnreadable, match="cannot_open"):
        open_roster(tmp_path / "pipe")


def test_file_that_may_not_be_read_is_refused_in_words(write, monkeypatch):
    path = write(SARI)
    monkeypatch.setattr(Path, "open", lambda *_, **__: (_ for _ in ()).throw(PermissionError))
    with pytest.raises(RosterUnreadable, match="cannot_open"):
        open_roster(path)


def test_missing_file_and_folder_are_refused_in_words(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv", "\0"):
        with pytest.raises(RosterUnreadable, match="cannot_open"):
            open_roster(path)


def test_headings_without_rows_are_told_at_once(write):
    with pytest.raises(RosterUnreadable, match="no_rows"):
        open_roster(write())


def test_file_beyond_the_limit_is_refused(write):
    with pytest.raises(RosterUnreadable, match="too_large"):
        open_roster(write(SARI), max_bytes=20)


def test_nul_bytes_within_cells_are_blanks(write):
    (row,) = check_all(write(("\0" + SARI[0], "Sari\0Anggraini", *SARI[2:])))
    assert (row.number, row.name) == (SARI[0], "Sari Anggraini")


def test_far_away_rows_cost_nothing(tmp_path):
    path = tmp_path / "far.xlsx"
    far = "".join(f'<row r="{line}"/>' for line in range(10, 200_000))
    path.write_bytes(sheet_of(HEAD + far + cells(200_001, BUDI)))
    assert [row.line for row in check_all(path)] == [2, 200_001]


def test_format_is_known_by_content_not_by_name(tmp_path):
    for name, data in (("xlsx", XLSX), ("xls", XLS), ("ods", (FIXTURES / "simpeg.ods").read_bytes())):
        path = tmp_path / f"{name}.csv"
        path.write_bytes(data)
        with open_roster(path) as roster:
            assert roster.format == name


def test_numeric_cell_has_lost_digits(tmp_path):
    path = tmp_path / "numeric.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        for line, number in enumerate((198003152010032001.0, 12345.0), 1):
            page.write_row(line, 0, (number, *SARI[1:6], 81200000001))
    rows = check_all(path)
    assert [row.reason for row in rows] == ["number_lost_digits", "number_not_18_digits"]
    assert rows[0].number == ""


def test_sheets_without_headings_are_told(tmp_path):
    with open_roster(FIXTURES / "simpeg.xlsx") as roster:
        assert (roster.sheets, roster.ignored_sheets) == (["Data", "Petunjuk"], ["Petunjuk"])
        assert roster.fields["phone"] == "No. HP / WA"
        list(roster.rows())
        assert roster.progress() == 1.0


def test_process_of_a_closed_workbook_is_gone():
    roster = open_roster(FIXTURES / "simpeg.xlsx")
    process = roster._source.process
    roster.close()
    assert process.poll() is not None


def test_process_that_ends_without_a_word_is_a_refusal(monkeypatch):
    monkeypatch.setattr(workbook.sys, "executable", "/bin/false")
    with pytest.raises(RosterUnreadable, match="too_heavy"):
        open_roster(FIXTURES / "simpeg.xlsx")
