"""Attendance sheets as a PDF to sign in ink, made of sheets and people that were read; writes nothing."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.letterhead import letterhead
from ikrar.agencies.models import Staff
from ikrar.core import documents, zones
from ikrar.outreach.models import Activity, AttendanceSheet
from ikrar.outreach.rules import SHEET_ROWS


def sheets_pdf(
    activity: Activity,
    sheets: Sequence[AttendanceSheet],
    people: Mapping[int, Staff],
    positions: Mapping[int, str],
    at: dt.datetime,
) -> bytes:
    """Each page with its own code, free rows below; units one after another."""
    with override(settings.LANGUAGE_CODE):
        shared = {
            "letterhead": letterhead(activity.agency), "title": _("Daftar Hadir"), "campaign": activity.title,
            "statement": _(
                "Dengan menandatangani, saya menyatakan hadir. "
                "Yang namanya belum tercetak menulis nama dan unit, atau instansi bila tamu, di baris kosong."
            ),
            "printed": zones.moment(at, activity.agency.zone),
        }  # fmt: skip
        rows = [
            {"unit": _unit(of[0]), "sheets": [_sheet(sheet, people, positions) for sheet in of]}
            for of in (list(same) for _pk, same in groupby(sheets, key=lambda sheet: sheet.unit_id))
        ]
    return documents.render_merged("roster", rows, shared=shared, timestamp=int(at.timestamp()))


def _unit(sheet: AttendanceSheet) -> str:
    return sheet.unit.name if sheet.unit else _("Tambahan dan tamu")


def _sheet(sheet: AttendanceSheet, people: Mapping[int, Staff], positions: Mapping[int, str]) -> dict[str, Any]:
    rows = [_row(people[pk], positions.get(pk, "")) for pk in sheet.staff if pk in people]
    free: Iterable[dict[str, str]] = ({} for _n in range(SHEET_ROWS - len(rows)))
    return {"code": sheet.code, "link": sheet_link(sheet), "rows": [*rows, *free]}


def _row(staff: Staff, position: str) -> dict[str, str]:
    end = staff.number_end.replace("\u00a0", " ")
    return {"name": staff.full_name[:160], "number": end, "position": position[:160]}


def sheet_link(sheet: AttendanceSheet) -> str:
    """What the QR code of a sheet says: in capitals but for the path, which is as it is typed."""
    scheme, _mark, host = settings.PUBLIC_URL.partition("://")
    return f"{scheme.upper()}://{host.upper()}/kegiatan/lembar/{sheet.code}/"
