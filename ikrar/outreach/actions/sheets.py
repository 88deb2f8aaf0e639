"""Paper: printing sheets, entering what was signed in ink, and the second officer's word on it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Assignment, Unit
from ikrar.agencies.roles import Actor, Permission
from ikrar.agencies.rules import Level
from ikrar.core import audit, files, ids
from ikrar.core.errors import Refused
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.actions.attendance import Coming
from ikrar.outreach.models import Activity, AttendanceSheet, Guest
from ikrar.outreach.permissions import CONFIRM_SHEET, ENTER_SHEET
from ikrar.outreach.queries import sheets as queries
from ikrar.outreach.rules import SHEET_FREE, SHEET_ROWS, SHEETS_MOST, ActivityState, Found, PaperState, Source

_NAMESPACE = uuid.UUID("1b0e52d4-6a0c-5c5e-8f0b-92d3a1f6c7e4")


@transaction.atomic
def print_sheets(
    activity: Activity, units: Sequence[Unit], *, is_blank: bool = False, by: Actor, at: dt.datetime
) -> list[AttendanceSheet]:
    """Fix who stands on which sheet, before it is printed; a blank one is for whoever comes without being invited."""
    _refuse_reported(activity)
    if not all(may(by, ENTER_SHEET, on=unit) for unit in units) or (is_blank and "" not in by.reach(ENTER_SHEET)):
        raise Refused(_("Anda mencetak lembar hanya untuk unit Anda sendiri."), field="unit")
    rows = queries.people_to_print(activity, units)
    if not rows and not is_blank:
        raise Refused(_("Tidak ada undangan untuk dicetak di unit ini."), field="unit")
    pages: list[tuple[int | None, list[int]]] = [(None, [])] if is_blank else []
    size = SHEET_ROWS - SHEET_FREE
    for unit, of in groupby(rows, key=lambda row: row.unit_id):
        staff = [row.staff_id for row in of]
        pages += [(unit, staff[start : start + size]) for start in range(0, len(staff), size)]
    if len(pages) > SHEETS_MOST:
        raise Refused(_("Terlalu banyak lembar untuk sekali cetak. Cetak per unit."), field="unit")
    made = AttendanceSheet.objects.bulk_create(
        AttendanceSheet(
            agency_id=activity.agency_id, activity=activity, unit_id=unit, code=ids.short_code(8), staff=staff, made_at=at
        )
        for unit, staff in pages
    )  # fmt: skip
    audit.record("outreach.sheets_printed", activity, by=by, fields=[str(len(made))])
    return made


def _refuse_reported(activity: Activity) -> None:
    if activity.state == ActivityState.REPORTED:
        raise Refused(_("Kegiatan ini sudah dilaporkan, jadi daftarnya tidak berubah lagi."))


@transaction.atomic
def enter_sheet(
    sheet: AttendanceSheet, *, scan: bytes, ticked: Sequence[int], by: Actor, at: dt.datetime
) -> AttendanceSheet:
    """Attach the scan and say which rows are signed; nothing counts before a second officer confirms."""
    sheet = _held(sheet, ENTER_SHEET, by)
    if sheet.state not in (PaperState.PRINTED, PaperState.REFUSED):
        raise Refused(_("Lembar ini sudah dimasukkan dan menunggu petugas kedua, atau sudah disahkan."))
    if sheet.staff and not ticked and sheet.state == PaperState.PRINTED and not sheet.added:
        raise Refused(_("Centang paling sedikit satu baris yang ditandatangani."), field="ticked")
    if not set(ticked) <= set(sheet.staff):
        raise Refused(_("Ada baris yang bukan dari lembar ini. Muat ulang halamannya."), field="ticked")
    accepted, before = files.accept_scan(scan), sheet.scan
    sheet.scan = files.store(
        sheet.agency_id, accepted.data, name=f"daftar-hadir-{sheet.code}{accepted.extension}",
        content_type=accepted.content_type, purpose="paper", at=at,
    )  # fmt: skip
    sheet.ticked = [pk for pk in sheet.staff if pk in set(ticked)]
    sheet.entered_by, sheet.entered_at, sheet.refused_at, sheet.refusal = by.id, at, None, ""
    sheet.save()
    if before is not None:
        files.delete(before)
    audit.record("outreach.sheet_entered", sheet, by=by, fields=["scan", "ticked"])
    return sheet


def _held(sheet: AttendanceSheet, permission: Permission, by: Actor) -> AttendanceSheet:
    """The sheet under its row lock, for somebody who has the right to it, while its activity is not reported.

    The activity's row is held too, so that it is not reported meanwhile; desks go on.
    """
    activity = locked(sheet.activity)
    rows = AttendanceSheet.objects.select_for_update(of=("self",)).select_related("activity__agency", "unit", "scan")
    sheet = rows.get(pk=sheet.pk)
    if not may(by, permission, on=sheet):
        raise Refused(_("Lembar ini milik unit lain."))
    _refuse_reported(activity)
    return sheet


def _own(sheet: AttendanceSheet, by: Actor) -> AttendanceSheet:
    """An entered sheet, for whoever entered it: the second officer only looks."""
    sheet = _held(sheet, ENTER_SHEET, by)
    if sheet.state != PaperState.ENTERED or sheet.entered_by != by.id:
        raise Refused(_("Yang menambah nama hanya petugas yang memasukkan lembar ini, sebelum disahkan."))
    return sheet


@transaction.atomic
def add_person(sheet: AttendanceSheet, staff: int, *, by: Actor) -> AttendanceSheet:
    """Somebody wrote the own name below; pressed twice, it stands there once."""
    sheet = _own(sheet, by)
    if staff in (*sheet.ticked, *sheet.added):
        return sheet
    if not Assignment.objects.filter(agency=sheet.agency_id, staff=staff, until=None).exists():
        raise Refused(_("Orang ini tidak tercatat bertugas di unit mana pun. Hubungi petugas kepegawaian."))
    _refuse_full(sheet)
    return _changed(sheet, by, added=[*sheet.added, staff])


@transaction.atomic
def add_sheet_guest(
    sheet: AttendanceSheet, *, name: str, office: str, institution: str, uuid: uuid.UUID, by: Actor
) -> AttendanceSheet:
    """A guest wrote the own name below; the same message adds it once."""
    sheet = _own(sheet, by)
    if any(guest["key"] == uuid.hex for guest in sheet.guests):
        return sheet
    _refuse_full(sheet)
    told = {"key": uuid.hex, "name": name, "office": office, "institution": institution}
    return _changed(sheet, by, guests=[*sheet.guests, told])


def _refuse_full(sheet: AttendanceSheet) -> None:
    if len(sheet.added) + len(sheet.guests) >= SHEET_ROWS:
        raise Refused(_("Satu lembar tidak memuat lebih dari %(n)d nama tulisan tangan.") % {"n": SHEET_ROWS})


@transaction.atomic
def take_off(sheet: AttendanceSheet, *, staff: int = 0, guest: str = "", by: Actor) -> AttendanceSheet:
    """A name that was added by mistake."""
    sheet = _own(sheet, by)
    guests = [row for row in sheet.guests if row["key"] != guest]
    return _changed(sheet, by, added=[pk for pk in sheet.added if pk != staff], guests=guests)


def _changed(sheet: AttendanceSheet, by: Actor, **told: object) -> AttendanceSheet:
    for name, value in told.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(told))
    audit.record("outreach.sheet_entered", sheet, by=by, fields=["ticked"])
    return sheet


@transaction.atomic
def confirm_sheet(sheet: AttendanceSheet, *, seen: str, by: Actor, at: dt.datetime) -> int:
    """The second officer saw scan and rows: one act each, at this moment; whoever is present already keeps that hour.

    `seen` is what the officer's page said, so that nobody adds a name behind it. Returns how many were recorded now;
    somebody who serves nowhere any more is left out and shown so.
    """
    sheet = _held(sheet, CONFIRM_SHEET, by)
    _refuse_second(sheet, by)
    if seen != sheet.said:
        raise Refused(_("Lembar ini berubah sejak halaman ini dibuka. Cocokkan lagi setiap namanya."))
    if not sheet.count:
        raise Refused(_("Lembar ini belum memuat nama. Kembalikan, supaya dilengkapi."))
    new = sum(_recorded(sheet, pk, by, at) for pk in dict.fromkeys((*sheet.ticked, *sheet.added)))
    for told in sheet.guests:
        named = Guest.objects.filter(activity=sheet.activity_id, name__iexact=told["name"])
        guest = named.filter(institution__iexact=told["institution"]).first() or Guest.objects.create(
            activity_id=sheet.activity_id, name=told["name"], office=told["office"], institution=told["institution"],
            by=sheet.entered_by, at=at,
        )  # fmt: skip
        coming = _coming(sheet, f"guest {told['key']}", by, guest=guest.pk)
        new += attendance.record(sheet.activity, coming, at=at).is_new
    sheet.confirmed_by, sheet.confirmed_at = by.id, at
    sheet.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record("outreach.sheet_confirmed", sheet, by=by, fields=[str(new)])
    return new


def _recorded(sheet: AttendanceSheet, staff: int, by: Actor, at: dt.datetime) -> bool:
    try:
        return attendance.record(sheet.activity, _coming(sheet, str(staff), by, staff=staff), at=at).is_new
    except Refused:
        return False


def _coming(
    sheet: AttendanceSheet, key: str, by: Actor, *, staff: int | None = None, guest: int | None = None
) -> Coming:
    return Coming(
        source=Source.PAPER, client_uuid=uuid.uuid5(_NAMESPACE, f"{sheet.code}:{key}"), level=Level.INK, staff=staff,
        guest=guest, found=Found.SEARCH if staff in sheet.added else "", officer=by.id, evidence=sheet.scan_id,
    )  # fmt: skip


def _refuse_second(sheet: AttendanceSheet, by: Actor) -> None:
    if sheet.state == PaperState.CONFIRMED:
        raise Refused(_("Lembar ini sudah disahkan. Tidak ada yang dicatat dua kali."))
    if sheet.state != PaperState.ENTERED or sheet.scan is None:
        raise Refused(_("Lembar ini belum dimasukkan, atau sudah dikembalikan."))
    if not by.is_officer or sheet.entered_by == by.id:
        raise Refused(_("Yang memasukkan tidak mengesahkan. Minta petugas lain memeriksa pindaiannya."))


@transaction.atomic
def refuse_sheet(sheet: AttendanceSheet, *, reason: str, by: Actor, at: dt.datetime) -> AttendanceSheet:
    """The second officer gives it back with words; it can be entered again."""
    sheet = _held(sheet, CONFIRM_SHEET, by)
    _refuse_second(sheet, by)
    if not reason.strip():
        raise Refused(_("Tulis apa yang tidak cocok, supaya bisa diperbaiki."), field="reason")
    sheet.refused_at, sheet.refusal = at, reason.strip()[:300]
    sheet.save(update_fields=["refused_at", "refusal"])
    audit.record("outreach.sheet_refused", sheet, by=by, reason=sheet.refusal)
    return sheet
