"""What a signing on the phone needs to know, in one statement."""

import datetime as dt
from dataclasses import dataclass, fields
from functools import cache

from django.db import connection

from ikrar.agencies.pins import Counter
from ikrar.pledges.queries.standing import COLUMNS, JOINS, Standing, aware

_SQL = f"""
SELECT {COLUMNS},
       c.id, c.ended_at IS NULL, c.pin, c.handed_by IS NOT NULL AND c.confirmed_at IS NULL, c.handed_by,
       own.wrong, own.closed_until, shared.wrong, shared.closed_until
FROM agencies_credential c
JOIN agencies_staff s ON s.id = c.staff_id
JOIN pledges_campaign k ON k.agency_id = c.agency_id AND k.code = %s
{JOINS}
LEFT JOIN agencies_pincounter own ON own.credential_id = c.id AND own.device = %s AND own.device <> ''
LEFT JOIN agencies_pincounter shared ON shared.credential_id = c.id AND shared.device = ''
WHERE c.id = %s
"""  # noqa: S608 (constants only)


@dataclass(frozen=True)
class SigningRow(Standing):
    """A person's standing with the code and its counters."""

    credential_id: int
    is_live: bool
    pin: bytes | None
    is_handed: bool
    handed_by: int | None
    own_wrong: int | None
    own_closed: dt.datetime | None
    shared_wrong: int | None
    shared_closed: dt.datetime | None

    @property
    def counter(self) -> tuple[bool, Counter]:
        """Whether this phone is known, and the counter that its wrong PINs go to."""
        if self.own_wrong is not None:
            return True, Counter(self.own_wrong, aware(self.own_closed))
        return False, Counter(self.shared_wrong or 0, aware(self.shared_closed))


_WIDTH = len(fields(SigningRow))


@cache
def _statement(lock: bool) -> str:
    return _SQL + (" FOR UPDATE OF s" if lock else "")


def signing_row(credential_id: int, campaign: str, device: str, *, lock: bool = False) -> SigningRow | None:
    """The row of this credential in this campaign; with `lock` it holds the person until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(lock and connection.vendor == "postgresql"), [campaign, device, credential_id])
        row = cursor.fetchone()
    return SigningRow(*row) if row and len(row) == _WIDTH else None
