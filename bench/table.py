"""What was measured, as a table of medians and ratios."""

import statistics
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One measurement. `ours` and `floor` are medians; the target is about `ratio`, or about `ours` where there is no floor."""

    name: str
    ours: float
    unit: str
    target: float
    floor: float | None = None
    ratio: float | None = None
    at_most: bool = False
    aim: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        value = self.ours if self.ratio is None else self.ratio
        return value <= self.target if self.at_most else value >= self.target

    @property
    def told(self) -> dict[str, Any]:
        return {**asdict(self), "is_met": self.is_met}


def compared(name: str, pairs: list[tuple[float, float]], unit: str, **more: Any) -> Line:
    """Median of ours, of the floor, and of the ratios of each pair."""
    return Line(
        name,
        statistics.median(ours for ours, _floor in pairs),
        unit,
        floor=statistics.median(floor for _ours, floor in pairs),
        ratio=statistics.median(ours / floor for ours, floor in pairs),
        note=more.pop("note", "ratios " + " ".join(f"{ours / floor:.2f}" for ours, floor in pairs)),
        **more,
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def printed(lines: list[Line]) -> str:
    head = ("what", "ours", "floor", "unit", "ratio", "target", "aim", "", "")
    rows = [
        (
            line.name, _number(line.ours), _number(line.floor), line.unit, _number(line.ratio),
            f"{'≤' if line.at_most else '≥'} {line.target:g}", _number(line.aim), "ok" if line.is_met else "MISSED", line.note,
        )
        for line in lines
    ]  # fmt: skip
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    )
