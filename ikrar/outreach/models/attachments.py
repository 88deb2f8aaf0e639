"""What belongs to an activity as a file: photos, the invitation, letters of assignment, minutes."""

from django.db import models

from ikrar.agencies.models import Agency
from ikrar.core.models import StoredFile
from ikrar.outreach.models.activities import Activity
from ikrar.outreach.rules import AttachmentKind


class Attachment(models.Model):
    """One file of an activity, in its place among those of its kind; `source` is the digest of what was uploaded."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=AttachmentKind.choices)
    place = models.PositiveSmallIntegerField()
    caption = models.CharField(max_length=200, blank=True)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    source = models.CharField(max_length=64)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "source"], name="the_same_file_once_per_activity"),
        ]
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.caption or f"{self.kind} {self.pk}"
