"""Closing a campaign while people sign: once it has been closed, nothing more is recorded."""

import datetime as dt
import threading
import time
import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from ikrar.agencies.actions.credentials import set_pin
from ikrar.agencies.models import Credential
from ikrar.agencies.roles import Role, system
from ikrar.agencies.rules import Level
from ikrar.agencies.tokens import Signer
from ikrar.core.errors import Refused
from ikrar.pledges.actions import campaigns, papers, signing
from ikrar.pledges.actions.acts import Act, store_act
from ikrar.pledges.models import Signature
from ikrar.pledges.queries.standing import standings
from ikrar.pledges.rules import Method
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_signing import AT, PHONE, PIN, sent

#: How long the held-up one waits for the closing, which SQLite makes wait for him instead.
HELD_UP = 1.5


def ready(agency, name):
    """Somebody with a PIN, before the campaign's first signature."""
    credential = Credential.objects.get(staff__name=name, staff__agency=agency)
    set_pin(credential.pk, PIN, device=PHONE, at=AT)
    return credential


def after(work: Callable[[], object], heard: list[str]) -> threading.Thread:
    """Do it in another thread and connection, and note what came of it."""

    def run() -> None:
        try:
            work()
            heard.append("recorded")
        except Refused as refusal:
            heard.append(str(refusal))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def held_up(monkeypatch, place, name):
    """Make `place.name` wait until the campaign has been closed; returns both events."""
    is_there, is_closed, real = threading.Event(), threading.Event(), getattr(place, name)

    def slow(*args, **more):
        is_there.set()
        is_closed.wait(HELD_UP)
        return real(*args, **more)

    monkeypatch.setattr(place, name, slow)
    return is_there, is_closed


def closed_meanwhile(campaign, is_there, is_closed, thread, heard):
    """Close while the other one is held up; what counted when the closing was through is all that ever counts.

    The other one goes on while the closing is not yet committed: it must wait for that, and then look again.
    """
    assert is_there.wait(10)
    with transaction.atomic():
        campaigns.close_campaign(campaign, by=system(), at=AT)
        is_closed.set()
        time.sleep(0.4)
        counted = Signature.objects.count()
    thread.join()
    assert len(heard) == 1
    assert Signature.objects.count() == counted
    if connection.vendor == "postgresql":
        assert (counted, "baru saja ditutup" in heard[0]) == (0, True)


@pytest.mark.django_db(transaction=True)
def test_a_signer_who_was_held_up_signs_nothing_after_the_closing(monkeypatch):
    agency = cast.agency()
    cast.staff(agency, "Sari Contohwati")
    campaign = made.campaign(agency)
    credential, heard = ready(agency, "Sari Contohwati"), []
    is_there, is_closed = held_up(monkeypatch, signing, "_store")
    thread = after(lambda: signing.sign(Signer(credential.pk, PHONE), sent(campaign), at=AT), heard)
    closed_meanwhile(campaign, is_there, is_closed, thread, heard)


@pytest.mark.django_db(transaction=True)
def test_a_sheet_that_was_held_up_is_not_confirmed_after_the_closing(monkeypatch):
    agency = cast.agency()
    unit = cast.unit(agency)
    sari = cast.staff(agency, "Sari Contohwati", at=unit)
    ratna = cast.officer(Role.PERSONNEL, agency, name="Ratna Khayal")
    campaign, heard = made.campaign(agency), []
    sheet = made.sheet(campaign, unit, [sari], at=AT)
    is_there, is_closed = held_up(monkeypatch, papers, "hold_open")
    thread = after(lambda: papers.confirm_sheet(sheet, by=cast.actor(ratna), at=AT), heard)
    closed_meanwhile(campaign, is_there, is_closed, thread, heard)


@pytest.mark.django_db(transaction=True)
def test_a_hall_that_signs_while_it_is_closed_gets_nothing_in_afterwards():
    """No signer waits for another: all hold the campaign together, and only the closing waits for them."""
    agency = cast.agency()
    names = [f"Orang {n} Rekaan" for n in range(12)]
    for name in names:
        cast.staff(agency, name)
    campaign = made.campaign(agency)
    credentials = [ready(agency, name) for name in names]
    gate, heard, counted = threading.Barrier(5), [], []

    def sign(some):
        gate.wait()
        for credential in some:
            try:
                signing.sign(Signer(credential.pk, PHONE), sent(campaign), at=AT)
                heard.append("recorded")
            except Refused:
                heard.append("refused")

    def close():
        gate.wait()
        campaigns.close_campaign(campaign, by=system(), at=AT)
        counted.append(Signature.objects.count())

    threads = [after(lambda some=credentials[n::4]: sign(some), []) for n in range(4)]
    threads.append(after(close, []))
    [thread.join() for thread in threads]
    assert len(heard) == len(names)
    assert counted == [Signature.objects.count()] == [heard.count("recorded")]


def test_what_was_read_before_the_closing_is_not_enough(db):
    """Whoever read the campaign as open asks again in the very statement that records."""
    agency = cast.agency()
    sari = cast.staff(agency, "Sari Contohwati")
    campaign = made.campaign(agency)
    row = standings(campaign.pk, [sari.pk])[sari.pk]
    campaigns.close_campaign(campaign, by=system(), at=AT)
    act = Act(level=Level.CODE_AND_PIN, method=Method.PHONE, client_uuid=uuid.uuid4(), body=b"x" * 32, at=AT)
    with pytest.raises(Refused, match="baru saja ditutup"):
        store_act(row, act)
    assert not Signature.objects.exists()


def test_a_sheet_is_confirmed_only_while_the_campaign_is_open(db, monkeypatch):
    agency = cast.agency()
    unit = cast.unit(agency)
    sari = cast.staff(agency, "Sari Contohwati", at=unit)
    ratna = cast.officer(Role.PERSONNEL, agency, name="Ratna Khayal")
    campaign = made.campaign(agency)
    sheet = made.sheet(campaign, unit, [sari], at=AT)
    campaigns.close_campaign(campaign, by=system(), at=AT)
    monkeypatch.setattr(papers, "_refuse_paper", lambda campaign: None)  # as read a moment before
    with pytest.raises(Refused, match="baru saja ditutup"):
        papers.confirm_sheet(sheet, by=cast.actor(ratna), at=AT + dt.timedelta(hours=1))
