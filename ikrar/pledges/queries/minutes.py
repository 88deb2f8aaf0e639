"""What the minutes of a signing tell, of a whole campaign or of one activity's desks; no name of a signer."""

import datetime as dt
from collections import Counter as Tally
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.models import Activity, Official, Remark
from ikrar.outreach.rules import ActivityState, Part
from ikrar.pledges.closing import Cell, Closing, cells, merged
from ikrar.pledges.models import Campaign, Draw, Signature, SignatureVoid, SigningSession
from ikrar.pledges.queries import hub, tallies
from ikrar.pledges.queries.hall import signed
from ikrar.pledges.receipts import CLOSING_LEAF
from ikrar.pledges.rules import SMALL_CELL, CampaignState
from ikrar.register import queries as registers
from ikrar.register.models import Head, Log
from ikrar.register.queries import Placed


@dataclass(frozen=True)
class Bound:
    """Where the minutes stand in the register: a published head, the key that signed it, the closing entry under it.

    `waits` says that the closing entry is on its way.
    """

    head: Head | None
    key: str = ""
    placed: Placed | None = None
    waits: bool = False


@dataclass(frozen=True)
class Counts:
    """Acts in all, those that count, these by level; `voided_since` are voids after the closing entry."""

    acts: int
    counted: int
    cells: list[Cell]
    voided_since: int = 0

    @property
    def voided(self) -> int:
        return self.acts - self.counted


@dataclass(frozen=True)
class Minutes:
    """Of a campaign, or of its sessions in one `activity`; final once nothing of it goes on and its totals stand."""

    campaign: Campaign
    activity: Activity | None
    counts: Counts
    fixed: int
    today: int
    phones: int
    history: list[hub.Happened]
    sessions: list[SigningSession]
    officials: list[Official]
    remarks: list[Remark]
    draws: list[Draw]
    bound: Bound
    is_final: bool

    @property
    def by_phone(self) -> str:
        """How many signed by own phone while the activity lasted; a few are not told exactly, as they are of one level."""
        if 0 < self.phones < SMALL_CELL:
            return _("di bawah %(n)d") % {"n": SMALL_CELL}
        return thousands(self.phones)


def may_have(campaign: Campaign) -> bool:
    """There is nothing to tell of a campaign that was never opened."""
    return campaign.state != CampaignState.PLANNED


def of_campaign(campaign: Campaign) -> Minutes:
    """While it is closed, the numbers are those of its closing entry; before that, those of this moment."""
    sizes, bound = tallies.sizes(campaign), _bound(campaign)
    closing = _closing(bound)
    sessions = SigningSession.objects.filter(campaign=campaign)
    activities = Activity.objects.filter(sessions__campaign=campaign).distinct()
    return Minutes(
        campaign, None, _counts(campaign, closing), sum(row.fixed for row in sizes), sum(row.today for row in sizes), 0,
        [row for row in hub.history(campaign) if row.verb in _SHOWN], _listed(sessions),
        *_seen(activities), list(Draw.objects.filter(campaign=campaign).order_by("pk")), bound, closing is not None,
    )  # fmt: skip


_SHOWN = {"pledges.campaign_opened", "pledges.campaign_closed", "pledges.campaign_reopened"}


def _closing(bound: Bound) -> Closing | None:
    return Closing.parse(bound.placed.entry) if bound.placed else None


def _counts(campaign: Campaign, closing: Closing | None) -> Counts:
    if closing is not None:
        return Counts(closing.acts, closing.counted, closing.cells, closing.counted - tallies.signed(campaign.pk))
    levels: Tally[int] = Tally()
    for cell in tallies.cells(campaign):
        levels[cell.level] += cell.signed
    voided = SignatureVoid.objects.filter(campaign=campaign).count()
    return Counts(levels.total() + voided, levels.total(), cells(merged(levels)))


def _bound(campaign: Campaign) -> Bound:
    """A closed campaign's last closing entry with the head that took it in; else the newest head there is."""
    log = campaign.log
    if log is None:
        return Bound(None)
    if campaign.state == CampaignState.CLOSED:
        if any(_is_of(campaign, entry) for entry in registers.waits(log, CLOSING_LEAF)):
            return _newest(campaign, waits=True)
        found = registers.told_in_cycle(campaign.agency, campaign.cycle, CLOSING_LEAF)
        placed = next((one for one in reversed(found) if _is_of(campaign, one.entry)), None)
        head = registers.head_over(placed.log, placed.index) if placed else None
        if head is not None:
            return Bound(head, registers.key_of(head), placed)
    return _newest(campaign)


def _newest(campaign: Campaign, *, waits: bool = False) -> Bound:
    head = registers.newest_head(campaign.log) if campaign.log else None
    return Bound(head, registers.key_of(head) if head else "", None, waits)


def _is_of(campaign: Campaign, entry: bytes) -> bool:
    closing = Closing.parse(entry)
    return closing is not None and closing.campaign == campaign.code


def _listed(sessions: QuerySet[SigningSession]) -> list[SigningSession]:
    return list(sessions.select_related("opened_by", "unit", "activity").order_by("opens_at", "pk"))


def _seen(activities: QuerySet[Activity]) -> tuple[list[Official], list[Remark]]:
    """Who led and witnessed these activities, and what observers wrote there."""
    parts = (Part.CHAIR, Part.OPENER, Part.WITNESS)
    officials = Official.objects.filter(activity__in=activities, part__in=parts).order_by(
        "activity__on", "part", "place"
    )
    return list(officials), list(Remark.objects.filter(activity__in=activities).order_by("pk"))


def campaigns_in(activity: Activity) -> list[Campaign]:
    """Campaigns with desks in this activity: each has minutes of its own there."""
    rows = Campaign.objects.filter(sessions__activity=activity).distinct().order_by("pk")
    return list(rows.select_related("agency", "ikrar", "pact", "log"))


def has_sessions(activity: Activity) -> bool:
    return SigningSession.objects.filter(activity=activity).exists()


def of_activity(activity: Activity, campaign: Campaign) -> Minutes:
    """What was signed at the campaign's desks in one activity, under the newest head."""
    acts = Signature.objects.filter(session__activity=activity, campaign=campaign).order_by()
    rows = acts.values_list("level").annotate(n=Count("pk", filter=Q(void=None)))
    levels = dict(rows.values_list("level", "n"))
    counted = sum(levels.values())
    whole = _counts(campaign, _closing(_bound(campaign))).cells
    shown = cells(merged(levels, [cell.code for cell in whole]))
    sessions = _listed(SigningSession.objects.filter(activity=activity, campaign=campaign))
    is_over = activity.state in (ActivityState.CLOSED, ActivityState.REPORTED) and all(
        row.closed_at for row in sessions
    )
    phones = next(row.by_phone for row in signed(activity) if row.campaign == campaign)
    return Minutes(
        campaign, activity, Counts(acts.count(), counted, shown), 0, 0, phones, [], sessions,
        *_seen(Activity.objects.filter(pk=activity.pk)), [], _newest(campaign), is_over,
    )  # fmt: skip


@dataclass(frozen=True)
class Total:
    """A closing entry in public, with the campaign's title where it is known; `is_last` where none came after it."""

    placed: Placed
    closing: Closing
    title: str
    is_last: bool

    @property
    def voided(self) -> int:
        return self.closing.acts - self.closing.counted


def totals(placed: list[Placed]) -> list[Total]:
    """The closing entries among these, the newest first."""
    told = [(one, closing) for one in placed if (closing := Closing.parse(one.entry)) is not None]
    titles = dict(
        Campaign.objects.filter(code__in={one.campaign for _placed, one in told}).values_list("code", "title")
    )
    last = {closing.campaign: one.index for one, closing in told}
    rows = [
        Total(one, closing, titles.get(closing.campaign, closing.campaign), last[closing.campaign] == one.index)
        for one, closing in told
    ]
    return rows[::-1]


def totals_in_words(log: Log) -> str:
    """What the log's own page says of them."""
    last = [row for row in totals(registers.told(log, CLOSING_LEAF)) if row.is_last]
    told = {"n": len(last), "counted": thousands(sum(row.closing.counted for row in last))}
    if not last:
        return _("Belum ada penandatanganan yang ditutup di register ini.")
    return (
        ngettext(
            "%(n)d penandatanganan ditutup, %(counted)s tanda tangan dihitung.",
            "%(n)d penandatanganan ditutup, %(counted)s tanda tangan dihitung.",
            len(last),
        )
        % told
    )


def hours(session: SigningSession) -> tuple[dt.datetime, dt.datetime]:
    """From its opening to its end, planned or real."""
    return session.opens_at, min(session.closed_at or session.closes_at, session.closes_at)
