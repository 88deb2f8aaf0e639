"""Coverage adds up, and outside eyes see no small cell."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from ikrar.agencies.rules import Level
from ikrar.oversight.figures import coverage, merged
from ikrar.pledges.queries.tallies import Cell
from ikrar.pledges.rules import SMALL_CELL


@dataclass
class Size:
    unit_id: int
    kind: str
    fixed: int = 0
    today: int = 0
    joined: int = 0
    moved_in: int = 0
    moved_out: int = 0
    gone: int = 0
    unclear: int = 0


UNITS = {n: (f"Dinas Contoh {n}", f"/{n}/") for n in range(1, 8)}
sizes = st.lists(
    st.builds(Size, unit_id=st.integers(1, 7), kind=st.just("pppk"), fixed=st.integers(0, 40), today=st.integers(0, 40))
)
cells = st.lists(
    st.builds(
        Cell,
        unit=st.integers(1, 7),
        kind=st.just("pppk"),
        level=st.sampled_from([0, 1, 2]),
        method=st.just("phone"),
        signed=st.integers(1, 20),
    )
)


@given(sizes, cells)
def test_units_levels_and_kinds_add_up_to_the_total(sizes, cells):
    found = coverage(sizes, cells, ("",), UNITS)
    assert sum(line.today for line in found.units) == found.total.today == sum(size.today for size in sizes)
    assert sum(line.signed for line in found.units) == found.total.signed == sum(cell.signed for cell in cells)
    assert sum(signed for _level, signed in found.levels) == found.total.signed
    assert sum(line.signed for _kind, line in found.kinds) == found.total.signed


@given(sizes, cells)
def test_a_coordinator_sees_only_the_own_branch(sizes, cells):
    found = coverage(sizes, cells, ("/3/",), UNITS)
    assert {line.unit for line in found.units} <= {3}
    assert found.total.signed == sum(cell.signed for cell in cells if cell.unit == 3)


def test_who_reaches_nothing_sees_nothing():
    assert coverage([Size(1, "pppk", today=5)], [], (), UNITS).units == []


@given(sizes, cells)
def test_outside_eyes_see_the_same_total_and_no_small_cell_that_can_be_merged(sizes, cells):
    seen = merged(coverage(sizes, cells, ("",), UNITS))
    assert sum(line.signed for line in seen.units) == seen.total.signed
    assert sum(line.today for line in seen.units) == seen.total.today
    shown = [line for line in seen.units if line.unit is not None]
    assert all(line.whole >= SMALL_CELL for line in shown)
    assert all(line.signed == 0 or line.signed >= SMALL_CELL for line in shown)
    assert sum(signed for _level, signed in seen.levels) == seen.total.signed


@given(sizes, cells)
def test_the_merged_line_shows_no_few_people_where_the_total_shows_many(sizes, cells):
    seen = merged(coverage(sizes, cells, ("",), UNITS))
    for rest in (line for line in seen.units if line.unit is None):
        for name in ("whole", "signed", "missing"):
            part = getattr(rest, name)
            assert part == 0 or part >= SMALL_CELL or getattr(seen.total, name) < SMALL_CELL


def test_two_units_with_few_signatures_are_merged_with_a_third():
    rows = [Size(n, "pppk", today=40) for n in (1, 2, 3)]
    found = [Cell(1, "pppk", 2, "phone", 2), Cell(2, "pppk", 2, "phone", 3), Cell(3, "pppk", 2, "phone", 20)]
    seen = merged(coverage(rows, found, ("",), UNITS))
    assert [(line.signed, line.whole) for line in seen.units] == [(25, 120)]


def test_a_single_small_unit_cannot_be_had_by_taking_the_others_from_the_total():
    rows = [Size(1, "pppk", today=4), Size(2, "pppk", today=30), Size(3, "pppk", today=50)]
    seen = merged(coverage(rows, [], ("",), UNITS))
    assert [line.whole for line in seen.units if line.unit is None] == [34]


def test_few_strong_acts_are_counted_with_weaker_ones_never_upward():
    found = merged(
        coverage(
            [Size(1, "pppk", today=40)], [Cell(1, "pppk", 3, "phone", 2), Cell(1, "pppk", 2, "phone", 30)], ("",), UNITS
        )
    )
    assert found.levels == [(Level.CODE_AND_PIN, 32)]


def test_few_weak_acts_are_not_shown_alone_either():
    """Two people who signed on paper are known to the whole office: seen apart, they are seen by name."""
    cells = [Cell(1, "pppk", 2, "phone", 30), Cell(1, "pppk", 0, "paper", 2)]
    found = merged(coverage([Size(1, "pppk", today=40)], cells, ("",), UNITS))
    assert found.levels == [(Level.INK, 32)]
    assert found.mixed == {Level.INK}


def test_where_most_are_missing_comes_first():
    found = coverage([Size(1, "pppk", today=4), Size(2, "pppk", today=9)], [], ("",), UNITS)
    assert [line.unit for line in found.units] == [2, 1]
