"""Agencies, units, people, officers and codes for tests. Names are invented."""

import datetime as dt
import itertools
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, Agency, Assignment, Credential, Device, RoleGrant, Staff, Unit
from ikrar.agencies.queries import officers as reading
from ikrar.agencies.roles import Actor, Role
from ikrar.agencies.rules import StaffKind

#: The moment at which every made row was made; tests pass later ones on.
MADE_AT = dt.datetime(2024, 10, 1, 1, 0, tzinfo=dt.UTC)
PASSWORD = "pena-ungu-di-meja-7"
_serial = itertools.count(1)


def agency(code: str = "", **fields: Any) -> Agency:
    """An agency; without a code, a new one each time."""
    code = code or f"kota-{next(_serial)}"
    return Agency.objects.create(**{"code": code, "name": f"Pemerintah {code}", "made_at": MADE_AT, **fields})


def unit(of: Agency, name: str = "", *, parent: Unit | None = None) -> Unit:
    """A unit of the agency, with the path that its place in the tree asks for."""
    name = name or f"Dinas Contoh {next(_serial)}"
    made = Unit.objects.create(agency=of, parent=parent, name=name, name_key=name.casefold())
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save(update_fields=["path"])
    return made


def number(serial: int) -> str:
    """An eighteen-digit PPPK number that belongs to nobody."""
    return f"19860926202421{1 + serial // 1000 % 2}{serial % 1000:03d}"


def staff(
    of: Agency,
    name: str = "Sari Contohwati",
    *,
    at: Unit | None = None,
    since: dt.date = dt.date(2024, 1, 2),
    position: str = "Pranata Komputer",
    **fields: Any,
) -> Staff:
    """A person with a number and an open assignment in `at` (by default a new unit)."""
    fields = {"kind": StaffKind.PPPK, "number": number(next(_serial)), **fields}
    person = Staff.objects.create(agency=of, name=name, name_key=name.casefold(), **fields)
    place = at or unit(of)
    Assignment.objects.create(agency=of, staff=person, unit=place, kind=person.kind, position=position, since=since)
    return person


def account(of: Agency | None, name: str = "Budi Rekaan", *, mfa: bool = False, **fields: Any) -> Account:
    """An account with PASSWORD and no role; `mfa` gives it a second factor."""
    username = fields.pop("username", f"petugas-{next(_serial)}")
    email = fields.pop("email", f"{username}@kota.example")
    made = Account.objects.create_user(username, email, PASSWORD, agency=of, name=name, **fields)
    if mfa:
        totp.TOTP.activate(made, totp.generate_totp_secret())
    return made


def totp_secret(of: Account) -> str:
    return decrypt(Authenticator.objects.get(user=of, type="totp").data["secret"])


def totp_code(secret: str) -> str:
    """What an authenticator app with this secret shows now."""
    return f"{totp.hotp_value(secret, int(time.time()) // 30):06}"


def grant(to: Account, role: Role, at: Unit | None = None) -> RoleGrant:
    assert to.agency is not None
    return RoleGrant.objects.create(agency=to.agency, account=to, role=role, unit=at, given_at=MADE_AT)


def officer(
    role: Role, of: Agency | None = None, *, unit: Unit | None = None, mfa: bool = True, **fields: Any
) -> Account:
    """An account that holds one role, in the unit or in the whole agency; without `mfa` no officer's page opens."""
    home = of or (unit.agency if unit else agency())
    made = account(home, mfa=mfa, **fields)
    grant(made, role, unit)
    return made


def actor(of: Account) -> Actor:
    """The actor behind an account, with its open grants."""
    return reading.actor_of(of)


def credential(of: Staff, *, pin: str = "", **fields: Any) -> Credential:
    """A live code of the person; with `pin`, its PIN is set."""
    nonce = tokens.new_nonce()
    fields = {"issued_at": MADE_AT, **fields}
    made = Credential.objects.create(
        agency=of.agency, staff=of, nonce=nonce, lookup=tokens.lookup(tokens.code_of(nonce)), **fields
    )
    if pin:
        made.pin, made.pin_set_at = tokens.pin_verifier(made.pk, pin), MADE_AT
        made.save(update_fields=["pin", "pin_set_at"])
    return made


def device(of: Agency, by: Account, *, label: str = "Meja 1", **fields: Any) -> tuple[Device, str]:
    """An enrolled desk and the token that its cookie holds."""
    token = tokens.new_token()
    made = Device.objects.create(
        agency=of, label=label, officer=by, token=tokens.token_digest(token), made_at=MADE_AT, **fields
    )
    return made, token
