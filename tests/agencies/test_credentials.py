"""Codes, one-time codes, "bukan saya", and what strangers can do with them."""

import datetime as dt
import threading

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ikrar.agencies import tokens
from ikrar.agencies.actions import credentials
from ikrar.agencies.models import AddressCounter, Credential, Objection
from ikrar.agencies.roles import Actor, Kind
from ikrar.core import ids
from ikrar.core.errors import Refused
from tests.factories import agencies as cast

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
OFFICER = Actor(Kind.OFFICER, 7)


@given(st.integers(0, 32**8 - 1))
def test_a_code_is_read_however_it_is_typed_and_one_wrong_symbol_is_noticed(value):
    code = ids.with_check(value, 8)
    if code is None:
        return
    typed = ids.grouped(code).lower().replace("0", "o").replace("1", "l")
    assert ids.checked(f" {typed} ", 8) == code
    for place in range(9):
        for symbol in ids.ALPHABET:
            if symbol != code[place]:
                assert ids.checked(code[:place] + symbol + code[place + 1 :], 8) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_code(text):
    found = ids.checked(text, 8)
    assert found is None or len(found) == 9


def test_the_database_holds_no_code(db):
    credential = cast.credential(cast.staff(cast.agency()), pin="482915")
    code = tokens.code_of(credential.nonce)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM agencies_credential")
        row = [bytes(cell) if isinstance(cell, memoryview | bytes) else cell for cell in cursor.fetchone()]
    assert all(code.encode() not in cell for cell in row if isinstance(cell, bytes))
    assert b"482915" not in b"".join(cell for cell in row if isinstance(cell, bytes))


def test_a_known_code_is_never_limited_by_address_and_an_unknown_one_is(db):
    credential = cast.credential(cast.staff(cast.agency()))
    code = tokens.code_of(credential.nonce)
    for _n in range(60):
        with pytest.raises(Refused, match="tidak dikenal"):
            credentials.enter("000000000", address="192.0.2.7", at=AT)
    with pytest.raises(Refused, match="Terlalu banyak"):
        credentials.enter("000000000", address="192.0.2.7", at=AT)
    assert credentials.enter(code, address="192.0.2.8", at=AT) == credential
    assert credentials.enter(code, address="192.0.2.7", at=AT + dt.timedelta(minutes=16)) == credential
    assert b"192.0.2.7" not in bytes(AddressCounter.objects.get().address)


def test_a_hall_behind_one_address_goes_on_after_somebody_mistypes_a_lot(db):
    credential = cast.credential(cast.staff(cast.agency()))
    for _n in range(61):
        with pytest.raises(Refused):
            credentials.enter("000000000", address="192.0.2.7", at=AT)
    assert credentials.enter(tokens.code_of(credential.nonce), address="192.0.2.7", at=AT) == credential


def test_an_ended_code_is_unknown(db):
    credential = cast.credential(cast.staff(cast.agency()))
    code = tokens.code_of(credential.nonce)
    credentials.reissue_credential(credential.staff, by=OFFICER, at=AT, reason="hilang")
    with pytest.raises(Refused, match="tidak dikenal"):
        credentials.enter(code, address="192.0.2.7", at=AT)


def test_issuing_twice_gives_nobody_two_codes(db):
    agency = cast.agency()
    people = [cast.staff(agency, f"Rekaan {n}").pk for n in range(5)]
    assert credentials.issue_credentials(agency.pk, people, by=OFFICER, at=AT) == 5
    assert credentials.issue_credentials(agency.pk, people, by=OFFICER, at=AT) == 0


def test_a_pin_is_set_once(db):
    credential = cast.credential(cast.staff(cast.agency()))
    credentials.set_pin(credential.pk, "482915", device="a" * 16, at=AT)
    with pytest.raises(Refused, match="sudah punya PIN"):
        credentials.set_pin(credential.pk, "593026", device="b" * 16, at=AT)


def test_the_first_who_handed_a_code_on_stays_named(db):
    credential = cast.credential(cast.staff(cast.agency()))
    credentials.hand_on([credential.pk], by=OFFICER, at=AT)
    credentials.hand_on([credential.pk], by=Actor(Kind.OFFICER, 8), at=AT)
    credential.refresh_from_db()
    assert credential.handed_by == 7
    assert credential.is_handed


def test_not_me_ends_the_code_and_accuses_nobody(db):
    credential = cast.credential(cast.staff(cast.agency()))
    credentials.object_as_not_me(credential, where="code", at=AT)
    credential.refresh_from_db()
    assert credential.ended_at == AT
    assert Objection.objects.get().staff == credential.staff


@pytest.mark.django_db(transaction=True)
def test_two_first_pins_at_once_leave_one():
    credential = cast.credential(cast.staff(cast.agency()))
    gate, refused = threading.Barrier(2), []

    def press(pin):
        gate.wait()
        try:
            credentials.set_pin(credential.pk, pin, device=pin + "0" * 10, at=AT)
        except Refused:
            refused.append(pin)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(pin,)) for pin in ("482915", "593026")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = bytes(Credential.objects.get(pk=credential.pk).pin)
    kept = ({"482915", "593026"} - set(refused)).pop()
    assert len(refused) == 1
    assert stored == tokens.pin_verifier(credential.pk, kept)
