"""What a phone is remembered by, and what a shared address tells."""

import datetime as dt

import pytest
from django.test import Client

from ikrar.agencies import tokens
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
