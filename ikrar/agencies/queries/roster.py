"""Reading uploaded lists and their previews; every query takes the viewer or the agency first."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from ikrar.agencies.models import Agency, Assignment, RosterGone, RosterImport, RosterRow, RosterUnit, Staff, Unit
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Change, ImportState
from ikrar.core import zones
from ikrar.core.models import AuditEvent, Job

_LIST = ("agencies.staff", "agencies.unit", "agencies.rosterimport")
#: Audit lines about people that change nothing in the list.
LOOKS = (
    "agencies.number_shown",
    "agencies.roster_uploaded",
    "agencies.roster_discarded",
    "agencies.roster_columns_mapped",
    "agencies.roster_apply_asked",
    "agencies.roster_take_back_asked",
    "agencies.roster_kept",
    "agencies.roster_expired",
    "agencies.roster_row_decided",
    "agencies.roster_units_decided",
)
#: The decision by which a row is not applied.
LEFT_OUT = "skip"
JOB_READ, JOB_APPLY = "agencies.read_roster", "agencies.apply_roster"
JOB_TAKE_BACK, JOB_FORGET = "agencies.take_back_roster", "agencies.forget_roster"


def imports_for(viewer: Actor) -> QuerySet[RosterImport]:
    """Uploaded lists of the viewer's agency, the latest first."""
    return RosterImport.objects.filter(agency=viewer.agency_id).select_related("agency", "file").order_by("-pk")


def last_change(agency_id: int) -> int:
    """Grows with every change of people, units or lists in the agency, all of which leave an audit line."""
    events = AuditEvent.objects.filter(agency=agency_id, object_type__in=_LIST).exclude(verb__in=LOOKS)
    return events.aggregate(last=Max("pk"))["last"] or 0


def last_applied(agency_id: int, states: Collection[ImportState] = (ImportState.APPLIED,)) -> RosterImport | None:
    """The list that was applied last, if it can still be taken back."""
    applied = (
        RosterImport.objects.filter(agency=agency_id, applied_at__isnull=False).order_by("-applied_at", "-pk").first()
    )
    return applied if applied and applied.state in states else None


def same_file(roster: RosterImport) -> RosterImport | None:
    """An earlier upload of the very same file that is open or applied."""
    digest = roster.reading.get("sha256")
    earlier = RosterImport.objects.filter(agency=roster.agency_id, pk__lt=roster.pk, reading__sha256=digest)
    open_or_applied = (ImportState.READING, ImportState.PREVIEW, ImportState.APPLYING, ImportState.APPLIED)
    return earlier.filter(state__in=open_or_applied).order_by("-pk").first() if digest else None


def is_many_gone(roster: RosterImport) -> bool:
    """Whether so many of the list's scope are gone that it may be half a file."""
    gone = roster.counts.get("gone", 0)
    share = settings.ROSTER_MANY_GONE_PERCENT / 100 * roster.reading.get("in_scope", 0)
    return gone >= settings.ROSTER_MANY_GONE_PEOPLE and gone > share


def kept_until(roster: RosterImport) -> dt.date:
    """The day on which an upload that nobody applies is forgotten."""
    return zones.today(roster.agency.zone, roster.made_at + dt.timedelta(days=settings.KEEP_STAFF_LISTS_DAYS))


def units_told(roster: RosterImport) -> list[int]:
    """The units of ours that the file names, the scope that it may have had."""
    named = RosterUnit.objects.filter(roster=roster, unit__isnull=False).exclude(name_key="")
    return list(named.values_list("unit", flat=True).distinct())


def job_of(roster: RosterImport) -> Job | None:
    """The latest work on this list."""
    kinds = (JOB_READ, JOB_APPLY, JOB_TAKE_BACK)
    return Job.objects.filter(kind__in=kinds, agency=roster.agency_id, args__roster=roster.pk).order_by("-pk").first()


def rows_by(roster: RosterImport, what: str) -> QuerySet[RosterRow]:
    """The rows behind one figure of the preview, in the order of the file."""
    rows = RosterRow.objects.filter(roster=roster).order_by("sheet", "line")
    if what in (Change.NEW, Change.CHANGED, Change.MOVED, Change.SAME, Change.ASK):
        return rows.filter(change=what)
    if what == "left_out":
        return rows.filter(decision=LEFT_OUT)
    return rows.filter(outcome=what, decision="")


def to_mend(roster: RosterImport) -> QuerySet[RosterRow]:
    """The rows that are wrong or that nobody has decided yet."""
    rows = RosterRow.objects.filter(roster=roster, outcome__in=("refused", "held"), decision="")
    return rows.order_by("sheet", "line")


def undecided(roster: RosterImport) -> QuerySet[RosterRow]:
    """The rows that wait for a person, in the order of the file."""
    held = Q(outcome="held") | Q(change=Change.ASK)
    return RosterRow.objects.filter(held, roster=roster, decision="").order_by("sheet", "line")


def together(row: RosterRow) -> list[RosterRow]:
    """The row and those that it conflicts with, which are decided as one."""
    lines = {row.line, *map(int, filter(None, row.others.split(",")))} if row.outcome == "held" else {row.line}
    rows = RosterRow.objects.filter(roster=row.roster_id, line__in=lines).order_by("sheet", "line")
    if row.number:
        rows = rows.filter(number=row.number)
    return [other for other in rows if other.pk == row.pk or other.outcome == "held"]


def gone_from(roster: RosterImport, what: str) -> QuerySet[Staff]:
    """People in the scope whom the file does not name."""
    ids = RosterGone.objects.filter(roster=roster, what=what).values("staff")
    return Staff.objects.filter(agency=roster.agency_id, pk__in=ids).order_by("name_key", "pk")


def places_of(roster: RosterImport) -> dict[int, RosterUnit]:
    """The units that the file names, by their number."""
    return {place.place: place for place in RosterUnit.objects.filter(roster=roster).select_related("unit")}


def present(staff_ids: Sequence[int]) -> dict[int, Assignment]:
    """Where these people serve now."""
    open_now = Assignment.objects.filter(staff__in=staff_ids, until=None).select_related("staff", "unit")
    return {assignment.staff_id: assignment for assignment in open_now}


def several(row: RosterRow) -> QuerySet[Staff]:
    """All people without a number whom the row can mean."""
    place = RosterUnit.objects.filter(roster=row.roster_id, place=row.place).first()
    return Staff.objects.filter(
        agency=row.roster.agency_id, number="", name_key=row.name_key, merged_into=None,
        assignments__until=None, assignments__unit=place.unit_id if place else None, assignments__position=row.position,
    ).order_by("pk")  # fmt: skip


def alike_units(roster: RosterImport) -> list[dict[str, Any]]:
    """The pairs of units that look alike, with names, as the preview asks about them."""
    places, pairs = places_of(roster), roster.reading.get("alike", [])
    units = Unit.objects.in_bulk([int(p["other"][5:]) for p in pairs if p["other"].startswith("unit:")])
    told = []
    for pair in pairs:
        kind, _, pk = pair["other"].partition(":")
        other = units.get(int(pk)) if kind == "unit" else places.get(int(pk))
        if other is not None and pair["place"] in places:
            told.append({**pair, "told": places[pair["place"]], "like": other, "ours": kind == "unit"})
    return told


def agency_by_code(code: str) -> Agency | None:
    return Agency.objects.filter(code=code).first()
