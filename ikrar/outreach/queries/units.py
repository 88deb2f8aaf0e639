"""An activity by unit, for whoever answers for the unit: who is invited, who has come, who is missing."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ikrar.agencies.models import Unit
from ikrar.agencies.queries.staff import reachable
from ikrar.agencies.roles import Actor
from ikrar.outreach.models import Activity, Attendance, Invitee
from ikrar.outreach.permissions import VIEW_UNITS


@dataclass(frozen=True)
class UnitLine:
    """One unit: how many are invited, how many of these have come, and who came without being invited."""

    unit: Unit
    invited: int
    present: int
    additions: int

    @property
    def missing(self) -> int:
        return self.invited - self.present


def _has_come(activity: Activity) -> Exists:
    return Exists(Attendance.objects.filter(activity=activity, staff=OuterRef("staff"), void=None))


def _invited(viewer: Actor, activity: Activity) -> QuerySet[Invitee]:
    """The invited within the viewer's reach."""
    return activity.invitees.filter(reachable(viewer, VIEW_UNITS, "unit__path"))


def unit_lines(viewer: Actor, activity: Activity) -> list[UnitLine]:
    """One line a unit within reach, the most missing first."""
    counted = _invited(viewer, activity).order_by().values("unit")
    invited = {
        row["unit"]: (row["n"], row["came"])
        for row in counted.annotate(n=Count("pk"), came=Count("pk", filter=Q(_has_come(activity))))
    }
    extra = Attendance.objects.filter(
        reachable(viewer, VIEW_UNITS, "unit__path"), activity=activity, void=None, staff__isnull=False
    ).exclude(staff__in=activity.invitees.values("staff"))
    additions = dict(extra.order_by().values_list("unit").annotate(n=Count("pk")))
    units = Unit.objects.in_bulk({*invited, *additions})
    lines = [UnitLine(unit, *invited.get(pk, (0, 0)), additions.get(pk, 0)) for pk, unit in units.items()]
    return sorted(lines, key=lambda line: (-line.missing, line.unit.name_key, line.unit.pk))


def missing_of(viewer: Actor, activity: Activity, unit: int) -> QuerySet[Invitee]:
    """Who of this unit is invited and was not recorded, by name; nobody where the unit is out of reach."""
    rows = _invited(viewer, activity).filter(~_has_come(activity), unit=unit)
    return rows.select_related("staff", "unit").order_by("staff__name_key", "pk")
