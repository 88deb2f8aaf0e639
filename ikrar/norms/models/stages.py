"""Stages that an agency tells of its own region, and what a stage's beginning proposes to it."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency
from ikrar.norms.models.elections import Election
from ikrar.norms.rules.stages import OwnStageState, ProposalKind, ProposalState


class OwnStage(models.Model):
    """Dates of one stage in an agency's region, as one officer wrote and another approved them; never changed.

    A later row replaces an earlier one. `is_removal` gives the stage back to the national calendar.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    uuid = models.UUIDField()
    election = models.ForeignKey(Election, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    is_removal = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=OwnStageState.choices, default=OwnStageState.WAITING)
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uuid"], name="one_own_stage_per_uuid"),
            models.UniqueConstraint(
                fields=["agency", "election", "slug"], condition=Q(state="in_force"), name="one_own_stage_in_force"
            ),
            models.CheckConstraint(
                condition=Q(is_removal=True) | Q(until__gte=models.F("since")), name="own_stage_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageProposal(models.Model):
    """What the beginning of a stage proposes to an agency, once of each kind; nothing happens before an officer presses."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    election = models.ForeignKey(Election, models.PROTECT, related_name="+")
    stage = models.SlugField(max_length=60)
    stage_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=ProposalKind.choices)
    since = models.DateField()
    until = models.DateField()
    subject = models.CharField(max_length=150, blank=True)
    text = models.CharField(max_length=1500)
    is_edited = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    shown_until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "election", "stage", "kind"], name="one_proposal_per_stage_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stage}"
