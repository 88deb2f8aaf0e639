"""The official letter of invitation: to the heads of units with a list of names, and to one person."""

import io
import re
import zipfile

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core import jobs
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.outreach import letters
from ikrar.outreach.actions import letters as actions
from ikrar.outreach.actions import printing
from ikrar.outreach.models import InvitationLetter, PrintFile
from tests.factories import agencies as cast
from tests.outreach.test_badge_sheets import AT, Cast, words_of

WORDS = {
    "number": "", "dated_on": None, "nature": "Penting", "subject": "Undangan sosialisasi", "occasion": "Dalam rangka netralitas.",
    "dress": "", "note": "", "signer_name": "Drs. Budi Rekaan, M.Si.", "signer_form": "plt", "signer_office": "Kepala Badan Contoh",
    "signer_rank": "", "signer_number": "196907211995031001", "copies": ["Bupati Contoh"],
}  # fmt: skip


@pytest.fixture
def world(db):
    return Cast()


def printed(world, **more):
    actions.write_letter(world.held, WORDS | more.pop("words", {}), by=world.by, at=AT)
    file = actions.make_letters(world.held, **{"unit": None, "form": "merged", **more}, by=world.by, at=AT)
    jobs.drain(AT)
    file.refresh_from_db()
    _stored, data = printing.fetch_file(file, by=world.by, at=AT)
    return data


def said_by(pdf):
    return re.sub(r"\s+", " ", words_of(pdf).replace("\u00a0", " "))


def test_each_unit_gets_a_letter_to_its_head_with_its_own_names(world):
    said = said_by(printed(world))
    for words in (
        "Kepala Dinas Pertama",
        "Kepala Dinas Kedua",
        "Sari Contohwati",
        "Rina Rekaan",
        "Plt. Kepala Badan Contoh,",
    ):
        assert words in said
    assert "Drs. Budi Rekaan, M.Si." in said
    assert "NIP 19690721 199503 1 001" in said
    assert "08.30 WITA" in said
    alone = said_by(printed(world, unit=world.units[0]))
    assert "Sari Contohwati" in alone
    assert "Rina Rekaan" not in alone


def test_a_number_is_what_was_typed_or_dots(world):
    assert re.search(r"Nomor : \.{5,}", said_by(printed(world)))
    assert "Nomor : 005/2098/2024" in said_by(printed(world, words={"number": "005/2098/2024"}))


def test_what_a_backfilled_activity_does_not_tell_is_said_so(world):
    world.held.is_backfilled, world.held.on, world.held.begins, world.held.place = True, None, None, ""
    world.held.save()
    assert said_by(printed(world)).count("tidak disebut") >= 3


def test_letters_apart_come_as_one_file_a_unit(world):
    with zipfile.ZipFile(io.BytesIO(printed(world, form="apart"))) as archive:
        assert archive.namelist() == ["001-dinas-kedua.pdf", "002-dinas-pertama.pdf"]


def test_one_person_and_a_guest_get_their_own_letter_and_it_leaves_a_trace(world):
    actions.write_letter(world.held, WORDS, by=world.by, at=AT)
    address = reverse("outreach:personal_letter", args=[world.held.pk])
    mine = world.held.invitees.get(staff=world.sari)
    said = said_by(world.browser.post(address, {"whose": f"staff {mine.pk}"}).content)
    assert "Yth. Sari Contohwati" in said
    assert "Rina" not in said
    assert "Bawaslu" in said_by(world.browser.post(address, {"whose": f"guest {world.guest.pk}"}).content)
    assert AuditEvent.objects.filter(verb="outreach.letter_printed").count() == 2
    assert world.browser.post(address, {"whose": "staff 999999"}).status_code == 404
    assert world.browser.post(address, {"whose": "staff ٣"}).status_code == 404


def test_the_page_keeps_what_was_typed_and_names_what_is_wrong(world):
    address = reverse("outreach:letter", args=[world.held.pk])
    assert "Undangan Sosialisasi netralitas" in world.browser.get(address).content.decode()
    got = world.browser.post(address, {"subject": "Undangan", "occasion": "Dalam rangka", "signer_number": "12"})
    said = got.content.decode()
    assert got.status_code == 422
    assert "NIP terdiri dari 18 angka." in said
    assert "Tulis jabatan penanda tangan." in said
    told = {
        "subject": "Undangan",
        "occasion": "Dalam rangka",
        "signer_name": "Budi",
        "signer_office": "Camat",
        "copies": "Satu\n\nDua",
    }
    assert world.browser.post(address, told).status_code == 302
    assert InvitationLetter.objects.get().copies == ["Satu", "Dua"]


def test_without_a_letter_none_is_printed(world):
    with pytest.raises(Refused, match="Tulis dulu suratnya"):
        actions.make_letters(world.held, unit=None, form="merged", by=world.by, at=AT)
    assert not PrintFile.objects.exists()


@pytest.mark.parametrize(
    ("unit", "head"),
    [
        ("Dinas Kesehatan", "Kepala Dinas Kesehatan"), ("Kecamatan Poasia", "Camat Poasia"),
        ("Sekretariat Daerah", "Sekretaris Daerah"), ("SMP Negeri 14", "Kepala SMP Negeri 14"),
        ("Dinasti Contoh", "Pimpinan Dinasti Contoh"), ("Kelurahan", "Lurah"),
    ],
)  # fmt: skip
def test_heads_of_units_are_addressed_by_their_office(unit, head):
    assert letters.head_of(unit) == head


def test_a_committee_of_another_agency_finds_no_letter(world):
    stranger = cast.officer(Role.COMMITTEE, cast.agency(), name="Joko Rekaan")
    world.browser.force_login(stranger)
    assert world.browser.get(reverse("outreach:letter", args=[world.held.pk])).status_code == 404
