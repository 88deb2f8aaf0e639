"""One person, one code, one signature: and everything that must not make two."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikrar.agencies.actions.credentials import WrongPin, object_as_not_me, set_pin
from ikrar.agencies.models import Credential, PinCounter
from ikrar.agencies.roles import system
from ikrar.agencies.rules import Level
from ikrar.agencies.tokens import Signer
from ikrar.core.errors import Conflict, Refused
from ikrar.pledges import receipts
from ikrar.pledges.actions import campaigns, signing
from ikrar.pledges.models import Correction, Signature
from tests.factories import agencies as cast
from tests.factories import pledges as made

PIN = "482915"
AT = made.AT + dt.timedelta(hours=1)
PHONE = "a1b2c3d4e5f60718"


@pytest.fixture
def world(db):
    agency = cast.agency(zone="WITA")
    sari = cast.staff(agency, "Sari Contohwati")
    campaign = made.campaign(agency)
    credential = Credential.objects.get(staff=sari)
    set_pin(credential.pk, PIN, device=PHONE, at=AT)
    return agency, sari, campaign, credential


def sent(campaign, **changes):
    fields = {
        "campaign": campaign.code, "client_uuid": uuid.uuid4(), "pin": PIN, "ikrar_digest": campaign.ikrar.digest,
        "pact_digest": campaign.pact.digest, "stated": {},
    }  # fmt: skip
    return signing.Sent(**{**fields, **changes})


def signer(credential, **more):
    return Signer(credential.pk, PHONE, **more)


def test_signing_stores_one_act_that_opens_its_commitment(world):
    _agency, sari, campaign, credential = world
    signed = signing.sign(signer(credential), sent(campaign), at=AT)
    act = Signature.objects.get(receipt=signed.receipt)
    assert (act.staff, act.attempt, act.level) == (sari, 1, Level.CODE_AND_PIN)
    assert receipts.opens(act.commitment, bytes(act.r), act.record)
    assert not receipts.opens(act.commitment, bytes(act.r), act.record.replace("Sari", "Budi"))


def test_signing_takes_at_most_five_statements(world):
    _agency, _sari, campaign, credential = world
    body = sent(campaign)
    with CaptureQueriesContext(connection) as seen:
        signing.sign(signer(credential), body, at=AT)
    work = [q["sql"] for q in seen if not str(q["sql"]).startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(work) <= (4 if connection.vendor == "postgresql" else 3), work


def test_the_same_uuid_and_body_is_answered_with_the_first_receipt(world):
    _agency, _sari, campaign, credential = world
    body = sent(campaign)
    first = signing.sign(signer(credential), body, at=AT)
    again = signing.sign(signer(credential), body, at=AT + dt.timedelta(minutes=1))
    assert again == signing.Signed(first.receipt, again=True)
    assert Signature.objects.count() == 1


def test_the_same_uuid_with_another_body_is_a_conflict(world):
    _agency, _sari, campaign, credential = world
    body = sent(campaign)
    signing.sign(signer(credential), body, at=AT)
    with pytest.raises(Conflict):
        signing.sign(
            signer(credential), sent(campaign, client_uuid=body.client_uuid, stated={"position": "Lain"}), at=AT
        )
    assert Signature.objects.get().stated == {}


def test_the_uuid_of_somebody_else_is_a_conflict(world):
    agency, _sari, campaign, credential = world
    body = sent(campaign)
    signing.sign(signer(credential), body, at=AT)
    budi = cast.credential(cast.staff(agency, "Budi Rekaan"), pin=PIN)
    with pytest.raises(Conflict):
        signing.sign(signer(budi), body, at=AT)
    assert Signature.objects.count() == 1


def test_a_second_signing_gets_the_first_receipt(world):
    _agency, _sari, campaign, credential = world
    first = signing.sign(signer(credential), sent(campaign), at=AT)
    assert signing.sign(signer(credential), sent(campaign), at=AT).receipt == first.receipt


def test_five_wrong_pins_pause_and_the_right_one_is_not_heard_meanwhile(world):
    _agency, _sari, campaign, credential = world
    for _n in range(5):
        with pytest.raises(WrongPin):
            signing.sign(signer(credential), sent(campaign, pin="000001"), at=AT)
    with pytest.raises(WrongPin, match="15 menit"):
        signing.sign(signer(credential), sent(campaign), at=AT + dt.timedelta(minutes=14))
    assert signing.sign(signer(credential), sent(campaign), at=AT + dt.timedelta(minutes=16)).receipt


def test_ten_wrong_pins_end_it_for_good(world):
    _agency, _sari, campaign, credential = world
    for n in range(10):
        with pytest.raises(WrongPin):
            signing.sign(signer(credential), sent(campaign, pin="000001"), at=AT + dt.timedelta(hours=n))
    with pytest.raises(WrongPin, match="langsung kepada petugas"):
        signing.sign(signer(credential), sent(campaign), at=AT + dt.timedelta(days=2))


def test_strangers_wrong_pins_do_not_lock_out_the_known_phone(world):
    _agency, _sari, campaign, credential = world
    for n in range(12):
        with pytest.raises(WrongPin):
            signing.sign(Signer(credential.pk, f"{n:016d}"), sent(campaign, pin="000001"), at=AT)
    shared = PinCounter.objects.get(credential=credential, device="")
    assert shared.wrong == 5, "a paused counter hears no more"
    assert signing.sign(signer(credential), sent(campaign), at=AT).receipt


def test_a_new_phone_each_time_still_meets_one_counter(world):
    _agency, _sari, campaign, credential = world
    for n in range(5):
        with pytest.raises(WrongPin):
            signing.sign(Signer(credential.pk, f"{n:016d}"), sent(campaign, pin="000001"), at=AT)
    with pytest.raises(WrongPin, match="15 menit"):
        signing.sign(Signer(credential.pk, "f" * 16), sent(campaign), at=AT)


def test_a_handed_code_counts_as_vouched_by_the_hander(world):
    _agency, _sari, campaign, credential = world
    Credential.objects.filter(pk=credential.pk).update(handed_by=77, handed_at=AT)
    act = Signature.objects.get(receipt=signing.sign(signer(credential), sent(campaign), at=AT).receipt)
    assert (act.level, act.officer) == (Level.VOUCHED, 77)


def test_a_one_time_code_at_the_act_lifts_it(world):
    _agency, _sari, campaign, credential = world
    who = signer(credential, otp_at=int(AT.timestamp()) - 60)
    act = Signature.objects.get(receipt=signing.sign(who, sent(campaign), at=AT).receipt)
    assert act.level == Level.ONE_TIME_CODE


def test_a_text_that_asks_for_more_refuses_a_handed_code(db):
    agency = cast.agency()
    person = cast.staff(agency)
    campaign = made.campaign(agency, least_level=Level.CODE_AND_PIN)
    credential = Credential.objects.get(staff=person)
    set_pin(credential.pk, PIN, device=PHONE, at=AT)
    Credential.objects.filter(pk=credential.pk).update(handed_by=77, handed_at=AT)
    with pytest.raises(Refused, match="lebih kuat"):
        signing.sign(signer(credential), sent(campaign), at=AT)


def test_a_closed_window_is_refused_in_words(world):
    _agency, _sari, campaign, credential = world
    with pytest.raises(Refused, match="ditutup"):
        signing.sign(signer(credential), sent(campaign), at=AT + dt.timedelta(days=30))
    campaigns.close_campaign(campaign, by=system(), at=AT)
    with pytest.raises(Refused, match="ditutup"):
        signing.sign(signer(credential), sent(campaign), at=AT)


def test_a_changed_text_must_be_read_again(world):
    _agency, _sari, campaign, credential = world
    with pytest.raises(Refused, match="Naskahnya berubah"):
        signing.sign(signer(credential), sent(campaign, ikrar_digest="0" * 64), at=AT)


def test_an_ended_code_signs_nothing(world):
    _agency, _sari, campaign, credential = world
    object_as_not_me(credential, where="code", at=AT)
    with pytest.raises(WrongPin):
        signing.sign(signer(credential), sent(campaign), at=AT)
    assert not Signature.objects.exists()


def test_a_code_of_another_agency_finds_no_campaign(world):
    _agency, _sari, campaign, _credential = world
    joko = cast.credential(cast.staff(cast.agency(), "Joko Seberang"), pin=PIN)
    with pytest.raises(Refused, match="tidak ada"):
        signing.sign(signer(joko), sent(campaign), at=AT)


def test_a_correction_is_kept_beside_what_the_list_says(world):
    _agency, sari, campaign, credential = world
    signed = signing.sign(
        signer(credential), sent(campaign, stated={"position": "Guru Ahli Muda", "number": "1"}), at=AT
    )
    act = Signature.objects.get(receipt=signed.receipt)
    assert act.listed["position"] == "Pranata Komputer"
    assert act.stated == {"position": "Guru Ahli Muda"}
    assert Correction.objects.get().staff == sari


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_make_one_signature():
    agency = cast.agency()
    person = cast.staff(agency)
    campaign = made.campaign(agency)
    credential = Credential.objects.get(staff=person)
    set_pin(credential.pk, PIN, device=PHONE, at=AT)
    gate, seen = threading.Barrier(6), []

    def press(phone):
        gate.wait()
        try:
            seen.append(signing.sign(Signer(credential.pk, phone), sent(campaign), at=AT).receipt)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(f"{n:016d}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 6
    assert len(set(seen)) == 1
    assert Signature.objects.count() == 1
