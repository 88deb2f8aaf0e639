"""Guards of the act that no page can reach past: for `tests/guards.yaml`."""

import datetime as dt
import threading
import uuid
from urllib.parse import urlsplit

import pytest
from django.db import connection

from ikrar.agencies.actions.credentials import WrongPin, check_pin, set_pin
from ikrar.agencies.models import Credential, PinCounter
from ikrar.agencies.rules import PIN_PAUSE_AT, Level
from ikrar.agencies.tokens import Signer
from ikrar.core.errors import Refused
from ikrar.pledges.actions import signing
from ikrar.pledges.actions.acts import Act, compose
from ikrar.pledges.models import Signature
from ikrar.pledges.queries.reach import personal_link
from ikrar.pledges.queries.standing import standings
from ikrar.pledges.rules import Method
from tests.factories import agencies as cast
from tests.factories import pledges as made

PIN, PHONE = "482915", "a1b2c3d4e5f60718"
AT = made.AT + dt.timedelta(hours=1)


def world():
    """Sari of an agency with an open campaign, who has set her PIN on her phone."""
    agency = cast.agency()
    sari = cast.staff(agency)
    campaign = made.campaign(agency)
    credential = Credential.objects.get(staff=sari)
    set_pin(credential.pk, PIN, device=PHONE, at=AT)
    return campaign, sari, credential


def sent(campaign, **changes):
    fields = {
        "campaign": campaign.code, "client_uuid": uuid.uuid4(), "pin": PIN, "ikrar_digest": campaign.ikrar.digest,
        "pact_digest": campaign.pact.digest, "stated": {},
    }  # fmt: skip
    return signing.Sent(**{**fields, **changes})


def test_nobody_composes_a_second_act_for_somebody_who_signed(db):
    campaign, sari, _credential = world()
    made.signature(campaign, sari)
    act = Act(level=Level.INK, method=Method.PAPER, client_uuid=uuid.uuid4(), body=bytes(32), at=AT)
    with pytest.raises(Refused, match="sudah tercatat"):
        compose(standings(campaign.pk, [sari.pk])[sari.pk], act)


@pytest.mark.django_db(transaction=True)
def test_pins_tried_at_once_on_both_pages_are_heard_five_times():
    """Whoever sends many PINs at once, half to the page of the PIN and half to that of signing, gets no more tries."""
    campaign, _sari, credential = world()
    gate = threading.Barrier(12)

    def guess(number):
        gate.wait()
        try:
            stranger, pin = f"{number:016d}", f"{number:06d}"
            if number % 2:
                check_pin(credential.pk, pin, device=stranger, at=AT)
            else:
                signing.sign(Signer(credential.pk, stranger), sent(campaign, pin=pin), at=AT)
        except WrongPin:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert PinCounter.objects.get(credential=credential, device="").wrong == PIN_PAUSE_AT


def test_a_drawing_that_is_none_is_refused(db):
    """What a phone sends as a drawing ends in pictures: nothing but strokes is kept."""
    campaign, _sari, credential = world()
    for hostile in ('M1 1"/><script>alert(1)</script>', "<svg onload=alert(1)>", "M0 0 url(http://jahat.example)"):
        with pytest.raises(Refused, match="Coretan"):
            signing.sign(Signer(credential.pk, PHONE), sent(campaign, drawing=hostile), at=AT)
    assert not Signature.objects.exists()
    assert signing.sign(Signer(credential.pk, PHONE), sent(campaign, drawing=made.drawing()), at=AT).receipt


def test_whom_the_campaign_does_not_address_signs_nothing(db):
    """One code opens every campaign's page of the agency: a stranger to this one must not swell its figures."""
    agency = cast.agency()
    unit = cast.unit(agency)
    sari, budi = cast.staff(agency, at=unit), cast.staff(agency, "Budi Rekaan", kind="pns")
    ratna = cast.staff(agency, "Ratna Khayal", at=cast.unit(agency, parent=unit))
    made.campaign(agency)
    only = made.campaign(agency, kinds=["pppk"], units=[unit])
    for person in (sari, budi, ratna):
        set_pin(Credential.objects.get(staff=person).pk, PIN, device=PHONE, at=AT)
    with pytest.raises(Refused, match="sasaran"):
        signing.sign(Signer(Credential.objects.get(staff=budi).pk, PHONE), sent(only), at=AT)
    for person in (sari, ratna):
        assert signing.sign(Signer(Credential.objects.get(staff=person).pk, PHONE), sent(only), at=AT).receipt


def test_a_preview_of_the_address_types_no_code(client, db):
    """A messenger that fetches the address reads a page, whatever hangs on it; only a form types a code."""
    campaign, sari, _credential = world()
    for address in (f"/i/{campaign.code}", f"/i/{campaign.code}?code={made.code(sari)}"):
        assert client.get(address).status_code == 200
    assert set(client.cookies) <= {"ikrar_formulir"}


def test_a_personal_link_tells_the_server_no_code(db):
    campaign, sari, _credential = world()
    link = urlsplit(personal_link(campaign, made.code(sari)))
    assert link.fragment == made.code(sari)
    assert made.code(sari) not in f"{link.path}{link.query}"
