"""Reading officers, their roles, and desks."""

from typing import Any

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, Device, RoleGrant
from ikrar.agencies.roles import NOBODY, Actor, Grant, Kind


def officer_actor(user: Any) -> Actor:
    """The actor behind a logged-in account, with the grants that are open now; nobody if there is none."""
    if not isinstance(user, Account) and not getattr(user, "is_authenticated", False):
        return NOBODY
    rows = RoleGrant.objects.filter(account=user.pk, ended_at=None).values_list("role", "unit_id", "unit__path")
    grants = tuple(Grant(role, unit, path or "") for role, unit, path in rows)
    return Actor(Kind.OFFICER, user.pk, user.agency_id, str(user), grants, user.staff_id)


def device_actor(token: str) -> Actor:
    """The actor behind an enrolled, unrevoked device's cookie."""
    device = Device.objects.filter(token=tokens.token_digest(token), ended_at=None).first() if token else None
    return Actor(Kind.DEVICE, device.pk, device.agency_id, device.label) if device else NOBODY
