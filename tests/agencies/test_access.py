"""Every address × every role × own and other agency: who comes in, who is sent away, whose things are not found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from ikrar.agencies.middleware import DESK_COOKIE, SIGNER_COOKIE
from ikrar.agencies.models import Account
from ikrar.agencies.roles import Permission, Role, Scope
from ikrar.agencies.rules import AT_UNIT
from tests.access_samples import ANYBODYS, OF_ALL, SAMPLES, UNIT_BOUND, Place
from tests.factories import agencies as make

pytestmark = pytest.mark.django_db
#: Answers of a view that let the reader in: it may still refuse the method or the input.
IN = {200, 204, 302, 400, 405, 409, 422}


@dataclass(frozen=True)
class Address:
    name: str
    door: Any
    arguments: tuple[str, ...]

    def url(self, place: Place) -> str:
        return reverse(self.name, kwargs=SAMPLES[self.name](place) if self.arguments else {})


def _walk(patterns: Any, namespace: str = "") -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            keys = tuple(pattern.pattern.regex.groupindex)
            yield Address(f"{namespace}{pattern.name}", getattr(pattern.callback, "door", None), keys)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)


ADDRESSES = list(_walk(get_resolver().url_patterns))
GUARDED = [a for a in ADDRESSES if isinstance(a.door, Permission) or a.door == "signed_in"]
_named = {"ids": lambda address: address.name}


class Visitor:
    """Somebody at the doors; what a visit changes is undone before the next."""

    def __init__(self, account: Account | None = None, **cookies: str) -> None:
        self.client = Client(raise_request_exception=False)
        if account:
            self.client.force_login(account)
        for name, value in cookies.items():
            self.client.cookies[name] = value

    def visit(self, address: Address, place: Place, method: str = "get") -> HttpResponse:
        url = address.url(place)
        with transaction.atomic():
            answer: Any = getattr(self.client, method)(url)
            transaction.set_rollback(True)
        return answer


@pytest.fixture
def own() -> Place:
    return Place(make.agency("kota"))


@pytest.fixture
def other() -> Place:
    return Place(make.agency("lain"))


def officer(role: Role, place: Place) -> Visitor:
    return Visitor(make.officer(role, place.agency, unit=place.unit if role in AT_UNIT else None))


def is_sent_to(answer: Any, name: str) -> bool:
    return answer.status_code == 302 and answer.url.split("?")[0] == reverse(name)


def test_every_address_with_an_argument_has_a_sample():
    missing = sorted(address.name for address in ADDRESSES if address.arguments and address.name not in SAMPLES)
    assert not missing, f"add to tests/access_samples.py: {missing}"


def test_no_sample_is_left_over():
    names = {address.name for address in ADDRESSES}
    assert set(SAMPLES) <= names
    assert names >= UNIT_BOUND | ANYBODYS


@pytest.mark.parametrize("address", GUARDED, **_named)
def test_roles_without_the_right_are_sent_away_and_those_with_it_come_in(address, own):
    if address.arguments and address.name not in SAMPLES:
        pytest.fail("no sample")
    for role in Role:
        visitor = officer(role, own)
        for method in ("get", "post"):
            answer = visitor.visit(address, own, method)
            if address.door == "signed_in" or role in address.door.roles:
                assert answer.status_code in IN, (role, method, answer.status_code)
                assert not is_sent_to(answer, "account_login"), (role, method)
            else:
                assert answer.status_code == 403, (role, method, answer.status_code)


@pytest.mark.parametrize("address", GUARDED, **_named)
def test_who_is_no_officer_never_comes_in(address, own):
    plain = Visitor(make.officer(Role.PERSONNEL, own.agency, mfa=False))
    former = make.officer(Role.PERSONNEL, own.agency)
    former.grants.update(ended_at=make.MADE_AT)
    visitors = {
        "nobody": (Visitor(), "account_login"),
        "signer": (Visitor(**{SIGNER_COOKIE: own.cookie()}), "account_login"),
        "desk": (Visitor(**{DESK_COOKIE: own.desk[1]}), "account_login"),
        "password alone": (plain, "mfa_activate_totp"),
    }
    for method in ("get", "post"):
        for who, (visitor, to) in visitors.items():
            answer = visitor.visit(address, own, method)
            assert is_sent_to(answer, to), (who, method, answer.status_code)
        if address.door != "signed_in":
            assert Visitor(former).visit(address, own, method).status_code == 403


@pytest.mark.parametrize("address", [a for a in GUARDED if a.arguments and a.name not in OF_ALL], **_named)
def test_an_object_of_another_agency_is_not_found(address, own, other):
    roles = Role if address.door == "signed_in" else address.door.roles
    for role in roles:
        visitor = officer(role, own)
        for method in ("get", "post"):
            status = visitor.visit(address, other, method).status_code
            assert status in ({404, 405} if method == "get" else {404}), (role, method, status)


@pytest.mark.parametrize("address", [a for a in GUARDED if a.name in UNIT_BOUND], **_named)
def test_an_object_of_another_unit_is_not_found_by_a_coordinator(address, own):
    if Role.COORDINATOR not in address.door.roles or address.door.scope is not Scope.OWN_UNIT:
        pytest.fail("not bound to a unit by its permission")
    stranger = Visitor(make.officer(Role.COORDINATOR, own.agency, unit=make.unit(own.agency)))
    for method in ("get", "post"):
        status = stranger.visit(address, own, method).status_code
        assert status in ({404, 405} if method == "get" else {404}), (method, status)


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.door == "signer"], **_named)
def test_a_signers_page_asks_for_the_code_and_shows_no_other_agency(address, own, other):
    for visitor in (Visitor(), officer(Role.PERSONNEL, own), Visitor(**{SIGNER_COOKIE: own.cookie() + "x"})):
        for method in ("get", "post"):
            assert is_sent_to(visitor.visit(address, own, method), "agencies:enter")
    signer = Visitor(**{SIGNER_COOKIE: own.cookie()})
    assert signer.visit(address, own).status_code in IN | {404}
    if address.arguments and address.name not in ANYBODYS:
        for method in ("get", "post"):
            assert signer.visit(address, other, method).status_code in {302, 404, 405}


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.door == "desk"], **_named)
def test_a_desks_page_opens_on_an_enrolled_desk_of_the_agency_alone(address, own, other):
    revoked, token = make.device(own.agency, own.account)
    type(revoked).objects.filter(pk=revoked.pk).update(ended_at=make.MADE_AT)
    strangers = (
        Visitor(),
        officer(Role.PERSONNEL, own),
        Visitor(**{DESK_COOKIE: token}),
        Visitor(**{DESK_COOKIE: "x"}),
    )
    for visitor in strangers:
        for method in ("get", "post"):
            assert visitor.visit(address, own, method).status_code == 403
    desk = Visitor(**{DESK_COOKIE: own.desk[1]})
    assert desk.visit(address, own).status_code in IN | {404}
    if address.arguments and address.name not in ANYBODYS:
        for method in ("get", "post"):
            assert desk.visit(address, other, method).status_code in {302, 404, 405}


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.door == "account_holder"], **_named)
def test_the_own_account_needs_a_password_and_no_role(address, own):
    for method in ("get", "post"):
        assert is_sent_to(Visitor().visit(address, own, method), "account_login")
    holder = Visitor(make.account(own.agency))
    assert holder.visit(address, own).status_code in IN | {404}


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.door == "public"], **_named)
def test_a_public_page_answers_everybody_without_breaking(address, own):
    visitors = [Visitor(), Visitor(**{SIGNER_COOKIE: "x~y~z", DESK_COOKIE: "x"}), officer(Role.AUDITOR, own)]
    for visitor in visitors:
        for method in ("get", "post"):
            assert visitor.visit(address, own, method).status_code in IN | {403, 404}, method
