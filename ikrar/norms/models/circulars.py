"""Circulars of an agency in their versions, the numbers they bear, and who is to read them."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency, Unit
from ikrar.agencies.rules import StaffKind
from ikrar.core.models import StoredFile
from ikrar.norms.models.elections import LegalBasis
from ikrar.norms.rules.circulars import CircularForm, CircularState, NumberState


class Circular(models.Model):
    """One version of a circular; once issued its words never change, a new version is a row that replaces it.

    `body` holds the words, from the issue on with the bases as they were cited; `digest` is theirs, or the file's.
    `asked` is the version from which on an acknowledgement counts for this one: itself, or where it changes nothing
    that matters, the one that its predecessor asks for. Of a `known` circular nothing but number and title is known.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="circulars")
    state = models.CharField(max_length=10, choices=CircularState.choices, default=CircularState.KNOWN)
    form = models.CharField(max_length=8, choices=CircularForm.choices, blank=True)
    number = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    dated_on = models.DateField(null=True)
    body = models.JSONField(default=dict)
    bases = models.ManyToManyField(LegalBasis, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    units = models.ManyToManyField(Unit, blank=True, related_name="+")
    kinds = models.JSONField(default=list)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor")
    is_material = models.BooleanField(default=True)
    asked = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "number"], condition=~Q(number=""), name="one_circular_per_number_and_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CircularState.DRAFT, CircularState.KNOWN])
                | (Q(asked__isnull=False, issued_at__isnull=False) & ~Q(digest="") & ~Q(number="")),
                name="an_issued_circular_has_number_words_and_day",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="circular_by_state")]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_file(self) -> bool:
        return self.form == CircularForm.FILE

    @property
    def kind_names(self) -> list[str]:
        return [str(StaffKind(kind).label) for kind in self.kinds]

    @property
    def is_issued(self) -> bool:
        return self.state == CircularState.ISSUED

    @property
    def is_draft(self) -> bool:
        return self.state == CircularState.DRAFT

    @property
    def has_text(self) -> bool:
        """Is there more to read than number and title?"""
        return self.state != CircularState.KNOWN


class CircularSetting(models.Model):
    """How an agency numbers: the pattern of what is typed from Srikandi or the agenda book, or numbers of its own."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="circular_setting")
    pattern = models.CharField(max_length=60, blank=True)
    is_own = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.pattern


class CircularCounter(models.Model):
    """The last number given in a year; whoever gives the next one holds this row."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="one_counter_per_agency_and_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CircularNumber(models.Model):
    """A number that is taken for ever: used, cancelled or passed over; `key` is the number however it was typed."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="circular_numbers")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    serial = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=NumberState.choices, default=NumberState.USED)
    reason = models.CharField(max_length=300, blank=True)
    circular = models.OneToOneField(Circular, models.PROTECT, null=True, related_name="taken_number")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year", "key"], name="one_taking_per_number_and_year")]

    def __str__(self) -> str:
        return self.number


class CircularReminder(models.Model):
    """An officer had those who have not acknowledged reminded: how many, and when."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    circular = models.ForeignKey(Circular, models.PROTECT, related_name="reminders")
    people = models.PositiveIntegerField()
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.circular_id}: {self.people}"
