"""Identity numbers (NIP and NI PPPK): joined, checked, and read for what kind of servant they belong to."""

import re
from datetime import date
from functools import lru_cache

LENGTH = 18
#: Fewer digits reach nobody: `0812` is where somebody stopped typing.
PHONE_DIGITS = 8
_SEPARATORS = re.compile(r"[\s.\-‐‑‒–—\u200b\ufeff\x00]+")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d*)?\s?e[+-]?\d+", re.IGNORECASE)
_NIK_LENGTH = 16
_FIRST_BIRTH, _LAST_BIRTH = 1930, 2020


class Numeric(str):
    """The spelling of a cell that the workbook holds as a number, not as text."""

    __slots__ = ()


def joined(cell: str) -> str:
    """The digits of a grouped number, without the text mark that spreadsheets put before it."""
    return _SEPARATORS.sub("", cell).lstrip("'’`")


def fault(cell: str) -> str:
    """Why a cell cannot be a number; empty when its joined digits are 18."""
    if isinstance(cell, Numeric):
        return "number_lost_digits" if "e+" in cell else "number_not_18_digits"
    if _SCIENTIFIC.fullmatch(cell.strip().lstrip("'’`")):
        return "number_scientific"
    digits = joined(cell)
    if not (digits.isascii() and digits.isdigit()):
        return "number_not_digits"
    if len(digits) == _NIK_LENGTH:
        return "number_like_nik"
    return "" if len(digits) == LENGTH else "number_not_18_digits"


def doubt(number: str) -> str:
    """Why a number of 18 digits needs a person's eye; empty when nothing is odd."""
    if not is_birth_date(number[:8]):
        return "birth_date_impossible"
    if number[14] not in "12":
        return "sex_digit_impossible"
    return "serial_zero" if number[15:] == "000" else ""


@lru_cache(maxsize=50_000)
def is_birth_date(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return _FIRST_BIRTH <= born.year <= _LAST_BIRTH


def is_phone(cell: str) -> bool:
    """Whether a cell holds digits enough to be a telephone number."""
    return sum(sign.isdigit() for sign in cell) >= PHONE_DIGITS


def masked(cell: str) -> str:
    """A number that may be a NIK, with only its ends left: whoever mends the file can find it, nobody can use it."""
    digits = joined(cell)
    return f"{digits[:2]}{'•' * (len(digits) - 4)}{digits[-2:]}"


def masked_nik(cell: str) -> str:
    """The cell, masked when all of it is a NIK, however grouped."""
    return masked(cell) if fault(cell) == "number_like_nik" else cell


def kind_from(number: str) -> str:
    """A month in places 13-14 is a PNS's appointment; other values count a PPPK's contracts."""
    if not number:
        return "non_civil_servant"
    return "pns" if "01" <= number[12:14] <= "12" else "pppk"


def kind_told(status: str) -> str:
    """The kind that a status column names; empty when it names none."""
    word = re.sub(r"[\W_]+", "", status.casefold())
    for kind, pattern in _KINDS:
        if pattern.match(word):
            return kind
    return ""


_KINDS = (
    (
        "non_civil_servant",
        re.compile(
            r"non|bukan|.*honor|ppnpn|.*kontrak|.*thl|.*harianlepas|gtt|ptt|pegawaitidaktetap|gurutidaktetap|.*sukarela"
            r"|outsourc|.*alihdaya|pjlp|tkk|thk|tekon|tks"
        ),
    ),
    ("pppk_part_time", re.compile(r".*paruhwaktu|.*parttime|(?:pppk|p3k)pw")),
    ("pppk", re.compile(r".*(?:pppk|p3k)|.*perjanjiankerja")),
    ("pns", re.compile(r"c?pns|(?:calon)?(?:pns|pegawainegerisipil)")),
)
