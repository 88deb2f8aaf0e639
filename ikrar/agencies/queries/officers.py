"""Reading officers, their roles and sessions, and desks."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, AccountReset, Device, RoleGrant, Unit
from ikrar.agencies.permissions import GRANT_ROLES
from ikrar.agencies.roles import NOBODY, Actor, Grant, Kind, Role
from ikrar.agencies.rules import GIVES, INVITATION_HOURS, RESET_DAYS, RESET_TOLD_DAYS
from ikrar.core import ids, prepared

#: More agencies than share one officer's e-mail, and a moment before any log-in.
_MOST_SAME = 8
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(account_id: int) -> bool:
    return Authenticator.objects.filter(user=account_id, type__in=_SECOND).exists()


#: Asked on every page of an officer, so in one statement: the second factor, the agency, and each open grant.
_GRANTED = (
    "EXISTS (SELECT 1 FROM mfa_authenticator m WHERE m.user_id = c.id AND m.type IN (%s, %s)), "
    "ag.name, g.role, g.unit_id, u.path"
)
_STANDING = f"""
SELECT {_GRANTED}
FROM agencies_account c
LEFT JOIN agencies_agency ag ON ag.id = c.agency_id
LEFT JOIN agencies_rolegrant g ON g.account_id = c.id AND g.ended_at IS NULL
LEFT JOIN agencies_unit u ON u.id = g.unit_id
WHERE c.id = %s ORDER BY g.id
"""  # noqa: S608 (constants only)
#: Asked at every scan, so in one statement too: the desk, its officer, and what the officer may do.
_DESK = f"""
SELECT d.id, d.agency_id, d.label, c.id, c.agency_id, c.name, c.username, c.is_active, c.staff_id, {_GRANTED}
FROM agencies_device d
JOIN agencies_account c ON c.id = d.officer_id
LEFT JOIN agencies_agency ag ON ag.id = c.agency_id
LEFT JOIN agencies_rolegrant g ON g.account_id = c.id AND g.ended_at IS NULL
LEFT JOIN agencies_unit u ON u.id = g.unit_id
WHERE d.token = %s AND d.ended_at IS NULL ORDER BY g.id
"""  # noqa: S608 (constants only)
_OFFICER = ("id", "agency_id", "name", "username", "is_active", "staff_id")


def officer_actor(user: Any) -> Actor:
    """The actor behind a logged-in account with its open grants; nobody while it has no second factor.

    Officers of the demonstration may enter without one; the log-in page says so.
    """
    if not isinstance(user, Account) and not getattr(user, "is_authenticated", False):
        return NOBODY
    rows = _standing(user)
    has_second = bool(rows) and bool(rows[0][0])
    return _with_grants(user, rows) if has_second or settings.IKRAR_DEMO else NOBODY


def actor_of(user: Account) -> Actor:
    """The officer with the grants that are open now."""
    return _with_grants(user, _standing(user))


def _standing(user: Account) -> list[tuple[Any, ...]]:
    return prepared.rows(_STANDING, [*map(str, _SECOND), user.pk])


def _with_grants(user: Account, rows: list[tuple[Any, ...]]) -> Actor:
    grants = tuple(Grant(role, unit, path or "") for _second, _name, role, unit, path in rows if role)
    agency = rows[0][1] or "" if rows else ""
    return Actor(Kind.OFFICER, user.pk, user.agency_id, str(user), grants, user.staff_id, agency)


def account_actor(user: Any) -> Actor:
    """The holder of the account that gave its password, for the own account alone: no grant, whatever it holds."""
    if not getattr(user, "is_authenticated", False):
        return NOBODY
    return Actor(Kind.OFFICER, user.pk, user.agency_id, str(user))


def device_actor(token: str) -> Actor:
    """The actor behind an enrolled, unrevoked device's cookie, with the officer who answers for it."""
    rows = prepared.rows(_DESK, [*map(str, _SECOND), tokens.token_digest(token)]) if token else []
    if not rows:
        return NOBODY
    device, agency, label, *told = rows[0][:9]
    user = Account(**dict(zip(_OFFICER, told, strict=True)))
    is_known = user.is_active and (bool(rows[0][9]) or settings.IKRAR_DEMO)
    officer = _with_grants(user, [row[9:] for row in rows]) if is_known else NOBODY
    return Actor(Kind.DEVICE, device, agency, label, officer=officer)


def accounts_by_login(typed: str) -> list[Account]:
    """The active account with this chosen name, or those with this e-mail: one an agency, the oldest first."""
    text = typed.strip().lower()
    rows = Account.objects.filter(Q(username=text) | Q(email=text), is_active=True).order_by("pk")
    return list(rows[:_MOST_SAME]) if text else []


def zone_of(account: Account) -> str:
    return account.agency.zone if account.agency else "WIB"


def open_resets(account: Account, at: dt.datetime) -> QuerySet[AccountReset]:
    """Resets that still count, the last one first: of late, or since the holder last logged in."""
    counts = Q(at__gt=at - dt.timedelta(days=RESET_DAYS)) | Q(at__gt=account.last_login or _NEVER)
    return AccountReset.objects.filter(counts, account=account).select_related("account__agency").order_by("-at")


def is_long_standing(officer: Actor, at: dt.datetime) -> bool:
    """Has this officer had the right to open accounts anew for as long as a reset counts?"""
    since = at - dt.timedelta(days=RESET_DAYS)
    rows = RoleGrant.objects.filter(account=officer.id or 0, role__in=GRANT_ROLES.roles, ended_at=None)
    return rows.filter(given_at__lte=since).exists()


def recent_resets(viewer: Actor, at: dt.datetime) -> dict[int, list[AccountReset]]:
    """Resets of late in the viewer's own agency, by account, the last one first."""
    rows = AccountReset.objects.filter(
        account__agency=viewer.agency_id, account__agency__isnull=False, at__gt=at - dt.timedelta(days=RESET_DAYS)
    )
    found: dict[int, list[AccountReset]] = {}
    for row in rows.select_related("by").order_by("-at"):
        found.setdefault(row.account_id, []).append(row)
    return found


def resets_to_tell(holder: Actor, at: dt.datetime) -> QuerySet[AccountReset]:
    """Resets of the own account that the start page tells of, from before the holder's return until a while after."""
    since = at - dt.timedelta(days=RESET_TOLD_DAYS)
    rows = AccountReset.objects.filter(Q(told_at=None) | Q(told_at__gt=since), account=holder.id or 0)
    return rows.select_related("by").order_by("-at")


def officers_of(viewer: Actor) -> QuerySet[Account]:
    """Officers of the viewer's own agency, with their open grants in `open_grants` and what they still lack."""
    grants = RoleGrant.objects.filter(ended_at=None).select_related("unit").order_by("role", "unit__name", "pk")
    second = Authenticator.objects.filter(user=OuterRef("pk"), type__in=_SECOND)
    return (
        Account.objects.filter(agency=viewer.agency_id, agency__isnull=False)
        .annotate(second_factor=Exists(second))
        .prefetch_related(Prefetch("grants", grants, to_attr="open_grants"))
        .order_by("-is_active", "name", "pk")
    )


def grants_of(viewer: Actor) -> QuerySet[RoleGrant]:
    """Open grants in the viewer's own agency."""
    return RoleGrant.objects.filter(agency=viewer.agency_id, agency__isnull=False, ended_at=None)


def working_personnel(agency_id: int) -> QuerySet[RoleGrant]:
    """Open grants of personnel officers who can log in today."""
    return RoleGrant.objects.filter(
        agency=agency_id, role=Role.PERSONNEL, ended_at=None, account__is_active=True
    ).exclude(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)


def roles_given_by(actor: Actor) -> tuple[Role, ...]:
    """The roles that this actor may give; only what is held in the whole agency counts."""
    held = [Role(grant.role) for grant in actor.grants if not grant.unit_path]
    return tuple(role for role in Role if any(role in GIVES.get(giver, ()) for giver in held))


def units_to_hold(viewer: Actor) -> QuerySet[Unit]:
    """Units of the own agency at which a role can be held."""
    return Unit.objects.filter(agency=viewer.agency_id, agency__isnull=False, merged_into=None).order_by("name", "pk")


def invited(code: str, at: dt.datetime) -> Account | None:
    """The active account that a living invitation code belongs to."""
    symbols = ids.clean(code)
    since = at - dt.timedelta(hours=INVITATION_HOURS)
    rows = Account.objects.filter(invitation=tokens.token_digest(symbols), invited_at__gt=since, is_active=True)
    return rows.first() if symbols else None


@dataclass(frozen=True)
class Session:
    """One log-in of an account, as its owner sees it."""

    id: int
    browser: str
    address: str
    since: dt.datetime
    is_current: bool


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"))


def sessions_of(account_id: int, current_key: str | None) -> list[Session]:
    """Living sessions of one account, the present one first."""
    rows = [row for row in UserSession.objects.filter(user=account_id).order_by("-created_at") if not row.purge()]
    sessions = [
        Session(row.pk, _browser(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in rows
    ]
    return sorted(sessions, key=lambda session: not session.is_current)


def _browser(agent: str) -> str:
    name = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "Linux" if "Linux" in agent else "")
    return ", ".join(part for part in (name, system) if part)


def devices_of(viewer: Actor) -> QuerySet[Device]:
    """Desks of the own agency, the working ones first."""
    rows = Device.objects.filter(agency=viewer.agency_id, agency__isnull=False).select_related("officer")
    return rows.order_by("ended_at", "label", "pk")


def enrolling(code: str, at: dt.datetime) -> Device | None:
    """The desk that waits for this one-time code."""
    symbols = ids.clean(code)
    rows = Device.objects.filter(enrolment=tokens.token_digest(symbols), enrolment_until__gt=at, ended_at=None)
    return rows.first() if symbols else None
