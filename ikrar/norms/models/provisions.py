"""Versions of the catalogue's rows: national ones as the project carries them, and an agency's own beside them."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Account, Agency
from ikrar.norms.rules.provisions import Kind, Stance, State


class Provision(models.Model):
    """One version of one row of the catalogue. It is never edited and never deleted: what changes is a new version.

    A national version has no agency. An agency's own one stands beside the national text (`about`) and never replaces it
    unseen. A version with the same `since` corrects the one before it; another `since` is changed law.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    body = models.JSONField(default=dict)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    stance = models.CharField(max_length=8, choices=Stance, default=Stance.NATIONAL, blank=True)
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    #: What the text was compared with, or why it differs.
    reason = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "version"], condition=Q(agency=None), name="one_national_provision_per_version"
            ),
            models.UniqueConstraint(fields=["agency", "kind", "slug", "version"], name="one_own_provision_per_version"),
            models.UniqueConstraint(
                fields=["agency", "kind", "slug"], condition=Q(agency__isnull=False, state=State.DRAFT),
                name="one_open_draft_per_provision",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                                   name="provision_ends_after_it_begins"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} {self.version}"
