"""Logs, their keys, what waits for them, their leaves and their published heads. Nothing here says whose a leaf is."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency
from ikrar.register.notes import b64
from ikrar.register.rules import LONGEST_ENTRY, Held


class Log(models.Model):
    """One append-only log of an agency and a cycle. `size` counts its leaves, `published` those under the last head.

    `generation` is above 1 for a log that follows one which could not go on.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="logs")
    cycle = models.SlugField(max_length=40)
    generation = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=200, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    published = models.PositiveBigIntegerField(default=0)
    batches = models.PositiveBigIntegerField(default=0)
    held = models.CharField(max_length=12, choices=Held.choices, default=Held.NO, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "cycle", "generation"], name="one_log_per_agency_cycle_and_generation"
            ),
            models.UniqueConstraint(
                fields=["agency", "cycle"], condition=~Q(held=Held.ENDED), name="one_going_log_per_agency_and_cycle"
            ),
        ]

    def __str__(self) -> str:
        return self.origin


class LogKey(models.Model):
    """A signing key of a log: `seed` rests encrypted under a key outside the database."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="keys")
    public = models.BinaryField(max_length=32)
    seed = models.BinaryField(max_length=120)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return bytes(self.public).hex()[:16]


class Pending(models.Model):
    """An entry that waits for its place, written with what it commits to. `about` is what a batch has in common.

    A `closing` entry comes after every other one of its `about`, and lets none of them wait.
    """

    log = models.ForeignKey(Log, models.PROTECT, related_name="pending")
    about = models.CharField(max_length=140, blank=True)
    entry = models.BinaryField(max_length=LONGEST_ENTRY)
    is_closing = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["log", "about"], name="pending_by_log")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.pk}"


class Leaf(models.Model):
    """An entry in its place, for ever."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="leaves")
    index = models.PositiveBigIntegerField()
    entry = models.BinaryField(max_length=LONGEST_ENTRY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "index"], name="one_leaf_per_log_and_index"),
            models.UniqueConstraint(fields=["log", "entry"], name="one_leaf_per_log_and_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.log_id} {self.index}"


class Head(models.Model):
    """A checkpoint as it was published: the signed note, and when."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="heads")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="one_head_per_log_and_size")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.size}"

    @property
    def root_text(self) -> str:
        """The root as a checkpoint writes it."""
        return b64(bytes(self.root))
