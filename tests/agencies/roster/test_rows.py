"""What comes of each kind of row."""

import json

import pytest

from ikrar.agencies.roster import REASONS, Outcome, check_all, open_roster
from tests.agencies.roster.conftest import BUDI, HEADINGS, SARI
from tests.agencies.roster.fuzz import FIXTURES

LISTS = sorted(path.name.removesuffix(".expect.json") for path in FIXTURES.glob("*.expect.json"))


def having(person, **changes):
    """A person's row with some cells changed, by their place among the usual headings."""
    fields = ("number", "name", "kind", "unit", "position", "grade", "phone", "email")
    return tuple(changes.get(field, cell) for field, cell in zip(fields, person, strict=True))


def only(path):
    (row,) = check_all(path)
    return row


@pytest.mark.parametrize("name", LISTS)
def test_each_line_of_the_fixtures_ends_as_planted(name):
    planted = json.loads((FIXTURES / f"{name}.expect.json").read_text())
    assert {str(row.line): row.reason for row in check_all(FIXTURES / name)} == planted


@pytest.mark.parametrize("name", LISTS)
def test_every_reason_belongs_to_its_outcome(name):
    for row in check_all(FIXTURES / name):
        assert row.outcome is (REASONS[row.reason][0] if row.reason else Outcome.ACCEPTED)


@pytest.mark.parametrize("name", LISTS)
def test_private_columns_are_dropped_at_the_door(name):
    for row in check_all(FIXTURES / name):
        for secret in ("Rahasia", "Kepercayaan", "7471019999990001"):
            assert secret not in repr(row)
    assert open_roster(FIXTURES / name).dropped


@pytest.mark.parametrize(
    ("number", "outcome", "reason"),
    [
        ("19800315 201003 2 001", "accepted", ""),
        ("19800315.201003.2.001", "accepted", ""),
        ("19800315-201003-2-001", "accepted", ""),
        ("19800315\u00a0201003\u00a02\u00a0001", "accepted", ""),
        ("'198003152010032001", "accepted", ""),
        ("", "accepted", ""),
        ("1.98003E+17", "refused", "number_scientific"),
        ("1,98003152010032E+17", "refused", "number_scientific"),
        ("19800315201003200", "refused", "number_not_18_digits"),
        ("1980031520100320011", "refused", "number_not_18_digits"),
        ("NIP 1980031520100320", "refused", "number_not_digits"),
        ("²" * 18, "refused", "number_not_digits"),
        ("١" * 18, "refused", "number_not_digits"),
        ("7471019999990001", "refused", "number_like_nik"),
        ("198013152010032001", "held", "birth_date_impossible"),
        ("198002302010032001", "held", "birth_date_impossible"),
        ("198003152010033001", "held", "sex_digit_impossible"),
        ("198003152010032000", "held", "serial_zero"),
    ],
)
def test_number_is_judged_by_its_digits(write, number, outcome, reason):
    row = only(write(having(SARI, number=number)))
    assert (row.outcome, row.reason) == (outcome, reason)
    assert row.number in ("", "198003152010032001") or row.outcome == Outcome.HELD


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "name_missing"),
        ("  ", "name_missing"),
        ("-", "name_missing"),
        ("12 34", "name_missing"),
        (", S.Pd.", "name_missing"),
        ('=HYPERLINK("x")', "name_formula"),
        ("+62 812", "name_formula"),
        ("-2+3 cmd", "name_formula"),
        ("@SUM(A1)", "name_formula"),
        ("  =cmd", "name_formula"),
        ("\t=cmd", "name_formula"),
        ("'=cmd", "name_formula"),
        ("\u200b=cmd", "name_formula"),
        ("＝cmd", "name_formula"),
        ("x" * 201, "cell_too_long"),
    ],
)
def test_name_that_is_none_is_refused(write, name, reason):
    row = only(write(having(SARI, name=name)))
    assert (row.outcome, row.reason) == (Outcome.REFUSED, reason)
    assert row.name == ""


@pytest.mark.parametrize("field", ["unit", "position", "grade", "phone", "email"])
def test_kept_cell_longer_than_any_is_refuses_the_row(write, field):
    assert only(write(having(SARI, **{field: "x" * 400}))).reason == "cell_too_long"


@pytest.mark.parametrize("number", ["7471019999990001x", "NIK 7471019999990001", "7471 0199 9999 0001"])
def test_population_number_is_masked_wherever_it_strays(write, number):
    row = only(write(having(SARI, number=number)))
    assert row.outcome is Outcome.REFUSED
    assert "019999" not in repr(row).replace(" ", "")


@pytest.mark.parametrize(
    ("cell", "front", "name", "back", "key"),
    [
        ("Hj. Siti Rahma, S.Pd., M.M.", "Hj.", "Siti Rahma", "S.Pd., M.M.", "siti rahma"),
        ("Dr. Ir. H. Amin", "Dr. Ir. H.", "Amin", "", "amin"),
        ("SITI RAHMA S.Pd", "", "SITI RAHMA", "S.Pd", "siti rahma"),
        ("Siti Rahma SE", "", "Siti Rahma", "SE", "siti rahma"),
        ("Hj.Siti Rahma", "Hj.", "Siti Rahma", "", "siti rahma"),
        ("Nur’aini  Salim ", "", "Nur’aini Salim", "", "nur'aini salim"),
        ("Nur`aini Salim", "", "Nur`aini Salim", "", "nur'aini salim"),
        ("M. Amin", "", "M. Amin", "", "m amin"),
        ("José", "", "José", "", "josé"),
        ("Jose\u0301", "", "Jose\u0301", "", "josé"),
    ],
)
def test_name_is_parted_from_its_titles(write, cell, front, name, back, key):
    row = only(write(having(SARI, name=cell)))
    assert (row.title_front, row.name, row.title_back, row.name_key) == (front, name, back, key)


@pytest.mark.parametrize(
    ("status", "number", "kind"),
    [
        ("PNS", SARI[0], "pns"),
        ("CPNS", SARI[0], "pns"),
        ("P3K", SARI[0], "pppk"),
        ("PPPK Paruh Waktu", SARI[0], "pppk_part_time"),
        ("Non ASN", SARI[0], "non_civil_servant"),
        ("Non PNS", "", "non_civil_servant"),
        ("Tenaga Honorer", "", "non_civil_servant"),
        ("THL", "", "non_civil_servant"),
        ("PPNPN", "", "non_civil_servant"),
        ("Aktif", SARI[0], "pns"),
        ("", "198003152023212001", "pppk"),
        ("", "", "non_civil_servant"),
    ],
)
def test_kind_is_told_by_status_or_else_by_number(write, status, number, kind):
    assert only(write(having(SARI, kind=status, number=number))).kind == kind


def outcomes(*rows):
    return [(row.outcome.value, row.reason, row.others) for row in rows]


def test_same_row_again_is_skipped(write):
    again = having(SARI, name=" SARI  anggraini ", unit="dinas  pendidikan", number="19800315 201003 2 001")
    assert outcomes(*check_all(write(SARI, again))) == [("accepted", "", ()), ("skipped", "same_row_twice", (2,))]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "Orang Lain"}, "number_with_two_names"),
        ({"unit": "RSUD"}, "number_in_two_places"),
        ({"position": "Guru"}, "number_in_two_places"),
        ({"phone": "081299"}, "number_told_twice"),
    ],
)
def test_rows_that_contradict_each_other_are_all_held(write, changes, reason):
    path = write(SARI, BUDI, having(SARI, **changes))
    assert outcomes(*check_all(path)) == [("held", reason, (4,)), ("accepted", "", ()), ("held", reason, (2,))]
    with open_roster(path) as roster:
        assert [row.outcome.value for row in roster.rows()] == ["accepted", "accepted", "held"]
        assert [(amendment.line, amendment.others) for amendment in roster.amendments()] == [(2, (4,)), (4, (2,))]
        assert roster.counts()[Outcome.HELD] == 2


def test_three_rows_of_one_number_name_each_other(write):
    rows = check_all(write(SARI, having(SARI, unit="RSUD"), having(SARI, name="Orang Lain")))
    assert outcomes(*rows) == [("held", "number_with_two_names", others) for others in ((3, 4), (2, 4), (2, 3))]


def test_twins_without_a_number_are_held(write):
    nobody = having(SARI, number="")
    rows = check_all(write(nobody, having(nobody, phone="0813"), having(nobody, unit="RSUD")))
    assert [row.reason for row in rows] == ["twins_without_number", "twins_without_number", ""]


def test_titles_that_exclude_each_other_tell_two_people_without_a_number_apart(write):
    nobody = having(SARI, number="")
    hajjah, graduate = having(nobody, name="Hj. Sari"), having(nobody, name="Sari, S.Sos.")
    assert [row.reason for row in check_all(write(hajjah, graduate))] == ["", ""]
    assert {row.reason for row in check_all(write(hajjah, graduate, having(nobody, name="Sari")))} == {
        "twins_without_number"
    }


def test_delimiter_that_stands_unquoted_in_a_name_refuses_the_row(write):
    row = check_all(write(BUDI, having(SARI, name="Sari; S.Pd.")))[1]
    assert (row.outcome, row.reason) == (Outcome.REFUSED, "columns_shifted")


def test_delimiters_at_the_end_of_every_row_are_no_fault(write):
    assert [row.reason for row in check_all(write((*SARI, "", ""), (*BUDI, "", "")))] == ["", ""]


def test_quotation_mark_that_swallows_lines_is_told(write):
    rows = check_all(write(having(SARI, name='"Sari'), BUDI, having(BUDI, name='Budi"', number=""), SARI))
    assert [(row.line, row.reason) for row in rows] == [(2, "quote_unclosed"), (5, "")]


def test_line_numbers_count_quoted_newlines(write):
    rows = check_all(write(having(SARI, unit='"Dinas\nPendidikan"'), BUDI))
    assert [(row.line, row.unit) for row in rows] == [(2, "Dinas Pendidikan"), (4, "RSUD")]


def test_blank_rows_are_nobodys(write):
    assert [row.line for row in check_all(write((), (" ",) * 8, ("",) * 8, SARI))] == [5]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("1", "2", "3", "4", "5", "6", "7", "8"), "column_numbers"),
        (("(1)", "(2)", "(3)", "", "", "", "", ""), "column_numbers"),
        (("UNIT KERJA BAGIAN 3", "", "", "", "", "", "", ""), "group_row"),
        (("", "DINAS KESEHATAN", "", "", "", "", "", ""), "group_row"),
        (("JUMLAH", "27", "", "", "", "", "", ""), "total_row"),
        (("", "Total:", "27 orang", "", "", "", "", ""), "total_row"),
        (HEADINGS, "heading_again"),
    ],
)
def test_layout_is_told_but_is_nobodys_row(write, row, reason):
    rows = check_all(write(SARI, row, BUDI))
    assert outcomes(*rows) == [("accepted", "", ()), ("layout", reason, ()), ("accepted", "", ())]


def test_person_of_whom_only_the_name_is_told_is_no_layout(write):
    rows = check_all(write(SARI, ("", "Joko Prasetyo", "", "", "", "", "", "")))
    assert rows[1].outcome is Outcome.ACCEPTED


def test_cached_units_do_not_hide_layout(write):
    total = ("", "Jumlah", "", "Dinas Pendidikan", "", "", "", "")
    assert check_all(write(SARI, BUDI, total))[2].outcome is not Outcome.LAYOUT
    assert check_all(write(SARI, having(SARI, number="", name="Nama"), BUDI))[1].outcome is Outcome.LAYOUT


def test_no_more_lines_are_told_than_anybody_reads(write):
    rows = check_all(write(*(having(SARI, phone=f"0812{index:04d}") for index in range(60))))
    assert {len(row.others) for row in rows} == {20}


def test_too_many_titles_under_one_name_are_not_taken_for_people(write):
    titles = (f"Sari, X{index}" for index in range(26))
    rows = check_all(write(*(having(SARI, number="", name=name) for name in titles)))
    assert {row.outcome for row in rows[22:]} == {Outcome.HELD}
