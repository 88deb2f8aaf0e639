"""What the page of somebody who reads a circular needs, in one statement, and what the own page lists."""

import datetime as dt
import json
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q, QuerySet

from ikrar.agencies.models import Assignment, Staff
from ikrar.agencies.queries.credentials import hold
from ikrar.core import prepared
from ikrar.norms.models import Acknowledgement, Circular
from ikrar.norms.queries.circulars import in_force
from ikrar.norms.rules.circulars import CircularForm, CircularState

_SQL = """
SELECT c.id, c.ended_at IS NULL, c.handed_by IS NOT NULL AND c.confirmed_at IS NULL, c.handed_by,
       s.id, s.merged_into_id IS NOT NULL, a.unit_id, a.kind, k.id, k.agency_id, k.state, k.form, k.digest, k.kinds, k.asked_id,
       NOT EXISTS (SELECT 1 FROM norms_circular_units z WHERE z.circular_id = k.id)
       OR EXISTS (SELECT 1 FROM norms_circular_units z JOIN agencies_unit zu ON zu.id = z.unit_id
                  WHERE z.circular_id = k.id AND substr(u.path, 1, length(zu.path)) = zu.path),
       o.id IS NOT NULL, g.id, g.circular_id, g.attempt, g.client_uuid, g.body, v.id IS NOT NULL
FROM agencies_credential c
JOIN agencies_staff s ON s.id = c.staff_id
JOIN norms_circular k ON k.agency_id = c.agency_id AND k.id = %s
LEFT JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL
LEFT JOIN agencies_unit u ON u.id = a.unit_id
LEFT JOIN norms_opened o ON o.circular_id = k.id AND o.staff_id = s.id
LEFT JOIN norms_acknowledgement g ON g.asked_id = k.asked_id AND g.staff_id = s.id
     AND g.attempt = (SELECT MAX(x.attempt) FROM norms_acknowledgement x WHERE x.asked_id = k.asked_id AND x.staff_id = s.id)
LEFT JOIN norms_acknowledgementvoid v ON v.acknowledgement_id = g.id
WHERE c.id = %s
"""


@dataclass(frozen=True)
class ReadingRow:
    """A person behind a code, a circular, and the last act of the one on the other."""

    credential_id: int
    is_live: bool
    is_handed: bool
    handed_by: int | None
    staff_id: int
    is_merged: bool
    unit_id: int | None
    kind: str | None
    circular_id: int
    agency_id: int
    state: str
    form: str
    digest: str
    kinds: Any
    asked_id: int | None
    is_placed: bool | None
    has_opened: bool
    last_id: int | None
    last_circular: int | None
    last_attempt: int | None
    last_uuid: object
    last_body: bytes | None
    last_void: bool

    @property
    def is_issued(self) -> bool:
        return self.state == CircularState.ISSUED

    @property
    def may_read(self) -> bool:
        """Issued at some time, and meant for this person; or read by this person then."""
        return self.asked_id is not None and (self.is_addressed or self.last_id is not None)

    @property
    def is_file(self) -> bool:
        return self.form == CircularForm.FILE

    @property
    def is_addressed(self) -> bool:
        kinds = json.loads(self.kinds) if isinstance(self.kinds, str) else self.kinds
        return bool(self.is_placed) and (not kinds or self.kind in kinds)

    @property
    def serves(self) -> bool:
        return self.unit_id is not None and not self.is_merged

    @property
    def has_done(self) -> bool:
        return self.last_id is not None and not self.last_void

    @property
    def last_uuid_hex(self) -> str:
        """SQLite's driver tells a UUID as text."""
        return str(self.last_uuid).replace("-", "")


_WIDTH = len(fields(ReadingRow))


def reading_row(credential: int, circular: int, *, lock: bool = False) -> ReadingRow | None:
    """This person and this circular of the own agency; with `lock` the person is held until the transaction ends."""
    if lock:
        hold(credential)
    found = prepared.row(_SQL, [circular, credential])
    return ReadingRow(*found) if found and len(found) == _WIDTH else None


def act(pk: int) -> Acknowledgement:
    return Acknowledgement.objects.select_related("circular__agency").get(pk=pk)


def circular(pk: int) -> Circular:
    return Circular.objects.select_related("agency", "file").get(pk=pk)


def latest(found: Circular) -> Circular:
    """The version that is in force now in this one's place; itself where there is none."""
    while (after := Circular.objects.filter(replaces=found).exclude(asked=None).first()) is not None:
        found = after
    return found


def acts_of(staff: int) -> QuerySet[Acknowledgement]:
    """All acts of a person, voided ones too, the latest first."""
    return Acknowledgement.objects.filter(staff=staff).select_related("circular", "void").order_by("-at", "-pk")


def to_read(agency: int, staff: int, on: dt.date) -> list[Circular]:
    """Circulars in force that address this person and wait for the own acknowledgement, the latest first."""
    place = Assignment.objects.filter(Q(until=None) | Q(until__gt=on), staff=staff, since__lte=on)
    served = place.select_related("unit").first()
    if served is None:
        return []
    done = set(Acknowledgement.objects.filter(staff=staff, void=None).values_list("asked", flat=True))
    return [
        row for row in in_force(agency).prefetch_related("units")
        if row.asked_id not in done and (not row.kinds or served.kind in row.kinds) and _is_within(row, served.unit.path)
    ]  # fmt: skip


def _is_within(circular: Circular, path: str) -> bool:
    units = list(circular.units.all())
    return not units or any(path.startswith(unit.path) for unit in units)


def bound_by_acts(staff_ids: "QuerySet[Any, int]") -> int:
    """How many acts hang on these people."""
    return Acknowledgement.objects.filter(staff__in=staff_ids).count()


def only_in_acts_of(staff: Staff, into: Staff) -> list[str]:
    """Numbers of circulars that this record acknowledged and the other did not."""
    theirs = Acknowledgement.objects.filter(staff=into, void=None).values("asked")
    rows = Acknowledgement.objects.filter(staff=staff, void=None).exclude(asked__in=theirs).order_by("pk")
    return list(rows.values_list("circular__number", flat=True))
