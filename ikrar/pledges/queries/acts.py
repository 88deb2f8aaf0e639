"""What other rooms ask about acts."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection

from ikrar.pledges.models import Signature, SigningSession

_AT_ONCE = 5000


def desk_is_open(agency_id: int, at: dt.datetime) -> bool:
    """Is a signing session open now, in a database with one writer?"""
    if connection.vendor != "sqlite":
        return False
    return SigningSession.objects.filter(agency=agency_id, closed_at=None, opens_at__lte=at, closes_at__gt=at).exists()


def acts_of(staff_ids: Iterable[int]) -> int:
    """How many signatures these people gave, voided ones too."""
    ids = list(staff_ids)
    blocks = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    return sum(Signature.objects.filter(staff__in=block).count() for block in blocks)
