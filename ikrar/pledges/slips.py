"""Slips to cut, made of people and their codes. Pure but for the settings' host."""

from collections.abc import Iterable
from itertools import groupby

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
            {"question": _("Kode hilang, lupa PIN?"), "answer": _("Minta kode baru kepada koordinator unit atau petugas kepegawaian.")},
            {"question": _("Ganti HP?"), "answer": _("Pakai kode dan PIN yang sama.")},
            {"question": _("Bukan nama Anda?"), "answer": _("Kembalikan slip ini, atau tekan “Bukan saya” sesudah mengetik kode.")},
            {"question": _("Tanpa HP?"), "answer": _("Datang ke meja penandatanganan dengan slip ini.")},
        ],
    }  # fmt: skip
