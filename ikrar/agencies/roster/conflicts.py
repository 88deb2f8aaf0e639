"""Remembers of each row only what later rows are compared with, and tells which rows contradict each other."""

from array import array
from collections.abc import Iterator

from .outcomes import Amendment, Outcome

OTHERS_TOLD = 20
SHEET_SHIFT = 40
_TITLES_COMPARED = 20
_NUMBER_REASONS = ("number_told_twice", "number_in_two_places", "number_with_two_names")


class _Group:
    """The differing rows under one number, or under one name, unit and position without a number."""

    def __init__(self, number: str) -> None:
        self.numbered = bool(number)
        self.prints: dict[int, int] = {}  # Print of a row to its index.
        self.by_titles: dict[frozenset[str], list[int]] = {}
        self.severity = 0

    @property
    def reason(self) -> str:
        return _NUMBER_REASONS[self.severity] if self.numbered else "twins_without_number"

    def add(self, index: int, print_: int, titles: frozenset[str]) -> None:
        self.prints[print_] = index
        self.by_titles.setdefault(titles, []).append(index)

    def kin(self, titles: frozenset[str]) -> Iterator[int]:
        """The rows that can be meant by the same person.

        Without a number, people of one name who bear titles that exclude each other are two people: Hj. Sari and
        Sari, S.Sos. But Sari alone can be either of them.
        """
        all_kin = self.numbered or len(self.by_titles) > _TITLES_COMPARED
        for borne, members in self.by_titles.items():
            if all_kin or borne <= titles or titles <= borne:
                yield from members


class Conflicts:
    """What one file has told so far, by number, or by name and place where there is no number."""

    def __init__(self) -> None:
        self.by_number: dict[int, int] = {}
        self.by_place: dict[int, int] = {}
        self.lines, self.names, self.places, self.prints = array("q"), array("q"), array("q"), array("q")
        self.titles: dict[int, frozenset[str]] = {}  # Only of rows without a number that bear any.
        self.title_sets: dict[tuple[str, str], frozenset[str]] = {}
        self.groups: dict[int, _Group] = {}
        self.contradicted: set[int] = set()
        self.turned = 0  # Rows that were accepted until a later one contradicted them.

    def note_titles(self, front: str, back: str) -> None:
        """Keep the titles of the row that is remembered next."""
        if front or back:
            found = frozenset(f"{front} {back}".replace(",", " ").split())
            self.titles[len(self.lines)] = self.title_sets.setdefault((front, back), found)

    def compare(
        self, first: int, mark: int, name: int, place: int, print_: int, number: str, doubt: str
    ) -> tuple[Outcome, str, tuple[int, ...]]:
        """What a row is that comes under a key seen before; remembers it unless it is the same row again."""
        group, index = self.groups.get(first), len(self.lines)
        same = first if self.prints[first] == print_ else group.prints.get(print_) if group else None
        if same is not None:
            self.titles.pop(index, None)
            return Outcome.SKIPPED, "same_row_twice", (self._line(same),)
        if group is None:
            group = self.groups[first] = _Group(number)
            group.add(first, self.prints[first], self._titles(first))
        severity = 2 if self.names[first] != name else 1 if self.places[first] != place else 0
        group.severity = max(group.severity, severity)
        others = self._others(group, index)
        if others:
            kin = {first} if number else set(group.kin(self._titles(index)))
            self.turned += 0 if doubt else len(kin - self.contradicted)
            self.contradicted |= kin | {index}
        group.add(index, print_, self._titles(index))
        for array_, value in ((self.lines, mark), (self.names, name), (self.places, place), (self.prints, print_)):
            array_.append(value)
        return (Outcome.HELD, group.reason, others) if others else (Outcome.ACCEPTED, "", ())

    def amendments(self) -> Iterator[Amendment]:
        """What the rows of each conflict become, now that all of them are known."""
        for group in self.groups.values():
            for index in group.prints.values():
                if index in self.contradicted:
                    sheet, line = self.lines[index] >> SHEET_SHIFT, self._line(index)
                    yield Amendment(line, sheet, Outcome.HELD, group.reason, self._others(group, index))

    def _titles(self, index: int) -> frozenset[str]:
        return self.titles.get(index, frozenset())

    def _others(self, group: _Group, but: int) -> tuple[int, ...]:
        """Lines of the rows that a row conflicts with, no more than anybody reads."""
        told: list[int] = []
        for index in group.kin(self._titles(but)):
            if index != but:
                told.append(self._line(index))
            if len(told) == OTHERS_TOLD:
                break
        return tuple(sorted(told))

    def _line(self, index: int) -> int:
        return self.lines[index] & ((1 << SHEET_SHIFT) - 1)
