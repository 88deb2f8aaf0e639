"""Making, changing, opening, extending, closing and deleting a campaign."""

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ikrar.agencies.actions import credentials
from ikrar.agencies.models import Agency, Snapshot, Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit, ids, jobs, zones
from ikrar.core.errors import Refused
from ikrar.norms.models import Election
from ikrar.pledges import receipts
from ikrar.pledges.actions import registering
from ikrar.pledges.models import Campaign, PledgeText, SigningSession, TallyMark, UnitSize
from ikrar.pledges.queries.campaigns import has_dependents, members
from ikrar.pledges.rules import CODES_AT_ONCE, CampaignState, TextState

_CODE_LENGTH = 6
#: The job that gives out the codes of a large campaign.
ISSUE_CODES = "pledges.issue_codes"


@transaction.atomic
def create_campaign(
    agency: Agency,
    *,
    title: str,
    cycle: str,
    elections: Iterable[Election],
    ikrar: PledgeText,
    pact: PledgeText | None,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    kinds: Iterable[str] = (),
    units: Iterable[Unit] = (),
    leader: dict[str, str] | None = None,
    by: Actor,
    at: dt.datetime,
) -> Campaign:
    """Plan a campaign with approved texts; nothing is public yet."""
    chosen = list(elections)
    _refuse_plan(chosen, (ikrar, pact), opens_at=opens_at, closes_at=closes_at)
    campaign = Campaign.objects.create(
        agency=agency, code=ids.short_code(_CODE_LENGTH), title=title, cycle=cycle, ikrar=ikrar, pact=pact,
        opens_at=opens_at, closes_at=closes_at, kinds=list(kinds), leader=leader or {}, made_at=at,
    )  # fmt: skip
    campaign.elections.set(chosen)
    campaign.units.set(units)
    audit.record("pledges.campaign_created", campaign, by=by, values={"title": title})
    return campaign


def _refuse_plan(
    elections: list[Election], texts: Iterable[PledgeText | None], *, opens_at: dt.datetime, closes_at: dt.datetime
) -> None:
    """What cannot be planned: a window without length, a draft, no election."""
    if closes_at <= opens_at:
        raise Refused(_("Penutupan harus sesudah pembukaan."), field="closes_at")
    for text in texts:
        if text is not None and text.state != TextState.APPROVED:
            raise Refused(_("Naskah “%(title)s” belum disetujui.") % {"title": text.title})
    if not elections:
        raise Refused(_("Pilih paling sedikit satu pemilihan."), field="elections")


@transaction.atomic
def edit_campaign(
    campaign: Campaign, *, elections: Iterable[Election], units: Iterable[Unit] = (), by: Actor, **plan: Any
) -> Campaign:
    """Change a planned campaign: the same fields as at its making. Once it is open only its window moves."""
    campaign = _only_planned(campaign)
    chosen, places = list(elections), list(units)
    _refuse_plan(chosen, (plan["ikrar"], plan["pact"]), opens_at=plan["opens_at"], closes_at=plan["closes_at"])
    fields = ("title", "cycle", "ikrar", "pact", "opens_at", "closes_at", "kinds", "leader")
    changed = [name for name in fields if getattr(campaign, name) != plan[name]]
    for name in changed:
        setattr(campaign, name, plan[name])
    campaign.save(update_fields=changed)
    for name, rows in (("elections", chosen), ("units", places)):
        link = getattr(campaign, name)
        if set(link.all()) != set(rows):
            link.set(rows)
            changed.append(name)
    if changed:
        audit.record("pledges.campaign_edited", campaign, by=by, fields=changed)
    return campaign


@transaction.atomic
def delete_campaign(campaign: Campaign, *, by: Actor) -> None:
    """Take away a campaign that was only planned; the trace keeps its title."""
    campaign = _only_planned(campaign)
    audit.record("pledges.campaign_deleted", campaign, by=by, reason=campaign.title)
    campaign.delete()


def _only_planned(campaign: Campaign) -> Campaign:
    """The campaign under its lock, while nobody outside the officers' desk knows of it."""
    campaign = _locked(campaign)
    if campaign.state != CampaignState.PLANNED:
        raise Refused(_("Penandatanganan ini sudah pernah dibuka, jadi tidak bisa diubah atau dihapus."))
    if has_dependents(campaign):
        raise Refused(
            _("Sudah ada lembar, sesi, atau ajakan untuk penandatanganan ini, jadi tidak diubah atau dihapus.")
        )
    return campaign


@transaction.atomic
def open_campaign(campaign: Campaign, *, by: Actor, at: dt.datetime) -> Campaign:
    """Fix the denominator, give everybody in it a code, and let people sign within the window."""
    campaign = _locked(campaign)
    if campaign.state != CampaignState.PLANNED:
        return campaign
    if campaign.closes_at <= at:
        raise Refused(_("Waktu penutupannya sudah lewat. Ubah dulu waktunya."), field="closes_at")
    day = zones.today(campaign.agency.zone, at)
    rows = list(members(campaign, day).order_by("staff_id").values_list("staff_id", "unit_id", "kind"))
    if not rows:
        raise Refused(_("Belum ada pegawai dalam sasaran ini. Unggah daftar pegawai dulu."))
    campaign.snapshot = _snapshot(campaign, day, rows, at)
    sizes = Tally((unit, kind) for _staff, unit, kind in rows)
    UnitSize.objects.bulk_create(
        UnitSize(campaign=campaign, unit_id=unit, kind=kind, fixed=size, today=size)
        for (unit, kind), size in sizes.items()
    )
    TallyMark.objects.create(campaign=campaign, sized_at=at)
    campaign.state = CampaignState.OPEN
    registering.open_log(campaign, by=by, at=at)
    campaign.save(update_fields=["state", "snapshot", "log"])
    _issue_codes(campaign, [staff for staff, _unit, _kind in rows], by=by, at=at)
    audit.record("pledges.campaign_opened", campaign, by=by, fields=["state"])
    return campaign


def _issue_codes(campaign: Campaign, staff_ids: list[int], *, by: Actor, at: dt.datetime) -> None:
    """Now where they are few, else by the worker, who shows how far it is."""
    if len(staff_ids) <= CODES_AT_ONCE:
        credentials.issue_credentials(campaign.agency_id, staff_ids, by=by, at=at)
        return
    jobs.enqueue(
        ISSUE_CODES, args={"campaign": campaign.pk, "by": by.id}, agency=campaign.agency_id, key=str(campaign.pk), at=at
    )


@transaction.atomic
def issue_next_codes(campaign: Campaign, *, after: int, most: int, by: Actor, at: dt.datetime) -> tuple[int, int]:
    """Codes for the next members by id; returns the last id and how many people were looked at."""
    day = zones.today(campaign.agency.zone, at)
    rows: QuerySet = members(campaign, day).filter(staff_id__gt=after).order_by("staff_id")
    staff_ids = list(rows.values_list("staff_id", flat=True)[:most])
    if staff_ids:
        credentials.issue_credentials(campaign.agency_id, staff_ids, by=by, at=at)
    return (staff_ids[-1] if staff_ids else after), len(staff_ids)


def _locked(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("agency")
    return rows.get(pk=campaign.pk)


def _snapshot(campaign: Campaign, day: dt.date, rows: list[tuple[int, int, str]], at: dt.datetime) -> Snapshot:
    counts = Tally(kind for _staff, _unit, kind in rows)
    return Snapshot.objects.create(
        agency_id=campaign.agency_id, on=day, counts={"all": len(rows), **counts}, made_at=at,
        scope={"kinds": campaign.kinds, "units": list(campaign.units.values_list("pk", flat=True))},
        digest=receipts.digest_of({"members": [list(row) for row in rows]}),
    )  # fmt: skip


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: Actor, at: dt.datetime, reason: str = "") -> Campaign:
    """Nobody signs any more, and desks close with it; figures and papers stay."""
    campaign = _locked(campaign)
    if campaign.state == CampaignState.CLOSED:
        return campaign
    if campaign.state == CampaignState.PLANNED:
        raise Refused(_("Penandatanganan ini belum dibuka, jadi tidak ada yang ditutup."))
    campaign.state = CampaignState.CLOSED
    campaign.save(update_fields=["state"])
    registering.commit_closing(campaign, at=at)
    SigningSession.objects.filter(campaign=campaign, closed_at=None).update(closed_at=at)
    audit.record("pledges.campaign_closed", campaign, by=by, fields=["state"], reason=reason)
    return campaign


@transaction.atomic
def extend_campaign(campaign: Campaign, *, closes_at: dt.datetime, by: Actor, at: dt.datetime, reason: str) -> Campaign:
    """Move the end of the window, or re-open a closed campaign; both need a reason."""
    if not reason.strip():
        raise Refused(_("Tulis alasannya, supaya bisa dijelaskan kepada pengawas."), field="reason")
    campaign = _locked(campaign)
    if closes_at <= max(at, campaign.opens_at):
        raise Refused(_("Waktu penutupan baru harus di masa depan, sesudah pembukaan."), field="closes_at")
    verb = "reopened" if campaign.state == CampaignState.CLOSED else "extended"
    campaign.state = CampaignState.OPEN if campaign.snapshot_id else campaign.state
    campaign.closes_at = closes_at
    campaign.save(update_fields=["closes_at", "state"])
    audit.record(f"pledges.campaign_{verb}", campaign, by=by, fields=["closes_at"], reason=reason)
    return campaign
