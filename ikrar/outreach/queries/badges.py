"""Badges of an activity: who has one, who has none yet, and files to print."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor
from ikrar.core.models import Job
from ikrar.outreach.models import Activity, Attendance, Badge, BadgeRefusal, Guest, Invitee, PrintFile
from ikrar.outreach.rules import PrintKind


def badges(activity: Activity, *, typed: str = "", ended: bool = False) -> QuerySet[Badge]:
    """Badges with their holders, by name; `typed` looks in names and institutions."""
    rows = Badge.objects.filter(activity=activity, ended_at__isnull=not ended).select_related("staff", "guest")
    for word in typed.split()[:5]:
        rows = rows.filter(
            Q(staff__name__icontains=word) | Q(guest__name__icontains=word) | Q(guest__institution__icontains=word)
        )
    rows = rows.annotate(
        has_come=Exists(Attendance.objects.filter(activity=activity, staff=OuterRef("staff"), void=None)),
        was_refused=Exists(BadgeRefusal.objects.filter(badge=OuterRef("pk"))),
    )
    return rows.order_by("-ended_at", "staff__name_key", "guest__name", "pk")


@dataclass(frozen=True)
class Totals:
    """Invited people and guests, live badges of theirs, and badges that were ended."""

    expected: int
    live: int
    ended: int

    @property
    def without(self) -> int:
        return max(self.expected - self.live, 0)


def totals(activity: Activity) -> Totals:
    rows = Badge.objects.filter(activity=activity)
    return Totals(
        activity.invitees.count() + activity.guests.count(), rows.filter(ended_at=None).count(),
        rows.exclude(ended_at=None).count(),
    )  # fmt: skip


def units(activity: Activity) -> QuerySet[Unit]:
    """Units from which anybody is invited, by name."""
    return Unit.objects.filter(pk__in=activity.invitees.values("unit")).order_by("name")


def invited_of(activity: Activity, unit: int | None) -> QuerySet[Invitee]:
    """Who is invited, of one unit or of all, in the order in which papers are handed out."""
    rows = activity.invitees.select_related("staff", "unit")
    rows = rows.filter(unit=unit) if unit else rows
    return rows.order_by("unit__name", "unit_id", "staff__name_key", "pk")


def guests_of(activity: Activity) -> QuerySet[Guest]:
    return activity.guests.order_by("institution", "name", "pk")


def live_by_person(activity: Activity) -> dict[tuple[int | None, int | None], Badge]:
    """The live badge of each person (staff id, guest id)."""
    rows = Badge.objects.filter(activity=activity, ended_at=None)
    return {(row.staff_id, row.guest_id): row for row in rows}


def badge_of(activity: Activity, pk: int) -> Badge | None:
    """One badge with its holder."""
    return Badge.objects.select_related("activity__agency", "staff", "guest").filter(activity=activity, pk=pk).first()


def print_files(viewer: Actor, activity: Activity, *what: PrintKind) -> QuerySet[PrintFile]:
    """Files to print in the viewer's agency, of these kinds or of all, the latest first."""
    rows = PrintFile.objects.filter(activity=activity, agency=viewer.agency_id)
    rows = rows.filter(what__in=what) if what else rows
    return rows.select_related("file", "unit").order_by("-pk")


def with_jobs(rows: list[PrintFile]) -> list[tuple[PrintFile, Job | None]]:
    """Each file and the job that still makes it."""
    jobs = Job.objects.in_bulk([row.job for row in rows if row.job and row.file is None])
    return [(row, jobs.get(row.job or 0)) for row in rows]


def old_print_files(made_before: dt.datetime, fetched_before: dt.datetime) -> QuerySet[PrintFile]:
    rows = PrintFile.objects.filter(Q(made_at__lt=made_before) | Q(fetched_at__lt=fetched_before))
    return rows.select_related("file")


def own_badge(activity: Activity, staff: int) -> Badge | None:
    """The latest badge of this person, live or not."""
    return Badge.objects.filter(activity=activity, staff=staff).order_by("-pk").first()
