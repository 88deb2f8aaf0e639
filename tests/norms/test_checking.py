"""Each fault of the catalogue, planted in a copy of its files, is found with its file and line."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from ikrar.norms import catalogue, checking

TERM = """
- slug: "contoh"
  name: {id: "Tenggat contoh", en: "Sample term"}
  number: 7
  unit: "working"
  counted_from: {id: "kejadian", en: "the event"}
  bases: [{basis: "pp_94_2021", article: ""}]
  since: "2024-01-01"
  until: "2024-06-30"
  seen: true
  status: "draft"
"""
LATER = TERM.replace('"2024-01-01"', '"2024-07-01"').replace('  until: "2024-06-30"\n', "")
#: What is planted at the end of terms.yaml, on which of its lines the fault stands, and what is said.
PLANTED = {
    "no citation": (TERM.replace('  bases: [{basis: "pp_94_2021", article: ""}]\n', ""), 2, "contoh tidak mengutip dasar"),
    "unknown reference": (TERM.replace("pp_94_2021", "pp_94_2012"), 7, "basis: pp_94_2012 tidak dikenal"),
    "double id": (TERM + TERM, 13, "contoh ditulis dua kali"),
    "overlap in time": (TERM + LATER.replace("2024-07-01", "2024-06-30"), 19, "mulai berlaku selagi versi sebelumnya"),
    "hole in time": (TERM + LATER.replace("2024-07-01", "2024-07-02"), 19, "antara 2024-06-30 dan 2024-07-02 tidak ada versi"),
    "until before since": (TERM.replace("2024-06-30", "2023-12-31"), 9, "contoh berakhir sebelum mulai"),
    "a date that does not exist": (TERM.replace("2024-06-30", "2024-06-31"), 9, "until: tanggal 2024-06-31 tidak ada"),
    "a date that does not exist, bare": (TERM.replace('"2024-06-30"', "2023-02-29"), 9, "until: tanggal 2023-02-29 tidak ada"),
    "unknown unit": (TERM.replace('"working"', '"workday"'), 5, "satuan workday tidak dikenal"),
    "number below 1": (TERM.replace("number: 7", "number: 0"), 4, "0 bukan jumlah hari mulai 1"),
    "unknown status": (TERM.replace('"draft"', '"final"'), 11, "status final tidak dikenal"),
    "approved without approver": (TERM.replace('"draft"', '"approved"'), 11, "oleh siapa dan kapan tidak disebut"),
    "text without Indonesian": (TERM.replace('{id: "kejadian", en', "{en"), 6, "tidak punya bahasa Indonesia"),
    "a field left out": (TERM.replace('  unit: "working"\n', ""), 2, "contoh tidak memuat unit"),
    "a file that cannot be read": (TERM.replace('term"}', 'term"'), 4, "Tidak terbaca"),
}  # fmt: skip


@pytest.fixture
def files(tmp_path):
    return shutil.copytree(catalogue.DATA, tmp_path / "data")


def planted(files, text):
    path = files / "terms.yaml"
    before = path.read_text("utf-8")
    path.write_text(before + text, "utf-8")
    return before.count("\n")


def test_the_projects_own_files_have_no_fault():
    assert checking.faults(catalogue.DATA) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_with_its_file_and_line(files, name):
    text, line, says = PLANTED[name]
    above = planted(files, text)
    found = [fault for fault in checking.faults(files) if fault.file == "terms.yaml"]
    assert (above + line, True) in [(fault.line, says in fault.says) for fault in found], list(map(str, found))


def test_versions_that_follow_each_other_are_in_order(files):
    planted(files, TERM + LATER)
    assert checking.faults(files) == []


@pytest.mark.parametrize(
    ("file", "what", "instead", "says"),
    [
        ("conducts.yaml", 'act: "vote"', 'act: "votes"', "act: votes tidak dikenal"),
        ("questions.yaml", 'rule: "allow_vote"', 'rule: "allow_votes"', "rule: allow_votes tidak dikenal"),
        ("workdays.yaml", 'decree: "skb_2024"}', 'decree: "skb_2042"}', "decree: skb_2042 tidak dikenal"),
        ("acts.yaml", 'name: {id: "Menggunakan hak pilih", ', "name: {", "tidak punya bahasa Indonesia"),
        ("elections.yaml", 'slug: "quiet_period"', 'slug: "campaign"', "campaign ditulis dua kali"),
    ],
)
def test_a_fault_in_another_file_is_named_there(files, file, what, instead, says):
    path = files / file
    text = path.read_text("utf-8")
    line = text[: text.index(what)].count("\n") + 1
    path.write_text(text.replace(what, instead, 1), "utf-8")
    assert (file, line, True) in [(fault.file, fault.line, says in fault.says) for fault in checking.faults(files)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- word\n- 7\n",
        "slug: x",
        "- {slug: [a, b], bases: 7, readings: x, name: 3, unit: {a: b}}",
        "{[a]: b}",
        "- &a [*a]",
    ],
)
def test_a_file_of_another_shape_is_a_fault_and_no_crash(files, text):
    (files / "terms.yaml").write_text(text, "utf-8")
    assert any(fault.file == "terms.yaml" for fault in checking.faults(files))


def test_a_word_outside_its_table_is_named(files):
    planted(files, TERM + '  ladder: "sangat berat"\n')
    assert "ladder: sangat berat tidak dikenal" in str(checking.faults(files)[0])


def test_a_folder_without_files_is_no_catalogue_in_order(tmp_path):
    with pytest.raises(CommandError, match="no YAML files"):
        call_command("ikrar_norms", "check", str(tmp_path))


def test_the_command_tells_every_fault_and_fails(files):
    planted(files, TERM.replace("number: 7", "number: -1").replace('"working"', '"x"'))
    with pytest.raises(CommandError) as refused:
        call_command("ikrar_norms", "check", str(files))
    told = str(refused.value).splitlines()
    assert len(told) == 2
    assert all(line.startswith("terms.yaml:") for line in told)
