"""Figures as files."""

import datetime as dt
import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from ikrar.core import zones
from ikrar.oversight.figures import Coverage, Line

_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def coverage_xlsx(campaign: Any, coverage: Coverage, at: dt.datetime) -> bytes:
    """One sheet by unit, one by strength of evidence; opens without running anything."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _SAFE)
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_("Per unit"))
    sheet.write_string(0, 0, campaign.title, bold)
    sheet.write_string(1, 0, zones.moment(at, campaign.agency.zone).replace("\u00a0", " "))
    heads = [_("Unit"), _("Saat dibuka"), _("Sekarang"), _("Tanda tangan"), _("Belum")]
    for column, head in enumerate(heads):
        sheet.write_string(3, column, head, bold)
    for row, line in enumerate([*coverage.units, coverage.total], 4):
        _row(sheet, row, line, bold if line is coverage.total else None)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 4, 14)
    sheet.freeze_panes(4, 1)
    strength = book.add_worksheet(_("Kekuatan bukti"))
    for row, (level, signed) in enumerate(coverage.levels):
        strength.write_string(row, 0, str(level.label))
        strength.write_number(row, 1, signed)
    strength.set_column(0, 0, 40)
    book.close()
    return out.getvalue()


def _row(sheet: Any, row: int, line: Line, style: Any) -> None:
    sheet.write_string(row, 0, line.name or _("Jumlah"), style)
    for column, number in enumerate((line.fixed, line.today, line.signed, line.missing), 1):
        sheet.write_number(row, column, number, style)
