"""Guards of the log-in that the library's own would hide: for `tests/guards.yaml`."""

import pytest
from django.conf import settings as real
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies.models import Credential
from ikrar.agencies.roles import Role
from tests.factories import agencies as make
from tests.factories import pledges as made
from tests.pledges.cast import house, logged_in


@pytest.fixture
def generous(settings):
    """The library's limit of codes, which counts in the cache, lets many at once slip through: leave it away."""
    settings.ACCOUNT_RATE_LIMITS = {**real.ACCOUNT_RATE_LIMITS, "login_failed": "1000/m/key"}


def second_factor(client, who, code):
    client.post("/akun/login/", {"login": who, "password": make.PASSWORD})
    return client.post("/akun/pengaman/masuk/", {"code": code}).status_code


def test_wrong_codes_of_the_app_are_counted_in_the_database(db, generous):
    """Who has the password walks through a million codes, three of which fit: five tries in a quarter of an hour."""
    budi = make.officer(Role.PERSONNEL, username="budi")
    right = make.totp_code(make.totp_secret(budi))
    for _n in range(5):
        assert second_factor(Client(), "budi", "000000") == 200
    assert second_factor(Client(), "budi", right) == 200


def test_a_right_code_of_the_app_gives_all_tries_back(db, generous):
    budi = make.officer(Role.PERSONNEL, username="budi")
    for _n in range(4):
        second_factor(Client(), "budi", "000000")
    assert second_factor(Client(), "budi", make.totp_code(make.totp_secret(budi))) == 302
    for _n in range(4):
        assert second_factor(Client(), "budi", "000000") == 200


def test_looking_at_the_list_makes_nobodys_code_a_handed_one(db):
    """A link or a preview that opens it would lower a whole unit to level one: only the officer's own press does."""
    world = house()
    campaign = made.campaign(world.agency, at=timezone.now())
    budi = logged_in(world.budi)
    page = reverse("pledges:wa_list", args=[campaign.code, world.first.pk])
    looked = budi.get(page)
    assert not any(link for _one, link in looked.context["people"])
    assert "wa.me" not in looked.content.decode()
    assert not Credential.objects.exclude(handed_by=None).exists()
    assert budi.post(page, {"halaman": "1"}).status_code == 302
    assert Credential.objects.filter(handed_by=world.budi.pk).count() == 1
    assert "wa.me" in budi.get(page).content.decode()
