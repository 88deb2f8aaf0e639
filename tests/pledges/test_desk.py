"""A desk through its doors: one verdict per screen, and nothing personal left behind."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ikrar.agencies.middleware import DESK_COOKIE
from ikrar.agencies.models import Device
from ikrar.agencies.roles import Role
from ikrar.pledges.desk_state import COOKIE
from ikrar.pledges.models import Signature, SigningSession
from ikrar.pledges.rules import Method
from tests.factories import agencies as cast
from tests.factories import pledges as made


class Desk:
    """An enrolled desk with Budi as its officer, in a session that Ratna opened."""

    def __init__(self, client, at=None):
        now = at or timezone.now() - dt.timedelta(hours=1)
        self.client = client
        self.agency = cast.agency(zone="WITA")
        self.unit = cast.unit(self.agency, "Dinas Contoh")
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=self.unit)
        self.budi = cast.officer(Role.COMMITTEE, self.agency, name="Budi Rekaan", mfa=True)
        self.ratna = cast.officer(Role.PERSONNEL, self.agency, name="Ratna Khayal", mfa=True)
        self.campaign = made.campaign(self.agency, at=now)
        self.session = made.session(self.campaign, self.ratna, at=now)
        self.device, token = cast.device(self.agency, self.budi)
        client.cookies[DESK_COOKIE] = token

    def path(self, rest=""):
        return f"/meja/sesi/{self.session.pk}/{rest}"

    def find(self, typed):
        return self.client.post(self.path(), {"typed": typed}, follow=True)

    def pick(self, staff=None, **more):
        return self.client.post(self.path("pilih/"), {"staff": (staff or self.sari).pk, **more}, follow=True)

    def form(self, page, **changes):
        names = ("staff", "uuid", "ikrar", "pact")
        fields = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in names}
        return {**fields, "drawing": made.drawing(), **changes}

    def see(self, **changes):
        page = self.pick().content.decode()
        return self.client.post(self.path("orang/"), self.form(page, **changes), follow=True)


@pytest.fixture
def at_desk(client, db):
    return Desk(client)


def test_from_the_session_to_the_register(at_desk):
    assert "Susulan" in at_desk.client.get("/meja/").content.decode()
    page = at_desk.find("sari").content.decode()
    assert "Sari Contohwati" in page
    assert at_desk.sari.number not in page
    said = at_desk.see().content.decode()
    assert "Tercatat" in said
    act = Signature.objects.get()
    assert (act.level, act.officer, act.method) == (1, at_desk.budi.pk, Method.VOUCH)


def test_whoever_bears_the_typed_name_comes_before_a_unit_that_bears_half_of_it(at_desk):
    village = cast.unit(at_desk.agency, "Kecamatan Umpama")
    cast.staff(at_desk.agency, "Ratna Contohwati", at=village)
    cast.staff(at_desk.agency, "Ratna Umpama", at=village)
    page = at_desk.find("ratna umpama").content.decode()
    assert page.index("Ratna Umpama<") < page.index("Ratna Contohwati")


def test_the_second_time_only_sudah(at_desk):
    at_desk.see()
    said = at_desk.see().content.decode()
    act = Signature.objects.get()
    assert "Sudah tercatat" in said
    assert act.receipt not in said


def test_the_same_form_twice_is_one_act(at_desk):
    page = at_desk.pick().content.decode()
    form = at_desk.form(page)
    for _n in range(2):
        answer = at_desk.client.post(at_desk.path("orang/"), form, follow=True)
        assert "Tercatat" in answer.content.decode()
    assert Signature.objects.count() == 1


def test_a_photo_is_evidence_without_a_script(at_desk):
    photo = SimpleUploadedFile("kartu.jpg", made.photo(), "image/jpeg")
    assert "Tercatat" in at_desk.see(drawing="", photo=photo).content.decode()
    assert Signature.objects.get().evidence.content_type == "image/jpeg"


def test_a_refusal_says_why_and_keeps_the_person(at_desk):
    answer = at_desk.see(drawing="")
    assert answer.status_code == 422
    assert "Pilih satu bukti" in answer.content.decode()
    assert "Sari Contohwati" in answer.content.decode()


def test_who_is_not_in_the_list_is_named_as_such(at_desk):
    assert "Tidak ada di daftar" in at_desk.find("tidak bernama").content.decode()


def test_people_of_another_agency_are_never_found(at_desk):
    joko = cast.staff(cast.agency(), "Joko Seberang")
    assert "Tidak ada di daftar" in at_desk.find("joko").content.decode()
    assert "Joko" not in at_desk.pick(joko).content.decode()


def test_an_unenrolled_or_revoked_device_sees_nothing(at_desk):
    Device.objects.filter(pk=at_desk.device.pk).update(ended_at=timezone.now())
    for path in ("/meja/", at_desk.path(), at_desk.path("terakhir/")):
        assert at_desk.client.get(path).status_code == 403
    at_desk.client.cookies.clear()
    assert at_desk.client.get("/meja/").status_code == 403


def test_a_device_revoked_while_the_form_is_open_records_nothing(at_desk):
    page = at_desk.pick().content.decode()
    Device.objects.filter(pk=at_desk.device.pk).update(ended_at=timezone.now())
    assert at_desk.client.post(at_desk.path("orang/"), at_desk.form(page)).status_code == 403
    assert not Signature.objects.exists()


def test_a_session_closed_while_the_form_is_open_records_nothing(at_desk):
    page = at_desk.pick().content.decode()
    SigningSession.objects.update(closed_at=timezone.now())
    answer = at_desk.client.post(at_desk.path("orang/"), at_desk.form(page))
    assert answer.status_code == 404
    assert "tidak sedang dibuka" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_session_of_another_agency_is_not_found(at_desk):
    far = cast.agency()
    session = made.session(made_far(far), cast.officer(Role.PERSONNEL, far), at=at_desk.session.opens_at)
    assert at_desk.client.get(f"/meja/sesi/{session.pk}/").status_code == 404


def made_far(far):
    cast.staff(far, "Joko Seberang")
    return made.campaign(far, at=timezone.now() - dt.timedelta(hours=1))


def test_after_wiping_no_page_shows_the_person(at_desk):
    at_desk.pick(kiosk="on")
    at_desk.client.post(at_desk.path("selesai/"))
    for rest in ("", "orang/", "hasil/"):
        answer = at_desk.client.get(at_desk.path(rest), follow=True)
        assert "Sari" not in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
    assert at_desk.client.cookies[COOKIE].value == ""


def test_the_back_button_to_the_verdict_shows_nothing_after_the_next_person(at_desk):
    at_desk.see()
    at_desk.client.get(at_desk.path())
    assert "Sari" not in at_desk.client.get(at_desk.path("hasil/"), follow=True).content.decode()


def test_every_post_of_the_desk_ends_in_a_redirect(at_desk):
    for rest, data in (("", {"typed": "sari"}), ("pilih/", {"staff": at_desk.sari.pk}), ("selesai/", {})):
        assert at_desk.client.post(at_desk.path(rest), data).status_code == 302


def test_no_name_stands_in_an_address(at_desk):
    answer = at_desk.find("sari")
    assert not any("sari" in url.lower() for url, _status in answer.redirect_chain)


def test_a_kiosk_asks_for_no_pin_and_records_as_kiosk(at_desk):
    page = at_desk.pick(kiosk="on").content.decode()
    assert 'name="pin"' not in page
    assert 'type="password"' not in page
    answer = at_desk.client.post(at_desk.path("orang/"), at_desk.form(page), follow=True).content.decode()
    assert "Selesai, hapus" in answer
    assert 'aria-live="assertive"' in answer
    assert Signature.objects.get().method == Method.KIOSK


def test_a_person_swapped_in_another_tab_is_not_signed_for(at_desk):
    page = at_desk.pick().content.decode()
    other = cast.staff(at_desk.agency, "Wa Contoh", at=at_desk.unit)
    at_desk.pick(other)
    answer = at_desk.client.post(at_desk.path("orang/"), at_desk.form(page))
    assert answer.status_code == 422
    assert not Signature.objects.exists()


def test_a_state_cookie_of_ones_own_making_is_ignored(at_desk):
    at_desk.client.cookies[COOKIE] = "eyJzZXNzaW9uIjoxfQ:1abc:xyz"
    assert at_desk.client.get(at_desk.path("orang/"), follow=True).status_code == 200


def test_undoing_from_the_verdict_voids_and_names_the_officer(at_desk):
    at_desk.see()
    act = Signature.objects.get()
    at_desk.client.post(at_desk.path(f"terakhir/{act.pk}/batalkan/"), {"reason": "wrong_person"})
    act.refresh_from_db()
    assert act.void.officer == at_desk.budi.pk
    assert "Sari" not in at_desk.client.get(at_desk.path("terakhir/")).content.decode()


def test_undoing_somebody_elses_act_is_not_found(at_desk):
    assert at_desk.client.post(at_desk.path("terakhir/999999/batalkan/"), {"reason": "test"}).status_code == 404
