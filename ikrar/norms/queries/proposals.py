"""Reading what stages propose to an agency, who would get a letter, and what is shown on screens."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, QuerySet, When
from django.utils.translation import ngettext

from ikrar.agencies.models import Agency, Assignment
from ikrar.agencies.queries import REGISTERED
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.core.models import MailState, OutboxMessage
from ikrar.norms import catalogue
from ikrar.norms.models import StageProposal
from ikrar.norms.queries import stages
from ikrar.norms.rules.stages import ProposalKind, ProposalState, Standing
from ikrar.norms.timeline import Calendar, Period

#: The letter to staff.
REMINDER = "stage_reminder"
#: Proposals whose dates still follow the calendar.
FOLLOWING = (ProposalState.OPEN, ProposalState.LAPSED)


@dataclass(frozen=True)
class Due:
    """One proposal as the calendar and the catalogue tell it now."""

    calendar: Calendar
    period: Period
    kind: str
    subject: str
    text: str
    until: dt.date
    is_near: bool


def due(agency: Agency, day: dt.date) -> Iterator[Due]:
    """For each stage that is held and not over what it proposes; `is_near` where its time to be proposed has come."""
    told = catalogue.stage_proposals()
    for calendar in stages.calendars(agency):
        for period in calendar.periods:
            if period.slug in told["silent"] or period.on(day) in (Standing.PAST, Standing.NOT_HELD):
                continue
            row = told["stages"].get(period.slug, told["stages"]["default"] if period.own else None)
            if row is None:
                continue
            is_near = period.since - dt.timedelta(days=row.get("days_ahead", told["days_ahead"])) <= day
            for kind in row["kinds"]:
                words = _words(row.get(kind) or told["stages"]["default"][kind], period, calendar, agency)
                yield Due(calendar, period, kind, *words, period.until or period.since, is_near)


def _words(row: Mapping[str, str], period: Period, calendar: Calendar, agency: Agency) -> tuple[str, str]:
    first, last = zones.long_date(period.since, named=True), zones.long_date(period.until or period.since, named=True)
    when = f"{first} sampai {last}" if first != last else first
    told = {"stage": period.name, "election": calendar.name, "when": when, "agency": agency.name}
    return row["subject"].format(**told), row["text"].format(**told)


def proposals_for(viewer: Actor) -> QuerySet[StageProposal]:
    """What stages proposed to the viewer's agency: what waits first, the nearest first."""
    rows = StageProposal.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    waits = Case(When(state=ProposalState.OPEN, then=F("since")))
    told = rows.select_related("election", "agency").annotate(waits=waits)
    return told.order_by(F("waits").asc(nulls_last=True), "-since", "stage", "pk")


def waiting_proposals(viewer: Actor) -> int:
    return proposals_for(viewer).filter(state=ProposalState.OPEN).count()


def waiting_in_words(viewer: Actor) -> str:
    """How many wait, for the door to them; nothing where none does."""
    count = waiting_proposals(viewer)
    return ngettext("%(n)d menunggu keputusan", "%(n)d menunggu keputusan", count) % {"n": count} if count else ""


def banners(agency_id: int, at: dt.datetime) -> list[StageProposal]:
    """What an officer chose to show now, the newest first."""
    rows = StageProposal.objects.filter(agency=agency_id, kind=ProposalKind.BANNER, state=ProposalState.TAKEN)
    found = rows.select_related("agency").order_by("-decided_at", "-pk")
    return [row for row in found if row.shown_until and row.shown_until >= zones.today(row.agency.zone, at)][:2]


def readers(agency_id: int) -> QuerySet[Assignment]:
    """Everybody who serves and whose registered e-mail is known, by person."""
    rows = Assignment.objects.filter(REGISTERED, agency=agency_id, until=None)
    return rows.select_related("staff", "unit").order_by("staff_id")


@dataclass(frozen=True)
class Reach:
    """How many would get a letter, how many serve without a known address, and some of them as a sample."""

    count: int
    without: int
    sample: list[Assignment]


def reach(agency_id: int, most: int) -> Reach:
    rows = readers(agency_id)
    count = rows.count()
    all_serving = Assignment.objects.filter(agency=agency_id, until=None).count()
    step = max(1, count // most)
    sample = [row for number in range(0, count, step) for row in rows[number : number + 1]][:most]
    return Reach(count, all_serving - count, sample)


def topic(proposal: StageProposal) -> str:
    """What all mail of one proposal has in common in the outbox."""
    return f"stage {proposal.pk}"


def mail_states(proposal: StageProposal) -> dict[str, int]:
    """How many letters stand how."""
    rows = OutboxMessage.objects.filter(topic=topic(proposal), agency=proposal.agency_id)
    counted = Counter(dict(rows.values_list("state").annotate(n=Count("pk"))))
    return {state.value: counted[state.value] for state in MailState}


def sending(day: dt.date) -> QuerySet[StageProposal]:
    """Proposals whose mail is still looked at."""
    return StageProposal.objects.filter(kind=ProposalKind.REMINDER, state=ProposalState.TAKEN, until__gte=day)
