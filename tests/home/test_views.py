"""Start pages, the own page, the guide."""

import json
import subprocess

import pytest
from django.test import Client

from ikrar.agencies import tokens
from ikrar.agencies.roles import Role
from ikrar.core import zones
from ikrar.home.guide import printed_guide
from ikrar.outreach.actions import attendance
from ikrar.outreach.models import BadgeRefusal, Invitee
from ikrar.pledges import receipts
from tests.factories import agencies as cast
from tests.factories import outreach as events
from tests.factories import pledges as made
from tests.outreach.test_attendance import coming

pytestmark = pytest.mark.django_db


def as_signer(credential, *, pin=True):
    client = Client()
    who = tokens.Signer(credential.pk, "a" * 16)
    client.cookies["ikrar_saya"] = tokens.seal(who.with_pin(zones.now()) if pin else who)
    return client


@pytest.fixture
def world():
    agency = cast.agency()
    sari, budi = cast.staff(agency, "Sari Contohwati"), cast.staff(agency, "Budi Rekaan")
    campaign = made.campaign(agency, at=zones.now())
    return agency, campaign, sari, budi


def test_everybody_finds_two_ways_in():
    page = Client().get("/").content.decode()
    assert "/saya/masuk/" in page
    assert "/akun/login/" in page


def test_a_new_agency_is_told_to_upload_its_staff_list_first():
    agency = cast.agency()
    client = Client()
    client.force_login(cast.officer(Role.PERSONNEL, agency))
    assert "Unggah daftar pegawai" in client.get("/").content.decode()


def test_an_officer_sees_who_is_missing_where(world):
    agency, campaign, sari, _budi = world
    made.signature(campaign, sari)
    client = Client()
    client.force_login(cast.officer(Role.PERSONNEL, agency))
    page = client.get("/").content.decode()
    assert "1 orang belum tanda tangan" in page
    assert f"/pantau/{campaign.code}/belum/" in page


def test_after_opening_people_are_to_be_told_before_anybody_is_called_missing(world):
    agency, campaign, _sari, _budi = world
    client = Client()
    client.force_login(cast.officer(Role.PERSONNEL, agency))
    page = client.get("/").content.decode()
    assert f"/ikrar/{campaign.code}/ajakan/" in page
    assert f"/pantau/{campaign.code}/belum/" not in page


def test_who_sees_no_names_is_led_to_units_and_not_to_a_shut_door(world):
    agency, campaign, sari, _budi = world
    made.signature(campaign, sari)
    client = Client()
    client.force_login(cast.officer(Role.LEADER, agency))
    page = client.get("/").content.decode()
    assert f"/pantau/{campaign.code}/belum/" not in page
    assert f'href="/pantau/{campaign.code}/"' in page


@pytest.mark.parametrize(
    ("role", "leads_to"), [(Role.OBSERVER, "/pantau/{code}/pengamat/"), (Role.LEGAL, "/ikrar/{code}/")]
)
def test_who_sees_no_coverage_is_not_told_that_nothing_is_open(world, role, leads_to):
    agency, campaign, _sari, _budi = world
    client = Client()
    client.force_login(cast.officer(role, agency))
    page = client.get("/").content.decode()
    assert "Belum ada yang dibuka" not in page
    assert leads_to.format(code=campaign.code) in page


@pytest.mark.parametrize("role", [Role.LEADER, Role.COMMITTEE, Role.AUDITOR])
def test_who_may_see_no_names_is_led_to_the_figures(world, role):
    agency, campaign, sari, _budi = world
    made.signature(campaign, sari)
    client = Client()
    client.force_login(cast.officer(role, agency, mfa=True))
    page = client.get("/").content.decode()
    assert "Lihat per unit" in page
    assert f"/pantau/{campaign.code}/belum/" not in page


def test_the_own_page_shows_what_to_sign_and_what_was_signed(world):
    _agency, campaign, sari, _budi = world
    client = as_signer(sari.credentials.get())
    assert f"/saya/ikrar/{campaign.code}/" in client.get("/saya/").content.decode()
    act = made.signature(campaign, sari)
    page = client.get("/saya/").content.decode()
    assert f"/saya/ikrar/{campaign.code}/" not in page
    assert act.receipt[:4] in page


def test_without_the_pin_nothing_of_the_own_page_shows(world):
    _agency, _campaign, sari, _budi = world
    client = as_signer(sari.credentials.get(), pin=False)
    assert client.get("/saya/").url == "/saya/pin/"
    assert client.get("/saya/data.json").url == "/saya/pin/"


def test_own_data_opens_the_own_commitment_and_holds_nobody_else(world):
    _agency, campaign, sari, budi = world
    made.signature(campaign, sari)
    made.signature(campaign, budi)
    told = json.loads(as_signer(sari.credentials.get()).get("/saya/data.json").content)
    (row,) = told["signatures"]
    assert receipts.opens(bytes.fromhex(row["commitment"]), bytes.fromhex(row["r"]), row["record"])
    assert "Budi" not in json.dumps(told)


def test_own_data_tells_where_one_was_invited_and_present(world):
    agency, _campaign, sari, budi = world
    held = events.activity(agency)
    for person in (sari, budi):
        events.invitee(held, person)
        attendance.record(held, coming(person), at=events.AT)
    told = json.loads(as_signer(sari.credentials.get()).get("/saya/data.json").content)
    assert [(row["activity"], row["source"], row["voided"]) for row in told["attendances"]] == [
        (held.title, "desk", False)
    ]
    assert [(row["activity"], row["delegate_of"]) for row in told["invitations"]] == [(held.title, None)]
    quota = events.quota(held, cast.unit(agency, "Dinas Utusan"))
    Invitee.objects.filter(staff=sari).update(quota=quota)
    told = json.loads(as_signer(sari.credentials.get()).get("/saya/data.json").content)
    assert [row["delegate_of"] for row in told["invitations"]] == ["Dinas Utusan"]


def test_own_data_tells_the_own_badges_and_their_refusals(world):
    agency, _campaign, sari, budi = world
    held = events.activity(agency)
    mine, _other = events.badge(held, sari), events.badge(held, budi)
    BadgeRefusal.objects.create(agency=agency, activity=held, badge=mine, at=events.AT)
    told = json.loads(as_signer(sari.credentials.get()).get("/saya/data.json").content)
    assert [(row["activity"], len(row["refused_at_desk"])) for row in told["badges"]] == [(held.title, 1)]


def test_the_guide_is_a_pdf_of_two_pages(tmp_path):
    file = tmp_path / "panduan.pdf"
    file.write_bytes(printed_guide())
    assert (
        "Pages:           2"
        in subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    )
    assert Client().get("/bantuan/panduan.pdf").content == printed_guide()
