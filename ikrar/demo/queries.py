"""What the demonstration's own page shows."""

from dataclasses import dataclass

from ikrar.demo.founding import FIRST, OFFICERS, login
from ikrar.outreach.models import Activity, Official
from ikrar.outreach.queries.activities import by_part
from ikrar.outreach.rules import Part


@dataclass(frozen=True)
class Shown:
    """A district's event as its source tells it, and its officers: what each is, and the name to log in by."""

    activity: Activity
    parts: list[tuple[Part, list[Official]]]
    logins: list[tuple[str, str]]


def shown() -> list[Shown]:
    """The districts that are seeded, the first one first, the others by their day."""
    rows = Activity.objects.filter(is_backfilled=True).exclude(source="").select_related("agency")
    rows = rows.prefetch_related("officials", "bases", "circulars").order_by("on", "pk")
    ranked = sorted(rows, key=lambda row: row.agency.code != FIRST)
    return [Shown(row, by_part(row), _logins(row.agency.code)) for row in ranked]


def _logins(code: str) -> list[tuple[str, str]]:
    return [(name, login(username, code)) for username, (name, _role, _at_unit) in OFFICERS.items()]
