"""Guards of the doors that hold for every right: for `tests/guards.yaml`."""

import pytest

from ikrar.agencies.access import may
from ikrar.agencies.queries import rights
from ikrar.agencies.roles import Actor, Grant, Kind, Role, Scope
from tests.factories import agencies as cast

EVERY = [permission for _room, rows in rights.permissions() for permission in rows]


@pytest.mark.parametrize("permission", EVERY, ids=lambda permission: permission.name)
def test_no_right_reaches_into_another_agency(permission, db):
    """Whoever holds every role in one agency, whatever a form names, changes nothing in the next."""
    own, other = cast.unit(cast.agency()), cast.unit(cast.agency())
    everything = tuple(Grant(role, None, "") for role in Role)
    actor = Actor(Kind.OFFICER, 1, own.agency_id, "Joko", everything)
    assert may(actor, permission, on=own)
    assert not may(actor, permission, on=other) or permission.scope is Scope.INSTALLATION
