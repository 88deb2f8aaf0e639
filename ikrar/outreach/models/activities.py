"""An activity, the people who lead it and speak in it, and its agenda."""

import datetime as dt

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency
from ikrar.core import ids, zones
from ikrar.norms.models import Circular, Election, LegalBasis
from ikrar.outreach.rules import ActivityKind, ActivityState, Mode, OfficeForm, Part


def new_code() -> str:
    return ids.short_code(8)


class Activity(models.Model):
    """An event of the programme. `code` is its short public address, no secret.

    What the source of a back-filled one does not tell stays empty and is shown as "tidak disebut". `told` is the number
    of participants as the source has it; attendance counts for itself. The door of the online meeting opens
    `opens_before` minutes before it begins.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="activities")
    code = models.CharField(max_length=10, unique=True, default=new_code)
    kind = models.CharField(max_length=24, choices=ActivityKind.choices, default=ActivityKind.OUTREACH)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=1000, blank=True)
    elections = models.ManyToManyField(Election, blank=True, related_name="activities")
    bases = models.ManyToManyField(LegalBasis, blank=True, related_name="+")
    circulars = models.ManyToManyField(Circular, blank=True, related_name="+")
    on = models.DateField(null=True, blank=True)
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.HALL)
    place = models.CharField(max_length=200, blank=True)
    meeting = models.URLField(max_length=500, blank=True)
    opens_before = models.PositiveSmallIntegerField(default=30)
    organiser = models.CharField(max_length=200, blank=True)
    told = models.PositiveIntegerField(null=True, blank=True)
    has_exit = models.BooleanField(default=False)
    is_backfilled = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=ActivityState.choices, default=ActivityState.PLANNED)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=False) | Q(is_backfilled=True), name="only_a_backfilled_activity_has_no_day"
            ),
            models.CheckConstraint(
                condition=Q(meeting="") | Q(meeting__startswith="https://") | Q(meeting__startswith="http://"),
                name="a_meeting_is_on_the_web",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-on", "-id"], name="activity_by_agency")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_online(self) -> bool:
        """Does it have a meeting online, alone or beside the hall?"""
        return self.mode != Mode.HALL

    @property
    def door_opens_at(self) -> dt.datetime | None:
        """From when one may join online; None where nobody says when it begins."""
        if self.on is None or self.begins is None:
            return None
        return zones.at_hour(self.on, self.begins, self.agency.zone) - dt.timedelta(minutes=self.opens_before)

    def lets_in(self, at: dt.datetime) -> bool:
        """Open, and not too early, for somebody who joins online."""
        opens_at = self.door_opens_at
        return self.state == ActivityState.OPEN and (opens_at is None or opens_at <= at)


class Official(models.Model):
    """Somebody with a part in the activity: a person with exact name and office, or an office or institution alone."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="officials")
    part = models.CharField(max_length=8, choices=Part.choices)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=4, choices=OfficeForm.choices, blank=True)
    office = models.CharField(max_length=200, blank=True)
    institution = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "part", "place"], name="one_official_per_part_and_place"),
            models.CheckConstraint(
                condition=~Q(name="", office="", institution=""), name="an_official_has_a_name_office_or_institution"
            ),
        ]
        ordering = ["part", "place"]

    def __str__(self) -> str:
        return self.name or self.full_office

    @property
    def full_office(self) -> str:
        """The office with its form, and the institution: `Plh. Sekretaris Daerah, Kabupaten Kolaka`."""
        held = " ".join(part for part in (str(self.get_form_display()) if self.form else "", self.office) if part)
        return ", ".join(part for part in (held, self.institution) if part)


class AgendaItem(models.Model):
    """One item of the agenda; `at` is empty where nobody says when."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="agenda")
    place = models.PositiveSmallIntegerField()
    at = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "place"], name="one_agenda_item_per_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return self.title
