"""What a phone is remembered by, and what a shared address tells."""

import datetime as dt
import uuid

import pytest
from django.test import Client

from ikrar.agencies import tokens
from ikrar.agencies.actions import credentials
from ikrar.agencies.models import Credential, PinCounter
from ikrar.core import zones
from tests.factories import agencies as cast
from tests.factories import pledges as made

pytestmark = pytest.mark.django_db
PIN = "482915"


class Phone(Client):
    """A client that sends a cookie only where its path allows, as browsers do."""

    def request(self, **request):
        kept = {
            name: morsel
            for name, morsel in self.cookies.items()
            if not request["PATH_INFO"].startswith(morsel["path"] or "/")
        }
        for name in kept:
            del self.cookies[name]
        answer = super().request(**request)
        for name, morsel in kept.items():
            if name not in self.cookies:
                self.cookies[name] = morsel.value
                self.cookies[name]["path"] = morsel["path"]
        return answer


@pytest.fixture
def world():
    agency = cast.agency()
    sari = cast.staff(agency, "Sari Contohwati")
    campaign = made.campaign(agency, at=zones.now() - dt.timedelta(hours=1))
    return campaign, Credential.objects.get(staff=sari)


def give_pin(phone, campaign, credential, pin=PIN, **more):
    phone.post(f"/i/{campaign.code}", {"code": tokens.code_of(credential.nonce)})
    return phone.post("/saya/pin/", {"pin": pin, **more})


def test_a_phone_that_was_right_once_stays_known_when_the_code_is_typed_again(world):
    campaign, credential = world
    phone, stranger = Phone(), Phone()
    give_pin(phone, campaign, credential, again=PIN)
    for _n in range(6):
        give_pin(stranger, campaign, credential, "000001")
    assert PinCounter.objects.get(credential=credential, device="").wrong == 5
    assert give_pin(phone, campaign, credential).status_code == 302
    assert PinCounter.objects.filter(credential=credential).exclude(device="").count() == 1


def test_before_the_pin_only_initials_show(world):
    campaign, credential = world
    phone = Phone()
    phone.post(f"/i/{campaign.code}", {"code": tokens.code_of(credential.nonce)})
    page = phone.get("/saya/pin/").content.decode()
    assert "S••• C•••" in page
    assert "Sari" not in page


def test_the_cookie_of_a_signer_goes_to_own_pages_only(world):
    campaign, credential = world
    answer = Client().post(f"/i/{campaign.code}", {"code": tokens.code_of(credential.nonce)})
    cookie = answer.cookies["ikrar_saya"]
    assert cookie["path"] == "/saya/"
    assert cookie["httponly"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_after_leaving_a_copy_of_the_cookie_opens_nothing(world):
    """A shared phone's cookie may have been copied while its holder was there; other phones of hers stay open."""
    campaign, credential = world
    phone, other = Phone(), Phone()
    give_pin(phone, campaign, credential, again=PIN)
    give_pin(other, campaign, credential)
    copied = phone.cookies["ikrar_saya"].value
    signed = {
        "pin": PIN, "uuid": str(uuid.uuid4()), "ikrar": campaign.ikrar.digest, "pact": campaign.pact.digest,
    }  # fmt: skip
    receipt = phone.post(f"/saya/ikrar/{campaign.code}/", signed).url
    pages = (
        "/saya/",
        "/saya/data.json",
        receipt,
        f"{receipt}pakta.pdf",
        "/saya/kode-sekali/",
        f"/saya/ikrar/{campaign.code}/",
    )
    assert [phone.get(page).status_code for page in pages] == [200, 200, 200, 200, 200, 302]
    assert phone.post("/saya/keluar/").url == "/saya/masuk/"
    thief = Client()
    thief.cookies["ikrar_saya"] = copied
    for page in pages:
        answer = thief.get(page)
        assert (answer.status_code, answer.url) == (302, "/saya/pin/"), page
    wrong = thief.post(f"/saya/ikrar/{campaign.code}/", {**signed, "pin": "000001"})
    assert (wrong.status_code, wrong.url) == (302, "/saya/pin/")
    assert other.get("/saya/").status_code == 200


def test_who_knows_the_code_alone_ends_nobodys_session(world):
    campaign, credential = world
    phone, stranger = Phone(), Phone()
    give_pin(phone, campaign, credential, again=PIN)
    stranger.post(f"/i/{campaign.code}", {"code": tokens.code_of(credential.nonce)})
    stranger.post("/saya/keluar/")
    assert phone.get("/saya/").status_code == 200


def test_a_pin_given_after_leaving_opens_the_pages_again(world):
    campaign, credential = world
    phone = Phone()
    give_pin(phone, campaign, credential, again=PIN)
    credentials.leave(credential.pk, phone.cookies["ikrar_hp"].value, at=zones.now() - dt.timedelta(seconds=2))
    assert phone.get("/saya/").status_code == 200
    credentials.leave(credential.pk, phone.cookies["ikrar_hp"].value, at=zones.now() + dt.timedelta(seconds=2))
    assert phone.get("/saya/").status_code == 302
