"""Tables of the law that this programme needs: elections, their stages, legal bases, circulars."""

from django.db import models

from ikrar.agencies.models import Agency


class Election(models.Model):
    """An election by its slug, such as `pilkada_2024`; pledges name one or more."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    long_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A stage of an election's calendar; `region` is empty where the calendar holds for all."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="stages")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)
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


class Circular(models.Model):
    """A circular of the agency, known by number and title; its text comes with the norms room's own issue."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="circulars")
    number = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="one_circular_per_number_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Inquiry(models.Model):
    """A question that the guide did not answer, put to an agency's legal office by nobody.

    No name, unit, address or hour; `day` is what lets it go after some weeks. The code by which its answer is read rests
    nowhere: `lookup` is its HMAC.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    ticket = models.UUIDField(unique=True)
    lookup = models.BinaryField(max_length=16, unique=True)
    text = models.CharField(max_length=500)
    day = models.DateField()
    answer = models.CharField(max_length=2000, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "day"], name="inquiry_by_day")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Precedent(models.Model):
    """What stays of an answered question: the question in the legal office's own words, without persons, and the answer."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    question = models.CharField(max_length=300)
    answer = models.CharField(max_length=2000)
    rule = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.question
