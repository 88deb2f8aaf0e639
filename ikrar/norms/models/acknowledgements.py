"""Who acknowledged a circular: acts that never change, a void where one was a mistake, and who opened a file."""

from django.db import models

from ikrar.agencies.models import Agency, Credential, Staff, Unit
from ikrar.agencies.rules import Level
from ikrar.norms.models.circulars import Circular
from ikrar.norms.rules.circulars import AckVoidReason, Read, Way


class Acknowledgement(models.Model):
    """One person's act on one version; `asked` is the version from which on it counts. `unit` and `kind` are of the day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    circular = models.ForeignKey(Circular, models.PROTECT, related_name="acknowledgements")
    asked = models.ForeignKey(Circular, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="acknowledgements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    attempt = models.PositiveSmallIntegerField(default=1)
    level = models.SmallIntegerField(choices=Level.choices)
    way = models.CharField(max_length=8, choices=Way.choices)
    read = models.CharField(max_length=6, choices=Read.choices)
    evidence = models.CharField(max_length=200, blank=True)
    credential = models.ForeignKey(Credential, models.PROTECT, null=True, related_name="+")
    officer = models.BigIntegerField(null=True)
    device = models.CharField(max_length=40, blank=True)
    client_uuid = models.UUIDField()
    body = models.BinaryField(max_length=32)
    client_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "client_uuid"], name="one_acknowledgement_per_client_uuid"),
            models.UniqueConstraint(
                fields=["asked", "staff", "attempt"], name="one_acknowledgement_per_person_and_attempt"
            ),
        ]
        indexes = [models.Index(fields=["asked", "unit"], name="acknowledgement_by_unit")]

    def __str__(self) -> str:
        return f"{self.circular_id}: {self.staff_id}"


class AcknowledgementVoid(models.Model):
    """Says that an acknowledgement does not count, why, and who said so."""

    acknowledgement = models.OneToOneField(Acknowledgement, models.PROTECT, related_name="void")
    reason = models.CharField(max_length=12, choices=AckVoidReason.choices)
    note = models.CharField(max_length=300, blank=True)
    officer = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.acknowledgement_id} {self.reason}"


class Opened(models.Model):
    """A person fetched the file of a circular for the first time."""

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="openings")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "staff"], name="one_opening_per_person")]

    def __str__(self) -> str:
        return f"{self.circular_id}: {self.staff_id}"
