"""Guards of codes that strangers and handers try: for `tests/guards.yaml`."""

import datetime as dt

import pytest
from django.test import Client

from ikrar.agencies import tokens
from ikrar.agencies.actions import credentials, staff
from ikrar.agencies.models import Credential, OneTimeCode
from ikrar.agencies.rules import ContactSource
from ikrar.agencies.views.signer import address_of
from ikrar.core import ids
from ikrar.core.errors import Refused
from tests.factories import agencies as cast

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def sari(db):
    return cast.credential(cast.staff(cast.agency(), email="sari@kota.example"), pin="482915")


def unknown(count):
    """Codes with a right check symbol that nobody has: what a guesser sends."""
    codes = (ids.with_check(number, 8) for number in range(10**9))
    return [code for code, _n in zip(filter(None, codes), range(count), strict=False)]


def test_fetching_not_me_ends_no_code(sari):
    client = Client()
    client.post("/saya/masuk/", {"code": tokens.code_of(sari.nonce)})
    client.get("/saya/bukan-saya/")
    assert Credential.objects.get(pk=sari.pk).ended_at is None


def test_a_formula_is_nobodys_name():
    with pytest.raises(Refused):
        staff.checked_name('=HYPERLINK("http://jahat.example")')


def test_no_one_time_code_goes_where_a_coordinator_pointed(sari):
    sari.staff.email, sari.staff.email_source = "budi@jahat.example", ContactSource.COORDINATOR
    sari.staff.save()
    with pytest.raises(Refused, match="Belum ada surel"):
        credentials.send_one_time_code(sari, at=AT)


def test_a_one_time_code_is_heard_five_times_and_used_once(sari):
    credentials.send_one_time_code(sari, at=AT)
    right = tokens.one_time_code(sari.pk, AT)
    credentials.use_one_time_code(sari, right, at=AT)
    with pytest.raises(Refused):
        credentials.use_one_time_code(sari, right, at=AT)
    later = AT + 2 * MINUTE
    credentials.send_one_time_code(sari, at=later)
    for _n in range(5):
        with pytest.raises(Refused):
            credentials.use_one_time_code(sari, "x", at=later)
    with pytest.raises(Refused):
        credentials.use_one_time_code(sari, tokens.one_time_code(sari.pk, later), at=later)


def test_one_time_codes_of_a_day_are_few(sari):
    """Who holds somebody's code and PIN asks for code after code, five guesses each, and floods the mailbox."""
    for n in range(10):
        credentials.send_one_time_code(sari, at=AT + n * 2 * MINUTE)
    with pytest.raises(Refused, match="besok"):
        credentials.send_one_time_code(sari, at=AT + dt.timedelta(hours=20))
    credentials.send_one_time_code(sari, at=AT + dt.timedelta(hours=25))
    assert OneTimeCode.objects.count() == 11


def test_a_guesser_gets_no_answer_even_to_a_code_that_exists(sari):
    """A machine that walks through codes must not hear "right" once it has been told to wait."""
    for code in unknown(600):
        with pytest.raises(Refused):
            credentials.enter(code, address="192.0.2.7", at=AT)
    with pytest.raises(Refused, match="Terlalu banyak"):
        credentials.enter(tokens.code_of(sari.nonce), address="192.0.2.7", at=AT)
    assert credentials.enter(tokens.code_of(sari.nonce), address="192.0.2.8", at=AT) == sari


def test_mistyped_codes_of_a_hall_count_for_nothing(sari):
    """The check symbol tells a typing error; a thousand of them are a hall, not a guesser."""
    right = tokens.code_of(sari.nonce)
    typed = right[:-1] + ("0" if right[-1] != "0" else "1")
    for _n in range(700):
        with pytest.raises(Refused, match="tidak dikenal"):
            credentials.enter(typed, address="192.0.2.7", at=AT)
    assert credentials.enter(right, address="192.0.2.7", at=AT) == sari


def test_a_network_of_many_addresses_counts_as_one(rf):
    """A home line has 2^64 addresses of IPv6: each a fresh start would be no limit."""
    one, other, far = (
        address_of(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert one == other != far
    for told in ("192.0.2.7", "::ffff:192.0.2.7"):
        assert address_of(rf.get("/", REMOTE_ADDR=told)) == "192.0.2.7"
