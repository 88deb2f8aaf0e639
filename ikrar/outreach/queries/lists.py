"""The attendance list: everybody who counts as present, with the position held that day and every place where seen."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from ikrar.agencies.models import Assignment
from ikrar.agencies.rules import Level
from ikrar.core import zones
from ikrar.outreach.models import Activity, Attendance, Seen
from ikrar.outreach.rules import Found, Source


@dataclass(frozen=True)
class Row:
    """One person or guest. `hall`, `online`, `paper` and `left` are moments, None where not seen there."""

    act: Attendance
    position: str
    is_invited: bool
    hall: dt.datetime | None
    online: dt.datetime | None
    paper: dt.datetime | None
    left: dt.datetime | None

    @property
    def how(self) -> str:
        """By what the hall knew the person: the desk, or the badge."""
        if self.act.source != Source.DESK:
            return ""
        badge = str(Found.BADGE.label) if self.act.found == Found.BADGE else ""
        return ", ".join(part for part in (self.act.device, badge) if part)


@dataclass(frozen=True)
class AttendanceRows:
    """Staff by unit and name, guests by institution and name."""

    staff: list[Row]
    guests: list[Row]

    @property
    def levels(self) -> list[Level]:
        """The levels that occur, the lowest first."""
        return [level for level in Level if any(row.act.level == level for row in (*self.staff, *self.guests))]

    def seen(self, source: Source) -> int:
        """How many staff were first recorded there."""
        return sum(row.act.source == source for row in self.staff)


def attendance_rows(activity: Activity, at: dt.datetime) -> AttendanceRows:
    """In four statements, however many came."""
    acts = Attendance.objects.filter(activity=activity, void=None).select_related("staff", "guest", "unit")
    places = _positions(activity, activity.on or zones.today(activity.agency.zone, at))
    invited = set(activity.invitees.values_list("staff", flat=True))
    seen: dict[int, list[Seen]] = {}
    for also in Seen.objects.filter(attendance__activity=activity, attendance__void=None):
        seen.setdefault(also.attendance_id, []).append(also)
    rows = [
        _row(act, places.get(act.staff_id or 0, ""), act.staff_id in invited, seen.get(act.pk, ()))
        for act in acts.defer("body")
    ]
    staff = [row for row in rows if row.act.staff]
    guests = [row for row in rows if row.act.guest]
    return AttendanceRows(sorted(staff, key=_by_unit), sorted(guests, key=_by_institution))


def _positions(activity: Activity, on: dt.date) -> dict[int, str]:
    """What each present person was on that day, as the staff list says."""
    there = Attendance.objects.filter(activity=activity, staff__isnull=False).values("staff")
    held = Assignment.objects.filter(Q(until=None) | Q(until__gt=on), staff__in=there, since__lte=on)
    return dict(held.order_by("since").values_list("staff", "position"))


def _row(act: Attendance, position: str, is_invited: bool, also: Iterable[Seen]) -> Row:
    moments = {act.source: act.at, **{seen.source: seen.at for seen in also if not seen.is_exit}}
    left = next((seen.at for seen in also if seen.is_exit), None)
    hall, online, paper = (moments.get(source) for source in (Source.DESK, Source.ONLINE, Source.PAPER))
    return Row(act, position, is_invited, hall, online, paper, left)


def _by_unit(row: Row) -> tuple[str, str, int]:
    assert row.act.staff
    return (row.act.unit.name_key if row.act.unit else "", row.act.staff.name_key, row.act.pk)


def _by_institution(row: Row) -> tuple[str, str, int]:
    assert row.act.guest
    return (row.act.guest.institution.casefold(), row.act.guest.name.casefold(), row.act.pk)
