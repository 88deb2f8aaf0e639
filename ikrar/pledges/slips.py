"""Slips to cut and the sheet for mail merge, made of people and their codes. Pure but for the settings' host."""

import io
from collections.abc import Iterable
from itertools import groupby

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.core import documents
from ikrar.pledges.models import Campaign
from ikrar.pledges.queries.reach import Invited


def address_of(campaign: Campaign) -> str:
    """The campaign's address in letters, safe to post: `host/i/KODE`."""
    return f"{settings.PUBLIC_URL.split('://', 1)[1]}/i/{campaign.code}"


def qr_link(campaign: Campaign) -> str:
    """The same for the QR code, with the scheme and the host in capitals, so that the code stays small."""
    scheme, _mark, host = settings.PUBLIC_URL.partition("://")
    return f"{scheme.upper()}://{host.upper()}/i/{campaign.code}"


def slips_pdf(campaign: Campaign, people: Iterable[Invited], *, timestamp: int) -> bytes:
    """Slips by unit, each unit on a page of its own."""
    rows = [
        {"unit": unit, "slips": [{"name": one.staff.full_name, "unit": unit, "code": one.grouped} for one in group]}
        for unit, group in groupby(people, key=lambda one: one.unit.name)
    ]
    return documents.render_merged("slip", rows, shared=_shared(campaign), timestamp=timestamp)


@override(settings.LANGUAGE_CODE)
def _shared(campaign: Campaign) -> dict[str, object]:
    return {
        "campaign": campaign.title, "address": address_of(campaign), "link": qr_link(campaign),
        "steps": [
            _("Buka alamat ini atau pindai kodenya."),
            _("Ketik kode pribadi Anda, lalu buat PIN 6 angka."),
            _("Baca, periksa data Anda, tanda tangani."),
        ],
        "help": [
            {"question": _("Kode hilang?"), "answer": _("Minta kode baru kepada koordinator unit atau petugas kepegawaian.")},
            {"question": _("Bukan nama Anda?"), "answer": _("Kembalikan slip ini, atau tekan “Bukan saya” sesudah mengetik kode.")},
            {"question": _("Tanpa HP?"), "answer": _("Datang ke meja penandatanganan dengan slip ini.")},
        ],
    }  # fmt: skip


def merge_sheet(people: Iterable[Invited]) -> bytes:
    """One row a person, everything as text, so that no spreadsheet counts with a code or runs a name."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )  # fmt: skip
    sheet, text = book.add_worksheet(_("Surat massal")), book.add_format({"num_format": "@"})
    sheet.set_column(0, 5, 28, text)
    heads = (_("Nama"), _("Unit"), _("Nomor HP"), _("Surel"), _("Kode"), _("Tautan"))
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head)
    for line, one in enumerate(people, 1):
        cells = (one.staff.full_name, one.unit.name, one.staff.phone, one.staff.email, one.grouped, one.link)
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, cell, text)
    book.close()
    return out.getvalue()
