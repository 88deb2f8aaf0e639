"""A story per district, as its article tells it, on the pages, on a phone and on an office screen."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ikrar.agencies.models import Staff, Unit
from ikrar.core import zones
from ikrar.demo import districts, founding, seeding
from ikrar.norms.actions.catalogue import load_catalogue
from ikrar.outreach.models import Attendance, Seen
from ikrar.outreach.queries import activities as queries
from tests.factories import pledges as made
from tests.journeys import agency_steps
from tests.journeys.district_steps import PIN, District

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district(request, settings, either, live_server):
    settings.IKRAR_DEMO = True
    at = zones.now() - dt.timedelta(days=1)
    load_catalogue(at)
    told = founding.facts(request.param)
    return District(told, districts.prepare(told, at=at), either, live_server.url)


def of(name):
    return pytest.mark.parametrize("district", [name], indirect=True)


@of("konawe-selatan")
def test_konawe_selatan_invites_heads_and_camat_alone(district):
    page = district.page
    district.plan()
    expect(page.get_by_text("Surunuddin Dangga")).to_be_visible()
    expect(page.get_by_text("Badan Pengawas Pemilihan Umum (Bawaslu)")).to_be_visible()
    expect(page.get_by_text("nama tidak disebut")).to_be_visible()
    district.invite(position="kepala, camat")
    assert district.held.invitees.count() == 70
    district.open()
    head = district.person(assignments__position__startswith="Camat")
    district.desk()
    district.come(head)
    expect(page.get_by_text("Hadir", exact=False).first).to_be_visible()
    page.goto(f"/kegiatan/{district.held.pk}/")
    expect(page.get_by_text("70").first).to_be_visible()
    figures = queries.figures(district.held)
    assert (figures.invited, figures.present, figures.missing) == (70, 1, 69)


@of("kutai-kartanegara")
def test_in_kutai_kartanegara_hall_and_meeting_count_once(district, meeting):
    page = district.page
    district.plan(meeting=meeting.url)
    district.invite()
    district.open()
    expect(page.get_by_text("Rini Sulistiyowati")).to_be_visible()
    district.campaign()
    sari = district.person()
    page.goto(f"/k/{district.held.code}")
    page.get_by_label("Kode pribadi").fill(made.code(sari))
    district.press("Lanjut")
    page.locator("[name=pin]").fill(PIN)
    page.locator("[name=again]").fill(PIN)
    district.press("Simpan PIN, lanjut")
    assert not Attendance.objects.exists()
    page.watch.expect(meeting.host)
    district.press("Saya hadir, buka rapat")
    page.wait_for_url(meeting.url)
    act = Attendance.objects.get()
    assert (act.staff, act.source, act.level) == (sari, "online", 2)
    district.desk()
    district.come(sari)
    expect(page.get_by_text("Sudah tercatat").first).to_be_visible()
    assert Attendance.objects.count() == 1
    assert Seen.objects.get().source == "desk"


@of("kolaka")
def test_in_kolaka_units_name_their_delegates_by_link_and_two_desks_count_each_once(district):
    page, event = district.page, district.event
    district.plan(on=(zones.now() + dt.timedelta(days=7)).date().isoformat())
    expect(page.get_by_text("Plh. Sekretaris Daerah, Kabupaten Kolaka")).to_be_visible()
    page.goto(f"/kegiatan/{district.held.pk}/utusan/")
    unit = Unit.objects.get(name="Inspektorat Contoh")
    page.locator("[name=units]").select_option(str(unit.pk))
    page.locator("[name=seats]").fill("2")
    page.locator("[name=until]").fill((zones.now() + dt.timedelta(days=5)).date().isoformat())
    district.press("Beri jatah")
    page.get_by_role("link", name="Inspektorat Contoh").click()
    link = re.search(r"\S+(/kegiatan/utusan/\S+)", page.locator("#pesan").input_value())[1]

    page.context.clear_cookies()
    page.goto(link)
    first, second = Staff.objects.filter(assignments__unit=unit).order_by("pk")[:2]
    for person in (first, second):
        page.locator("#typed").fill(person.name)
        district.press("Cari")
        page.locator(".hit").first.click()
        page.wait_for_load_state()
    expect(page.get_by_text("2 dari 2 kursi terisi")).to_be_visible()
    assert set(district.held.invitees.values_list("staff", flat=True)) == {first.pk, second.pk}

    district.enter("panitia")
    district.open()
    district.desk("Meja 1")
    district.come(first)
    district.desk("Meja 2")
    district.come(first)
    expect(page.get_by_text("Sudah tercatat").first).to_be_visible()
    district.come(second)
    assert Attendance.objects.count() == 2
    page.goto(f"/kegiatan/{district.held.pk}/")
    assert queries.figures(district.held).missing == 0
    expect(page.get_by_role("heading", name=event["title"])).to_be_visible()


@of("kotawaringin-timur")
def test_in_kotawaringin_timur_they_sign_after_the_event_and_closing_it_closes_the_signing(district):
    page = district.page
    district.plan()
    expect(page.get_by_text("Komisi Aparatur Sipil Negara (KASN)")).to_be_visible()
    district.invite()
    campaign = district.campaign()
    district.open()
    district.enter("kepegawaian")
    page.goto(f"/kegiatan/{district.held.pk}/penandatanganan/")
    page.locator("[name=title]").fill("Meja ikrar")
    district.press("Buka sesi")
    sari, joko = Staff.objects.filter(assignments__kind="pns").order_by("pk")[:2]
    contract = Staff.objects.filter(assignments__kind="non_civil_servant").order_by("pk")[0]
    district.desk()
    page.goto("/meja/")
    page.get_by_role("link", name="Meja ikrar").click()
    session = page.url
    agency_steps.vouch_with_finger(page, sari.name)
    page.goto(session)
    page.locator("#typed").fill(contract.name)
    district.press("Cari")
    expect(page.get_by_text("Tidak ada di daftar")).to_be_visible()
    agency_steps.sign_on_phone(page, campaign.code, made.code(joko), by_link=False)
    page.goto(f"/kegiatan/{district.held.pk}/")
    page.get_by_role("link", name="Tutup kegiatan").click()
    expect(page.get_by_text("Meja ikrar")).to_be_visible()
    district.press("Tutup kegiatan")
    assert campaign.sessions.get().closed_at is not None
    page.goto(f"/pantau/{campaign.code}/")
    expect(page.get_by_role("heading", name="2 dari")).to_be_visible()


def test_in_kendari_1246_read_and_sign_together_before_one_screen(either, live_server, new_context, settings):
    settings.IKRAR_DEMO = True
    at = zones.now() - dt.timedelta(hours=1)
    campaign = seeding.seed_kendari(at=at)
    hall = District(founding.facts("kendari"), campaign.agency, either, live_server.url)
    hall.held = seeding.rehearse(campaign, at=at)
    page = hall.page
    hall.enter("panitia")
    page.goto(f"/kegiatan/{hall.held.pk}/")
    page.get_by_role("link", name="Layar ikrar").first.click()
    page.locator("[name=label]").fill("Layar aula")
    hall.press("Buat tautan")
    link = page.locator("#tautan").input_value()
    screen = new_context(base_url=live_server.url, viewport={"width": 1280, "height": 720}).new_page()
    screen.goto(urlsplit(link).path)
    expect(screen.get_by_text("Selamat datang. Catat kehadiran Anda di meja.")).to_be_visible()
    hall.enter("pimpinan")
    page.goto(f"/kegiatan/{hall.held.pk}/kendali/")
    hall.press("Berikut")
    expect(screen.locator("section[data-scene=reading]")).to_be_visible()
    signers = Staff.objects.filter(agency=campaign.agency).order_by("pk")
    agency_steps.sign_on_phone(page, campaign.code, made.code(signers[0]), by_link=True)
    expect(screen.locator("section[data-scene=reading]")).to_contain_text("1 dari 1.246")
    seeding.sign_some(campaign, 1_245, at=zones.now())
    hall.enter("pimpinan")
    page.goto(f"/kegiatan/{hall.held.pk}/kendali/")
    hall.press("Terima kasih")
    expect(screen.locator("section[data-scene=thanks]")).to_contain_text("1.246")
    assert screen.context.cookies() == []
    page.goto(f"/pantau/{campaign.code}/")
    expect(page.get_by_role("heading", name="1.246 dari 1.246")).to_be_visible()
