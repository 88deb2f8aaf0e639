"""Who is invited: named staff, guests, and their badges."""

import datetime as dt

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency, Staff, Unit
from ikrar.outreach.models.activities import Activity
from ikrar.outreach.models.quotas import Quota


class Invitee(models.Model):
    """A staff member who is expected; `unit` is where the person served when invited.

    A delegate sits on a seat of `quota`; `by` is empty where the unit named the delegate by its link.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="invitees")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    quota = models.ForeignKey(Quota, models.RESTRICT, null=True, related_name="delegates")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "staff"], name="one_invitation_per_person")]
        indexes = [models.Index(fields=["activity", "unit"], name="invitee_by_unit")]

    def __str__(self) -> str:
        return f"{self.staff_id}"


class Guest(models.Model):
    """Somebody of another institution; no staff row."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="guests")
    name = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    institution = models.CharField(max_length=200)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Badge(models.Model):
    """A badge of one person or guest in one activity: a random serial, an end, and why it was ended before."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="badges")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    guest = models.ForeignKey(Guest, models.CASCADE, null=True, related_name="badges")
    serial = models.BinaryField(max_length=8, unique=True)
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(staff=None, guest__isnull=False) | Q(staff__isnull=False, guest=None), name="a_badge_is_of_one"
            ),
            models.UniqueConstraint(fields=["activity", "staff"], condition=Q(ended_at=None), name="one_live_badge_per_person"),
            models.UniqueConstraint(fields=["guest"], condition=Q(ended_at=None), name="one_live_badge_per_guest"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"badge {self.pk}"

    def is_live(self, at: dt.datetime) -> bool:
        return self.ended_at is None and at < self.expires_at
