"""Texts, campaigns, and the sessions in which a desk vouches."""

from django.db import models

from ikrar.agencies.models import Account, Agency, Snapshot, Unit
from ikrar.agencies.rules import Level
from ikrar.norms.models import Election
from ikrar.outreach.models import Activity
from ikrar.pledges.rules import CampaignState, TextKind, TextState
from ikrar.register.models import Log


class PledgeText(models.Model):
    """One version of an ikrar or a pact; an approved one never changes.

    `body` holds `opening`, `points` (each `text` and `meaning`), `closing`, and for a pact `identity` (field names),
    `leader` and `witnesses` (lines for signatures).
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=5, choices=TextKind.choices)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    body = models.JSONField()
    least_level = models.SmallIntegerField(choices=Level.choices, default=Level.INK)
    source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.DRAFT)
    digest = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "version"], name="one_text_per_kind_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def digest_short(self) -> str:
        """As people compare it: `9f2c 41d7 e803`."""
        return " ".join(self.digest[i : i + 4] for i in range(0, 12, 4))


class Campaign(models.Model):
    """A drive to pledge: which texts, for which elections, whom, and in which window. `code` is public (`/i/KODE`)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="campaigns")
    code = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=160)
    cycle = models.SlugField(max_length=40)
    elections = models.ManyToManyField(Election, related_name="campaigns")
    ikrar = models.ForeignKey(PledgeText, models.PROTECT, related_name="+")
    pact = models.ForeignKey(PledgeText, models.PROTECT, null=True, blank=True, related_name="+")
    kinds = models.JSONField(default=list, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=CampaignState.choices, default=CampaignState.PLANNED)
    log = models.ForeignKey(Log, models.PROTECT, null=True, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    leader = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="campaign_by_agency")]

    def __str__(self) -> str:
        return self.title


class SigningSession(models.Model):
    """A sitting in which a desk vouches, in an activity or `susulan`. Its opener vouches for nobody else."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sessions")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="sessions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120)
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title
