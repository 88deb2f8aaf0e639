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


def test_a_link_from_elsewhere_makes_nobodys_code_a_handed_one(db):
    """An officer who presses a stranger's link would lower a whole unit to level one."""
    world = house()
    campaign = made.campaign(world.agency, at=timezone.now())
    budi = logged_in(world.budi)
    page = reverse("pledges:wa_list", args=[campaign.code, world.first.pk])
    assert budi.get(page, headers={"sec-fetch-site": "cross-site"}).status_code == 302
    assert not Credential.objects.exclude(handed_by=None).exists()
    assert budi.get(page, headers={"sec-fetch-site": "same-origin"}).status_code == 200
    assert Credential.objects.exclude(handed_by=None).exists()
