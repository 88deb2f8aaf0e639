"""What other rooms ask about acts."""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ikrar.pledges.models import Signature, SigningSession


def desk_is_open(agency_id: int, at: dt.datetime) -> bool:
    """Is a signing session open now, in a database with one writer?"""
    if connection.vendor != "sqlite":
        return False
    return SigningSession.objects.filter(agency=agency_id, closed_at=None, opens_at__lte=at, closes_at__gt=at).exists()


def acts_of(staff_ids: QuerySet[Any, int]) -> int:
    """How many signatures these people gave, voided ones too."""
    return Signature.objects.filter(staff__in=staff_ids).count()
