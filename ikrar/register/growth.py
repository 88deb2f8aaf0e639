"""How a log grew, as the points of a line. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

WIDTH, HEIGHT = 600, 120
#: More points than pixels show nothing more.
_MOST = 200


class Sized(Protocol):
    """A head: how many leaves, and when."""

    size: int
    at: dt.datetime


def line(heads: Sequence[Sized]) -> str:
    """Points of an SVG polyline: time to the right, size upward; "" where there is nothing to compare."""
    if len(heads) < 2:
        return ""
    step = -(-len(heads) // _MOST)
    some = [*heads[:-1:step], heads[-1]]
    first, last = some[0].at.timestamp(), some[-1].at.timestamp()
    span, most = max(last - first, 1.0), max(some[-1].size, 1)
    points = [((head.at.timestamp() - first) / span * WIDTH, HEIGHT - head.size / most * HEIGHT) for head in some]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
