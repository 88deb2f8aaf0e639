"""Reading activities with all that is told of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ikrar.agencies.models import Staff
from ikrar.agencies.roles import Actor
from ikrar.outreach.models import Activity, Attendance, Badge, Invitee, Official, Seen
from ikrar.outreach.rules import INVITING, Part


def activities_for(viewer: Actor) -> QuerySet[Activity]:
    """The activities of the viewer's own agency: the latest day first, those without a day last."""
    rows = Activity.objects.filter(agency=viewer.agency_id, agency__isnull=False).select_related("agency")
    return rows.order_by(F("on").desc(nulls_last=True), "-id")


def listed_for(viewer: Actor) -> QuerySet[Activity]:
    """The same with `present`: how many staff came, none where nobody is recorded."""
    came = Attendance.objects.filter(activity=OuterRef("pk"), void=None, staff__isnull=False).order_by()
    counted = came.values("activity").annotate(n=Count("pk")).values("n")
    return activities_for(viewer).annotate(present=Coalesce(Subquery(counted), 0))


@dataclass(frozen=True)
class Figures:
    """Invited, present, and of those present who were not invited (walk-ins), and guests."""

    invited: int
    present: int
    walk_ins: int
    guests: int

    @property
    def missing(self) -> int:
        return max(self.invited - (self.present - self.walk_ins), 0)


def figures(activity: Activity) -> Figures:
    """Counted from the acts that stand."""
    counted = Attendance.objects.filter(activity=activity, void=None)
    staff = counted.filter(staff__isnull=False)
    invited = activity.invitees.values("staff")
    return Figures(
        activity.invitees.count(), staff.count(), staff.exclude(staff__in=invited).count(), counted.filter(guest__isnull=False).count()
    )  # fmt: skip


def by_part(activity: Activity) -> list[tuple[Part, list[Official]]]:
    """Who does what, in the order of the event; parts that nobody has are left out."""
    rows = list(activity.officials.all())
    return [(part, found) for part in Part if (found := [row for row in rows if row.part == part])]


#: The way out of an attendance, where the activity records it.
_LEFT = Seen.objects.filter(attendance=OuterRef("pk"), is_exit=True).order_by("at").values("at")[:1]


def present(activity: Activity, *, what: str = "") -> QuerySet[Attendance]:
    """Who came and counts, in the order of coming; `what` narrows it to guests or to those not invited."""
    rows = (
        Attendance.objects.filter(activity=activity, void=None)
        .select_related("staff", "guest", "unit")
        .annotate(left_at=Subquery(_LEFT))
        .order_by("at", "pk")
    )
    if what == "guests":
        return rows.filter(guest__isnull=False)
    if what == "walk_ins":
        return rows.filter(staff__isnull=False).exclude(staff__in=activity.invitees.values("staff"))
    return rows


def expected(activity: Activity, *, is_missing: bool) -> QuerySet[Invitee]:
    """Who is invited, or of these who has not come, by unit and name."""
    rows = activity.invitees.select_related("staff", "unit").order_by("unit__name", "staff__name_key", "pk")
    came = Attendance.objects.filter(activity=activity, void=None, staff__isnull=False).values("staff")
    return rows.exclude(staff__in=came) if is_missing else rows


def attendances_of(staff: int) -> QuerySet[Attendance]:
    """Where this person was present, voided records too."""
    rows = Attendance.objects.filter(staff=staff).select_related("activity", "void").prefetch_related("seen")
    return rows.order_by("at", "pk")


def invitations_of(staff: int) -> QuerySet[Invitee]:
    """To what this person was invited, and as whose delegate."""
    return Invitee.objects.filter(staff=staff).select_related("activity", "quota__unit").order_by("at", "pk")


def badges_of(staff: int) -> QuerySet[Badge]:
    """Badges that were given to this person, ended ones too, with the refusals at desks."""
    rows = Badge.objects.filter(staff=staff).select_related("activity").prefetch_related("refusals")
    return rows.order_by("made_at", "pk")


def bound_to_activities(staff_ids: QuerySet[Any, int]) -> int:
    """How many invitations and attendances, voided ones too, name one of these people."""
    came = Attendance.objects.filter(staff__in=staff_ids).count()
    return came + Invitee.objects.filter(staff__in=staff_ids).count()


def only_in_activities_of(staff: Staff, other: Staff) -> list[str]:
    """Titles of the activities that count this record as present, or still await it, and not the other one."""
    came = Attendance.objects.filter(void=None).values_list("activity", flat=True)
    awaited = Invitee.objects.filter(activity__state__in=INVITING).values_list("activity", flat=True)
    found = set(came.filter(staff=staff)) - set(came.filter(staff=other))
    found |= set(awaited.filter(staff=staff)) - set(awaited.filter(staff=other))
    return list(Activity.objects.filter(pk__in=found).order_by("pk").values_list("title", flat=True))
