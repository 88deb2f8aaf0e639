"""Who is to read a circular, who has, and who has not: by unit as numbers, by name for those in the line of duty."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from ikrar.agencies.models import Assignment, Staff
from ikrar.agencies.queries import REGISTERED
from ikrar.agencies.queries.staff import reachable
from ikrar.agencies.roles import Actor, Permission
from ikrar.agencies.rules import Level
from ikrar.core import zones
from ikrar.core.models import OutboxMessage
from ikrar.norms.models import Acknowledgement, Circular, CircularReminder
from ikrar.norms.rules.circulars import REMIND_HOURS, CircularState, Way


def members(circular: Circular, on: dt.date) -> QuerySet[Assignment]:
    """Whom the circular addresses as of a day: one open assignment each."""
    rows = Assignment.objects.filter(
        Q(until=None) | Q(until__gt=on), agency=circular.agency_id, since__lte=on, staff__merged_into=None
    )
    if circular.kinds:
        rows = rows.filter(kind__in=circular.kinds)
    below = Q()
    for path in circular.units.values_list("path", flat=True):
        below |= Q(unit__path__startswith=path)
    return rows.filter(below) if below else rows


def _done(circular: Circular) -> Exists:
    return Exists(
        Acknowledgement.objects.filter(asked=circular.asked_id, staff=OuterRef("staff"), void=None).values("pk")
    )


def within(
    viewer: Actor, permission: Permission, circular: Circular, on: dt.date, *, unit: int | None = None
) -> QuerySet[Assignment]:
    """Members in the viewer's reach."""
    rows = members(circular, on).filter(reachable(viewer, permission, "unit__path"), agency=viewer.agency_id)
    return rows.filter(unit=unit) if unit is not None else rows


@dataclass(frozen=True)
class UnitLine:
    """A unit: how many are addressed today, and how many of them have acknowledged."""

    pk: int
    name: str
    total: int
    done: int

    @property
    def missing(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class Figures:
    """What the page of a circular counts; `elsewhere` are acts of people who are not addressed any more."""

    units: list[UnitLine]
    levels: list[tuple[Level, int]]
    ways: list[tuple[Way, int]]
    elsewhere: int

    @property
    def total(self) -> int:
        return sum(line.total for line in self.units)

    @property
    def done(self) -> int:
        return sum(line.done for line in self.units)

    @property
    def missing(self) -> int:
        return self.total - self.done


def figures(viewer: Actor, permission: Permission, circular: Circular, on: dt.date) -> Figures:
    """Counted by the database, a line a unit; no page loads the people."""
    rows = within(viewer, permission, circular, on).order_by().values("unit_id", "unit__name", "unit__path")
    counted = rows.annotate(total=Count("pk"), done=Count("pk", filter=_done(circular))).order_by("unit__path")
    units = [UnitLine(row["unit_id"], row["unit__name"], row["total"], row["done"]) for row in counted]
    acts = read_by(viewer, permission, circular).order_by()
    levels = dict(acts.values_list("level").annotate(n=Count("pk")))
    ways = dict(acts.values_list("way").annotate(n=Count("pk")))
    elsewhere = sum(levels.values()) - sum(line.done for line in units)
    return Figures(
        units, [(level, levels[level]) for level in Level if level in levels],
        [(way, ways[way]) for way in Way if way in ways], max(elsewhere, 0),
    )  # fmt: skip


def progress(agency_id: int, circulars: list[Circular]) -> dict[int, int]:
    """How many acts count for each of these circulars."""
    asked = {circular.asked_id for circular in circulars if circular.asked_id}
    rows = Acknowledgement.objects.filter(agency=agency_id, asked__in=asked, void=None).order_by()
    counts = dict(rows.values_list("asked").annotate(n=Count("pk")))
    return {circular.pk: counts.get(circular.asked_id, 0) for circular in circulars}


def unread(
    viewer: Actor, permission: Permission, circular: Circular, on: dt.date, *, unit: int | None = None
) -> QuerySet[Assignment]:
    """Members in reach who have not acknowledged, by unit and name."""
    rows = within(viewer, permission, circular, on, unit=unit).filter(~_done(circular))
    return rows.select_related("staff", "unit").order_by("unit__path", "staff__name_key", "pk")


def read_by(
    viewer: Actor, permission: Permission, circular: Circular, *, unit: int | None = None, level: int | None = None,
    way: str = "",
) -> QuerySet[Acknowledgement]:  # fmt: skip
    """Acts that count, in the viewer's reach, the newest first: the rows behind a figure."""
    rows = Acknowledgement.objects.filter(
        reachable(viewer, permission, "unit__path"), agency=viewer.agency_id, asked=circular.asked_id, void=None
    )
    rows = rows.filter(unit=unit) if unit is not None else rows
    rows = rows.filter(level=level) if level is not None else rows
    rows = rows.filter(way=way) if way in Way.values else rows
    return rows.select_related("staff", "unit", "circular").order_by("-pk")


def acknowledgements_for(viewer: Actor, permission: Permission) -> QuerySet[Acknowledgement]:
    """Acts of the viewer's agency in reach."""
    rows = Acknowledgement.objects.filter(reachable(viewer, permission, "unit__path"), agency=viewer.agency_id)
    return rows.select_related("staff", "unit", "circular__agency", "void")


def waiting(circular: Circular, staff: list[int], at: dt.datetime) -> dict[int, int]:
    """Of these people those who are addressed and have not acknowledged, each with the number of the next attempt."""
    day = zones.today(circular.agency.zone, at)
    rows = members(circular, day).filter(~_done(circular), staff__in=staff)
    acts = Acknowledgement.objects.filter(asked=circular.asked_id, staff__in=staff).order_by()
    last = dict(acts.values_list("staff").annotate(n=Max("attempt")))
    return {pk: last.get(pk, 0) + 1 for pk in rows.values_list("staff", flat=True)}


def topic(circular: Circular) -> str:
    """Under which reminders of this circular go."""
    return f"circular {circular.asked_id}"


def _reminded(circular: Circular, at: dt.datetime) -> Exists:
    """Was this person written to within the hours?"""
    since = at - dt.timedelta(hours=REMIND_HOURS)
    sent = OutboxMessage.objects.filter(topic=topic(circular), about=OuterRef("staff"), made_at__gt=since)
    return Exists(sent.values("pk"))


@dataclass(frozen=True)
class Reminding:
    """What pressing the button would do: who is written to, who was just now, who has no registered e-mail."""

    rows: QuerySet[Assignment]
    count: int
    lately: int
    no_contact: int
    last: CircularReminder | None


def reminding(viewer: Actor, permission: Permission, circular: Circular, at: dt.datetime) -> Reminding:
    day = zones.today(circular.agency.zone, at)
    rows = unread(viewer, permission, circular, day)
    lately = rows.filter(REGISTERED).filter(_reminded(circular, at))
    due = rows.filter(REGISTERED).filter(~_reminded(circular, at))
    last = CircularReminder.objects.filter(circular__asked=circular.asked_id).order_by("-at").first()
    return Reminding(due, due.count(), lately.count(), rows.exclude(REGISTERED).count(), last)


def asking() -> QuerySet[Circular]:
    """Circulars in force: their mail is still looked at."""
    return Circular.objects.filter(state=CircularState.ISSUED).select_related("agency")


@dataclass(frozen=True)
class KnownThen:
    """A circular in force on a day for somebody, and the act that had been done by then; None where there was none."""

    circular: Circular
    act: Acknowledgement | None


def acknowledged_on(staff: Staff, day: dt.date) -> list[Acknowledgement]:
    """Which circular in which version this person had acknowledged by the end of that day, when, how and how strongly."""
    until = zones.midnight(day + dt.timedelta(days=1), staff.agency.zone)
    rows = Acknowledgement.objects.filter(staff=staff, at__lt=until, void=None)
    return list(rows.select_related("circular", "asked", "unit").order_by("at", "pk"))


def known_on(staff: Staff, day: dt.date) -> list[KnownThen]:
    """Each circular in force at the end of that day, and whether an act of before covers it."""
    until = zones.midnight(day + dt.timedelta(days=1), staff.agency.zone)
    acts = {act.asked_id: act for act in acknowledged_on(staff, day)}
    rows = Circular.objects.filter(agency=staff.agency_id, issued_at__lt=until).exclude(state=CircularState.CANCELLED)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=until)).order_by("-issued_at", "-pk")
    return [KnownThen(row, acts.get(row.asked_id or 0)) for row in rows]
