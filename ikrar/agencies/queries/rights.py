"""Reading who may do what: the permissions of all installed rooms, and who holds which role."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from ikrar.agencies.models import RoleGrant
from ikrar.agencies.roles import Actor, Permission, Role


def permissions() -> Iterator[tuple[str, list[Permission]]]:
    """Each installed room that has permissions, with them in the order in which they are written."""
    for config in apps.get_app_configs():
        name = f"{config.name}.permissions"
        if config.name.startswith("ikrar.") and find_spec(name):
            found = {id(value): value for value in vars(import_module(name)).values() if isinstance(value, Permission)}
            own = [value for value in found.values() if value.name.startswith(f"{config.label}.")]
            if own:
                yield str(config.verbose_name), own


@dataclass(frozen=True)
class Right:
    """One line of the table of rights: what, how far, and who."""

    permission: Permission
    held: list[str]


def matrix() -> list[tuple[str, list[Right]]]:
    """Who may do what, per room."""
    return [(room, [Right(p, [str(role.label) for role in p.roles]) for p in rows]) for room, rows in permissions()]


def as_plain() -> list[dict[str, Any]]:
    """The same for a machine."""
    return [
        {
            "permission": p.name,
            "roles": [str(role.value) for role in p.roles],
            "scope": str(p.scope),
            "says": str(p.says),
        }
        for _room, rows in permissions()
        for p in rows
    ]


def holders(viewer: Actor) -> list[tuple[Role, list[RoleGrant]]]:
    """Who holds which role in the viewer's own agency, for roles that anybody holds."""
    rows = RoleGrant.objects.filter(
        agency=viewer.agency_id, agency__isnull=False, ended_at=None, account__is_active=True
    ).select_related("account", "unit")
    held = list(rows.order_by("unit__name", "account__name", "pk"))
    return [(role, found) for role in Role if (found := [grant for grant in held if grant.role == role])]
