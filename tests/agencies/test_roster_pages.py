"""The pages of the staff list in a real browser: nothing scrolls sideways, nothing is out of reach of a phone."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.models import RosterImport, Unit
from ikrar.agencies.queries import roster as lists
from ikrar.agencies.rules import ImportState
from tests.agencies import test_roster_mapping as mapping
from tests.agencies.test_roster_gone import ALL, HALF
from tests.agencies.test_roster_import import BUDI, NEXT, RATNA, SARI, Office, number, row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: With IKRAR_PICTURES=folder each page is also kept as a picture.
PICTURES = os.environ.get("IKRAR_PICTURES", "")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def page(either: Any, office: Office, live_server: Any) -> Any:
    """A browser in which the personnel officer is logged in."""
    cookies = office.client().cookies
    either.context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in cookies.items()])
    return either


def look(page: Any, address: str, name: str) -> None:
    """Open a page, keep its picture, and see that it fits and that axe finds nothing serious."""
    answer = page.goto(address)
    assert answer.status == 200, address
    width = page.viewport_size["width"]
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_every_page_of_an_upload_fits(page, office):
    first = office.read(
        SARI, BUDI, RATNA, *(row(number(40 + n), f"Wati Umpama {chr(65 + n)}", f"SD Negeri {n}") for n in range(9))
    )
    look(page, reverse("agencies:upload_roster"), "upload")
    look(page, reverse("agencies:roster", args=[first.pk]), "preview-first")
    office.apply(first)
    look(page, reverse("agencies:roster", args=[first.pk]), "applied")
    found = office.read(
        {**SARI, "Unit Kerja": "Dinas  Contoh Tiga"}, {**BUDI, "NIP": number(2), "Nama": "La Ode Muhammad Syafruddin Rekaan"},
        {**BUDI, "NIP": number(8)}, {**BUDI, "NIP": number(8), "Nama": "Nama Lain Sekali"}, {**RATNA, "NIP": "1,98609E+17"},
        {**RATNA, "NIP": number(5), "Nama": ""}, row(number(6), "Hj. Sitti Nurhayati Buatan, S.Pd., M.M.", "Dinas Contohh"),
        row(number(41), "Wati Umpama B", "SD Negeri 7"), as_of=NEXT,
    )  # fmt: skip
    assert found.state == ImportState.PREVIEW
    look(page, reverse("agencies:roster", args=[found.pk]), "preview")
    for what in ("new", "moved", "gone", "refused", "held", "unclear", "same", "changed"):
        look(page, reverse("agencies:roster_rows", args=[found.pk, what]), f"rows-{what}")
    for turn in range(2):
        look(page, reverse("agencies:decide_row", args=[found.pk]), f"question-{turn}")
        actions.decide_row(lists.undecided(found)[0], "skip", by=office.by)
    found.state = ImportState.READING
    found.save()
    look(page, reverse("agencies:roster", args=[found.pk]), "progress")
    found.state, found.reading = ImportState.MAPPING, {**found.reading, "ask": ["tmtCpns", "Nama Bapak"]}
    found.save()
    look(page, reverse("agencies:roster", args=[found.pk]), "columns")
    RosterImport.objects.filter(pk=found.pk).update(state=ImportState.UNREADABLE, reading={"problem": "no_headings"})
    look(page, reverse("agencies:roster", args=[found.pk]), "unreadable")


def test_the_question_what_columns_hold_fits(page, office):
    found = mapping.read(office, mapping.workbook(), "daftar.xlsx")
    look(page, reverse("agencies:roster", args=[found.pk]), "columns-guessed")
    page.get_by_role("button", name="Lanjut membaca").click()
    assert "Pilih kolom yang berisi nama" in page.locator(".banner.bad").inner_text()


def test_pages_of_half_a_file_of_taking_back_and_of_the_end_fit(page, office):
    office.load(*ALL)
    found = office.read(*HALF, as_of=NEXT)
    address = reverse("agencies:roster", args=[found.pk])
    look(page, address, "gone-many")
    page.check("input[value=end]")
    page.fill("#id_told_gone", "9")
    page.watch.expect("422")
    page.get_by_role("button", name="Terapkan", exact=True).click()
    page.wait_for_selector("#id_told_gone_error")
    assert page.is_checked("input[value=end]")
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"gone-typed-{page.viewport_size['width']}.png"), full_page=True)
    page.click("text=Unggah lagi dengan cakupan unit yang ada di berkas")
    assert page.is_checked("input[value=units]")
    for state, name in (("undoing", "undoing"), ("expired", "expired")):
        RosterImport.objects.filter(pk=found.pk).update(state=state)
        look(page, address, name)
    RosterImport.objects.filter(pk=found.pk).update(
        state="applied", reading={"kept": "2 tanda tangan bergantung padanya."}
    )
    look(page, address, "kept")


def test_every_page_of_people_and_units_fits(page, office):
    office.load(SARI, BUDI, RATNA)
    sari, unit = office.person(1), Unit.objects.get(name="Dinas Contoh")
    Unit.objects.filter(pk=unit.pk).update(name="Dinas Kependudukan dan Pencatatan Sipil Contoh")
    look(page, reverse("agencies:staff_list"), "staff")
    look(page, reverse("agencies:add_staff"), "add-staff")
    look(page, reverse("agencies:staff", args=[sari.pk]), "person")
    for name in ("move_staff", "end_staff", "change_contact", "merge_staff"):
        look(page, reverse(f"agencies:{name}", args=[sari.pk]), name)
    page.goto(reverse("agencies:merge_staff", args=[sari.pk]))
    page.fill("#q", "dinas contoh")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=into]")
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"merge-hits-{page.viewport_size['width']}.png"), full_page=True)
    page.check("input[name=into]")
    look(page, reverse("agencies:unit_list"), "units")
    look(page, reverse("agencies:add_unit"), "add-unit")
    look(page, reverse("agencies:unit", args=[unit.pk]), "unit")


def test_a_list_goes_from_file_to_people_by_clicking(page, office, tmp_path):
    from django.utils import timezone

    from ikrar.core import jobs
    from tests.agencies.test_roster_import import text

    path = tmp_path / "daftar.csv"
    path.write_bytes(text(SARI, BUDI))
    page.goto(reverse("agencies:upload_roster"))
    page.set_input_files("#id_file", str(path))
    page.click("text=Unggah dan periksa")
    jobs.drain(timezone.now() + dt.timedelta(seconds=1))
    page.click("text=Muat ulang")
    page.click("text=Terapkan 2 perubahan")
    jobs.drain(timezone.now() + dt.timedelta(seconds=1))
    page.click("text=Muat ulang")
    page.click("text=Lihat daftar pegawai")
    assert page.inner_text("caption") == "2 orang"
