"""Staff with their numbers and the history of where they served."""

from django.db import models
from django.db.models import F, Q

from ikrar.agencies.models.offices import Agency, Unit
from ikrar.agencies.rules import ContactSource, StaffKind


class Staff(models.Model):
    """A person, known by an internal id: numbers change, people stay."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    title_front = models.CharField(max_length=300, blank=True)
    title_back = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=StaffKind.choices)
    number = models.CharField(max_length=18, blank=True)
    phone = models.CharField(max_length=300, blank=True)
    phone_source = models.CharField(max_length=12, choices=ContactSource.choices, default=ContactSource.ROSTER)
    email = models.EmailField(max_length=300, blank=True)
    email_source = models.CharField(max_length=12, choices=ContactSource.choices, default=ContactSource.ROSTER)
    email_confirmed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], condition=~Q(number=""), name="one_person_per_number")
        ]
        indexes = [models.Index(fields=["agency", "name_key"], name="staff_by_name")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """With titles, which never part from the name at the end of a line."""
        back = f", {self.title_back}" if self.title_back else ""
        return " ".join(part for part in (self.title_front, self.name) if part) + back.replace("., ", ".,\u00a0")

    @property
    def number_end(self) -> str:
        """The short end of the number, all that a list shows: `2 014`."""
        return f"{self.number[14]}\u00a0{self.number[15:]}" if len(self.number) == 18 else ""

    @property
    def number_grouped(self) -> str:
        """As papers print it: `19860926 201505 1 001`."""
        n = self.number
        return f"{n[:8]}\u00a0{n[8:14]}\u00a0{n[14]}\u00a0{n[15:]}" if len(n) == 18 else n


class StaffNumber(models.Model):
    """A number that a person had before the present one (a PPPK gets a new one with a new agency)."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="numbers")
    number = models.CharField(max_length=18)
    until = models.DateField()

    def __str__(self) -> str:
        return f"…{self.number[-4:]}"


class Assignment(models.Model):
    """Where a person served from `since` to the day before `until` (open: null)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=20, choices=StaffKind.choices)
    position = models.CharField(max_length=300, blank=True)
    grade = models.CharField(max_length=300, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(until=None), name="one_open_assignment_per_person"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="assignment_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["agency", "unit", "until"], name="assignment_by_unit")]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.unit_id}"


class Snapshot(models.Model):
    """A date, a scope, counts and a digest; who is in it is read "as of" the date."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    on = models.DateField()
    scope = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on}"
