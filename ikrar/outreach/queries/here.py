"""What a desk has before it when it records: itself, the activity, the badge. In one statement, asked at every scan."""

from dataclasses import dataclass, fields

from ikrar.agencies.roles import Actor, Kind
from ikrar.core import prepared
from ikrar.outreach.queries.standing import BadgeRow
from ikrar.outreach.rules import ActivityState

_SQL = """
SELECT t.id, t.agency_id, t.title, t.has_exit, ag.zone, d.label, d.officer_id,
       b.id, b.activity_id, b.staff_id, b.guest_id, b.ended_at, bt.title, bt."on", bt.agency_id
FROM agencies_device d
JOIN agencies_account c ON c.id = d.officer_id AND c.is_active
JOIN outreach_activity t ON t.agency_id = d.agency_id AND t.id = %s AND t.state = %s
JOIN agencies_agency ag ON ag.id = t.agency_id
LEFT JOIN outreach_badge b ON b.serial = %s
LEFT JOIN outreach_activity bt ON bt.id = b.activity_id
WHERE d.id = %s AND d.agency_id = %s AND d.ended_at IS NULL
"""


@dataclass(frozen=True)
class Here:
    """An open activity at a desk that may stand there."""

    pk: int
    agency_id: int
    title: str
    has_exit: bool
    zone: str
    label: str
    officer_id: int
    badge: BadgeRow | None


_WIDTH = len(fields(Here)) - 1
#: Larger keys no database holds; an address may be typed with any.
_LARGEST = 2**63 - 1


def here(viewer: Actor, activity: int, *, serial: bytes | None = None) -> Here | None:
    """The open activity of the desk's own agency, while neither desk nor officer is ended; with the badge, if any."""
    if viewer.kind is not Kind.DEVICE or activity > _LARGEST:
        return None
    params = [activity, ActivityState.OPEN.value, serial, viewer.id, viewer.agency_id]
    found = prepared.row(_SQL, params)
    if found is None:
        return None
    told, badge = found[:_WIDTH], found[_WIDTH:]
    return Here(*told, *[BadgeRow(*badge) if badge[0] is not None else None])
