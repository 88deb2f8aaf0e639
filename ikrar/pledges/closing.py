"""The entry that tells in the register how a campaign ended: totals and levels, small numbers together. Pure."""

import datetime as dt
import json
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ikrar.agencies.rules import Level
from ikrar.pledges.receipts import CLOSING_LEAF
from ikrar.pledges.rules import SMALL_CELL


def merged(levels: Mapping[int, int], groups: Iterable[str] = ()) -> dict[str, int]:
    """By level; what is below ten joins the next smallest, until no number is below ten or one is left.

    `groups` (`L0+L1`) are told together already where these levels are a part of a whole: a finer split would tell by
    subtraction what the whole keeps together.
    """
    group_of = {name: group for group in groups for name in group.split("+")}
    counts: Tally[str] = Tally()
    for level, count in levels.items():
        counts[group_of.get(f"L{level}", f"L{level}")] += count
    cells = sorted((count, name) for name, count in counts.items() if count)
    while len(cells) > 1 and cells[0][0] < SMALL_CELL:
        (few, name), (more, other), *rest = cells
        joined = "+".join(sorted([*name.split("+"), *other.split("+")]))
        cells = sorted([(few + more, joined), *rest])
    return {name: count for count, name in cells}


@dataclass(frozen=True)
class Cell:
    """How many acts of one level count, or of several that are told together (`L0+L1`)."""

    code: str
    count: int

    @property
    def words(self) -> str:
        return " + ".join(str(Level(int(level.removeprefix("L"))).label) for level in self.code.split("+"))


def cells(levels: Mapping[str, int]) -> list[Cell]:
    """The strongest first."""
    return [Cell(code, levels[code]) for code in sorted(levels, reverse=True)]


@dataclass(frozen=True)
class Closing:
    """What a closing entry says of the campaign with this code: how many acts there were, and how many of them count."""

    campaign: str
    texts: tuple[str, ...]
    at: dt.datetime
    acts: int
    counted: int
    cells: list[Cell]

    @classmethod
    def parse(cls, entry: bytes) -> "Closing | None":
        """None for an entry of another kind."""
        told = json.loads(entry[1:]) if entry[:1] == CLOSING_LEAF else {}
        if told.get("act") != "closing":
            return None
        at = dt.datetime.fromisoformat(told["at"])
        return cls(told["campaign"], tuple(told["texts"]), at, told["acts"], told["counted"], cells(told["levels"]))
