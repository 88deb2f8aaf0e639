"""An agency of an installation and its first personnel officer."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions import grants, officers
from ikrar.agencies.models import Account, Agency
from ikrar.agencies.roles import Actor, Role
from ikrar.core import audit
from ikrar.core.errors import Refused


@dataclass(frozen=True)
class Founded:
    """What was made; `code` is the invitation, shown once."""

    agency: Agency
    officer: Account
    code: str


@transaction.atomic
def found_installation(
    *, code: str, name: str, zone: str, officer: str, login: str = "", email: str = "", by: Actor, at: dt.datetime
) -> Founded:
    """Make the first agency and invite its first personnel officer, who answers for everybody that comes after."""
    if Agency.objects.exists():
        raise Refused(_("Basis data ini sudah memuat instansi. ikrar init hanya untuk instalasi baru."))
    return found_agency(code=code, name=name, zone=zone, officer=officer, login=login, email=email, by=by, at=at)


@transaction.atomic
def found_agency(
    *, code: str, name: str, zone: str, officer: str, login: str = "", email: str = "", by: Actor, at: dt.datetime
) -> Founded:
    """Make an agency beside those that are there, and invite its first personnel officer."""
    if not login and not email:
        raise Refused(_("Petugas pertama memerlukan surel atau nama masuk."))
    agency = Agency.objects.create(code=code, name=name, zone=zone, made_at=at)
    audit.record("agencies.installation_founded", agency, by=by, values={"code": code, "name": name})
    account, invitation = officers.invite_officer(agency, name=officer, email=email, by=by, at=at)
    if login:
        account.username = login.lower()
        account.save(update_fields=["username"])
    grants.grant_role(account, role=Role.PERSONNEL, by=by, at=at)
    return Founded(agency, account, invitation)
