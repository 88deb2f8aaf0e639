"""What staff declare and ask for in election time, the steps that were taken, the letters, and the agency's facilities."""

from django.db import models

from ikrar.agencies.models import Agency, Staff, Unit
from ikrar.core.models import StoredFile
from ikrar.norms.models.elections import Election
from ikrar.norms.rules.declarations import AssetKind, Came, DeclarationState, PaperKind


class Asset(models.Model):
    """A building, ground or vehicle that the agency may be asked for; one that is gone stays for its old requests."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AssetKind.choices)
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    keeper = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name_key"], name="one_asset_per_agency_and_name")]

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """What one person declared or asked for; `staff` is empty where an outside organiser asks.

    `served_at` is the person's unit on that day. It is not called `unit`, so that the trace of a unit's changes, which its
    coordinator reads, does not tell that somebody there declared something.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    client_uuid = models.UUIDField()
    kind = models.SlugField(max_length=20)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="declarations")
    served_at = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    election = models.ForeignKey(Election, models.PROTECT, null=True, related_name="+")
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, related_name="requests")
    since = models.DateField()
    until = models.DateField(null=True)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    came = models.CharField(max_length=6, choices=Came.choices)
    entered_by = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=DeclarationState.choices, default=DeclarationState.SUBMITTED)
    rule = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "client_uuid"], name="one_declaration_per_agency_and_uuid"),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-id"], name="declaration_by_state"),
            models.Index(fields=["asset", "state", "begins_at"], name="declaration_by_booking"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class DeclarationStep(models.Model):
    """One move of a declaration: never changed, and its own audit."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="steps")
    client_uuid = models.UUIDField(unique=True)
    move = models.CharField(max_length=24)
    by_kind = models.CharField(max_length=8)
    by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.move} of {self.declaration_id}"


class DeclarationFile(models.Model):
    """A file that came with a declaration, sealed on the disk; without one yet while its form is still being filled in."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    declaration = models.ForeignKey(Declaration, models.CASCADE, null=True, related_name="files")
    client_uuid = models.UUIDField(db_index=True)
    whose = models.CharField(max_length=40)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    source = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "client_uuid", "whose", "source"], name="the_same_file_once_per_declaration"
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file_id}"


class DeclarationLetter(models.Model):
    """The office's letter on a decision: its number where there is one yet, and who signs it."""

    declaration = models.OneToOneField(Declaration, models.CASCADE, related_name="letter")
    what = models.CharField(max_length=9, choices=PaperKind.choices)
    number = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    signer_name = models.CharField(max_length=160)
    signer_office = models.CharField(max_length=160)
    signer_rank = models.CharField(max_length=100, blank=True)
    signer_number = models.CharField(max_length=18, blank=True)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number or f"{self.what} {self.declaration_id}"
