"""Election calendars: national, per region and of the agency itself; the page, the strip, and the freeze counted from them."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ikrar.agencies.roles import Role
from ikrar.norms.actions import catalogue as loading
from ikrar.norms.models import Election
from ikrar.norms.queries import stages as queries
from ikrar.norms.rules.stages import FreezeState, Standing
from ikrar.norms.timeline import FreezeRule, Period, covers, merged, months_before
from tests.access_samples import TODAY
from tests.factories import agencies as cast
from tests.factories import norms as made
from tests.pledges.cast import logged_in

AT = dt.datetime(2024, 10, 1, 1, 0, tzinfo=dt.UTC)
DAY = dt.date(2024, 10, 14)


@pytest.fixture
def kendari(db):
    loading.load_catalogue(AT)
    return cast.agency("kendari", name="Kota Kendari", region="74.71", zone="WITA")


def calendar(agency, slug="pilkada_2024"):
    return next(row for row in queries.calendars(agency) if row.slug == slug)


def period(slug, since=DAY, until=DAY, **more):
    return Period(slug, slug, since, until, "Sumber contoh", **more)


def test_what_runs_on_a_day_and_what_comes_next(kendari):
    now = queries.now_of(kendari, DAY)
    assert {one.slug for one, _row in now.running} == {"adhoc_bodies", "campaign"}
    assert now.next[0].slug == "quiet_period"
    assert calendar(kendari).period("campaign").on(dt.date(2024, 11, 23)) is Standing.RUNNING
    assert calendar(kendari).period("campaign").on(dt.date(2024, 11, 24)) is Standing.PAST
    later = queries.now_of(kendari, dt.date(2026, 11, 22))
    assert (later.running, later.next, later.undated.slug) == ((), None, "pemilu_2029")


def test_where_sources_disagree_both_are_told_and_the_day_between_says_so(kendari):
    quiet = calendar(kendari).period("quiet_period")
    assert [(one.since, one.until) for one in quiet.readings] == [(dt.date(2024, 11, 23), dt.date(2024, 11, 26))]
    assert [day for day in range(20, 29) if quiet.is_disputed_on(dt.date(2024, 11, day))] == [23]


def test_a_second_round_that_was_not_held_never_runs(kendari):
    row = calendar(kendari, "pemilu_2024")
    assert not row.running(dt.date(2024, 6, 26))
    assert [one.slug for one in row.periods if not one.is_held] == [
        "reserved_second_round_campaign", "reserved_second_round_vote",
    ]  # fmt: skip
    assert row.ends == dt.date(2024, 3, 20)


@pytest.mark.parametrize(
    ("region", "place", "holds"),
    [("", "74.71", True), ("74", "74.71", True), ("74.71", "74.71", True), ("74.71", "74", False), ("7", "74.71", False),
     ("74", "", False), ("64", "74.71", False)],
)  # fmt: skip
def test_a_province_covers_its_cities_and_nothing_else(region, place, holds):
    assert covers(region, place) is holds


def test_the_nearest_region_wins_and_the_agency_before_all():
    told = (("74.71", 3), ("", 1), ("74", 2), ("64", 9))
    rows = [period("campaign", dt.date(2024, 10, day), region=code) for code, day in told]
    (found,) = merged(rows, [], "74.71")
    assert (found.since.day, found.instead.since.day) == (3, 2)
    (found,) = merged(rows, [], "74.05")
    assert found.since.day == 2
    (found,) = merged(rows, [period("campaign", dt.date(2024, 10, 4), own=1)], "74.71")
    assert (found.own, found.instead.since.day) == (1, 3)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 40))
def test_months_before_is_the_same_day_or_the_last_of_its_month(day, months):
    found = months_before(day, months)
    assert (found.year * 12 + found.month) == day.year * 12 + day.month - months
    assert found.day == day.day or (found + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "state"),
    [("2024-03-21", FreezeState.BEFORE), ("2024-03-22", FreezeState.INSIDE), ("2024-12-16", FreezeState.INSIDE),
     ("2024-12-17", FreezeState.UNSURE), ("2026-11-22", FreezeState.UNSURE)],
)  # fmt: skip
def test_the_freeze_begins_six_months_before_and_its_end_is_not_guessed(kendari, day, state):
    found = next(one for one in queries.freeze_on(kendari, dt.date.fromisoformat(day)) if one.calendar.year == 2024)
    assert (found.state, found.begins, found.ends) == (state, dt.date(2024, 3, 22), None)
    assert found.holds is (state in {FreezeState.INSIDE, FreezeState.UNSURE})


def test_the_freeze_ends_with_the_term_and_is_not_counted_without_dates(kendari):
    ratna = cast.officer(Role.LEGAL, kendari)
    told = {"election": Election.objects.get(slug="pilkada_2024"), "slug": "end_of_term", "state": "in_force"}
    made.own_stage(kendari, ratna, day=dt.date(2025, 2, 3), **told)
    rows = {one.calendar.slug: one for one in queries.freeze_on(kendari, dt.date(2025, 2, 3))}
    assert rows["pilkada_2024"].state is FreezeState.INSIDE
    assert rows["pilkada_2031"].state is FreezeState.UNDATED
    after = {one.calendar.slug: one.state for one in queries.freeze_on(kendari, dt.date(2025, 2, 4))}
    assert after["pilkada_2024"] is FreezeState.AFTER
    assert "pemilu_2024" not in rows


def test_an_election_of_other_regions_concerns_nobody_else(kendari):
    made.election(DAY, "pilkada_ulang", regions=["64.02"])
    assert "pilkada_ulang" not in {row.slug for row in queries.calendars(kendari)}
    kukar = cast.agency("kukar", region="64.02")
    assert "pilkada_ulang" in {row.slug for row in queries.calendars(kukar)}
    assert "pilkada_ulang" not in {row.slug for row in queries.calendars(None)}


def test_anyone_reads_the_timeline_of_any_day_without_a_cookie(kendari):
    page = Client().get(reverse("norms:stages"), {"tanggal": "2024-11-23"})
    told = page.content.decode()
    assert (page.status_code, dict(page.cookies)) == (200, {})
    assert "Seperti berlaku di Kota Kendari" in told
    assert "sumber berbeda" in told
    assert "Sumber lain: 23\u00a0November\u00a02024 sampai 26\u00a0November\u00a02024." in told
    assert told.count("Belum diverifikasi Bagian Hukum") == 4
    assert "Jadwalnya belum ditetapkan" in told
    wrong = Client().get(reverse("norms:stages"), {"tanggal": "2024-02-30"})
    assert wrong.status_code == 422


def test_the_page_of_the_freeze_shows_how_it_was_counted_and_what_is_not_known(kendari):
    told = Client().get(reverse("norms:freeze"), {"tanggal": "2024-10-14"}).content.decode()
    assert "Berlaku pada hari itu." in told
    assert "mulai 22\u00a0Maret\u00a02024" in told
    assert "Tanggalnya belum diisi." in told
    assert "Belum jelas." in told
    assert "Belum diverifikasi Bagian Hukum" in told


def test_officers_read_the_stage_above_every_page_and_a_minute_asks_once(kendari):
    made.election(TODAY - dt.timedelta(days=5))
    office = logged_in(cast.officer(Role.COMMITTEE, kendari))
    told = office.get(reverse("agencies:own_account")).content.decode()
    assert '<strong lang="id">Masa kampanye</strong>' in told
    assert "Hari pemungutan suara, Pilkada Contoh" in told
    with CaptureQueriesContext(connection) as seen:
        office.get(reverse("agencies:own_account"))
    assert not [one["sql"] for one in seen if "norms_" in one["sql"]]
    assert 'class="strip"' not in Client().get(reverse("norms:ask")).content.decode()


def test_the_catalogue_of_stages_is_in_order():
    call_command("ikrar_norms", "check", verbosity=0)


def test_a_rule_names_its_stages():
    rules = [rule for rule, _told in queries.freeze_rules()]
    assert rules == [FreezeRule("replacing_officials", ("pilkada",), "candidate_determination", 6, "end_of_term")]
