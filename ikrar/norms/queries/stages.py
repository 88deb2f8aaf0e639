"""Reading election calendars as they hold for an agency: what runs, what comes, what is forbidden meanwhile."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import ngettext

from ikrar.agencies.models import Account, Agency
from ikrar.agencies.roles import Actor
from ikrar.norms import catalogue
from ikrar.norms.models import Election, OwnStage, Stage
from ikrar.norms.rules.stages import OwnStageState
from ikrar.norms.timeline import Calendar, Freeze, FreezeRule, Period, Reading, covers, freeze, merged


def calendars(agency: Agency | None) -> list[Calendar]:
    """Every election that concerns the agency, with the stages as they hold in its region; for None the national ones."""
    place = agency.region if agency else ""
    held = Prefetch("stages", Stage.objects.order_by("pk"))
    own: dict[int, list[Period]] = {}
    for row in in_force(agency.pk) if agency else ():
        own.setdefault(row.election_id, []).append(_own(row, place))
    return [
        _calendar(row, own.get(row.pk, []), place)
        for row in Election.objects.prefetch_related(held).order_by("year", "pk")
        if _concerns(row.regions, place)
    ]


def _concerns(regions: list[str], place: str) -> bool:
    return not regions or any(covers(region, place) for region in regions)


def _calendar(row: Election, own: Iterable[Period], place: str) -> Calendar:
    return Calendar(
        row.pk, row.slug, row.name, row.long_name, row.kind, row.year, row.basis, row.source, row.verified,
        merged(map(_national, row.stages.all()), own, place),
    )  # fmt: skip


def _national(row: Stage) -> Period:
    return Period(
        row.slug, row.name, row.since, row.until, row.source, row.seen, row.verified, row.is_held, row.note, row.region,
        readings=tuple(_reading(one) for one in row.readings),
    )  # fmt: skip


def _reading(told: dict[str, str]) -> Reading:
    return Reading(dt.date.fromisoformat(told["since"]), catalogue.day(told.get("until", "")), told["source"])


def _own(row: OwnStage, place: str) -> Period:
    """Written and approved by two officers who name their source: seen, and verified by them."""
    assert row.since is not None
    return Period(row.slug, row.name, row.since, row.until, row.source, True, True, region=place, own=row.pk)


def by_nearness(rows: Iterable[Calendar], day: dt.date) -> list[Calendar]:
    """Those not over first, the nearest first; then the past, the latest first."""
    return sorted(rows, key=lambda one: (one.is_over(day), abs(one.year - day.year), one.slug))


def running_on(day: dt.date, agency: Agency | None) -> list[tuple[Period, Calendar]]:
    """Each stage that runs on a day, with its election."""
    return [(period, row) for row in calendars(agency) for period in row.running(day)]


@dataclass(frozen=True)
class Now:
    """What a day stands in: the stages that run, and what begins next; `undated` is an election without any dates."""

    running: tuple[tuple[Period, Calendar], ...]
    next: tuple[Period, Calendar] | None
    undated: Calendar | None


def now_of(agency: Agency | None, day: dt.date) -> Now:
    rows = calendars(agency)
    running = tuple((period, row) for row in rows for period in row.running(day))
    coming = [(period, row) for row in rows if (period := row.next(day))]
    undated = [row for row in rows if not row.periods and not row.is_over(day)]
    return Now(running, min(coming, key=lambda pair: pair[0].since, default=None), undated[0] if undated else None)


def freeze_rules() -> list[tuple[FreezeRule, dict[str, Any]]]:
    """Each rule with its row of the catalogue, which holds its words."""
    return [
        (
            FreezeRule(
                row["slug"], tuple(row["kinds"]), row["from_stage"], row["months_before"], row["until_stage"]
            ),
            row,
        )
        for row in catalogue.freezes()
    ]  # fmt: skip


def freeze_on(agency: Agency | None, day: dt.date) -> list[Freeze]:
    """Where the day lies to each forbidden time of each election that concerns the agency, the nearest election first."""
    rows = by_nearness(calendars(agency), day)
    return [freeze(rule, row, day) for rule, _told in freeze_rules() for row in rows if row.kind in rule.kinds]


def in_force(agency_id: int) -> QuerySet[OwnStage]:
    """What the agency decided of its own region, without what only gave a stage back to the national calendar."""
    return OwnStage.objects.filter(agency=agency_id, state=OwnStageState.IN_FORCE, is_removal=False).order_by("pk")


def own_stages_for(viewer: Actor) -> QuerySet[OwnStage]:
    """Everything that was written for the viewer's region, the latest first."""
    rows = OwnStage.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("election", "agency").order_by("-written_at", "-pk")


def to_approve(viewer: Actor) -> QuerySet[OwnStage]:
    """What another officer wrote and waits for this one."""
    return own_stages_for(viewer).filter(state=OwnStageState.WAITING).exclude(written_by=viewer.id or 0)


def waiting_in_words(viewer: Actor) -> str:
    """How many wait, for the door to them; nothing where none does."""
    count = to_approve(viewer).count()
    return (
        ngettext("%(n)d menunggu persetujuan Anda", "%(n)d menunggu persetujuan Anda", count) % {"n": count}
        if count
        else ""
    )


def names(rows: Iterable[OwnStage]) -> dict[int, str]:
    """Who wrote and who decided, by account."""
    asked = {pk for row in rows for pk in (row.written_by, row.decided_by) if pk}
    return dict(Account.objects.filter(pk__in=asked).values_list("pk", "name"))


def stage_choices(agency: Agency) -> list[tuple[str, list[tuple[str, str]]]]:
    """What an officer may write dates for, by election: its stages, and those that only regions have."""
    extra = [(row["slug"], row["name"]) for row in catalogue.stage_proposals()["region_stages"]]
    found = []
    for row in calendars(agency):
        stages = {period.slug: period.name for period in row.periods if period.is_held}
        stages |= {slug: name for slug, name in extra if slug not in stages}
        found.append((row.name, [(f"{row.slug}/{slug}", name) for slug, name in stages.items()]))
    return found


def period_of(agency: Agency, key: str) -> tuple[Calendar, Period | None] | None:
    """The election and stage behind `pilkada_2024/campaign`, as they hold for the agency; the stage may be new to it."""
    election, _slash, slug = key.partition("/")
    row = next((one for one in calendars(agency) if one.slug == election), None)
    return (row, row.period(slug)) if row else None


def stage_name(slug: str) -> str:
    """The name of a stage that only regions have."""
    rows = catalogue.stage_proposals()["region_stages"]
    return str(next((row["name"] for row in rows if row["slug"] == slug), ""))


def asked_agency(code: str) -> Agency | None:
    """The agency of this code; where the installation serves one alone, that one."""
    rows = Agency.objects.order_by("pk")
    if code:
        return rows.filter(code=code).first()
    first = list(rows[:2])
    return first[0] if len(first) == 1 else None


def agencies() -> QuerySet[Agency]:
    return Agency.objects.order_by("name", "pk")
