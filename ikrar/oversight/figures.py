"""Each indicator defined once: coverage of a campaign by unit, kind, level and method."""

from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ikrar.agencies.rules import Level, StaffKind
from ikrar.pledges.queries.tallies import Cell
from ikrar.pledges.rules import SMALL_CELL, Method


@dataclass
class Line:
    """A unit, or the total: the denominator fixed at opening, today's beside it, and what counts as signed."""

    name: str
    unit: int | None = None
    path: str = ""
    fixed: int = 0
    today: int = 0
    joined: int = 0
    moved_in: int = 0
    moved_out: int = 0
    gone: int = 0
    unclear: int = 0
    signed: int = 0

    @property
    def missing(self) -> int:
        """Of today's staff; never below nought where more signed than are listed now."""
        return max(self.today - self.signed, 0)

    @property
    def whole(self) -> int:
        """What a bar measures: today's staff, or those signed where they are more."""
        return max(self.today, self.signed)


@dataclass
class Coverage:
    """All that the coverage page shows of one campaign, within the viewer's reach."""

    total: Line
    units: list[Line]
    levels: list[tuple[Level, int]] = field(default_factory=list)
    kinds: list[tuple[str, Line]] = field(default_factory=list)
    methods: list[tuple[Method, int]] = field(default_factory=list)


_SIZES = ("fixed", "today", "joined", "moved_in", "moved_out", "gone", "unclear")


def coverage(
    sizes: Iterable[object], cells: Sequence[Cell], reach: tuple[str, ...], units: dict[int, tuple[str, str]]
) -> Coverage:
    """Add sizes and signed counts up; `reach` holds unit paths (("",) is all), `units` names and paths by id."""
    lines: dict[int, Line] = {}
    kinds: dict[str, Line] = {}
    total = Line("")

    def place(unit: int, kind: str) -> tuple[Line, ...]:
        name, path = units[unit]
        line = lines.setdefault(unit, Line(name, unit, path))
        return line, kinds.setdefault(kind, Line(str(StaffKind(kind).label))), total

    def is_within(unit: int) -> bool:
        return unit in units and any(units[unit][1].startswith(prefix) for prefix in reach)

    for size in sizes:
        unit, kind = size.unit_id, size.kind  # type: ignore[attr-defined]
        if is_within(unit):
            for line in place(unit, kind):
                for name in _SIZES:
                    setattr(line, name, getattr(line, name) + getattr(size, name))
    levels: Tally[int] = Tally()
    methods: Tally[str] = Tally()
    for cell in cells:
        if is_within(cell.unit):
            for line in place(cell.unit, cell.kind):
                line.signed += cell.signed
            levels[cell.level] += cell.signed
            methods[cell.method] += cell.signed
    return Coverage(
        total,
        sorted(lines.values(), key=lambda line: (-line.missing, line.name)),
        [(level, levels[level]) for level in reversed(Level) if levels[level]],
        sorted(kinds.items(), key=lambda pair: -pair[1].today),
        [(method, methods[method]) for method in Method if methods[method]],
    )


def merged(coverage: Coverage, least: int = SMALL_CELL) -> Coverage:
    """The same for outside eyes: units with fewer people than `least`, and cells that would show them, become one line.

    One small unit alone would be what is left when the shown lines are taken from the total, so a second, the next
    smallest, joins it. The same holds for levels.
    """
    ranked = sorted(coverage.units, key=lambda line: line.whole)
    small = [line for line in ranked if line.whole < least or 0 < line.signed < least or 0 < line.missing < least]
    if len(small) == 1 or 0 < sum(line.whole for line in small) < least:
        small = [*small, *[line for line in ranked if line not in small][:1]]
    rest = Line(_("%(n)d unit lain") % {"n": len(small)})
    for line in small:
        for name in (*_SIZES, "signed"):
            setattr(rest, name, getattr(rest, name) + getattr(line, name))
    units = [line for line in coverage.units if line not in small] + ([rest] if small else [])
    return Coverage(coverage.total, units, _levels(coverage, least))


def _levels(coverage: Coverage, least: int) -> list[tuple[Level, int]]:
    """Levels with few acts count with the next lower one that is shown, never upward; so do those above a few at the end."""
    rows: list[tuple[Level, int]] = []
    carried = 0
    for level, signed in coverage.levels:
        carried += signed
        is_last = level is coverage.levels[-1][0]
        while is_last and carried < least and rows:
            carried += rows.pop()[1]
        if carried >= least or is_last:
            rows.append((level, carried))
            carried = 0
    return rows
