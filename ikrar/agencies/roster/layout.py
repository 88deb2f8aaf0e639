"""Rows that belong to the sheet's layout and are nobody's: column numbers, groups, totals, headings again."""

import re
from collections.abc import Sequence

from .headings import Headings, is_familiar, word

_TOTAL = re.compile(r"\W*(?:grand\s*total|sub\s*total|sub\s*jumlah|jumlah|total)\b", re.IGNORECASE)
_COUNT = re.compile(r"[\d.,:=\s]*(?:orang|pegawai|org|jiwa)?", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"\W{0,2}(\d{1,3})\W{0,2}")
_NUMBER = re.compile(r"['’`]?[\d\s.\-,+]*(?:e[+-]?\d+)?", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:[IVX]{1,5}|[A-Z]|\d{1,3})\s*[.)]\s*\S|(?:unit|dinas|badan|kantor|kecamatan|kelurahan|sekretariat|bagian|bidang|upt|uptd|puskesmas"
    r"|rsud|rsu|sd|sdn|smp|smpn|sma|smk|tk|inspektorat|satuan|sub|subbag|seksi|pemerintah|kabupaten|kota|provinsi|satpol|daftar"
    r"|instansi|opd|skpd|mengetahui|kepala|golongan|status|jabatan|keterangan|catatan|pns|pppk|honorer|tenaga)\b",
    re.IGNORECASE,
)


def reason(cells: Sequence[str], headings: Headings) -> str | None:
    """The kind of layout row this is; empty when it is somebody's row, None when nothing stands in it."""
    filled = [(column, cell.strip()) for column, cell in enumerate(cells) if cell and not cell.isspace()]
    texts = [cell for _, cell in filled]
    if not texts:
        return None
    if _repeats(cells, headings) or (len(texts) > 1 and all(map(is_familiar, texts))):
        return "heading_again"
    if _counts_columns(texts):
        return "column_numbers"
    if _TOTAL.match(texts[0]) and all(map(_COUNT.fullmatch, texts[1:])):
        return "total_row"
    return "group_row" if _is_group(filled, headings) else ""


def _repeats(cells: Sequence[str], headings: Headings) -> bool:
    """Whether name and number columns hold their own headings."""
    own = [headings.columns[field][0] for field in ("name", "number") if field in headings.columns]
    told = [(word(cells[column]), word(headings.texts[column])) for column in own if column < len(cells)]
    return bool(told) and told[0][0] == told[0][1] and all(cell in ("", heading) for cell, heading in told)


def _counts_columns(texts: Sequence[str]) -> bool:
    found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    counts = [int(match[1]) for match in found if match]
    return len(counts) == len(texts) > 1 and all(a < b for a, b in zip(counts, counts[1:], strict=False))


def _is_group(filled: Sequence[tuple[int, str]], headings: Headings) -> bool:
    """Whether the row says one thing only, and that is neither a number nor a person's name."""
    names = headings.columns.get("name", ())
    kept = {column for columns in headings.columns.values() for column in columns}
    said = [(column, cell) for column, cell in filled if column in kept]
    if len(filled) == 1 and filled[0][0] not in names:
        column, cell = filled[0]
        return column not in headings.columns.get("number", ()) or not _NUMBER.fullmatch(cell) or len(cell) < 5
    return len(said) == 1 and said[0][0] in names and bool(_OFFICE.match(said[0][1])) and len(filled) <= 2
