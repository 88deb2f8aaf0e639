"""The trace that every change leaves, apart from acts, which are their own."""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db import models

from ikrar.core import keys, zones
from ikrar.core.models import AuditEvent, ObjectSalt


class By(Protocol):
    """Whoever acts: an officer, a staff member, a device, an observer, the system."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> int | None: ...
    @property
    def agency_id(self) -> int | None: ...


def record(
    verb: str,
    obj: models.Model | None,
    *,
    by: By,
    fields: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write one audit row: ids and field names as they are, `values` only as a digest under the object's salt."""
    agency = getattr(obj, "agency_id", None) or by.agency_id
    unit = getattr(obj, "unit_id", None)
    return AuditEvent.objects.create(
        agency=agency,
        actor_kind=by.kind,
        actor=by.id,
        verb=verb,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        unit=unit,
        fields=list(fields or (values or {})),
        reason=reason[:500],
        digest=_digest(obj, values) if obj is not None and values else None,
        at=zones.now(),
    )


def _digest(obj: models.Model, values: Mapping[str, Any]) -> bytes:
    row, _made = ObjectSalt.objects.get_or_create(
        object_type=obj._meta.label_lower, object_id=obj.pk, defaults={"salt": os.urandom(16)}
    )
    text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return keys.mac("audit", bytes(row.salt), text)
