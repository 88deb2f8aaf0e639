"""Paper: printing sheets, entering what was signed with ink, and the second officer's word on it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Assignment, Unit
from ikrar.agencies.roles import Actor, Permission
from ikrar.agencies.rules import Level
from ikrar.core import audit, files, ids, zones
from ikrar.core.errors import Refused
from ikrar.pledges import receipts
from ikrar.pledges.actions.acts import Act, hold_open, store_acts
from ikrar.pledges.models import Campaign, PaperSheet, Signature
from ikrar.pledges.permissions import CONFIRM_PAPER, ENTER_PAPER
from ikrar.pledges.queries import papers as queries
from ikrar.pledges.queries.standing import Standing, standings
from ikrar.pledges.rules import PRINT_MOST, SHEET_ROWS, CampaignState, Method, SheetKind, SheetState

_CODE_LENGTH = 8
_NAMESPACE = uuid.UUID("6f0f2b8e-3f7a-5c1d-9a56-0d3a7c1f2e90")
_TRIES = 3


@dataclass(frozen=True)
class Printed:
    """Fresh sheets and the people on them."""

    sheets: list[PaperSheet]
    people: dict[int, Assignment] = field(default_factory=dict)


@transaction.atomic
def print_sheets(
    campaign: Campaign, *, unit: Unit, kind: str, only_missing: bool = False, by: Actor, at: dt.datetime
) -> Printed:
    """Fix who stands on which sheet, before it is printed."""
    _refuse_paper(campaign)
    if not may(by, ENTER_PAPER, on=unit):
        raise Refused(_("Anda mencetak lembar hanya untuk unit Anda sendiri."), field="unit")
    day = zones.today(campaign.agency.zone, at)
    rows = queries.people_to_print(by, campaign, unit, day, only_missing=only_missing)
    if not rows:
        raise Refused(_("Tidak ada orang untuk dicetak di unit ini."), field="unit")
    if len(rows) > PRINT_MOST:
        raise Refused(_("Unit ini terlalu besar untuk sekali cetak. Cetak per unit di bawahnya."), field="unit")
    size = SHEET_ROWS if kind == SheetKind.ROSTER else 1
    made = PaperSheet.objects.bulk_create(
        PaperSheet(
            agency_id=campaign.agency_id, campaign=campaign, unit=unit, kind=kind, code=ids.short_code(_CODE_LENGTH),
            staff=[row.staff_id for row in rows[start : start + size]], made_at=at,
        )
        for start in range(0, len(rows), size)
    )  # fmt: skip
    audit.record("pledges.sheets_printed", campaign, by=by, fields=[kind, f"unit {unit.pk}", str(len(made))])
    return Printed(made, {row.staff_id: row for row in rows})


def _refuse_paper(campaign: Campaign) -> None:
    """Ink is the lowest level; a text that asks for more names the nearest way."""
    if campaign.state != CampaignState.OPEN:
        raise Refused(
            _("Penandatanganan ini tidak sedang dibuka. Minta petugas kepegawaian membuka atau memperpanjangnya.")
        )
    least = max(campaign.ikrar.least_level, campaign.pact.least_level if campaign.pact else 0)
    if least > Level.INK:
        raise Refused(
            _(
                "Naskah ini minta bukti diri paling rendah “%(level)s”, jadi tidak bisa lewat kertas. Jalan terdekat: %(way)s."
            )
            % {
                "level": Level(least).label,
                "way": _("meja dengan saksi") if least == Level.VOUCHED else _("kode dan PIN di HP sendiri"),
            }
        )


@transaction.atomic
def enter_sheet(
    sheet: PaperSheet,
    *,
    scan: bytes,
    ticked: Sequence[int],
    signed_on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> PaperSheet:
    """Attach the scan and say which rows are signed; nothing counts before a second officer confirms."""
    sheet = _held(sheet, ENTER_PAPER, by)
    if sheet.state not in (SheetState.PRINTED, SheetState.REFUSED):
        raise Refused(_("Lembar ini sudah dimasukkan dan menunggu petugas kedua, atau sudah disahkan."))
    _refuse_paper(sheet.campaign)
    _refuse_entry(sheet, ticked, signed_on, at)
    accepted, before = files.accept_scan(scan), sheet.scan
    sheet.scan = files.store(
        sheet.agency_id, accepted.data, name=f"lembar-{sheet.code}{accepted.extension}",
        content_type=accepted.content_type, purpose="paper", at=at,
    )  # fmt: skip
    sheet.ticked = [pk for pk in sheet.staff if pk in set(ticked)]
    sheet.signed_on, sheet.entered_by, sheet.entered_at = signed_on, by.id, at
    sheet.refused_by = sheet.refused_at = None
    sheet.refusal = ""
    sheet.save()
    if before is not None:
        files.delete(before)
    audit.record("pledges.sheet_entered", sheet, by=by, fields=["scan", "ticked", "signed_on"])
    return sheet


def _held(sheet: PaperSheet, permission: Permission, by: Actor) -> PaperSheet:
    """The sheet under its row lock, for somebody who has the right to it."""
    rows = PaperSheet.objects.select_for_update(of=("self",))
    rows = rows.select_related("campaign__agency", "campaign__ikrar", "campaign__pact", "unit", "scan")
    sheet = rows.get(pk=sheet.pk)
    if not may(by, permission, on=sheet):
        raise Refused(_("Lembar ini milik unit lain."))
    return sheet


def _refuse_entry(sheet: PaperSheet, ticked: Sequence[int], signed_on: dt.date, at: dt.datetime) -> None:
    zone = sheet.campaign.agency.zone
    if not ticked:
        raise Refused(_("Centang paling sedikit satu baris yang ditandatangani."), field="ticked")
    if not set(ticked) <= set(sheet.staff):
        raise Refused(_("Ada baris yang bukan dari lembar ini. Muat ulang halamannya."), field="ticked")
    if not zones.today(zone, sheet.campaign.opens_at) <= signed_on <= zones.today(zone, sheet.campaign.closes_at):
        raise Refused(_("Tanggal ini di luar waktu penandatanganan."), field="signed_on")
    if signed_on > zones.today(zone, at):
        raise Refused(_("Tanggal ini belum terjadi."), field="signed_on")


@dataclass(frozen=True)
class Confirmed:
    """What became of the ticked rows: recorded now, there already, or not to be recorded (no place of work today)."""

    recorded: list[Signature]
    already: list[int]
    unfit: list[int]


def confirm_sheet(sheet: PaperSheet, *, by: Actor, at: dt.datetime) -> Confirmed:
    """The second officer saw scan and rows: one act each, at this moment, with the scan as evidence."""
    for left in reversed(range(_TRIES)):
        try:
            return _confirm_once(sheet, by=by, at=at)
        except IntegrityError:  # somebody on the sheet signed by phone in this very moment
            if not left:
                raise
    raise AssertionError


@transaction.atomic
def _confirm_once(sheet: PaperSheet, *, by: Actor, at: dt.datetime) -> Confirmed:
    sheet = _held(sheet, CONFIRM_PAPER, by)
    _refuse_second(sheet, by)
    _refuse_paper(sheet.campaign)
    hold_open(sheet.campaign_id)
    rows = standings(sheet.campaign_id, sheet.ticked, lock=True)
    fit = {pk: row for pk, row in rows.items() if row.serves and not row.signed}
    acts = store_acts(list(fit.values()), [_act(sheet, row, by, at) for row in fit.values()])
    sheet.confirmed_by, sheet.confirmed_at = by.id, at
    sheet.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record("pledges.sheet_confirmed", sheet, by=by, fields=[str(len(acts))])
    already = [pk for pk in sheet.ticked if pk in rows and rows[pk].signed]
    return Confirmed(acts, already, [pk for pk in sheet.ticked if pk not in fit and pk not in already])


def _refuse_second(sheet: PaperSheet, by: Actor) -> None:
    if sheet.state == SheetState.CONFIRMED:
        raise Refused(_("Lembar ini sudah disahkan. Tidak ada yang dicatat dua kali."))
    if sheet.state != SheetState.ENTERED or sheet.scan is None:
        raise Refused(_("Lembar ini belum dimasukkan, atau sudah dikembalikan."))
    if not by.is_officer or sheet.entered_by == by.id:
        raise Refused(_("Yang memasukkan tidak mengesahkan. Minta petugas lain memeriksa pindaiannya."))


def _act(sheet: PaperSheet, row: Standing, by: Actor, at: dt.datetime) -> Act:
    scan = sheet.scan.sha256 if sheet.scan else ""
    signed_on = sheet.signed_on.isoformat() if sheet.signed_on else ""
    return Act(
        level=Level.INK, method=Method.PAPER, at=at, officer=by.id, evidence=sheet.scan,
        client_uuid=uuid.uuid5(_NAMESPACE, f"{sheet.code}:{row.staff_id}"),
        body=receipts.body_digest(sheet=sheet.code, staff=row.staff_id, scan=scan, signed_on=signed_on),
        more={
            "sheet": sheet.code, "signed_on": signed_on, "evidence": scan, "entered_by": sheet.entered_by, "officer": by.id,
        },
    )  # fmt: skip


@transaction.atomic
def refuse_sheet(sheet: PaperSheet, *, reason: str, by: Actor, at: dt.datetime) -> PaperSheet:
    """The second officer gives it back with words; it can be entered again."""
    sheet = _held(sheet, CONFIRM_PAPER, by)
    _refuse_second(sheet, by)
    if not reason.strip():
        raise Refused(_("Tulis apa yang tidak cocok, supaya bisa diperbaiki."), field="reason")
    sheet.refused_by, sheet.refused_at, sheet.refusal = by.id, at, reason.strip()[:300]
    sheet.save(update_fields=["refused_by", "refused_at", "refusal"])
    audit.record("pledges.sheet_refused", sheet, by=by, reason=sheet.refusal)
    return sheet
