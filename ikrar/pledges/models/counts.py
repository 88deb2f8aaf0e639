"""Folded counts of a campaign and its denominators."""

from django.db import models

from ikrar.agencies.models import Unit
from ikrar.pledges.models.campaigns import Campaign


class FoldedAct(models.Model):
    """Marks an act (signature or void) whose delta the worker has added to `UnitTally`."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    act = models.BigIntegerField()
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "is_void", "act"], name="one_mark_per_act")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.act}"


class UnitTally(models.Model):
    """Folded counts of one unit, kind, level and method in a campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    level = models.SmallIntegerField()
    method = models.CharField(max_length=6)
    signed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind", "level", "method"], name="one_tally_per_cell")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.signed}"


class UnitSize(models.Model):
    """The denominators of one unit and kind: fixed at opening, and today's with what moved between them."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sizes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    fixed = models.IntegerField(default=0)
    today = models.IntegerField(default=0)
    joined = models.IntegerField(default=0)
    moved_in = models.IntegerField(default=0)
    moved_out = models.IntegerField(default=0)
    gone = models.IntegerField(default=0)
    unclear = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "kind"], name="one_size_per_unit_and_kind")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.fixed}"


class TallyMark(models.Model):
    """Up to which act everything is folded (`folded_to`), every notice derived (`told_to`) and every receipt announced that
    stands in the register (`proven_to`), and when it was sized."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="mark")
    folded_to = models.BigIntegerField(default=0)
    told_to = models.BigIntegerField(default=0)
    proven_to = models.BigIntegerField(default=0)
    sized_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.campaign_id} to {self.folded_to}"
