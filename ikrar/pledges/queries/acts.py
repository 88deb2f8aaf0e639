"""What other rooms ask about acts."""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ikrar.agencies.models import Staff
from ikrar.pledges.models import Signature, SigningSession


def desk_is_open(agency_id: int, at: dt.datetime) -> bool:
    """Is a signing session open now, in a database with one writer?"""
    if connection.vendor != "sqlite":
        return False
    return SigningSession.objects.filter(agency=agency_id, closed_at=None, opens_at__lte=at, closes_at__gt=at).exists()


def acts_of(staff_ids: QuerySet[Any, int]) -> int:
    """How many signatures these people gave, voided ones too."""
    return Signature.objects.filter(staff__in=staff_ids).count()


def signed_only_by(staff: Staff, other: Staff) -> list[str]:
    """Titles of the campaigns in which this record has a signature that counts and the other one has none."""
    counted = Signature.objects.filter(void=None)
    rows = counted.filter(staff=staff).exclude(campaign__in=counted.filter(staff=other).values("campaign"))
    return list(rows.order_by("campaign_id").values_list("campaign__title", flat=True))


def any_desk_is_open(at: dt.datetime) -> bool:
    """Do people stand at a desk anywhere in this installation?"""
    return SigningSession.objects.filter(closed_at=None, opens_at__lte=at, closes_at__gt=at).exists()
