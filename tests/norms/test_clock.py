"""Due dates: a table of days, a slow count beside the real one, pauses, late decrees, years without one."""

import datetime as dt
from pathlib import Path

import holidays
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core import zones
from ikrar.norms import catalogue, daysoff, derivation
from ikrar.norms.clock import LONGEST, Calendar, DayOff, Kind, LastDay, NoDecree, Pause, Unit, Week, count

DATES = yaml.safe_load((Path(__file__).parent / "dates.yaml").read_text("utf-8"))
DAY = dt.timedelta(days=1)
_day = dt.date.fromisoformat


@pytest.mark.parametrize("row", DATES, ids=lambda row: f"{row['event']}+{row['number']}/{row['week']}{row['unit'][0]}")
def test_a_term_ends_on_its_day_and_says_what_it_passed_over(row):
    due = count(_day(row["event"]), row["number"], daysoff.calendar(Week(row["week"])), unit=Unit(row["unit"]))
    assert due.due == _day(row["due"])
    assert [step.day.isoformat() for step in due.skipped if step.off] == row["skipped"]
    said = list(derivation.lines(due))
    assert len(said) == 2 + len(due.skipped)
    assert zones.long_date(due.due, named=True) in said[-1]
    for step in due.skipped:
        assert any(zones.long_date(step.day, named=True) in line and derivation.why(step) in line for line in said)


def test_the_table_is_long_enough_and_each_row_is_another():
    assert len({(row["event"], row["number"], row["week"], row["unit"]) for row in DATES}) == len(DATES) >= 60


@st.composite
def _worlds(draw):
    start = dt.date(2024, 1, 1)
    off = draw(st.sets(st.integers(0, 365), max_size=60))
    days = {
        start + n * DAY: DayOff(start + n * DAY, "Libur Contoh", Kind.HOLIDAY, "Keputusan Contoh", start) for n in off
    }
    return Calendar(days, frozenset({2024, 2025}), draw(st.sampled_from(Week)))


@given(_worlds(), st.integers(0, 300), st.integers(1, 90))
def test_a_slow_count_finds_the_same_day(calendar, begins, number):
    event = dt.date(2024, 1, 1) + begins * DAY
    day, left = event, number
    while left:
        day += DAY
        if day.isoweekday() <= int(calendar.week) and day not in calendar.days:
            left -= 1
    due = count(event, number, calendar)
    assert due.due == day
    assert [step.number for step in due.steps if step.number] == list(range(1, number + 1))
    assert [step.day for step in due.steps] == [event + n * DAY for n in range(1, (day - event).days + 1)]


@given(_worlds(), st.integers(0, 300), st.integers(1, 60), st.integers(1, 40), st.integers(0, 30))
def test_days_that_stood_still_are_added_and_nothing_else(calendar, begins, number, after, length):
    """A pause over working days alone lengthens the term by as many working days."""
    event = dt.date(2024, 1, 1) + begins * DAY
    pause = Pause(event + after * DAY, event + (after + length) * DAY, "menunggu keterangan")
    due, plain = count(event, number, calendar, pauses=[pause]), count(event, number, calendar)
    stood = [step for step in due.steps if step.pause]
    assert all(pause.first <= step.day <= pause.last for step in stood)
    longer = number + sum(calendar.works(step.day) for step in stood)
    assert due.due == (count(event, longer, calendar).due if stood else plain.due)


def test_a_clock_that_stands_still_has_no_due_date_yet():
    event = _day("2024-10-01")
    due = count(event, 7, daysoff.calendar(), pauses=[Pause(_day("2024-10-03"), None, "menunggu Bawaslu")])
    assert due.due is None
    assert "berhenti" in list(derivation.lines(due))[-1]


def test_a_late_decree_moves_the_end_and_is_not_known_before_its_day():
    event = _day("2025-08-15")
    before = count(event, 1, daysoff.calendar(known_on=_day("2025-08-06")))
    after = count(event, 1, daysoff.calendar(known_on=_day("2025-08-07")))
    assert (before.due, after.due) == (_day("2025-08-18"), _day("2025-08-19"))
    assert "933/2025" in " ".join(derivation.lines(after))


def test_an_agencys_own_day_off_counts_for_it_alone():
    local = DayOff(
        _day("2025-04-19"), "Hari Pemungutan Suara Ulang", Kind.LOCAL, "Keputusan Bupati 1/2025", _day("2025-04-10")
    )
    six = Week.SIX
    assert count(_day("2025-04-17"), 1, daysoff.calendar(six)).due == _day("2025-04-19")
    assert count(_day("2025-04-17"), 1, daysoff.calendar(six, local=[local])).due == _day("2025-04-21")


@pytest.mark.parametrize(("event", "number"), [("2026-12-30", 3), ("2022-12-30", 1), ("2027-01-04", 1)])
def test_a_year_without_a_decree_is_refused(event, number):
    with pytest.raises(NoDecree) as missing:
        count(_day(event), number, daysoff.calendar())
    assert missing.value.year in {2022, 2027}


def test_days_of_the_calendar_need_no_decree_until_the_last_one_must_be_a_working_day():
    assert count(_day("2026-12-20"), 30, daysoff.calendar(), unit=Unit.CALENDAR).due == _day("2027-01-19")
    with pytest.raises(NoDecree):
        count(_day("2026-12-20"), 30, daysoff.calendar(), unit=Unit.CALENDAR, last_day=LastDay.NEXT_WORKING_DAY)


@pytest.mark.parametrize(
    ("event", "number", "due"),
    [("2024-04-01", 7, "2024-04-16"), ("2024-10-01", 4, "2024-10-07"), ("2024-10-01", 2, "2024-10-03")],
)
def test_a_term_in_calendar_days_may_end_on_the_next_working_day(event, number, due):
    told = count(_day(event), number, daysoff.calendar(), unit=Unit.CALENDAR, last_day=LastDay.NEXT_WORKING_DAY)
    assert told.due == _day(due)


@pytest.mark.parametrize("number", [0, -1, LONGEST + 1])
def test_a_term_has_at_least_one_day_and_an_end(number):
    with pytest.raises(ValueError, match="a term has"):
        count(_day("2024-10-01"), number, daysoff.calendar())


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2024-04-03T16:30:00+00:00", "WIB", "2024-04-03"), ("2024-04-03T16:30:00+00:00", "WITA", "2024-04-04"),
        ("2024-04-03T15:00:00+00:00", "WIT", "2024-04-04"), ("2024-04-03T14:59:59+00:00", "WIT", "2024-04-03"),
    ],
)  # fmt: skip
def test_the_day_of_an_event_is_the_agencys_own_at_midnight(moment, zone, day):
    event = zones.today(zone, dt.datetime.fromisoformat(moment))
    assert event == _day(day)
    assert count(event, 1, daysoff.calendar(Week.SIX)).due == event + DAY


def test_no_day_off_of_the_file_is_told_twice_and_each_has_a_decree_and_a_year():
    told = catalogue.workdays()
    days, decrees = [row["day"] for row in told["days"]], {row["slug"] for row in told["decrees"]}
    assert len(days) == len(set(days))
    assert {row["decree"] for row in told["days"]} <= decrees
    assert {int(day[:4]) for day in days} == {row["year"] for row in told["years"]}


def test_the_days_off_are_those_that_a_maintained_library_knows():
    """Both were made apart: a day that one of them lacks is to be looked up in the decree."""
    told = catalogue.workdays()
    years = [row["year"] for row in told["years"]]
    known = holidays.country_holidays("ID", years=years, categories=("public", "government"))
    assert {_day(row["day"]) for row in told["days"]} == set(known)
