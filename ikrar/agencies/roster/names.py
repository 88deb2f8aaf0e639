"""Names of people and places as files spell them: cleaned for show, and keyed for comparing."""

import re
import unicodedata
from typing import NamedTuple

_APOSTROPHES = dict.fromkeys(map(ord, "’‘‛`´ʻʼʽˈ′＇"), "'")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]")
_FORMULA = "=+-@\t\r＝＋－＠"
_FRONT = frozenset(
    ["h", "hj", "dr", "dra", "drs", "drg", "drh", "ir", "prof", "ns", "apt", "kh", "tgk", "ust", "ustadz", "ustadzah"]
)
_BACK = frozenset(
    [
        "se",
        "sh",
        "mm",
        "st",
        "mt",
        "mh",
        "ma",
        "msi",
        "spd",
        "mpd",
        "ssos",
        "skm",
        "skep",
        "mkes",
        "sip",
        "sap",
        "map",
        "amd",
        "sked",
        "stp",
        "sp",
        "spt",
        "skom",
        "mkom",
        "ners",
        "ns",
        "mph",
        "ssi",
        "ssn",
        "mag",
        "spdi",
        "mpdi",
        "sst",
        "str",
        "spdsd",
        "amdkeb",
        "amdkep",
        "sag",
        "sthi",
        "shi",
        "lc",
        "mba",
        "phd",
    ]
)
_DEGREE = re.compile(r"(?:[SMABDL]|Sp|Ph|Dipl|Am|Bc|Ak)\.[A-Za-z.()]{1,12}|Ners|Ns\.|Apt\.", re.IGNORECASE)
TITLES = _FRONT | _BACK
# A name of plain words alone, as most are; whether one of them is a title is for the caller to look up.
PLAIN = re.compile(r"[^\W\d_]+(?:[ '’][^\W\d_]+)*").fullmatch


class Name(NamedTuple):
    name: str
    front: str
    back: str
    key: str


def clean(cell: str) -> str:
    """The cell without invisible characters, its spaces collapsed."""
    return " ".join(_INVISIBLE.sub("", cell).split())


def key(text: str) -> str:
    """The text as compared: case, apostrophes, dots and spacing do not matter."""
    if not text.isascii() or "`" in text:
        text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).translate(_APOSTROPHES)
    return " ".join(text.casefold().replace(".", " ").split())


def begins_formula(cell: str) -> bool:
    """Whether a spreadsheet could take the cell for a formula, once blanks and a text mark are away."""
    return _INVISIBLE.sub("", cell).strip(" \u00a0\n'’\"").startswith(tuple(_FORMULA))


def has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def split(cell: str) -> Name:
    """Part a name from the titles before and behind it."""
    cleaned = clean(cell).lstrip("'’ ") if cell.lstrip()[:1] in "'’" else clean(cell)
    words, _, behind = cleaned.partition(",")
    before, tokens = [], words.split()
    while len(tokens) > 1 and _bare(tokens[0]) in _FRONT:
        before.append(tokens.pop(0))
    while tokens and (glued := _glued_front(tokens[0])):
        before.append(glued[0])
        tokens[0] = glued[1]
    after: list[str] = []
    while len(tokens) > 1 and _is_degree(tokens[-1]):
        after.insert(0, tokens.pop())
    name = " ".join(tokens)
    back = ", ".join(part for part in (" ".join(after), behind.strip(" ,")) if part)
    return Name(name, " ".join(before), back, key(name))


def _bare(token: str) -> str:
    return token.replace(".", "").casefold()


def _glued_front(token: str) -> tuple[str, str] | None:
    """A title written onto the name without a space, as in Hj.Siti."""
    title, dot, rest = token.partition(".")
    return (title + dot, rest) if dot and len(rest) > 2 and title.casefold() in _FRONT else None


def _is_degree(token: str) -> bool:
    if _DEGREE.fullmatch(token):
        return True
    return _bare(token) in _BACK and (token.isupper() or "." in token or token[1:2].isupper())
