"""Sheets of paper on which people sign that they came."""

import hashlib
import json

from django.db import models

from ikrar.agencies.models import Agency, Unit
from ikrar.core.models import StoredFile
from ikrar.outreach.models.activities import Activity
from ikrar.outreach.rules import PaperState


class AttendanceSheet(models.Model):
    """One printed page. `staff` is fixed at print, in the rows' order; `added` and `guests` were written below by hand.

    Its scan and rows are entered by one officer and count only after a second one confirms. `guests` holds key, name,
    office and institution of each.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=10, unique=True)
    staff = models.JSONField(default=list)
    ticked = models.JSONField(default=list)
    added = models.JSONField(default=list)
    guests = models.JSONField(default=list)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["activity", "-id"], name="attendance_sheet_by_activity")]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> PaperState:
        """Where the sheet stands; one given back may be entered again."""
        if self.confirmed_at:
            return PaperState.CONFIRMED
        if self.refused_at:
            return PaperState.REFUSED
        return PaperState.ENTERED if self.entered_at else PaperState.PRINTED

    @property
    def count(self) -> int:
        """How many people it says came."""
        return len(self.ticked) + len(self.added) + len(self.guests)

    @property
    def said(self) -> str:
        """A digest of scan and names, by which a page that was opened earlier is known."""
        told = [self.scan_id, self.ticked, self.added, self.guests]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
