"""The sheet for mail merge, made piece by piece: each piece is rows of the worksheet, the last step only joins them."""

import io
import re
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

import xlsxwriter
from django.utils.translation import gettext as _

from ikrar.pledges.queries.reach import Invited

_SHEET = "xl/worksheets/sheet1.xml"
_END = b"</sheetData>"
#: The whole worksheet's extent, which the skeleton knows wrongly and readers do without.
_EXTENT = re.compile(rb"<dimension [^>]*/>")
#: What XML cannot hold, not even escaped.
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The skeleton's first format: text.
_TEXT = 1


def rows(people: Iterable[Invited], first: int) -> bytes:
    """One row a person from row number `first` on; everything is text, so that no spreadsheet counts with a code or runs a name."""
    return "".join(_row(number, one) for number, one in enumerate(people, first)).encode()


def _row(number: int, one: Invited) -> str:
    cells = (one.staff.full_name, one.unit.name, one.staff.phone, one.staff.email, one.grouped, one.link)
    return (
        f'<row r="{number}">{"".join(_cell("ABCDEF"[place], number, text) for place, text in enumerate(cells))}</row>'
    )


def _cell(column: str, number: int, text: str) -> str:
    told = escape(_BARRED.sub("", text))
    return f'<c r="{column}{number}" s="{_TEXT}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def workbook(pieces: Iterable[bytes]) -> bytes:
    """An XLSX of the pieces in their order; the worksheet is stored as it is, so that joining many takes no time."""
    out = io.BytesIO()
    with zipfile.ZipFile(_skeleton()) as bare, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
        for name in bare.namelist():
            data = bare.read(name)
            if name == _SHEET:
                head, _end, tail = _EXTENT.sub(b"", data).partition(_END)
                data = b"".join([head, *pieces, _END, tail])
            book.writestr(name, data)
    return out.getvalue()


def _skeleton() -> io.BytesIO:
    """The workbook with its head row alone."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet, text = book.add_worksheet(_("Surat massal")), book.add_format({"num_format": "@"})
    sheet.set_column(0, 5, 28, text)
    for column, head in enumerate((_("Nama"), _("Unit"), _("Nomor HP"), _("Surel"), _("Kode"), _("Tautan"))):
        sheet.write_string(0, column, head)
    book.close()
    return out
