"""Days off by national decree, an agency's own ones, and how long its week is."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency, Unit


class Decree(models.Model):
    """A national decree on days off; `seen` says whether its number and day were compared with its text."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    decreed = models.DateField()
    seen = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class DecreedYear(models.Model):
    """A year whose days off are known, and by which decree."""

    year = models.PositiveSmallIntegerField(unique=True)
    decree = models.ForeignKey(Decree, models.PROTECT, related_name="years")

    def __str__(self) -> str:
        return f"{self.year}"


class NationalDay(models.Model):
    """A day off for everybody; what a later decree takes away, or the file no longer tells, stays as a row."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    decree = models.ForeignKey(Decree, models.PROTECT, related_name="days")
    withdrawn_by = models.ForeignKey(Decree, models.PROTECT, related_name="withdrawn", null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class _Kept(models.Model):
    """What an officer adds and may end, never change: who and when, and why it was ended."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    client_uuid = models.UUIDField()
    decree = models.CharField(max_length=300)
    decreed = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class LocalDay(_Kept):
    """A day off in one agency alone, by a decree of its own region."""

    day = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "client_uuid"], name="one_local_day_per_form"),
            models.UniqueConstraint(
                fields=["agency", "day"], condition=Q(ended_at=None), name="one_local_day_per_agency_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class WorkWeek(_Kept):
    """From which day on the agency, or one unit and those below it, works five or six days a week."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    days = models.PositiveSmallIntegerField()
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "client_uuid"], name="one_work_week_per_form"),
            models.UniqueConstraint(
                fields=["agency", "since"],
                condition=Q(ended_at=None, unit=None),
                name="one_work_week_per_agency_and_day",
            ),
            models.UniqueConstraint(
                fields=["agency", "unit", "since"], condition=Q(ended_at=None), name="one_work_week_per_unit_and_day"
            ),
            models.CheckConstraint(condition=Q(days__in=(5, 6)), name="a_week_has_five_or_six_working_days"),
        ]

    def __str__(self) -> str:
        return f"{self.days} / {self.since}"
