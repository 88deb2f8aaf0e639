"""How somebody stands in an activity: what the staff list says, the invitation, the last attendance. In one statement."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection

from ikrar.core import prepared
from ikrar.outreach.rules import ActivityState, Source

_ACTIVITY = "t.id, t.agency_id, t.state, t.has_exit"
_LAST = "g.id, g.attempt, g.client_uuid, g.body, g.at, g.source, g.device, v.id IS NOT NULL"
_STAFF = f"""
SELECT {_ACTIVITY}, s.id, NULL, s.name, s.title_front, s.title_back, s.merged_into_id IS NOT NULL,
       a.unit_id, u.name, a.kind, i.id IS NOT NULL, {_LAST}
FROM agencies_staff s
JOIN outreach_activity t ON t.agency_id = s.agency_id AND t.id = %s
LEFT JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL
LEFT JOIN agencies_unit u ON u.id = a.unit_id
LEFT JOIN outreach_invitee i ON i.activity_id = t.id AND i.staff_id = s.id
LEFT JOIN outreach_attendance g ON g.activity_id = t.id AND g.staff_id = s.id
     AND g.attempt = (SELECT MAX(x.attempt) FROM outreach_attendance x WHERE x.activity_id = t.id AND x.staff_id = s.id)
LEFT JOIN outreach_attendancevoid v ON v.attendance_id = g.id
WHERE s.id = %s
"""  # noqa: S608 (constants only)
_GUEST = f"""
SELECT {_ACTIVITY}, NULL, h.id, h.name, '', '', 1 = 0, NULL, h.institution, '', 1 = 1, {_LAST}
FROM outreach_guest h
JOIN outreach_activity t ON t.id = h.activity_id AND t.id = %s
LEFT JOIN outreach_attendance g ON g.activity_id = t.id AND g.guest_id = h.id
     AND g.attempt = (SELECT MAX(x.attempt) FROM outreach_attendance x WHERE x.activity_id = t.id AND x.guest_id = h.id)
LEFT JOIN outreach_attendancevoid v ON v.attendance_id = g.id
WHERE h.id = %s
"""  # noqa: S608 (constants only)
_BADGE = """
SELECT b.id, b.activity_id, b.staff_id, b.guest_id, b.ended_at, t.title, t."on", t.agency_id
FROM outreach_badge b JOIN outreach_activity t ON t.id = b.activity_id WHERE b.serial = %s
"""
#: The person for oneself alone; the activity together with all desks, so that a move to another state waits for them.
_HELD = "SELECT h.id FROM {} h JOIN outreach_activity t ON t.id = %s WHERE h.id = %s FOR NO KEY UPDATE OF h FOR KEY SHARE OF t"
_HOLD_STAFF, _HOLD_GUEST = _HELD.format("agencies_staff"), _HELD.format("outreach_guest")


@dataclass(frozen=True)
class Standing:
    """A person or a guest in an activity, with the last attendance; `unit` is a guest's institution."""

    activity_id: int
    agency_id: int
    state: str
    has_exit: bool
    staff_id: int | None
    guest_id: int | None
    name: str
    title_front: str
    title_back: str
    is_merged: bool
    unit_id: int | None
    unit: str | None
    kind: str | None
    is_invited: bool
    last_id: int | None
    last_attempt: int | None
    last_uuid: object
    last_body: bytes | None
    last_at: Any
    last_source: str | None
    last_device: str | None
    last_void: bool

    @property
    def is_open(self) -> bool:
        return self.state == ActivityState.OPEN

    def takes(self, source: str) -> bool:
        """Is the activity open? Ink from the event is entered afterwards too, until it is reported."""
        return self.is_open or (source == Source.PAPER and self.state == ActivityState.CLOSED)

    @property
    def is_present(self) -> bool:
        return self.last_id is not None and not self.last_void

    @property
    def since(self) -> dt.datetime | None:
        return prepared.moment(self.last_at) if self.is_present else None

    @property
    def last_uuid_hex(self) -> str:
        """SQLite's driver tells a UUID as text."""
        return str(self.last_uuid).replace("-", "")


_WIDTH = len(fields(Standing))


def standing(
    activity_id: int, *, staff: int | None = None, guest: int | None = None, lock: bool = False
) -> Standing | None:
    """Of one person or one guest; with `lock` held, by a statement of its own, before anything about them is read."""
    sql, hold, who = (_STAFF, _HOLD_STAFF, staff) if staff is not None else (_GUEST, _HOLD_GUEST, guest)
    if lock and connection.vendor == "postgresql":
        prepared.row(hold, [activity_id, who])
    found = prepared.row(sql, [activity_id, who])
    return Standing(*found) if found and len(found) == _WIDTH else None


@dataclass(frozen=True)
class BadgeRow:
    """A badge as the database has it; `title` and `on` are those of the activity that it is for."""

    id: int
    activity_id: int
    staff_id: int | None
    guest_id: int | None
    ended_at: Any
    title: str = ""
    on: dt.date | str | None = None
    agency_id: int | None = None


def badge(serial: bytes) -> BadgeRow | None:
    """By its serial, whichever activity it is for."""
    found = prepared.row(_BADGE, [serial])
    return BadgeRow(*found) if found else None
