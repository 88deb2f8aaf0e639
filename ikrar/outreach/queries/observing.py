"""What an observer sees of an event: totals, how officers recorded, what was drawn, what observers wrote. No names of staff."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Level
from ikrar.core.draws import initials, median_seconds
from ikrar.outreach import remarks
from ikrar.outreach.models import Activity, Attendance, AttendanceDraw, AttendanceVoid, BadgeRefusal, Remark
from ikrar.outreach.remarks import Said
from ikrar.outreach.rules import Source


@dataclass(frozen=True)
class Counted:
    """How many staff and guests."""

    staff: int
    guests: int

    @property
    def both(self) -> int:
        return self.staff + self.guests


@dataclass(frozen=True)
class Totals:
    """Of the attendances that count: each by where first recorded and by level; and what was voided and refused."""

    all: Counted
    sources: list[tuple[Source, Counted]]
    levels: list[tuple[Level, Counted]]
    walk_ins: int
    voids: int
    refusals: int


def totals(activity: Activity) -> Totals:
    rows = Attendance.objects.filter(activity=activity, void=None).order_by()
    invited = activity.invitees.values("staff")
    return Totals(
        _counted(rows),
        [(source, count) for source in Source if (count := _counted(rows.filter(source=source))).both],
        [(level, count) for level in reversed(Level) if (count := _counted(rows.filter(level=level))).both],
        rows.filter(staff__isnull=False).exclude(staff__in=invited).count(),
        AttendanceVoid.objects.filter(activity=activity).count(),
        BadgeRefusal.objects.filter(activity=activity).count(),
    )


def _counted(rows: QuerySet[Attendance]) -> Counted:
    found = rows.aggregate(staff=Count("staff"), guests=Count("guest"))
    return Counted(found["staff"], found["guests"])


@dataclass(frozen=True)
class Recording:
    """How one officer recorded at desks: how many, and the median seconds between two in a row."""

    officer: int
    recorded: int
    median_seconds: float | None


def recordings(activity: Activity) -> list[Recording]:
    """Attendances at desks that count, per officer, the most first."""
    times: dict[int, list[dt.datetime]] = {}
    rows = Attendance.objects.filter(activity=activity, void=None, source=Source.DESK).exclude(officer=None)
    for officer, at in rows.order_by("at").values_list("officer", "at"):
        times.setdefault(int(officer or 0), []).append(at)
    found = [Recording(officer, len(at), median_seconds(at)) for officer, at in times.items()]
    return sorted(found, key=lambda row: -row.recorded)


@dataclass(frozen=True)
class Drawn:
    """A drawn attendance as an observer sees it: initials, unit or institution, no name."""

    attendance: Attendance
    initials: str
    where: str


def drawn(draw: AttendanceDraw) -> list[Drawn]:
    """In the order of the draw."""
    found = Attendance.objects.filter(pk__in=draw.drawn).select_related("staff", "guest", "unit", "void")
    rows = {row.pk: row for row in found}
    return [_shown(rows[pk]) for pk in draw.drawn if pk in rows]


def _shown(row: Attendance) -> Drawn:
    name = row.staff.name if row.staff else row.guest.name if row.guest else ""
    where = row.unit.name if row.unit else row.guest.institution if row.guest else ""
    return Drawn(row, initials(name), where)


def draws_of(activity: Activity) -> list[AttendanceDraw]:
    return list(AttendanceDraw.objects.filter(activity=activity).order_by("-pk")[:20])


def remarks_of(activity: Activity) -> list[Remark]:
    """In the order of writing."""
    return list(Remark.objects.filter(activity=activity).select_related("corrects").order_by("pk"))


def own_remarks(activity: Activity, viewer: Actor) -> QuerySet[Remark]:
    """What this observer wrote about the activity."""
    return Remark.objects.filter(activity=activity, by=viewer.id or 0).order_by("pk")


def last_remark(viewer: Actor) -> Remark | None:
    """What this observer wrote last in the agency: how the next one is signed."""
    return Remark.objects.filter(agency=viewer.agency_id, by=viewer.id or 0).order_by("-pk").first()


def changed(written: list[Remark]) -> list[Remark]:
    """Remarks whose words no longer fit their digest; with nobody at the database there are none."""
    before, found = b"", []
    for row in written:
        said = Said(row.name, row.institution, row.text, row.corrects_id)
        if remarks.digest(row.activity_id, said, row.at, before) != bytes(row.digest):
            found.append(row)
        before = bytes(row.digest)
    return found
