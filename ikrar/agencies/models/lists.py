"""Uploaded staff lists: what each row says, what applying it would do, and what it did."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models.offices import Agency, Unit
from ikrar.agencies.models.people import Staff
from ikrar.agencies.rules import Change, ImportState
from ikrar.core.models import StoredFile


class RosterImport(models.Model):
    """One uploaded staff list, from reading to applying or taking back."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="imports")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    scope = models.JSONField(default=dict)
    as_of = models.DateField()
    reading = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="import_by_agency")]

    def __str__(self) -> str:
        return self.name


class RosterUnit(models.Model):
    """A unit as an uploaded list names it, and the unit of ours that it is; a row names it by `place`."""

    pk = models.CompositePrimaryKey("roster_id", "place")
    roster = models.ForeignKey(RosterImport, models.CASCADE, db_index=False, related_name="units")
    place = models.IntegerField()
    name = models.CharField(max_length=300, blank=True)
    name_key = models.CharField(max_length=300, blank=True)
    parent_name = models.CharField(max_length=300, blank=True)
    parent_key = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    outside = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class RosterRow(models.Model):
    """One row of an uploaded list, staged: nothing else is written before somebody applies it.

    A million of them are loaded at once, so the table has no more indexes than its key and those of the exceptions, and
    the database checks no foreign key of theirs.
    """

    pk = models.CompositePrimaryKey("roster_id", "sheet", "line")
    roster = models.ForeignKey(RosterImport, models.CASCADE, db_index=False, db_constraint=False, related_name="rows")
    sheet = models.SmallIntegerField()
    line = models.IntegerField()
    outcome = models.CharField(max_length=8)
    reason = models.CharField(max_length=40, blank=True)
    others = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True)
    title_front = models.CharField(max_length=300, blank=True)
    title_back = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    place = models.IntegerField()
    position = models.CharField(max_length=300, blank=True)
    grade = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=300, blank=True)
    raw = models.CharField(max_length=80, blank=True)
    change = models.CharField(max_length=8, choices=Change.choices, blank=True)
    staff = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["roster", "outcome", "sheet", "line"],
                condition=Q(outcome__in=["refused", "held", "skipped", "layout"]),
                name="row_not_accepted",
            ),
            models.Index(
                fields=["roster", "change", "sheet", "line"],
                condition=Q(change__in=["changed", "moved", "ask"]),
                name="row_that_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.outcome}"

    @property
    def full_name(self) -> str:
        """As the file tells it, with titles."""
        return Staff.full_name.fget(self)  # type: ignore[attr-defined]

    @property
    def number_end(self) -> str:
        return f"{self.number[14]}\u00a0{self.number[15:]}" if len(self.number) == 18 else ""


class RosterGone(models.Model):
    """A person in the scope of an uploaded list whom it does not name (`gone`), or perhaps names (`unclear`)."""

    pk = models.CompositePrimaryKey("roster_id", "staff")
    roster = models.ForeignKey(RosterImport, models.CASCADE, db_index=False, db_constraint=False, related_name="gone")
    staff = models.BigIntegerField()
    what = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.what} {self.staff}"


class RosterChange(models.Model):
    """What applying an import did to one person, enough to take it back: `before` is null where the person was new."""

    roster = models.ForeignKey(RosterImport, models.CASCADE, db_index=False, related_name="changes")
    staff = models.BigIntegerField()
    what = models.CharField(max_length=8)
    before = models.JSONField(null=True)
    opened = models.BigIntegerField(null=True)
    closed = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["roster", "staff"], name="change_by_import")]

    def __str__(self) -> str:
        return f"{self.what} {self.staff}"
