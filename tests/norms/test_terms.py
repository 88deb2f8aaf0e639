"""Terms of law: every reading has its date, and the stricter one leads."""

import datetime as dt

import pytest

from ikrar.norms import catalogue, daysoff
from ikrar.norms.clock import Pause, Unit
from ikrar.norms.terms import Term, counted, strictest_first

TERMS = {row["slug"]: Term.of(row) for row in catalogue.terms()}
EVENT = dt.date(2024, 10, 14)


@pytest.mark.parametrize("slug", TERMS)
def test_every_term_counts_and_nothing_of_it_is_called_verified(slug):
    term = TERMS[slug]
    dates = [one.day for one in strictest_first(counted(term, EVENT, daysoff.calendar()))]
    assert dates == sorted(dates)
    assert all(due > EVENT for due in dates)
    assert not term.is_approved


@pytest.mark.parametrize(
    ("slug", "dates"),
    [
        ("bawaslu_pemilu_report", [(Unit.CALENDAR, "2024-10-21"), (Unit.WORKING, "2024-10-23")]),
        ("bawaslu_pilkada_report", [(Unit.CALENDAR, "2024-10-21")]),
        ("sbt_verification", [(Unit.CALENDAR, "2024-10-21"), (Unit.WORKING, "2024-10-23")]),
        ("first_summons", [(Unit.WORKING, "2024-10-23")]),
        ("decision_delivery", [(Unit.WORKING, "2024-11-01")]),
        ("decision_effect", [(Unit.CALENDAR, "2024-10-29"), (Unit.WORKING, "2024-11-04")]),
        ("appeal", [(Unit.WORKING, "2024-11-01")]),
        ("appeal_decision", [(Unit.WORKING, "2025-01-17")]),
        ("bawaslu_pilkada_initial_review", [(Unit.CALENDAR, "2024-10-16"), (Unit.CALENDAR, "2024-10-17")]),
    ],
)
def test_where_sources_disagree_both_dates_are_told_and_the_stricter_leads(slug, dates):
    told = strictest_first(counted(TERMS[slug], EVENT, daysoff.calendar()))
    assert [(one.reading.unit, one.day.isoformat()) for one in told] == dates


def test_a_term_that_stands_still_has_no_date_and_comes_last():
    pause = Pause(EVENT + dt.timedelta(days=2), None, "menunggu keterangan")
    told = counted(TERMS["sbt_verification"], EVENT, daysoff.calendar(), [pause])
    assert [one.day for one in told] == [None, None]
