"""Elections, their stages, and what texts and papers cite."""

from django.db import models


class Election(models.Model):
    """An election by its slug, such as `pilkada_2024`; pledges name one or more. `regions` is empty where it is everywhere."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    long_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)
    basis = models.CharField(max_length=300, blank=True)
    regions = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A stage of an election's calendar as the file tells it; `region` is empty where the calendar holds for all."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="stages")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)
    seen = models.BooleanField(default=False)
    is_held = models.BooleanField(default=True)
    readings = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "slug", "region"], name="one_stage_per_election_and_region")
        ]

    def __str__(self) -> str:
        return self.name


class LegalBasis(models.Model):
    """A law, decree or circular that texts and papers cite; a changed law is a new row."""

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=120, blank=True)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=300, blank=True)
    verified = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}/{self.year}"
