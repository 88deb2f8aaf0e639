"""Erasing what says who signed: holds that forbid it, and proposals that two officers carry."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency, Staff
from ikrar.core.models import StoredFile
from ikrar.pledges.models.reach import PaperSheet
from ikrar.pledges.rules import ErasureState, HoldKind


class Hold(models.Model):
    """While it runs, nothing of this person's acts is erased."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=HoldKind.choices)
    reason = models.CharField(max_length=300)
    authority = models.CharField(max_length=300)
    since = models.DateField()
    until = models.DateField(null=True)
    uuid = models.UUIDField()
    set_by = models.BigIntegerField()
    set_at = models.DateTimeField()
    lifted_by = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uuid"], name="one_hold_per_uuid")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Erasure(models.Model):
    """One erasure from proposal to the last byte. The row stays and names nobody once `staff` is cut.

    `paths` are files whose bytes are still to be destroyed, `acts` how many signatures lost their person.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=ErasureState.choices, default=ErasureState.PROPOSED)
    reason = models.CharField(max_length=300)
    authority = models.CharField(max_length=300)
    uuid = models.UUIDField()
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, blank=True)
    paths = models.JSONField(default=list)
    acts = models.PositiveIntegerField(default=0)
    erased_at = models.DateTimeField(null=True)
    cleaned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uuid"], name="one_erasure_per_uuid"),
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(state__in=[ErasureState.PROPOSED, ErasureState.APPROVED]),
                name="one_open_erasure_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class CoveredScan(models.Model):
    """A scan of a shared sheet on which the erased person's row is covered; it takes the place of the first one."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="covered")
    sheet = models.ForeignKey(PaperSheet, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["erasure", "sheet"], name="one_covered_scan_per_sheet")]

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.sheet_id}"
