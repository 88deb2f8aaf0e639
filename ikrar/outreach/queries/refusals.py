"""What was not recorded and what no longer counts, for those who look into it later."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from ikrar.agencies.models import Account
from ikrar.outreach.models import Activity, Attendance, AttendanceVoid, BadgeRefusal


def refused(activity: Activity) -> list[tuple[BadgeRefusal, str]]:
    """Badges that a desk refused because somebody else showed them, with the officer's name; the latest first."""
    rows = BadgeRefusal.objects.filter(activity=activity).order_by("-at", "-pk")
    return _with_officers(rows.select_related("badge__staff", "badge__guest"))


def voided(activity: Activity) -> list[tuple[AttendanceVoid, str]]:
    """Attendances that no longer count, with the name of whoever said so; the latest first."""
    rows = AttendanceVoid.objects.filter(activity=activity).order_by("-at", "-pk")
    return _with_officers(rows.select_related("attendance__staff", "attendance__guest", "attendance__unit"))


def standing_acts(activity: Activity) -> QuerySet[Attendance]:
    """Attendances that count and can be taken back."""
    rows = Attendance.objects.filter(activity=activity, void=None)
    return rows.select_related("activity", "staff", "guest", "unit")


def _with_officers(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    found = list(rows)
    names = {row.pk: str(row) for row in Account.objects.filter(pk__in={row.officer for row in found})}
    return [(row, names.get(row.officer, "")) for row in found]
