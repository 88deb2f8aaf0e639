"""What is made of an invitation: the letter's words, what was told to whom, and files to print."""

from django.db import models

from ikrar.agencies.models import Agency, Unit
from ikrar.core.models import StoredFile
from ikrar.outreach.models.activities import Activity
from ikrar.outreach.rules import Mode, OfficeForm, PrintForm, PrintKind


class InvitationLetter(models.Model):
    """The words of an activity's official letter. What stays empty is drawn as dots, to be filled in by hand."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="letter")
    number = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    nature = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200)
    occasion = models.CharField(max_length=600)
    dress = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=600, blank=True)
    signer_name = models.CharField(max_length=160)
    signer_form = models.CharField(max_length=4, choices=OfficeForm.choices, blank=True)
    signer_office = models.CharField(max_length=160)
    signer_rank = models.CharField(max_length=100, blank=True)
    signer_number = models.CharField(max_length=18, blank=True)
    copies = models.JSONField(default=list)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number or self.subject


class Announcement(models.Model):
    """What invitations by mail said of day, hours and place; a later one of the same activity is a change."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="announcements")
    sequence = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    on = models.DateField()
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    mode = models.CharField(max_length=6, choices=Mode.choices)
    place = models.CharField(max_length=200, blank=True)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "sequence"], name="one_announcement_per_sequence")]
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.sequence}"


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
