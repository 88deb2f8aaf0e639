"""Counting in the page, an agency's own days off, its list of running terms: shown, refused, once, and never another's."""

import datetime as dt
import json
import threading
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Role, system
from ikrar.core import jobs, zones
from ikrar.core.errors import Refused
from ikrar.norms.actions import catalogue as loading
from ikrar.norms.actions import clocks, workdays
from ikrar.norms.actions.clocks import Subject
from ikrar.norms.models import Clock, ClockMove, LocalDay
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import workdays as make_days

DAY = dt.timedelta(days=1)


@pytest.fixture
def agency(db) -> Agency:
    loading.load_catalogue(NOW)
    make_days.decreed_years(TODAY.year - 1, TODAY.year, TODAY.year + 1)
    return make.agency(zone="WITA")


@pytest.fixture
def legal(agency) -> Client:
    client = Client()
    client.force_login(make.officer(Role.LEGAL, agency))
    return client


def counted(**asked):
    return Client().get(reverse("norms:count_days"), asked)


def said(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def test_anyone_counts_and_reads_why(agency):
    answer = counted(event="2024-04-03", number="7")
    assert answer.status_code == 200
    assert "Paling lambat Senin, 22 April 2024" in said(answer)
    assert "Cuti bersama Hari Raya Idul Fitri" in said(answer)


def test_a_term_is_counted_in_each_reading_with_its_articles_and_its_mark(agency):
    text = said(counted(event="2025-08-11", term="sbt_verification"))
    assert text.index("18 Agustus 2025") < text.index("21 Agustus 2025")
    assert "Belum diverifikasi Bagian Hukum" in text


def test_an_agencys_own_days_and_week_count_where_it_is_chosen(agency):
    make_days.local_day(agency, dt.date(2025, 8, 14))
    make_days.work_week(agency, dt.date(2025, 8, 1))
    assert "Paling lambat Kamis, 21 Agustus 2025" in said(counted(event="2025-08-11", number="7"))
    assert "Paling lambat Rabu, 20 Agustus 2025" in said(counted(event="2025-08-11", number="6", agency=agency.pk))


@pytest.mark.parametrize(
    "asked",
    [
        {"event": "9999-12-31", "number": "366", "unit": "calendar"},
        {"event": "9999-12-31", "number": "1"},
        {"event": "0001-01-01", "number": "7"},
        {"event": "2031-01-05", "number": "7"},
        {"event": "2024-02-30", "number": "7"},
        {"event": "2024-04-03", "number": "0"},
        {"event": "2024-04-03", "number": "367"},
        {"event": "2024-04-03", "number": "1e9"},
        {"event": "2024-04-03"},
        {"event": "", "number": ""},
        {"event": "2024-04-03", "number": "7", "week": "7"},
        {"event": "2024-04-03", "number": "7", "unit": "tahun"},
        {"event": "2024-04-03", "number": "7", "agency": "0 or 1=1"},
        {"event": "2024-04-03", "term": "tidak_ada"},
        {"event": "1990-04-03", "term": "appeal"},
    ],
)
def test_a_count_that_cannot_be_made_is_refused_in_words_at_its_field(agency, asked):
    answer = counted(**asked)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


@pytest.mark.parametrize("year", ["2031", "abc", "99999", "-1", "", "²⁰²⁴"])
def test_a_year_that_is_not_decreed_is_said_to_be_missing(agency, year):
    answer = Client().get(reverse("norms:days_off"), {"tahun": year})
    assert answer.status_code == 200
    assert ("belum ada di sini" in said(answer)) == (year == "2031")


def added(client, day, *, form=None, name="Hari Jadi Kota Contoh"):
    told = {
        "day": day.isoformat(), "name": name, "decree": "Keputusan Wali Kota Contoh 1", "decreed": "2024-01-02",
        "client_uuid": str(form or uuid.uuid4()),
    }  # fmt: skip
    return client.post(reverse("norms:add_local_day"), told)


def test_a_form_sent_twice_adds_one_day_and_one_with_other_words_is_a_conflict(agency, legal):
    form, day = uuid.uuid4(), TODAY + 20 * DAY
    assert [added(legal, day, form=form).status_code for _twice in range(2)] == [302, 302]
    assert added(legal, day, form=form, name="Hari Lain").status_code == 409
    assert added(legal, day).status_code == 422
    assert [row.name for row in LocalDay.objects.all()] == ["Hari Jadi Kota Contoh"]


@pytest.mark.parametrize("away", [-900, 900])
def test_a_day_out_of_reach_is_refused(legal, away):
    assert added(legal, TODAY + away * DAY).status_code == 422
    assert not LocalDay.objects.exists()


def test_a_national_day_off_needs_no_local_one(agency):
    at = dt.datetime(2025, 8, 20, tzinfo=dt.UTC)
    with pytest.raises(Refused, match="libur nasional"):
        workdays.add_local_day(
            agency, dt.date(2025, 8, 18), name="Contoh", decree="Contoh", decreed=at.date(), client_uuid=uuid.uuid4(),
            by=system(), at=at,
        )  # fmt: skip


def test_an_officer_ends_a_day_with_a_reason_once_and_the_row_stays(agency, legal):
    row = make_days.local_day(agency, TODAY + 20 * DAY)
    address = reverse("norms:end_local_day", args=[row.pk])
    assert legal.post(address, {"reason": ""}).status_code == 422
    assert [legal.post(address, {"reason": why}).status_code for why in ("Keliru", "Lagi")] == [302, 302]
    row.refresh_from_db()
    assert (row.reason, row.ended_at is not None) == ("Keliru", True)
    assert "Keliru" in said(legal.get(reverse("norms:local_days")))


def test_the_list_of_running_terms_is_the_own_agencys_alone_and_the_next_due_stands_on_top(agency, legal):
    other = make.agency()
    for of, number, days in ((agency, "101", 3), (agency, "202", 5), (other, "303", 4)):
        clocks.start(of, "first_summons", subject=Subject("contoh", number), on=TODAY - days * DAY, by=system(), at=NOW)
    text = said(legal.get(reverse("norms:clock_list")))
    assert text.index("nomor 202") < text.index("nomor 101")
    assert "nomor 303" not in text


def test_the_command_counts_by_an_agencys_own_days(agency):
    make_days.local_day(agency, dt.date(2025, 8, 14))

    def told(*more: str) -> str:
        out = StringIO()
        call_command("ikrar_workday", "add", "2025-08-11", "7", "--json", *more, stdout=out)
        return str(json.loads(out.getvalue())["due"])

    assert (told(), told("--agency", agency.code)) == ("2025-08-21", "2025-08-22")
    with pytest.raises(CommandError):
        told("--agency", "tidak-ada")


@pytest.mark.django_db(transaction=True)
def test_two_who_add_days_at_once_lose_none_and_the_clock_heeds_both():
    loading.load_catalogue(NOW)
    make_days.decreed_years(TODAY.year, TODAY.year + 1)
    agency = make.agency(zone="WITA")
    clock = clocks.start(agency, "appeal_answer", subject=Subject("contoh", "1"), on=TODAY, by=system(), at=NOW)
    free = [TODAY + n * DAY for n in range(1, 30) if (TODAY + n * DAY).isoweekday() < 6][:6]
    free = [day for day in free if day.isoformat() not in {row["day"] for row in clock.almanac["days"]}]
    problems = []

    def add(day: dt.date) -> None:
        try:
            workdays.add_local_day(
                agency, day, name="Hari Contoh", decree="Keputusan Contoh", decreed=TODAY, client_uuid=uuid.uuid4(),
                by=system(), at=NOW,
            )  # fmt: skip
            jobs.drain(NOW)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=[day]) for day in free]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    jobs.drain(zones.now())
    assert problems == []
    assert LocalDay.objects.filter(agency=agency).count() == len(free)
    fresh = Clock.objects.get(pk=clock.pk)
    heeded = {row["day"] for row in fresh.almanac["days"]}
    assert {day.isoformat() for day in free} <= heeded
    moves = list(ClockMove.objects.filter(clock=clock).order_by("pk"))
    assert sum(len(move.added) for move in moves) == len(free)
