"""Who came: acts that never change, a void where one was a mistake, and every place where the person was seen."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency, Credential, Staff, Unit
from ikrar.agencies.rules import Level
from ikrar.core.models import StoredFile
from ikrar.outreach.models.activities import Activity
from ikrar.outreach.models.invitations import Badge, Guest
from ikrar.outreach.rules import AttendanceVoidReason, Found, Source


class Attendance(models.Model):
    """One person's or guest's presence in one activity; `unit` and `kind` are those of the day of the act."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="attendances")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="attendances")
    guest = models.ForeignKey(Guest, models.PROTECT, null=True, related_name="attendances")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    level = models.SmallIntegerField(choices=Level.choices)
    source = models.CharField(max_length=6, choices=Source.choices)
    found = models.CharField(max_length=8, choices=Found.choices, blank=True)
    credential = models.ForeignKey(Credential, models.PROTECT, null=True, related_name="+")
    officer = models.BigIntegerField(null=True)
    device = models.CharField(max_length=40, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    client_uuid = models.UUIDField()
    body = models.BinaryField(max_length=32)
    client_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "client_uuid"], name="one_attendance_per_client_uuid"),
            models.UniqueConstraint(
                fields=["activity", "staff", "attempt"], condition=Q(staff__isnull=False),
                name="one_attendance_per_person_and_attempt",
            ),
            models.UniqueConstraint(
                fields=["activity", "guest", "attempt"], condition=Q(guest__isnull=False),
                name="one_attendance_per_guest_and_attempt",
            ),
            models.CheckConstraint(
                condition=Q(staff=None, guest__isnull=False) | Q(staff__isnull=False, guest=None),
                name="an_attendance_is_of_one",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["activity", "unit"], name="attendance_by_unit")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.staff_id or self.guest_id}"


class AttendanceVoid(models.Model):
    """Says that an attendance does not count, why, and who said so."""

    attendance = models.OneToOneField(Attendance, models.PROTECT, related_name="void")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="voids")
    reason = models.CharField(max_length=12, choices=AttendanceVoidReason.choices)
    note = models.CharField(max_length=300, blank=True)
    officer = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.reason}"


class Seen(models.Model):
    """Another place where somebody already counted was seen (online after the hall), or the way out."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="seen")
    source = models.CharField(max_length=6, choices=Source.choices)
    is_exit = models.BooleanField(default=False)
    officer = models.BigIntegerField(null=True)
    device = models.CharField(max_length=40, blank=True)
    client_uuid = models.UUIDField(null=True, unique=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attendance", "source", "is_exit"], name="seen_once_per_source_and_way")
        ]

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.source}"


class BadgeRefusal(models.Model):
    """A desk saw another face than the badge names, and recorded nobody; kept for those who look into it later."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="refusals")
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="refusals")
    officer = models.BigIntegerField(null=True)
    device = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    client_uuid = models.UUIDField(null=True, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"badge {self.badge_id}"
