"""How a person stands in a campaign: what the staff list says, and the last signature. In one statement."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import connection

from ikrar.agencies.models import Staff

#: What every way of signing reads of the person `s` in the campaign `k`; the order is that of `Standing`.
COLUMNS = """s.agency_id, ag.code, ag.zone, k.id, k.code, k.cycle, k.state, k.opens_at, k.closes_at,
       ti.digest, ti.least_level, tp.digest, tp.least_level,
       s.id, s.name, s.title_front, s.title_back, s.number, s.merged_into_id IS NOT NULL,
       a.unit_id, u.name, u.path, a.kind, a.position, a.grade,
       g.id, g.attempt, g.receipt, g.client_uuid, g.body, g.at, v.id IS NOT NULL, k.log_id, lo.held"""
JOINS = """JOIN agencies_agency ag ON ag.id = s.agency_id
JOIN pledges_pledgetext ti ON ti.id = k.ikrar_id
LEFT JOIN pledges_pledgetext tp ON tp.id = k.pact_id
LEFT JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL
LEFT JOIN agencies_unit u ON u.id = a.unit_id
LEFT JOIN pledges_signature g ON g.campaign_id = k.id AND g.staff_id = s.id
     AND g.attempt = (SELECT MAX(x.attempt) FROM pledges_signature x WHERE x.campaign_id = k.id AND x.staff_id = s.id)
LEFT JOIN pledges_signaturevoid v ON v.signature_id = g.id
LEFT JOIN register_log lo ON lo.id = k.log_id"""


@dataclass(frozen=True)
class Standing:
    """A person, a campaign and the last signature, as they stand under the person's row lock."""

    agency_id: int
    agency: str
    zone: str
    campaign_id: int
    campaign: str
    cycle: str
    state: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    ikrar_digest: str
    ikrar_least: int
    pact_digest: str | None
    pact_least: int | None
    staff_id: int
    name: str
    title_front: str
    title_back: str
    number: str
    is_merged: bool
    unit_id: int | None
    unit: str | None
    unit_path: str | None
    kind: str | None
    position: str | None
    grade: str | None
    last_id: int | None
    last_attempt: int | None
    last_receipt: str | None
    last_uuid: object
    last_body: bytes | None
    last_at: dt.datetime | None
    last_void: bool
    log_id: int | None
    log_held: str | None

    @property
    def signed(self) -> bool:
        return self.last_id is not None and not self.last_void

    @property
    def signed_at(self) -> dt.datetime | None:
        return aware(self.last_at) if self.signed else None

    @property
    def last_uuid_hex(self) -> str:
        """SQLite's driver tells a UUID as text."""
        return str(self.last_uuid).replace("-", "")

    @property
    def least_level(self) -> int:
        return max(self.ikrar_least, self.pact_least or 0)

    @property
    def about(self) -> str:
        """What the register's batches have in common: the digests of the texts that are signed."""
        return f"{self.ikrar_digest} {self.pact_digest or ''}".strip()

    @property
    def serves(self) -> bool:
        """Has a place of work today, and is not another row's double."""
        return not self.is_merged and self.unit_id is not None

    @property
    def listed(self) -> dict[str, str]:
        """What the staff list says of the signer, as it goes into the act and onto the paper."""
        full = " ".join(part for part in (self.title_front, self.name) if part)
        return {
            "name": f"{full}, {self.title_back}" if self.title_back else full, "number": self.number,
            "kind": self.kind or "", "position": self.position or "", "grade": self.grade or "", "unit": self.unit or "",
        }  # fmt: skip

    def is_open(self, at: dt.datetime) -> bool:
        return self.state == "open" and _at(self.opens_at) <= at < _at(self.closes_at)


_WIDTH = len(fields(Standing))


def _at(value: dt.datetime) -> dt.datetime:
    """SQLite's driver tells moments without their zone, which is UTC."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


def aware(value: dt.datetime | None) -> dt.datetime | None:
    return None if value is None else _at(value)


def standings(campaign_id: int, staff_ids: Iterable[int], *, lock: bool = False) -> dict[int, Standing]:
    """By person; with `lock` the persons are held, in one order for all, before anything about them is read."""
    wanted = sorted(set(staff_ids))
    if not wanted:
        return {}
    if lock:
        list(Staff.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    marks = ", ".join(["%s"] * len(wanted))
    sql = (
        f"SELECT {COLUMNS} FROM agencies_staff s "  # noqa: S608 (constants and placeholders only)
        f"JOIN pledges_campaign k ON k.agency_id = s.agency_id AND k.id = %s {JOINS} WHERE s.id IN ({marks})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [campaign_id, *wanted])
        rows = cursor.fetchall()
    return {row[13]: Standing(*row) for row in rows if len(row) == _WIDTH}
