"""The ikrar read in a hall: what all its screens show at this moment, and the links that show it."""

from django.db import models

from ikrar.agencies.models import Agency
from ikrar.outreach.models import Activity
from ikrar.pledges.models.campaigns import Campaign
from ikrar.pledges.rules import CeremonyView


class Ceremony(models.Model):
    """One per activity. `seq` counts its turns, so that of two remotes with the same picture one turns it."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.OneToOneField(Activity, models.CASCADE, related_name="ceremony")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="ceremonies")
    view = models.CharField(max_length=8, choices=CeremonyView.choices, default=CeremonyView.WELCOME)
    place = models.PositiveSmallIntegerField(default=0)
    together = models.BooleanField(default=False)
    is_exact = models.BooleanField(default=False)
    seq = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.view} {self.place}"


class Screen(models.Model):
    """A link that shows the ceremony and nothing else; of its token only a digest is kept, and ending it is for good."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="screens")
    label = models.CharField(max_length=60)
    token = models.BinaryField(max_length=32, unique=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label
