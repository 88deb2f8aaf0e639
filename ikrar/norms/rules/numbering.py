"""The pattern that an agency's circular numbers follow: `800/{nomor}/{tahun}`. Pure."""

import re
import unicodedata

#: What may stand in a pattern, what it takes, and what an example shows.
_PARTS = {
    "{nomor}": (r"(?P<serial>\d{1,6})", "12"),
    "{tahun}": (r"(?P<year>\d{4})", ""),
    "{bulan}": (r"(?:[IVX]{1,4}|\d{1,2})", "X"),
    "{bebas}": (r"[^/]{1,40}", "A.1"),
}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PART = re.compile(r"\{[^{}]*\}")


def faults(pattern: str, *, is_own: bool) -> list[str]:
    """Parts that the pattern may not have, or lacks; empty where it is good."""
    parts = _PART.findall(pattern)
    wrong = [part for part in parts if part not in _PARTS or parts.count(part) > 1]
    if re.search(r"[{}]", _PART.sub("", pattern)):
        wrong.append("{ }")
    if is_own and "{nomor}" not in parts:
        wrong.append("{nomor}")
    if is_own and "{bebas}" in parts:
        wrong.append("{bebas}")
    return list(dict.fromkeys(wrong))


def tidied(number: str) -> str:
    """As it is kept: one space between words, none beside a slash, nothing that cannot be seen."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", number) if c.isprintable())
    return re.sub(r"\s*/\s*", "/", " ".join(seen.split()))


def key(number: str) -> str:
    """What two ways of writing one number have in common."""
    return re.sub(r"\s", "", tidied(number)).casefold()


def matches(pattern: str, number: str, year: int) -> bool:
    """Does a typed number follow the pattern, and its year the paper's?"""
    found = _regex(pattern).fullmatch(number)
    return found is not None and found.groupdict().get("year") in (None, str(year))


def made(pattern: str, serial: int, *, year: int, month: int) -> str:
    """The next number of own numbering."""
    told = {"{nomor}": str(serial), "{tahun}": str(year), "{bulan}": _ROMAN[month - 1]}
    return _PART.sub(lambda part: told.get(part[0], ""), pattern)


def example(pattern: str, year: int) -> str:
    """A number as the pattern wants it, for the reader."""
    return _PART.sub(lambda part: str(year) if part[0] == "{tahun}" else _PARTS.get(part[0], ("", ""))[1], pattern)


def _regex(pattern: str) -> re.Pattern[str]:
    at, out = 0, ""
    for part in _PART.finditer(pattern):
        out += re.escape(pattern[at : part.start()]) + _PARTS[part[0]][0]
        at = part.end()
    return re.compile(out + re.escape(pattern[at:]))
