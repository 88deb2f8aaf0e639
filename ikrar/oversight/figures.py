"""Each indicator defined once: coverage of a campaign by unit, kind, level and method."""

from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ikrar.agencies.rules import Level, StaffKind
from ikrar.pledges.queries.tallies import Cell, Size
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

    def add(self, more: "Size | Line") -> None:
        """Count another's staff with these."""
        self.fixed += more.fixed
        self.today += more.today
        self.joined += more.joined
        self.moved_in += more.moved_in
        self.moved_out += more.moved_out
        self.gone += more.gone
        self.unclear += more.unclear

    @property
    def missing(self) -> int:
        """Of today's staff; never below nought where more signed than are listed now."""
        return max(self.today - self.signed, 0)

    @property
    def whole(self) -> int:
        """What a bar measures: today's staff, or those signed where they are more."""
        return max(self.today, self.signed)


@dataclass(eq=False)
class Coverage:
    """All that the coverage page shows of one campaign, within the viewer's reach; shared by readers, so never changed.

    `mixed` names the levels with which some acts of stronger ones are counted.
    """

    total: Line
    units: list[Line]
    levels: list[tuple[Level, int]] = field(default_factory=list)
    kinds: list[tuple[str, Line]] = field(default_factory=list)
    methods: list[tuple[Method, int]] = field(default_factory=list)
    mixed: frozenset[Level] = frozenset()


def coverage(
    sizes: Iterable[Size], cells: Sequence[Cell], reach: tuple[str, ...], units: dict[int, tuple[str, str]]
) -> Coverage:
    """Add sizes and signed counts up; `reach` holds unit paths (("",) is all), `units` names and paths by id."""
    lines: dict[int, Line] = {}
    kinds: dict[str, Line] = {}
    total = Line("")

    def place(unit: int, kind: str) -> tuple[Line, Line]:
        name, path = units[unit]
        line = lines.get(unit) or lines.setdefault(unit, Line(name, unit, path))
        return line, kinds.get(kind) or kinds.setdefault(kind, Line(str(StaffKind(kind).label)))

    within = {unit for unit, (_name, path) in units.items() if path.startswith(reach)}
    for size in sizes:
        if size.unit_id in within:
            for line in place(size.unit_id, size.kind):
                line.add(size)
    levels: Tally[int] = Tally()
    methods: Tally[str] = Tally()
    for cell in cells:
        if cell.unit in within:
            for line in place(cell.unit, cell.kind):
                line.signed += cell.signed
            levels[cell.level] += cell.signed
            methods[cell.method] += cell.signed
    for line in kinds.values():
        total.add(line)
        total.signed += line.signed
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
    smallest, joins it, and more until that line shows no few people itself. The same holds for levels.
    """
    ranked = sorted(coverage.units, key=lambda line: line.whole)
    small = [line for line in ranked if line.whole < least or 0 < line.signed < least or 0 < line.missing < least]
    others = [line for line in ranked if line not in small]
    while others and small and (len(small) == 1 or _shows_few(_rest(small), coverage.total, least)):
        small.append(others.pop(0))
    units = [line for line in coverage.units if line not in small] + ([_rest(small)] if small else [])
    levels, exact = _levels(coverage, least), dict(coverage.levels)
    mixed = frozenset(level for level, signed in levels if signed != exact[level])
    return Coverage(coverage.total, units, levels, mixed=mixed)


def _rest(small: list[Line]) -> Line:
    rest = Line(_("%(n)d unit lain") % {"n": len(small)})
    for line in small:
        rest.add(line)
        rest.signed += line.signed
    return rest


def _shows_few(rest: Line, total: Line, least: int) -> bool:
    """Is a figure of this line one of few people, where the total's is not? What the total tells anyway, no merging hides."""
    pairs = ((rest.whole, total.whole), (rest.signed, total.signed), (rest.missing, total.missing))
    return any(0 < part < least <= whole for part, whole in pairs)


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
