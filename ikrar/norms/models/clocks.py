"""Running terms of law: what they count for, when they end, when they stood still and why they moved."""

from typing import Any

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency, Unit
from ikrar.norms.rules.clocks import MoveCause


class Clock(models.Model):
    """A term that runs, for something of whichever room: `subject_kind` and `subject_id` name it without a key.

    `term` is the term as it stood when the clock was started, `almanac` the days off and the week that the due dates rest
    on; both stay, so that every date can be derived again from this row and its pauses alone. `dues` has a day for each
    reading of the term, in its order; `due` is the earliest. `lacks_year` is a year on the way whose decree is not there.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    term_slug = models.SlugField(max_length=60)
    term: Any = models.JSONField()
    subject_kind = models.SlugField(max_length=40)
    subject_id = models.CharField(max_length=60)
    event = models.DateField()
    started_at = models.DateTimeField()
    started_kind = models.CharField(max_length=12)
    started_by = models.BigIntegerField(null=True)
    due = models.DateField(null=True)
    dues: Any = models.JSONField(default=list)
    lacks_year = models.PositiveSmallIntegerField(null=True)
    almanac: Any = models.JSONField(default=dict)
    stands_since = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "subject_kind", "subject_id", "term_slug"], condition=Q(ended_on=None),
                name="one_running_clock_per_subject_and_term",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["agency", "due"], condition=Q(ended_on=None), name="running_clock_by_due"),
            models.Index(fields=["agency", "subject_kind", "subject_id"], name="clock_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.term_slug} {self.subject_kind} {self.subject_id}"


class ClockPause(models.Model):
    """Days on which a clock stood still; `last` is empty while it still does."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    first = models.DateField()
    last = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(last=None), name="one_open_pause_per_clock")
        ]

    def __str__(self) -> str:
        return f"{self.first}"


class ClockMove(models.Model):
    """The trace of due dates that became others: from, to, why, and which days off were added or taken away."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="moves")
    cause = models.CharField(max_length=12, choices=MoveCause)
    was: Any = models.JSONField()
    now: Any = models.JSONField()
    added: Any = models.JSONField(default=list)
    taken: Any = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["clock", "at"], name="clock_move_by_time")]

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"
