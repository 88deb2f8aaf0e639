"""Encodings, headings and the error file."""

import random
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.agencies.roster import Outcome, RosterUnreadable, Row, check_all, open_roster, write_error_file
from tests.agencies.roster.conftest import BUDI, HEADINGS, SARI
from tests.agencies.roster.fuzz import FIXTURES, read

PLAIN = list(check_all(FIXTURES / "siasn.csv"))


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("siasn.csv", "utf-8-sig", ";"),
        ("siasn-utf16.csv", "utf-16", "\t"),
        ("siasn-cp1252.csv", "cp1252", ","),
        ("siasn-pipe.csv", "utf-8", "|"),
    ],
)
def test_encoding_and_delimiter_are_recognised(name, encoding, delimiter):
    with open_roster(FIXTURES / name) as roster:
        assert (roster.format, roster.encoding, roster.delimiter) == ("csv", encoding, delimiter)
    assert check_all(FIXTURES / name) == PLAIN


def test_far_byte_that_is_no_utf8_makes_the_file_a_windows_one(write):
    rows = [(*SARI[:1], f"Sari {'x' * 150}", *SARI[2:])] * 20_000
    path = write(*rows)
    path.write_bytes(path.read_bytes() + ";".join(("", "José Nur’aini", *BUDI[2:])).encode("cp1252"))
    assert check_all(path)[-1].name == "José Nur’aini"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("N I P", "number"),
        ("NIP/NI PPPK", "number"),
        ("Nomor Induk Pegawai", "number"),
        ("UNIT\nKERJA", "unit"),
        ("Gol. / Ruang", "grade"),
        ("PANGKAT / GOLONGAN", "grade"),
        ("no.hp", "phone"),
        ("E-mail", "email"),
        ("Status Kepegawaian", "kind"),
        ("SKPD", "unit"),
    ],
)
def test_headings_are_known_however_they_are_spelled(write, heading, field):
    with open_roster(write(("x", "y"), headings=('"' + heading + '"', "Nama Pegawai"))) as roster:
        assert set(roster.fields) == {field, "name"}


@pytest.mark.parametrize(
    "heading", ["NIK", "No. KTP", "Agama", "Alamat Rumah", "Tempat Lahir", "Tempat, Tanggal Lahir", "TTL", "No KK"]
)
def test_private_headings_are_dropped_even_when_mapped(write, heading):
    path = write(("rahasia", "Sari", "RSUD"), headings=(heading, "Nama", "Unit Kerja"))
    with open_roster(path, mapping={heading: "number"}) as roster:
        assert (roster.dropped, "number" in roster.fields) == ([heading], False)
        assert "rahasia" not in repr(list(roster.rows()))


def test_own_mapping_goes_before_the_known_spellings(write):
    path = write(("Sari", "Budi", "RSUD"), headings=("Nama", "Orang", "Unit Kerja"))
    (row,) = check_all(path, mapping={"orang": "name"})
    assert row.name == "Budi"
    with pytest.raises(ValueError, match="mapping"):
        open_roster(path, mapping={"orang": "nobody"})


def test_unknown_headings_are_told(write):
    with open_roster(write(("", "Sari", ""), headings=("NIP", "Nama", "Hobi"))) as roster:
        assert roster.unknown_headings == ["Hobi"]


def test_second_column_of_a_field_speaks_where_the_first_is_blank(write):
    (row,) = check_all(write(("Sari", "", "s@contoh.example"), headings=("nama", "email", "emailGov")))
    assert row.email == "s@contoh.example"


def test_error_file_runs_nothing(tmp_path):
    rows = [
        Row(2, 0, Outcome.REFUSED, "name_formula", raw='=HYPERLINK("http://x.example")'),
        Row(3, 0, Outcome.HELD, "number_with_two_names", (7, 9), name="Sari", raw="\t+cmd"),
        Row(4, 0, Outcome.REFUSED, "number_like_nik", name="@Budi", raw="https://x.example"),
        Row(5, 0, Outcome.ACCEPTED),
    ]
    path = tmp_path / "errors.xlsx"
    write_error_file(rows, path, {"name_formula": "=Nama", "column_line": "Baris"})
    sheet = openpyxl.load_workbook(path).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in told] == ["Baris", "2", "3", "4"]
    assert told[1][2:] == ['\'=HYPERLINK("http://x.example")', "'=Nama"]
    assert told[2][3] == "number_with_two_names (7, 9)"
    assert told[3][1] == "'@Budi"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert not [name for name in archive.namelist() if name.endswith(".rels") and "sheet" in name]


cell = st.text(max_size=30) | st.sampled_from([*SARI, *BUDI, "", "=1", "JUMLAH", "1", "Nama"])
days = st.dates(date(1960, 1, 1), date(2000, 12, 31))


def csv_of(folder, headings, rows):
    path = Path(folder) / "list.csv"
    lines = (";".join('"' + text.replace('"', '""') + '"' for text in row) for row in (headings, *rows))
    path.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    return path


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(cell, min_size=8, max_size=8), max_size=12))
def test_any_cells_are_judged_and_add_up(rows):
    with TemporaryDirectory() as folder:
        read(csv_of(folder, HEADINGS, rows))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused_in_words(data):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(data)
        read(path)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_of_columns_changes_nothing(rng: random.Random):
    order = list(range(len(HEADINGS)))
    rng.shuffle(order)
    rows = [SARI, BUDI, (*SARI[:3], "RSUD", *SARI[4:]), ("", "Joko", "Honorer", "RSUD", "Sopir", "", "", "")]
    with TemporaryDirectory() as folder:
        plain = check_all(csv_of(folder, HEADINGS, rows))
        turned = [[row[column] for column in order] for row in rows]
        assert check_all(csv_of(folder, [HEADINGS[column] for column in order], turned)) == plain


@settings(max_examples=60, deadline=None)
@given(st.permutations([SARI, SARI, (*SARI[:6], "0813", ""), BUDI, (BUDI[0], "Lain", *BUDI[2:]), ("", *SARI[1:])]))
def test_order_of_rows_changes_no_count(rows):
    with TemporaryDirectory() as folder:
        ends = sorted((row.outcome, row.reason) for row in check_all(csv_of(folder, HEADINGS, rows)))
    assert [reason for _, reason in ends] == [
        "", "number_told_twice", "number_told_twice", "number_with_two_names", "number_with_two_names", "same_row_twice",
    ]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(days, st.sampled_from("12"), st.integers(1, 999), st.text(" .-\u00a0\u2009–", min_size=19, max_size=19))
def test_digits_are_joined_whatever_groups_them(born, sex, serial, gaps):
    number = f"{born:%Y%m%d}202003{sex}{serial:03d}"
    told = "".join(gap + digit for gap, digit in zip(gaps, number, strict=False))
    with TemporaryDirectory() as folder:
        (row,) = check_all(csv_of(folder, HEADINGS, [(told, *SARI[1:])]))
    assert (row.number, row.outcome) == (number, Outcome.ACCEPTED)


def test_rows_can_be_read_again():
    for name in ("siasn.csv", "simpeg.ods"):
        with open_roster(FIXTURES / name) as roster:
            next(roster.rows())
            assert list(roster.rows()) == list(roster.rows())


def test_refusal_quotes_nothing_of_the_file(write):
    with pytest.raises(RosterUnreadable) as refusal:
        check_all(write(("", '"7471019999990001')))
    assert "7471" not in repr(refusal.value) + str(refusal.value)
