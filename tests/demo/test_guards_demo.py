"""The demonstration stays a demonstration: for `tests/guards.yaml`."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from ikrar.agencies.models import Account, Agency
from ikrar.agencies.roles import Role
from ikrar.demo import districts, founding, seeding
from tests.factories import agencies as cast


@pytest.fixture
def poured(monkeypatch):
    """Whether the demonstration was seeded, without the seconds that it takes."""
    seen = []
    monkeypatch.setattr(seeding, "seed_kendari", lambda **said: seen.append(said) or cast.agency())
    monkeypatch.setattr(districts, "seed_districts", list)
    monkeypatch.setattr(seeding, "rehearse", lambda *_held, **_said: None)
    return seen


def test_a_real_installation_gets_no_demonstration(db, settings, poured):
    settings.IKRAR_DEMO = False
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("ikrar_demo")
    assert not poured
    assert not Agency.objects.exists()


def test_an_agency_that_is_there_gets_no_demonstration(db, settings, poured):
    settings.IKRAR_DEMO = True
    cast.agency()
    with pytest.raises(CommandError, match="agency already"):
        call_command("ikrar_demo")
    assert not poured


def test_the_known_password_opens_nothing_in_a_real_installation(db, settings):
    """A demonstration that somebody turns into a real one brings officers whose password stands in our manual."""
    budi = cast.officer(Role.PERSONNEL, username="budi", mfa=False)
    budi.set_password(founding.PASSWORD)
    budi.save()
    for is_demo, status in ((True, 302), (False, 200)):
        settings.IKRAR_DEMO = is_demo
        answer = Client().post("/akun/login/", {"login": "budi", "password": founding.PASSWORD})
        assert answer.status_code == status
    assert Account.objects.count() == 1
