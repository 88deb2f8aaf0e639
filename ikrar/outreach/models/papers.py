"""What is made of an invitation: the letter's words, what was told to whom, and files to print."""

from django.db import models

from ikrar.agencies.models import Agency, Unit
from ikrar.core.models import StoredFile
from ikrar.outreach.models.activities import Activity
from ikrar.outreach.rules import PrintForm, PrintKind


class PrintFile(models.Model):
    """A file with names to print (badges, letters): sealed, made by the worker, and deleted soon after it was fetched."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="print_files")
    what = models.CharField(max_length=8, choices=PrintKind.choices)
    form = models.CharField(max_length=6, choices=PrintForm.choices, default=PrintForm.MERGED)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    job = models.BigIntegerField(null=True)
    people = models.IntegerField(default=0)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["activity", "what", "-id"], name="print_file_by_activity")]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"
