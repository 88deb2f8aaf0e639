"""Rows that belong to the sheet's layout and are nobody's: column numbers, groups, totals, headings again."""

import re
from collections.abc import Sequence

from .headings import Headings, is_familiar, word

_HEADING_LINES = 2
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


def reason(line: int, cells: Sequence[str], headings: Headings) -> str | None:
    """The kind of layout row this is; empty when it is somebody's row, None when nothing stands in it."""
    filled = [(column, cell) for column, cell in enumerate(cells) if cell and not cell.isspace()]
    if not filled:
        return None
    if _repeats(cells, headings) or _continues(line, filled, headings):
        return "heading_again"
    if counts_columns(filled):
        return "column_numbers"
    if _TOTAL.match(filled[0][1]) and all(_COUNT.fullmatch(cell) for _, cell in filled[1:]):
        return "total_row"
    return "group_row" if len(filled) <= 2 and _is_group(filled, headings) else ""


def _repeats(cells: Sequence[str], headings: Headings) -> bool:
    """Whether name and number columns hold their own headings."""
    name = headings.columns["name"][0]
    if cells[name].strip()[:1].casefold() != headings.texts[name][:1].casefold():
        return False
    own = [name, *headings.columns.get("number", ())[:1]]
    told = [(word(cells[column]), word(headings.texts[column])) for column in own]
    return told[0][0] == told[0][1] and all(cell in ("", heading) for cell, heading in told)


def _continues(line: int, filled: Sequence[tuple[int, str]], headings: Headings) -> bool:
    """Whether a row just below the headings is made of words for columns."""
    close = line <= headings.line + _HEADING_LINES
    return close and len(filled) > 1 and all(is_familiar(cell) for _, cell in filled)


def counts_columns(filled: Sequence[tuple[int, str]]) -> bool:
    """Whether a row holds nothing but the columns' own growing numbers."""
    counts: list[int] = []
    for _, cell in filled:
        found = _COLUMN_NUMBER.fullmatch(cell.strip())
        if not found or (counts and int(found[1]) <= counts[-1]):
            return False
        counts.append(int(found[1]))
    return len(counts) > 1


def _is_group(filled: Sequence[tuple[int, str]], headings: Headings) -> bool:
    """Whether the row says one thing only, and that is neither a number nor a person's name."""
    names = headings.columns.get("name", ())
    kept = {column for columns in headings.columns.values() for column in columns}
    said = [(column, cell) for column, cell in filled if column in kept]
    if len(filled) == 1 and filled[0][0] not in names:
        column, cell = filled[0][0], filled[0][1].strip()
        return column not in headings.columns.get("number", ()) or not _NUMBER.fullmatch(cell) or len(cell) < 5
    return len(said) == 1 and said[0][0] in names and bool(_OFFICE.match(said[0][1].strip()))
