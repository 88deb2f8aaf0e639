"""What a signing needs to know, in one statement."""

import datetime as dt
from dataclasses import dataclass, fields
from functools import cache

from django.db import connection

from ikrar.agencies.pins import Counter

_SQL = """
SELECT c.agency_id, c.id, c.ended_at IS NULL, c.pin, c.handed_by IS NOT NULL AND c.confirmed_at IS NULL, c.handed_by,
       s.id, s.name, s.title_front, s.title_back, s.number, s.merged_into_id IS NOT NULL,
       a.id, a.unit_id, u.name, u.path, a.kind, a.position, a.grade,
       own.wrong, own.closed_until, shared.wrong, shared.closed_until,
       k.id, k.state, k.opens_at, k.closes_at, k.cycle, ag.code, ag.zone,
       ti.digest, ti.least_level, tp.digest, tp.least_level,
       g.id, g.attempt, g.receipt, g.client_uuid, g.body, v.id IS NOT NULL
FROM agencies_credential c
JOIN agencies_staff s ON s.id = c.staff_id
JOIN agencies_agency ag ON ag.id = c.agency_id
JOIN pledges_campaign k ON k.agency_id = c.agency_id AND k.code = %s
JOIN pledges_pledgetext ti ON ti.id = k.ikrar_id
LEFT JOIN pledges_pledgetext tp ON tp.id = k.pact_id
LEFT JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL
LEFT JOIN agencies_unit u ON u.id = a.unit_id
LEFT JOIN agencies_pincounter own ON own.credential_id = c.id AND own.device = %s AND own.device <> ''
LEFT JOIN agencies_pincounter shared ON shared.credential_id = c.id AND shared.device = ''
LEFT JOIN pledges_signature g ON g.campaign_id = k.id AND g.staff_id = s.id
     AND g.attempt = (SELECT MAX(x.attempt) FROM pledges_signature x WHERE x.campaign_id = k.id AND x.staff_id = s.id)
LEFT JOIN pledges_signaturevoid v ON v.signature_id = g.id
WHERE c.id = %s
"""


@dataclass(frozen=True)
class SigningRow:
    """A person, a code, a campaign and the last signature, as they stand under the person's row lock."""

    agency_id: int
    credential_id: int
    is_live: bool
    pin: bytes | None
    is_handed: bool
    handed_by: int | None
    staff_id: int
    name: str
    title_front: str
    title_back: str
    number: str
    is_merged: bool
    assignment_id: int | None
    unit_id: int | None
    unit: str | None
    unit_path: str | None
    kind: str | None
    position: str | None
    grade: str | None
    own_wrong: int | None
    own_closed: dt.datetime | None
    shared_wrong: int | None
    shared_closed: dt.datetime | None
    campaign_id: int
    state: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    cycle: str
    agency: str
    zone: str
    ikrar_digest: str
    ikrar_least: int
    pact_digest: str | None
    pact_least: int | None
    last_id: int | None
    last_attempt: int | None
    last_receipt: str | None
    last_uuid: object
    last_body: bytes | None
    last_void: bool

    @property
    def counter(self) -> tuple[bool, Counter]:
        """Whether this phone is known, and the counter that its wrong PINs go to."""
        if self.own_wrong is not None:
            return True, Counter(self.own_wrong, _aware(self.own_closed))
        return False, Counter(self.shared_wrong or 0, _aware(self.shared_closed))

    @property
    def signed(self) -> bool:
        return self.last_id is not None and not self.last_void

    @property
    def least_level(self) -> int:
        return max(self.ikrar_least, self.pact_least or 0)

    def is_open(self, at: dt.datetime) -> bool:
        return self.state == "open" and _at(self.opens_at) <= at < _at(self.closes_at)


_COLUMNS = len(fields(SigningRow))


def _at(value: dt.datetime) -> dt.datetime:
    """SQLite's driver tells moments without their zone, which is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


def _aware(value: dt.datetime | None) -> dt.datetime | None:
    return None if value is None else _at(value)


@cache
def _statement(lock: bool) -> str:
    return _SQL + (" FOR UPDATE OF s" if lock else "")


def signing_row(credential_id: int, campaign: str, device: str, *, lock: bool = False) -> SigningRow | None:
    """The row of this credential in this campaign; with `lock` it holds the person until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(lock and connection.vendor == "postgresql"), [campaign, device, credential_id])
        row = cursor.fetchone()
    return SigningRow(*row) if row and len(row) == _COLUMNS else None
