"""The attendance list as an official paper and as a workbook, made of rows that were read; writes nothing."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.letterhead import letterhead
from ikrar.agencies.models import Staff
from ikrar.agencies.rules import Level, StaffKind
from ikrar.core import documents, zones
from ikrar.core.documents.checks import plain
from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.models import Activity
from ikrar.outreach.queries.lists import AttendanceRows, Row
from ikrar.outreach.rules import Mode, Part, Source

_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DOTS = "." * 40


def attendance_pdf(
    activity: Activity, rows: AttendanceRows, invited: int, at: dt.datetime, *, whole_numbers: bool
) -> bytes:
    """As offices file it, in Indonesian. A short end stands for a number unless `whole_numbers`."""
    data = paper_data(activity, rows, invited, at, whole_numbers=whole_numbers)
    return documents.render("attendance", data, timestamp=int(at.timestamp()))


def paper_data(
    activity: Activity, rows: AttendanceRows, invited: int, at: dt.datetime, *, whole_numbers: bool
) -> dict[str, Any]:
    """What stands on the paper."""
    with override(settings.LANGUAGE_CODE):
        zone, agency = activity.agency.zone, activity.agency
        return {
            "letterhead": letterhead(agency), "title": _("Daftar Hadir"), "activity": activity.title,
            "facts": [{"label": label, "value": value} for label, value in head(activity)],
            "columns": _columns(activity, rows), "empty": _empty(activity, rows),
            "rows": [_printed(row, zone, whole_numbers) for row in rows.staff] or None,
            "guests": [_printed(row, zone, whole_numbers) for row in rows.guests] or None,
            "summary": summary(activity, rows, invited), "legend": legend(rows) or None,
            "place": agency.place or agency.name, "date": zones.long_date(activity.on) if activity.on else _DOTS[:20],
            "signer": _chair(activity), "printed": zones.moment(at, zone),
        }  # fmt: skip


def head(activity: Activity) -> list[tuple[str, str]]:
    """What, when, where, who; what the source does not tell is said so."""
    untold = _("tidak disebut")
    place = activity.place or untold
    if activity.mode != Mode.HALL:
        place = _("daring") if activity.mode == Mode.ONLINE else _("%(place)s dan daring") % {"place": place}
    return [
        (_("Kegiatan"), activity.title), (_("Hari, tanggal"), when(activity) or untold), (_("Tempat"), place),
        (_("Penyelenggara"), activity.organiser or untold),
    ]  # fmt: skip


def when(activity: Activity) -> str:
    """`Senin, 14 Oktober 2024, pukul 08.30 sampai 11.30 WITA`, as far as it is known."""
    if activity.on is None:
        return ""
    day, zone = zones.long_date(activity.on, named=True), activity.agency.zone
    if activity.begins is None:
        return day
    told = {"day": day, "begins": f"{activity.begins:%H.%M}", "zone": zone}
    if activity.ends is None:
        return _("%(day)s, pukul %(begins)s %(zone)s") % told
    return _("%(day)s, pukul %(begins)s sampai %(ends)s %(zone)s") % {**told, "ends": f"{activity.ends:%H.%M}"}


def summary(activity: Activity, rows: AttendanceRows, invited: int) -> list[str]:
    """The figures in sentences; each person counts where first recorded."""
    told = {
        "invited": thousands(invited), "present": thousands(len(rows.staff)), "desk": thousands(rows.seen(Source.DESK)),
        "online": thousands(rows.seen(Source.ONLINE)), "paper": thousands(rows.seen(Source.PAPER)),
    }  # fmt: skip
    said = [
        _("Diundang %(invited)s orang, hadir %(present)s orang: di meja %(desk)s, daring %(online)s, kertas %(paper)s.")
        % told
    ]
    if additions := sum(not row.is_invited for row in rows.staff):
        said.append(_("%(n)s di antaranya tambahan, tidak diundang sebelumnya.") % {"n": thousands(additions)})
    if rows.guests:
        said.append(_("Tamu %(n)s orang.") % {"n": thousands(len(rows.guests))})
    if activity.told is not None:
        said.append(_("Menurut sumber, peserta %(n)s orang.") % {"n": thousands(activity.told)})
    return said


def legend(rows: AttendanceRows) -> list[str]:
    return [f"{level.value} = {level.label}" for level in rows.levels]


def _columns(activity: Activity, rows: AttendanceRows) -> list[str]:
    """The hall and the meeting, as far as the activity has them or somebody was seen there."""
    everybody = (*rows.staff, *rows.guests)
    hall = activity.mode != Mode.ONLINE or any(row.hall or row.paper for row in everybody)
    online = activity.mode != Mode.HALL or any(row.online for row in everybody)
    return [name for name, has in (("Di tempat", hall), ("Daring", online)) if has]


def _empty(activity: Activity, rows: AttendanceRows) -> str | None:
    if rows.staff or rows.guests:
        return None
    if activity.is_backfilled:
        return _("Sumber kegiatan ini tidak memuat nama peserta, jadi tidak ada nama yang ditulis di sini.")
    return _("Belum ada yang tercatat hadir.")


def _printed(row: Row, zone: str, whole_numbers: bool) -> dict[str, Any]:
    hall = _there(row.hall, row.left, row.how, zone) if row.hall else None
    paper = {"at": str(Source.PAPER.label)} if row.paper and not row.hall else None
    return {
        "name": plain(name_of(row))[:400] or "–", "place": place_of(row)[:400] or None, "hall": hall or paper, "level": str(row.act.level),
        "number": number_of(row.act.staff, whole=whole_numbers) if row.act.staff else None,
        "online": {"at": _hour(row.online, zone)} if row.online else None,
    }  # fmt: skip


def _there(hall: dt.datetime, left: dt.datetime | None, how: str, zone: str) -> dict[str, str | None]:
    went = _("pulang %(time)s") % {"time": _hour(left, zone)} if left else ""
    return {"at": _hour(hall, zone), "how": ", ".join(part for part in (how, went) if part) or None}


def _hour(at: dt.datetime | None, zone: str) -> str:
    return f"{at.astimezone(zones.zone(zone)):%H.%M}" if at else ""


def name_of(row: Row) -> str:
    return row.act.staff.full_name if row.act.staff else row.act.guest.name if row.act.guest else ""


def place_of(row: Row) -> str:
    """Position and unit; a guest's office and institution."""
    if row.act.guest:
        return ", ".join(part for part in (row.act.guest.office, row.act.guest.institution) if part)
    return ", ".join(part for part in (row.position, row.act.unit.name if row.act.unit else "") if part)


def number_of(staff: Staff, *, whole: bool) -> str | None:
    """The number in the groups that a form wants, or its short end; None for whoever has none."""
    if not staff.number:
        return None
    if not whole:
        return f"…\u00a0{staff.number_end}" if staff.number_end else None
    label = _("NIP") if staff.kind == StaffKind.PNS else _("NI PPPK")
    return f"{label}\u00a0{staff.number_grouped}" if len(staff.number) == 18 else staff.number


def _chair(activity: Activity) -> dict[str, Any]:
    """Whoever chairs the committee signs; without a name there are dots."""
    chair = activity.officials.filter(part=Part.CHAIR).first()
    office = f"{chair.full_office[:198]}," if chair and not chair.name else None
    name = chair.name[:160] if chair else ""
    return {"role": [_("Ketua Panitia,"), *([office] if office else [])], "name": name or _DOTS}


def attendance_xlsx(
    activity: Activity, rows: AttendanceRows, invited: int, at: dt.datetime, *, whole_numbers: bool
) -> bytes:
    """Staff, guests and an explanation; numbers are text and nothing in it runs."""
    out, zone = io.BytesIO(), activity.agency.zone
    with xlsxwriter.Workbook(out, _SAFE) as book:
        bold = book.add_format({"bold": True})
        _sheet(book, bold, _("Pegawai"), _heads(_("Jabatan"), _("Unit kerja")), [
            _cells(row, zone, number_of(row.act.staff, whole=whole_numbers) if row.act.staff else "", row.position,
                   row.act.unit.name if row.act.unit else "") for row in rows.staff
        ])  # fmt: skip
        _sheet(book, bold, _("Tamu"), _heads(_("Jabatan"), _("Instansi")), [
            _cells(row, zone, "", row.act.guest.office, row.act.guest.institution) for row in rows.guests if row.act.guest
        ])  # fmt: skip
        empty = _empty(activity, rows)
        told = [*head(activity), *(("", line) for line in summary(activity, rows, invited)),
                *(("", line) for line in ([empty] if empty else [])), *((_("Tingkat bukti"), line) for line in legend(rows)),
                (_("Diunduh"), zones.moment(at, zone).replace("\u00a0", " "))]  # fmt: skip
        _sheet(book, bold, _("Keterangan"), [_("Hal"), _("Isi")], told)
    return out.getvalue()


def _heads(position: str, place: str) -> list[str]:
    return [
        _("No."), _("Nama"), _("Nomor"), position, place, _("Undangan"), _("Di tempat"), _("Pulang"), _("Daring"),
        _("Kertas"), _("Dicatat oleh"), _("Tingkat bukti"),
    ]  # fmt: skip


def _cells(row: Row, zone: str, number: str | None, position: str, place: str) -> list[str]:
    invitation = "" if row.act.guest else _("diundang") if row.is_invited else _("tambahan")
    return [
        name_of(row), number or "", position, place, invitation, _hour(row.hall, zone), _hour(row.left, zone),
        _hour(row.online, zone), _("ya") if row.paper else "", row.how, str(Level(row.act.level).label),
    ]  # fmt: skip


def _sheet(book: Any, bold: Any, title: str, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """One sheet, numbered where its heads begin with a number."""
    sheet = book.add_worksheet(title)
    numbered = len(heads) > 2
    for column, words in enumerate(heads):
        sheet.write_string(0, column, words, bold)
    for at, line in enumerate(lines, 1):
        if numbered:
            sheet.write_number(at, 0, at)
        for column, text in enumerate(line, int(numbered)):
            sheet.write_string(at, column, text.replace("\u00a0", " "))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 6 if numbered else 24)
    sheet.set_column(1, 1, 40 if numbered else 90)
    if numbered:
        sheet.set_column(2, 4, 26)
        sheet.set_column(5, len(heads) - 1, 14)
        if lines:
            sheet.autofilter(0, 0, len(lines), len(heads) - 1)
