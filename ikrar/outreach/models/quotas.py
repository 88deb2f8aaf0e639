"""Seats of a unit in an activity, whose holders the unit names itself."""

import datetime as dt

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency, Unit
from ikrar.outreach.models.activities import Activity


class Quota(models.Model):
    """So many seats for one unit; it names its delegates until a day, by a link or by its coordinator.

    The link rests nowhere: it is derived from `nonce` under a key outside the database; `lookup` finds the row again.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField()
    until = models.DateField()
    nonce = models.BinaryField(max_length=12)
    lookup = models.BinaryField(max_length=16, unique=True)
    by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "unit"], name="one_quota_per_unit"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_quota_has_a_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.unit_id}"

    def is_open(self, on: dt.date) -> bool:
        """May the unit still name somebody on this day? The last day counts."""
        return self.closed_at is None and on <= self.until
