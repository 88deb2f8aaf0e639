"""Lists whose headings nobody knows: asked once with samples, read without a question ever after."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.models import RosterImport, RosterRow, Staff
from ikrar.agencies.rules import ImportState
from ikrar.core import jobs, zones
from ikrar.core.errors import Refused
from ikrar.core.models import StoredFile
from tests.agencies.test_roster_import import DAY, PRIVATE, Office, number

pytestmark = pytest.mark.django_db
CSV = "daftar.csv"
HEADINGS = ["Urutan", "Pemilik Berkas", "Kunci Pegawai", "NIK", "Ruang Tugas", "Telp Genggam"]
PEOPLE = [
    ["1", "Sari Contohwati", number(1), PRIVATE[0], "Dinas Contoh", "081200000001"],
    ["2", "Budi Rekaan", number(2), PRIVATE[0], "Dinas Contoh Dua", "081200000002"],
]
ANSWERS = {"Pemilik Berkas": "name", "Kunci Pegawai": "number", "Ruang Tugas": "unit"}


@pytest.fixture
def office() -> Office:
    return Office()


def csv(delimiter: str = ";", above: str = "DAFTAR PEGAWAI\n\n") -> bytes:
    return (above + "\n".join(delimiter.join(row) for row in [HEADINGS, *PEOPLE]) + "\n").encode()


def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.title = "Petunjuk"
    book.active.append(["Bacalah dulu."])
    sheet = book.create_sheet("Data")
    for row in (["DAFTAR PEGAWAI"], [], HEADINGS, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], *PEOPLE):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def read(office: Office, body: bytes, name: str = CSV, *, asks: bool = True) -> RosterImport:
    at = zones.now()
    found = actions.upload_roster(
        office.agency, file=ContentFile(body, name), name=name, as_of=DAY, by=office.by, at=at, asks=asks
    )
    jobs.drain(at)
    found.refresh_from_db()
    return found


def answer(office: Office, found: RosterImport, told: dict[str, str]) -> Any:
    given = {f"column_{place}": told.get(heading, "") for place, heading in enumerate(found.reading["ask"])}
    return office.client().post(reverse("agencies:map_columns", args=[found.pk]), given)


@pytest.mark.parametrize("body", [csv(), csv(","), csv("\t", ""), workbook()], ids=["csv", "comma", "tab", "xlsx"])
def test_a_list_without_a_known_heading_is_explained_once(office, body):
    found = read(office, body, "daftar.xlsx" if body[:2] == b"PK" else CSV)
    assert (found.state, found.reading["ask"]) == (ImportState.MAPPING, [h for h in HEADINGS if h != "NIK"])
    page = office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()
    for shown in ("Pemilik Berkas", "Sari Contohwati; Budi Rekaan", "19••••••••••••••01", "Tidak kami simpan: NIK"):
        assert shown in page
    for hidden in (PRIVATE[0], number(1), "081200000001", "(2)"):
        assert hidden not in page
    answer(office, found, ANSWERS)
    jobs.drain(zones.now())
    found.refresh_from_db()
    assert (found.state, found.counts["accepted"], found.counts["refused"]) == (ImportState.PREVIEW, 2, 0)
    assert RosterRow.objects.get(roster=found, number=number(2)).name == "Budi Rekaan"
    assert not {"ask", "guess", "samples"} & found.reading.keys()
    office.agency.refresh_from_db()
    again = read(office, body)
    assert (again.state, again.counts["accepted"]) == (ImportState.PREVIEW, 2)


def test_the_mapping_is_another_agencys_question_again(office):
    answer(office, read(office, csv()), ANSWERS)
    assert read(Office(), csv()).state == ImportState.MAPPING


def test_a_column_of_names_and_one_more_must_be_told(office):
    found = read(office, csv())
    for told in ({}, {"Kunci Pegawai": "number", "Ruang Tugas": "unit"}):
        page = answer(office, found, told)
        assert "Pilih kolom yang berisi nama" in page.content.decode()
    with pytest.raises(Refused):
        actions.map_columns(found, mapping={"Ruang Tugas": "unit"}, by=office.by, at=zones.now())
    found.refresh_from_db()
    assert found.state == ImportState.MAPPING


def test_words_that_are_known_come_filled_in(office):
    body = f"NIP;Empunya;Unit Kerja\n{number(1)};Sari Contohwati;Dinas Contoh\n".encode()
    found = read(office, body)
    assert found.reading["guess"]["fields"] == {"NIP": "number", "Empunya": "", "Unit Kerja": "unit"}
    page = office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()
    assert '<option value="number" selected>' in page


def test_nothing_that_was_shown_outlives_the_upload(office):
    found = read(office, csv())
    actions.discard_roster(found, by=office.by)
    found.refresh_from_db()
    assert "Sari" not in str(found.reading)
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "body", [b"satu\ndua\n", b"1;2\n3;4\n", b"satu;dua\n"], ids=["one column", "numbers", "one row"]
)
def test_what_is_no_table_is_refused_as_before(office, body):
    found = read(office, body)
    assert (found.state, found.reading["problem"]) == (ImportState.UNREADABLE, "no_headings")


def test_the_command_refuses_with_the_headings_it_found_and_uses_a_saved_mapping(office, tmp_path):
    path = tmp_path / CSV
    path.write_bytes(csv())
    with pytest.raises(CommandError, match=r"Headings found: Urutan, Pemilik Berkas, Kunci Pegawai, Ruang Tugas"):
        call_command("ikrar_roster", "import", str(path), "--agency", office.agency.code)
    assert RosterImport.objects.get().state == ImportState.DISCARDED
    assert StoredFile.objects.count() == 0
    answer(office, read(office, csv()), ANSWERS)
    RosterImport.objects.exclude(state=ImportState.DISCARDED).delete()
    call_command("ikrar_roster", "import", str(path), "--agency", office.agency.code, "--json")
    assert {person.name for person in Staff.objects.all()} == {"Sari Contohwati", "Budi Rekaan"}
