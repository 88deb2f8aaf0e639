"""What no keyboard types, sent to every address: it is answered in words, and never breaks a page."""

import os
import random
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ikrar.agencies.middleware import DESK_COOKIE, SIGNER_COOKIE
from ikrar.agencies.roles import Permission, Role
from ikrar.agencies.rules import AT_UNIT
from tests.access_samples import SAMPLES, Place
from tests.addresses import ADDRESSES, Address
from tests.factories import agencies as make

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
#: Names of inputs, whichever page has them.
_INPUTS = """
    address again answer as_of asked check closing code credential cycle digest drawing elections email form from gone
    government grade halaman ikrar into invite is_void kind kinds kiosk kode label language leader_name leader_nip
    leader_office leader_rank least_level lines login merge name next note number office officer on only only_missing
    opening pact parent password phone pin place position q quiet_from quiet_until reason role row scope signed_on
    since staff stated_grade stated_name stated_position stated_unit sure ticked title told_gone typed undo unit units
    until username uuid way which words zone
"""
NAMES = _INPUTS.split()
ODD = {
    "a lone surrogate": "%ED%A0%80", "broken UTF-8": "%C3%28%FF", "a huge number": "9" * 5_000,
    "long words": quote("é" * 500), "signs of direction": quote("\u202e\u2066\x0b\x1b[2J"), "minus": "-1",
    "a float": "1e400", "words that are none": "NaN", "a day that is none": "9999-99-99", "nothing": "",
}  # fmt: skip
#: Where one value alone may be a megabyte, and which.
LARGE = {
    "account_login": "password", "agencies:accept_invitation": "password", "agencies:enter": "code",
    "agencies:open_device": "code", "account_reset_password": "email", "agencies:set_language": "language",
    "pledges:sign": "drawing", "agencies:pin": "pin", "agencies:one_time_code": "code", "pledges:draft_text": "kind",
    "agencies:invite_officer": "name", "agencies:staff_list": "q", "pledges:campaign": "code",
}  # fmt: skip
TAKERS = [address for address in ADDRESSES if address.name != "agencies:upload_roster"]


class Visitors:
    """One agency, and for each door somebody whom it lets in; what a visit changes is undone."""

    def __init__(self) -> None:
        self.place = Place(make.agency("kota"))
        self.cookie = self.place.cookie()
        self.clients: dict[Any, Client] = {}

    def at(self, door: Any) -> Client:
        kind = next(role for role in Role if role in door.roles) if isinstance(door, Permission) else door
        kind = Role.PERSONNEL if kind in ("signed_in", "account_holder") else kind
        if kind not in self.clients:
            self.clients[kind] = client = Client()
            if isinstance(kind, Role):
                unit = self.place.unit if kind in AT_UNIT else None
                client.force_login(make.officer(kind, self.place.agency, unit=unit))
            client.cookies[SIGNER_COOKIE], client.cookies[DESK_COOKIE] = self.cookie, self.place.desk[1]
        return self.clients[kind]

    def sent(self, address: Address, body: str) -> Any:
        """The answer; an unexpected error breaks the test."""
        with transaction.atomic():
            url = reverse(address.name, kwargs=SAMPLES[address.name](self.place) if address.arguments else {})
            answer = self.at(address.door).post(url, body, content_type=FORM)
            transaction.set_rollback(True)
        return answer


@pytest.fixture
def visitors() -> Visitors:
    found = Visitors()
    for address in TAKERS:  # everybody there, before anything is rolled back
        found.at(address.door)
        if address.arguments:
            SAMPLES[address.name](found.place)
    return found


def test_a_form_with_a_nul_is_refused_in_words(visitors):
    """PostgreSQL keeps no NUL, and not every input is read by a form class."""
    for address in TAKERS:
        for body in ("staff=1&reason=a%00b", "a%00b=1"):
            answer = visitors.sent(address, body)
            assert answer.status_code == 400, address.name
            assert "tanda yang tidak bisa disimpan" in answer.content.decode(), address.name


def test_odd_values_break_no_page(visitors, seed):
    """One of them at each address, another in each run; IKRAR_ODD=all takes all."""
    for address in TAKERS:
        drawn = random.Random(f"{seed} {address.name}").sample(sorted(ODD), 1)
        for what in ODD if os.environ.get("IKRAR_ODD") == "all" else drawn:
            body = "&".join(f"{name}={ODD[what]}" for name in NAMES)
            assert visitors.sent(address, body).status_code < 500, (address.name, what)


def test_a_value_of_a_megabyte_breaks_no_page(visitors):
    for address in TAKERS:
        if name := LARGE.get(address.name):
            body = f"login=budi&username=budi&{name}=" + "7" * 1_000_000
            assert visitors.sent(address, body).status_code < 500, address.name
