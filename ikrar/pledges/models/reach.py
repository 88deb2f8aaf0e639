"""What is prepared for people who have yet to sign, or printed for them: reasons, sheets, bundles, files with codes."""

from django.db import models

from ikrar.agencies.models import Agency, Staff, Unit
from ikrar.core.models import StoredFile
from ikrar.pledges.models.campaigns import Campaign
from ikrar.pledges.rules import BundleKind, MissingReason, ReachKind, ReachOnly, SheetKind, SheetState


class Missing(models.Model):
    """Why a person has not signed, as told: neutral, seen only in the line of duty, deleted 90 days after the window."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="missing")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=MissingReason.choices)
    until = models.DateField(null=True, blank=True)
    noted_by = models.BigIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "staff"], name="one_reason_per_campaign_and_person")]

    def __str__(self) -> str:
        return self.reason


class PaperSheet(models.Model):
    """One printed page: rows of a roster, or one person's pact form. `staff` is fixed at print, in the rows' order.

    Its scan and ticked rows are entered by one officer and count only after a second one confirms.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=6, choices=SheetKind.choices, default=SheetKind.ROSTER)
    code = models.CharField(max_length=10, unique=True)
    staff = models.JSONField(default=list)
    ticked = models.JSONField(default=list)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    refused_by = models.BigIntegerField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "-id"], name="sheet_by_campaign")]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> SheetState:
        """Where the sheet stands; a refused one may be entered again."""
        if self.confirmed_at:
            return SheetState.CONFIRMED
        if self.refused_at:
            return SheetState.REFUSED
        return SheetState.ENTERED if self.entered_at else SheetState.PRINTED


class PactBundle(models.Model):
    """Pacts of one unit to fetch at once: a ZIP of single files, or one file to print; long ones in parts."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bundles")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=BundleKind.choices)
    part = models.PositiveSmallIntegerField()
    pacts = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind", "part"], name="one_bundle_per_unit_and_part")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.part}"


class ReachFile(models.Model):
    """A file with personal codes (slips, mail merge): sealed, fetched by its maker alone, and deleted soon after."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reach_files")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=8, choices=ReachKind.choices)
    only = models.CharField(max_length=10, choices=ReachOnly.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    job = models.BigIntegerField(null=True)
    people = models.IntegerField(default=0)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"


class SentByHand(models.Model):
    """An officer says to have sent the invitation to this person by hand (WhatsApp); the last time counts."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sent_by_hand")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "staff"], name="one_hand_mark_per_person")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.at}"
