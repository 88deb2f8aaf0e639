"""The page to sign on, as a phone sends it: refused without loss, and never for somebody else."""

import datetime as dt

import pytest
from django.test import Client

from ikrar.agencies import tokens
from ikrar.agencies.actions.credentials import set_pin
from ikrar.agencies.middleware import SIGNER_COOKIE
from ikrar.agencies.models import Credential
from ikrar.agencies.rules import Level
from ikrar.agencies.tokens import Signer
from ikrar.core import zones
from ikrar.pledges.models import Correction, Signature
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.journeys.house import _Forms

pytestmark = pytest.mark.django_db
PIN, PHONE = "482915", "a1b2c3d4e5f60718"


class Phone(Client):
    """A phone with the codes of those who type theirs on it."""

    def __init__(self, **text: int) -> None:
        super().__init__()
        self.agency = cast.agency(zone="WITA")
        people = [cast.staff(self.agency, name) for name in ("Sari Contohwati", "Budi Umpama")]
        self.campaign = made.campaign(self.agency, at=zones.now() - dt.timedelta(hours=1), **text)
        self.path = f"/saya/ikrar/{self.campaign.code}/"
        self.sari, self.budi = (Credential.objects.get(staff=person) for person in people)
        for credential in (self.sari, self.budi):
            set_pin(credential.pk, PIN, device=PHONE, at=zones.now())
        self.hold(self.sari)

    def hold(self, credential: Credential, *, minutes: int = 0) -> None:
        """The PIN was given so many minutes ago."""
        who = Signer(credential.pk, PHONE, self.campaign.code).with_pin(zones.now() - dt.timedelta(minutes=minutes))
        self.cookies[SIGNER_COOKIE] = tokens.seal(who)

    def form(self) -> dict[str, str]:
        """What the page would send as it stands."""
        read = _Forms()
        read.feed(self.get(self.path).content.decode())
        return read.found[0].values

    def press(self, **fields: str):
        return self.post(self.path, {**self.form(), **fields})


def test_the_page_of_one_person_never_signs_for_the_next_on_a_shared_phone():
    phone = Phone()
    form = phone.form()
    phone.hold(phone.budi)
    answer = phone.post(phone.path, {**form, "pin": PIN, "stated_name": "Sari Lain"})
    assert answer.status_code == 409
    assert "Halaman tadi milik orang lain" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_wrong_pin_loses_neither_what_was_written_nor_what_was_drawn():
    phone = Phone()
    said = {"stated_position": "Guru Ahli Madya", "drawing": made.drawing()}
    page = phone.press(pin="903817", **said).content.decode()
    read = _Forms()
    read.feed(page)
    assert f'd="{said["drawing"]}"' in page
    assert phone.post(phone.path, {**read.found[0].values, "pin": PIN}).status_code == 302
    assert Signature.objects.get().drawing == said["drawing"]
    assert Correction.objects.get().stated == "Guru Ahli Madya"


def test_what_is_no_drawing_does_not_come_back():
    page = Phone().press(pin="903817", drawing='M1 1"><script>').content.decode()
    assert "M1 1" not in page


def test_whoever_read_for_more_than_half_an_hour_still_signs():
    phone = Phone()
    form = phone.form()
    phone.hold(phone.sari, minutes=45)
    answer = phone.post(phone.path, {**form, "pin": PIN}, follow=True)
    assert "Terima kasih, ikrar Anda tercatat" in answer.content.decode()


def test_a_wrong_pin_after_half_an_hour_shows_no_data_of_the_holder():
    phone = Phone()
    form = phone.form()
    phone.hold(phone.sari, minutes=45)
    answer = phone.post(phone.path, {**form, "pin": "903817"}, follow=True)
    assert "Sari" not in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_conflict_gives_the_page_a_number_of_its_own():
    phone = Phone()
    phone.hold(phone.budi)
    taken = phone.form()["uuid"]
    phone.press(pin=PIN, uuid=taken)
    phone.hold(phone.sari)
    answer = phone.press(pin=PIN, uuid=taken)
    assert answer.status_code == 409
    read = _Forms()
    read.feed(answer.content.decode())
    assert read.found[0].values["uuid"] != taken
    assert phone.post(phone.path, {**read.found[0].values, "pin": PIN}).status_code == 302
    assert Signature.objects.count() == 2


def test_a_text_that_asks_for_more_leads_to_the_code_by_mail():
    phone = Phone(least_level=Level.ONE_TIME_CODE)
    page = phone.press(pin=PIN).content.decode()
    assert "bukti diri yang lebih kuat" in page
    assert 'href="/saya/kode-sekali/"' in page


DOOR = "Naskah ini minta kode sekali pakai"


def test_a_text_that_asks_for_a_one_time_code_says_so_before_it_is_read(db):
    phone = Phone(least_level=Level.ONE_TIME_CODE)
    page = phone.get(phone.path).content.decode()
    assert DOOR in page
    assert "/saya/kode-sekali/" in page
    now = zones.now()
    who = Signer(phone.sari.pk, PHONE, phone.campaign.code).with_pin(now).with_otp(now)
    phone.cookies[SIGNER_COOKIE] = tokens.seal(who)
    assert DOOR not in phone.get(phone.path).content.decode()


def test_a_text_that_asks_for_less_offers_no_detour(db):
    phone = Phone(least_level=Level.CODE_AND_PIN)
    assert "/saya/kode-sekali/" not in phone.get(phone.path).content.decode()


def test_a_handed_code_hears_beforehand_that_the_text_wants_it_confirmed(db):
    phone = Phone(least_level=Level.CODE_AND_PIN)
    Credential.objects.filter(pk=phone.sari.pk).update(handed_by=4711, handed_at=zones.now())
    page = phone.get(phone.path).content.decode()
    assert "minta kode yang dikonfirmasi pemegangnya" in page
    assert "/saya/nomor-meja/" in page


def test_a_refused_handed_code_is_led_to_a_desk_too_unless_that_would_not_do(db):
    for least, is_led in ((Level.CODE_AND_PIN, True), (Level.ONE_TIME_CODE, False)):
        phone = Phone(least_level=least)
        Credential.objects.filter(pk=phone.sari.pk).update(handed_by=4711, handed_at=zones.now())
        answer = phone.press(pin=PIN)
        said = answer.content.decode().split('id="pin-error"')[1].split("</p>")[0]
        assert (answer.status_code, "/saya/nomor-meja/" in said, "meja petugas lain" in said) == (422, is_led, is_led)
