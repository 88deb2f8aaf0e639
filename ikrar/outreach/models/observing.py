"""What an observer leaves at an event: draws that anyone can repeat, and remarks that nobody can change."""

from django.db import models

from ikrar.agencies.models import Agency
from ikrar.outreach.models.activities import Activity
from ikrar.outreach.remarks import short


class AttendanceDraw(models.Model):
    """A random draw of attendances; seed and pool are kept so that anyone can repeat it."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="draws")
    seed = models.CharField(max_length=64)
    pool = models.JSONField()
    drawn = models.JSONField()
    by = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.seed[:8]


class Remark(models.Model):
    """What an observer says of an activity; a row that never changes. A correction is a further row.

    `digest` covers the words, the writer, the time and the digest of the remark before it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="remarks")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    name = models.CharField(max_length=120)
    institution = models.CharField(max_length=160)
    text = models.CharField(max_length=2000)
    client_uuid = models.UUIDField()
    by = models.BigIntegerField()
    at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "client_uuid"], name="one_remark_per_client_uuid"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"

    @property
    def short(self) -> str:
        return short(bytes(self.digest))
