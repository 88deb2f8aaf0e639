"""Giving and ending roles, one by one and for coordinators in bulk."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions.officers import invite_officer, keep_a_personnel_officer
from ikrar.agencies.models import Account, Agency, RoleGrant, Unit
from ikrar.agencies.queries import officers
from ikrar.agencies.queries.coordinators import Line
from ikrar.agencies.roles import Actor, Kind, Role
from ikrar.agencies.rules import AT_UNIT
from ikrar.core import audit
from ikrar.core.errors import Refused


@transaction.atomic
def grant_role(account: Account, *, role: Role, unit: Unit | None = None, by: Actor, at: dt.datetime) -> RoleGrant:
    """Give a role at a unit, or in the whole agency; giving the same again changes nothing."""
    agency_id = _home(account)
    _may_give(account, role, by)
    _place(account, role, unit)
    grant, is_new = RoleGrant.objects.get_or_create(
        account=account,
        role=role,
        unit=unit,
        ended_at=None,
        defaults={"agency_id": agency_id, "given_by": by.id, "given_at": at},
    )
    if is_new:
        audit.record("agencies.role_granted", grant, by=by, fields=[role])
    return grant


@transaction.atomic
def end_grant(grant: RoleGrant, *, by: Actor, at: dt.datetime) -> RoleGrant:
    """End a role from this moment on; the last personnel officer stays."""
    role = Role(grant.role)
    if by.kind != Kind.SYSTEM and (grant.agency_id != by.agency_id or role not in officers.roles_given_by(by)):
        raise Refused(_("Peran %(role)s tidak bisa Anda akhiri.") % {"role": role.label})
    if role is Role.PERSONNEL:
        keep_a_personnel_officer(grant.account, by=by)
    if RoleGrant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=at):
        grant.ended_at = at
        audit.record("agencies.role_ended", grant, by=by, fields=[role])
    return grant


@transaction.atomic
def invite_with_role(
    agency: Agency, *, name: str, email: str, role: Role, unit: Unit | None, by: Actor, at: dt.datetime
) -> tuple[Account, str]:
    """Invite somebody and give the first role; without the role there is no invitation either."""
    account, code = invite_officer(agency, name=name, email=email, by=by, at=at)
    grant_role(account, role=role, unit=unit, by=by, at=at)
    return account, code


@dataclass(frozen=True)
class Appointed:
    """Somebody invited or appointed, for the page of codes; `code` is empty where the person has an account already."""

    account: Account
    unit: Unit | None
    code: str


@transaction.atomic
def appoint_coordinators(agency: Agency, *, lines: Iterable[Line], by: Actor, at: dt.datetime) -> list[Appointed]:
    """Appoint everybody on the ready lines and invite who has no account; one e-mail is one account."""
    appointed: list[Appointed] = []
    made: dict[str, Account] = {}
    for line in lines:
        if not line.is_ready or line.unit is None:
            continue
        account, code = line.account or made.get(line.email), ""
        if account is None:
            account, code = invite_officer(agency, name=line.name, email=line.email, by=by, at=at)
            if line.email:
                made[line.email] = account
        grant_role(account, role=Role.COORDINATOR, unit=line.unit, by=by, at=at)
        appointed.append(Appointed(account, line.unit, code))
    return appointed


def _home(account: Account) -> int:
    if account.agency_id is None:
        raise Refused(_("Akun ini bukan dari instansi mana pun."))
    return account.agency_id


def _may_give(account: Account, role: Role, by: Actor) -> None:
    if by.kind == Kind.SYSTEM:
        return
    if account.agency_id != by.agency_id:
        raise Refused(_("Akun ini bukan dari instansi Anda."))
    if account.pk == by.id:
        raise Refused(_("Peran untuk diri sendiri diberikan oleh petugas kepegawaian lain."))
    if role not in officers.roles_given_by(by):
        raise Refused(_("Peran %(role)s tidak bisa Anda berikan.") % {"role": role.label}, field="role")
    if not account.is_active:
        raise Refused(_("Akun ini sudah dinonaktifkan. Aktifkan dulu, lalu beri peran."))


def _place(account: Account, role: Role, unit: Unit | None) -> None:
    if role in AT_UNIT and unit is None:
        raise Refused(_("Pilih unit untuk peran %(role)s.") % {"role": role.label}, field="unit")
    if role not in AT_UNIT and unit is not None:
        raise Refused(
            _("Peran %(role)s berlaku di seluruh instansi. Kosongkan unit.") % {"role": role.label}, field="unit"
        )
    if unit is not None and unit.agency_id != account.agency_id:
        raise Refused(_("Unit ini bukan dari instansi yang sama."), field="unit")
