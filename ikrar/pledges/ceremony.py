"""What a screen in the hall shows: the text in pages that the last row can read, turns, and one number. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ikrar.pledges.rules import NEARLY_PERCENT, PAGE_LETTERS, CeremonyView, Turn


@dataclass(frozen=True)
class Page:
    """One screenful: of the opening (`number` 0), of a point, or of the closing (`number` one above the last point)."""

    number: int
    text: str
    part: int
    parts: int


def pages(body: Mapping[str, Any]) -> list[Page]:
    """The ikrar as it is read aloud; what is too long for one screen is split, its letters are never made smaller."""
    texts = [body.get("opening", ""), *(point["text"] for point in body["points"]), body.get("closing", "")]
    found = []
    for number, text in enumerate(texts):
        parts = split(text)
        found += [Page(number, part, place, len(parts)) for place, part in enumerate(parts, start=1)]
    return found


def split(text: str) -> list[str]:
    """Parts of like length, cut after a sentence or clause where one ends near by, else between two words."""
    text = " ".join(text.split())
    count = -(-len(text) // PAGE_LETTERS)
    if count < 2:
        return [text] if text else []
    wanted = len(text) / count
    ends = [found.end() for found in re.finditer(r"[.;:,] |\S (?=\S)", text[: PAGE_LETTERS + 1])]
    clauses = [end for end in ends if text[end - 2] in ".;:,"]
    near = [end for end in clauses if abs(end - wanted) < wanted / 2]
    chosen = near or clauses or ends
    cut = min(chosen, key=lambda end: abs(end - wanted)) if chosen else PAGE_LETTERS
    return [text[:cut].strip(), *split(text[cut:])]


@dataclass(frozen=True)
class Shown:
    """What the screen shows, as its table has it."""

    view: str
    place: int = 0
    together: bool = False
    is_exact: bool = False


_JUMPS = {Turn.WELCOME: CeremonyView.WELCOME, Turn.COUNT: CeremonyView.COUNT, Turn.THANKS: CeremonyView.THANKS}


def turned(shown: Shown, turn: Turn, last: int) -> Shown:
    """The picture after one press; `last` is the last page's place. Beyond both ends it stays."""
    if turn in _JUMPS:
        return replace(shown, view=_JUMPS[turn])
    if turn == Turn.TOGETHER:
        is_reading = shown.view == CeremonyView.READING
        return replace(shown, view=CeremonyView.READING, together=not (is_reading and shown.together))
    if turn == Turn.EXACT:
        return replace(shown, is_exact=not shown.is_exact)
    return _onward(shown, last) if turn == Turn.NEXT else _backward(shown, last)


def _onward(shown: Shown, last: int) -> Shown:
    if shown.view == CeremonyView.WELCOME:
        return replace(shown, view=CeremonyView.READING, place=0)
    if shown.view == CeremonyView.READING and shown.place < last:
        return replace(shown, place=shown.place + 1)
    return replace(shown, view=CeremonyView.COUNT if shown.view == CeremonyView.READING else CeremonyView.THANKS)


def _backward(shown: Shown, last: int) -> Shown:
    if shown.view == CeremonyView.THANKS:
        return replace(shown, view=CeremonyView.COUNT)
    if shown.view == CeremonyView.COUNT:
        return replace(shown, view=CeremonyView.READING, place=last)
    if shown.view == CeremonyView.READING and shown.place:
        return replace(shown, place=shown.place - 1)
    return replace(shown, view=CeremonyView.WELCOME)


@dataclass(frozen=True)
class Number:
    """One number of one total. `count` is None where almost all have come, so that nobody is pointed at."""

    count: int | None
    total: int
    #: How much of the strip is filled.
    filled: int


def number(count: int, total: int, *, is_exact: bool) -> Number:
    """As the hall sees it."""
    if count < total and count * 100 > total * NEARLY_PERCENT and not is_exact:
        return Number(None, total, total * NEARLY_PERCENT // 100)
    return Number(count, total, min(count, total))


#: Dots of the strip stand in so many columns for each row.
_COLUMNS_A_ROW = 25
#: Above so many people the strip is a plain bar.
MOST_DOTS = 5_000


def rows_of(total: int) -> int:
    """Rows of the strip that has a dot for each person; 0 where it is a plain bar or nothing."""
    return max(1, round((total / _COLUMNS_A_ROW) ** 0.5)) if 0 < total <= MOST_DOTS else 0
