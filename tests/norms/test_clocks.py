"""Running terms: started by the term in force, stopped and set going, moved by late days off with a trace, never lost."""

import datetime as dt
import itertools
import os
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import system
from ikrar.core import jobs
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.norms import almanac, daysoff, derivation
from ikrar.norms.actions import catalogue as loading
from ikrar.norms.actions import clocks, workdays
from ikrar.norms.actions.clocks import Subject
from ikrar.norms.clock import DayOff, Kind, LastDay, Pause, Unit, Week, count
from ikrar.norms.models import Clock, ClockMove, Decree, DecreedYear, NationalDay, Provision
from ikrar.norms.queries import clocks as queries
from ikrar.norms.queries import workdays as days
from ikrar.norms.rules.provisions import Kind as ProvisionKind
from ikrar.norms.terms import Term
from tests.factories import agencies as make

AT = dt.datetime(2025, 8, 20, 1, 0, tzinfo=dt.UTC)
BY = system()
_day = dt.date.fromisoformat
DAY = dt.timedelta(days=1)


@pytest.fixture
def agency(db) -> Agency:
    loading.load_catalogue(AT)
    jobs.drain(AT)
    return make.agency(zone="WITA")


def started(agency, term="second_summons", on="2025-08-11", number="7", at=AT, **more) -> Clock:
    return clocks.start(agency, term, subject=Subject("contoh", number), on=_day(on), by=BY, at=at, **more)


def local_day(agency, day, *, name="Hari Jadi Kota Contoh", decreed="2025-08-01", at=AT):
    return workdays.add_local_day(
        agency, _day(day), name=name, decree="Keputusan Wali Kota Contoh 1", decreed=_day(decreed), client_uuid=uuid.uuid4(),
        by=BY, at=at,
    )  # fmt: skip


def forget_the_late_decree():
    """The days off as they were known before 18 August 2025 became one of them."""
    NationalDay.objects.filter(decree__slug="skb_2025_18_agustus").delete()
    Decree.objects.filter(slug="skb_2025_18_agustus").delete()


def test_the_rows_give_the_same_calendar_as_the_file(agency):
    for known_on in (None, _day("2025-08-06"), _day("2023-06-15")):
        told = days.calendar(known_on=known_on)
        assert (dict(told.days), told.years) == (
            dict(daysoff.calendar(known_on=known_on).days), daysoff.calendar(known_on=known_on).years,
        )  # fmt: skip


def test_a_clock_has_a_day_for_each_reading_and_the_stricter_leads(agency):
    clock = started(agency, "sbt_verification")
    assert clock.dues == ["2025-08-21", "2025-08-18"]
    assert clock.due == _day("2025-08-18")
    told = queries.told(clock, _day("2025-08-14"))
    assert [one.day for one in told.readings] == [
        "Senin, 18\u00a0Agustus\u00a02025",
        "Kamis, 21\u00a0Agustus\u00a02025",
    ]
    assert told.says == "Tersisa 4 hari, paling lambat Senin, 18\u00a0Agustus\u00a02025."
    assert any("933/2025" in line for line in told.readings[1].lines)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2025-08-14", "Tersisa 3 hari kerja, paling lambat Rabu, 20\u00a0Agustus\u00a02025."),
        ("2025-08-20", "Hari ini hari terakhir: Rabu, 20\u00a0Agustus\u00a02025."),
        ("2025-08-23", "Lewat 3 hari: tenggatnya Rabu, 20\u00a0Agustus\u00a02025."),
    ],
)
def test_what_is_left_is_told_in_working_days(agency, on, says):
    told = queries.told(started(agency, on="2025-08-08"), _day(on))
    assert told.says == says


def test_starting_twice_is_one_clock_and_another_event_is_refused(agency):
    clock = started(agency)
    assert started(agency).pk == clock.pk
    with pytest.raises(Refused, match="sudah berjalan"):
        started(agency, on="2025-08-12")
    assert Clock.objects.count() == 1


@pytest.mark.parametrize("on", ["2022-12-30", "2025-08-21"])
def test_a_year_without_a_decree_and_a_day_to_come_are_refused(agency, on):
    with pytest.raises(Refused):
        started(agency, on=on)
    assert not Clock.objects.exists()


def test_the_day_of_the_start_is_the_agencys_own_at_midnight(agency):
    """16.30 UTC is the next day in WITA, so an event of that day has come there."""
    assert started(agency, on="2025-08-21", at=dt.datetime(2025, 8, 20, 16, 30, tzinfo=dt.UTC)).event == _day(
        "2025-08-21"
    )
    with pytest.raises(Refused):
        started(make.agency(zone="WIB"), on="2025-08-21", at=dt.datetime(2025, 8, 20, 16, 30, tzinfo=dt.UTC))


def test_a_clock_keeps_the_term_that_was_in_force_on_its_day(agency):
    before = started(agency, "appeal", on="2025-08-14", number="1")
    old = Provision.objects.get(kind=ProvisionKind.TERM, slug="appeal")
    Provision.objects.filter(pk=old.pk).update(until=_day("2025-08-14"))
    Provision.objects.create(
        kind=ProvisionKind.TERM,
        slug="appeal",
        version=2,
        body={**old.body, "number": 5},
        since=_day("2025-08-15"),
        made_at=AT,
    )
    kept, after = (started(agency, "appeal", on=f"2025-08-{day}", number=str(day)) for day in (14, 15))
    assert [one.term["number"] for one in (before, kept, after)] == [14, 14, 5]
    clocks.count_again(agency.pk, [before.pk], at=AT)
    before.refresh_from_db()
    assert (before.term["number"], before.due) == (14, kept.due)


def test_an_agencys_correction_of_a_term_stands_beside_the_national_text_and_the_stricter_leads(agency):
    national = Provision.objects.get(kind=ProvisionKind.TERM, slug="appeal")
    Provision.objects.create(
        agency=agency, kind=ProvisionKind.TERM, slug="appeal", version=1, body={**national.body, "number": 20},
        state="approved", stance="differs", about=national, made_at=AT, decided_at=AT, reason="Menurut naskah resmi",
    )  # fmt: skip
    clock = started(agency, "appeal")
    lengths = [(one.length, one.why) for one in queries.told(clock, AT.date()).readings]
    assert lengths == [("14 hari kerja", "Teks nasional"), ("20 hari kerja", "")]
    assert started(make.agency(), "appeal").term["number"] == 14


def test_a_decree_that_came_late_moves_running_clocks_and_leaves_a_trace(agency):
    forget_the_late_decree()
    running, done = started(agency), started(agency, number="8")
    assert running.due == _day("2025-08-20")
    clocks.end(done, on=_day("2025-08-19"), by=BY, at=AT)
    loading.load_catalogue(AT)
    jobs.drain(AT)
    running.refresh_from_db()
    done.refresh_from_db()
    assert (running.due, done.due) == (_day("2025-08-21"), _day("2025-08-20"))
    move = ClockMove.objects.get()
    assert (move.clock_id, move.was, move.now) == (running.pk, ["2025-08-20"], ["2025-08-21"])
    assert [one["day"] for one in move.added] == ["2025-08-18"]
    said = queries.told(running, AT.date()).moves[0].says
    assert "18\u00a0Agustus\u00a02025 menjadi hari libur" in said
    assert "933/2025" in said
    assert AuditEvent.objects.filter(verb="norms.clock_moved", object_id=running.pk, agency=agency.pk).count() == 1
    loading.load_catalogue(AT)
    jobs.drain(AT)
    assert ClockMove.objects.count() == 1


def test_a_local_day_moves_the_own_agencys_clocks_alone_and_its_end_moves_them_back(agency):
    mine, other = started(agency), started(make.agency())
    row = local_day(agency, "2025-08-14")
    jobs.drain(AT)
    assert [Clock.objects.get(pk=one.pk).due for one in (mine, other)] == [_day("2025-08-22"), _day("2025-08-21")]
    assert clocks.count_again(other.agency_id, [other.pk], at=AT) == 0
    workdays.end_local_day(row, reason="Keputusannya dicabut", by=BY, at=AT)
    jobs.drain(AT)
    assert Clock.objects.get(pk=mine.pk).due == _day("2025-08-21")
    there, back = ClockMove.objects.order_by("pk")
    assert [[one["day"] for one in move.added] for move in (there, back)] == [["2025-08-14"], []]
    assert [[one["day"] for one in move.taken] for move in (there, back)] == [[], ["2025-08-14"]]


def test_a_clock_into_a_year_without_a_decree_waits_for_it(agency):
    at = dt.datetime(2026, 12, 30, 1, 0, tzinfo=dt.UTC)
    clock = started(agency, on="2026-12-29", at=at)
    assert (clock.due, clock.dues, clock.lacks_year) == (None, [None], 2027)
    assert queries.told(clock, at.date()).says == "Belum dapat dihitung: keputusan hari libur 2027 belum ada."
    decree = Decree.objects.create(slug="skb_contoh", name="SKB Contoh 2027", decreed=_day("2026-12-31"))
    DecreedYear.objects.create(year=2027, decree=decree)
    NationalDay.objects.create(day=_day("2027-01-01"), name="Tahun Baru Masehi", kind="holiday", decree=decree)
    jobs.enqueue("norms.count_clocks", at=at)
    jobs.drain(at)
    clock.refresh_from_db()
    assert (clock.due, clock.lacks_year) == (_day("2027-01-08"), None)
    assert ClockMove.objects.get().cause == "year"


def test_a_clock_stands_still_and_goes_on_where_it_stood(agency):
    clock = started(agency)
    clock = clocks.pause(clock, on=_day("2025-08-13"), reason="menunggu keterangan", by=BY, at=AT)
    assert (clock.due, clock.stands_since) == (None, _day("2025-08-13"))
    assert queries.told(clock, AT.date()).state == "stands"
    assert clocks.pause(clock, on=_day("2025-08-13"), reason="menunggu keterangan", by=BY, at=AT).pauses.count() == 1
    with pytest.raises(Refused, match="sudah berhenti"):
        clocks.pause(clock, on=_day("2025-08-14"), reason="lagi", by=BY, at=AT)
    for _twice in range(2):
        clock = clocks.resume(clock, on=_day("2025-08-15"), by=BY, at=AT)
    assert (clock.due, clock.stands_since) == (_day("2025-08-25"), None)
    assert [move.cause for move in ClockMove.objects.order_by("pk")] == ["paused", "resumed"]
    with pytest.raises(Refused):
        clocks.resume(clock, on=_day("2025-08-18"), by=BY, at=AT)
    with pytest.raises(Refused):
        clocks.pause(clock, on=_day("2025-08-14"), reason="dua kali", by=BY, at=AT)
    assert any("menunggu keterangan" in line for line in queries.told(clock, AT.date()).readings[0].lines)


def test_an_ended_clock_stays_as_it_was(agency):
    clock = clocks.end(started(agency), on=_day("2025-08-19"), by=BY, at=AT)
    assert clocks.end(clock, on=_day("2025-08-19"), by=BY, at=AT).ended_at == clock.ended_at
    for act in (
        lambda: clocks.end(clock, on=_day("2025-08-18"), by=BY, at=AT),
        lambda: clocks.pause(clock, on=_day("2025-08-18"), reason="terlambat", by=BY, at=AT),
        lambda: clocks.resume(clock, on=_day("2025-08-18"), by=BY, at=AT),
    ):
        with pytest.raises(Refused):
            act()
    assert started(agency, on="2025-08-19").pk != clock.pk
    local_day(agency, "2025-08-15")
    jobs.drain(AT)
    assert Clock.objects.get(pk=clock.pk).due == clock.due


def test_what_is_due_soon_what_lapsed_and_what_belongs_to_a_subject(agency):
    soon, late = started(agency, on="2025-08-14"), started(agency, on="2025-08-04", number="8")
    started(make.agency(), number="9")
    on = _day("2025-08-20")
    assert [one.pk for one in queries.due_within(agency.pk, 7, on)] == [soon.pk]
    assert [one.pk for one in queries.lapsed(agency.pk, on)] == [late.pk]
    assert [one.pk for one in queries.open_clocks(agency.pk)] == [late.pk, soon.pk]
    assert [one.pk for one in queries.clocks_of(agency.pk, "contoh", 8)] == [late.pk]


def test_a_week_of_six_days_counts_from_its_day_on_and_for_its_unit_alone(agency):
    hospital = make.unit(agency, "Rumah Sakit Contoh")
    ward = make.unit(agency, "Bangsal Contoh", parent=hospital)
    own, elsewhere = started(agency, unit=ward), started(agency, number="8")
    workdays.set_work_week(
        agency, 6, since=_day("2025-08-15"), unit=hospital, decree="Keputusan Direktur Contoh 3", decreed=_day("2025-08-01"),
        client_uuid=uuid.uuid4(), by=BY, at=AT,
    )  # fmt: skip
    jobs.drain(AT)
    own.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (own.due, elsewhere.due) == (_day("2025-08-20"), _day("2025-08-21"))
    assert ClockMove.objects.get().cause == "week"


_EVENT = _day("2025-06-02")
_OPS = st.lists(
    st.tuples(st.sampled_from(("add", "end", "week", "pause", "resume", "decree")), st.integers(1, 60)), max_size=12
)


@settings(max_examples=500 if os.environ.get("IKRAR_SOAK") == "1" else 25)
@given(_OPS, st.sampled_from(("second_summons", "sbt_verification", "appeal_answer", "decision_effect")))
@pytest.mark.django_db(transaction=False)
def test_rows_agree_with_the_pure_count_after_any_order_of_days_pauses_and_weeks(ops, slug):
    """A slow account of what was done, beside the rows: the same dates after each job, and each move tells the way."""
    if not Provision.objects.exists():
        loading.load_catalogue(AT)
    workdays.load_workdays(AT)
    forget_the_late_decree()
    agency = make.agency()
    clock = started(agency, slug, on=_EVENT.isoformat())
    told, weeks, pauses, is_decreed = {}, {}, [], False
    for op, n in ops:
        day = _EVENT + n * DAY
        try:
            if op == "add":
                told[day] = local_day(agency, day.isoformat(), decreed="2025-06-01")
            elif op == "end" and told:
                workdays.end_local_day(told.pop(sorted(told)[n % len(told)]), reason="dicabut", by=BY, at=AT)
            elif op == "week":
                workdays.set_work_week(
                    agency, 5 + n % 2, since=day, unit=None, decree="Keputusan Contoh", decreed=_EVENT,
                    client_uuid=uuid.uuid4(), by=BY, at=AT,
                )  # fmt: skip
                weeks[day] = Week(5 + n % 2)
            elif op == "pause":
                clock = clocks.pause(clock, on=day, reason="menunggu", by=BY, at=AT)
                pauses += [] if pauses and pauses[-1] == [day, None] else [[day, None]]
            elif op == "resume":
                is_open = bool(pauses) and pauses[-1][1] is None
                clock = clocks.resume(clock, on=day, by=BY, at=AT)
                pauses[-1][1] = day - DAY if is_open else pauses[-1][1]
            elif op == "decree" and not is_decreed:
                workdays.load_workdays(AT)
                is_decreed = True
        except Refused:
            continue
    jobs.drain(AT)
    clock.refresh_from_db()
    off = [DayOff(day, row.name, Kind.LOCAL, row.decree, row.decreed, True) for day, row in told.items()]
    known = None if is_decreed else _day("2025-08-06")
    calendar = daysoff.calendar(local=off, weeks=sorted(weeks.items()))
    if known:
        kept = {one: off for one, off in calendar.days.items() if off.decreed <= known}
        calendar = type(calendar)(kept, calendar.years, calendar.week, calendar.weeks)
    stood = [Pause(first, last, "menunggu") for first, last in pauses]
    expected = [
        count(_EVENT, one.number, calendar, unit=one.unit, pauses=stood).due for one in Term.of(clock.term).readings
    ]
    assert [_day(one) if one else None for one in clock.dues] == expected
    assert clock.due == min((one for one in expected if one), default=None)
    moves = list(ClockMove.objects.filter(clock=clock).order_by("pk"))
    assert all(before.now == after.was for before, after in itertools.pairwise(moves))
    assert not moves or moves[-1].now == clock.dues
    again = almanac.read(clock.almanac)
    for one, due in zip(Term.of(clock.term).readings, expected, strict=True):
        derived = count(_EVENT, one.number, again, unit=one.unit, pauses=stood)
        assert derived.due == due
        assert list(derivation.lines(derived)) == list(
            derivation.lines(count(_EVENT, one.number, calendar, unit=one.unit, pauses=stood))
        )


def test_a_last_day_that_is_a_day_off_is_told_itself_with_its_reason():
    told = count(_day("2024-04-01"), 7, daysoff.calendar(), unit=Unit.CALENDAR, last_day=LastDay.NEXT_WORKING_DAY)
    said = list(derivation.lines(told))
    assert told.due == _day("2024-04-16")
    assert said[1].startswith("Hari ke-7 jatuh pada Senin, 8\u00a0April\u00a02024: Cuti bersama")
    assert len(said) == 1 + 8 + 1
    assert said[-1] == "Tenggatnya hari kerja berikutnya: Selasa, 16\u00a0April\u00a02024."


def test_ended_clocks_are_not_counted_again_even_when_asked(agency):
    clock = clocks.end(started(agency), on=_day("2025-08-19"), by=BY, at=AT)
    local_day(agency, "2025-08-15")
    assert clocks.count_again(agency.pk, [clock.pk], at=AT) == 0
    assert Clock.objects.get(pk=clock.pk).due == clock.due


def test_a_day_that_a_later_decree_takes_away_moves_clocks_back_and_counted_before_it(agency):
    clock = started(agency)
    later = Decree.objects.create(slug="skb_contoh", name="Perubahan SKB Contoh", decreed=_day("2025-08-19"))
    NationalDay.objects.filter(day=_day("2025-08-18")).update(withdrawn_by=later)
    assert _day("2025-08-18") in days.calendar(known_on=_day("2025-08-18")).days
    assert _day("2025-08-18") not in days.calendar(known_on=_day("2025-08-19")).days
    clocks.count_again(agency.pk, [clock.pk], at=AT)
    clock.refresh_from_db()
    assert clock.due == _day("2025-08-20")
    assert [one["day"] for one in ClockMove.objects.get().taken] == ["2025-08-18"]
    assert "bukan lagi hari libur" in queries.told(clock, AT.date()).moves[0].says


def test_a_day_that_the_file_tells_no_more_counts_no_more_and_its_row_stays(agency):
    decree = Decree.objects.get(slug="skb_2025")
    NationalDay.objects.create(day=_day("2025-08-13"), name="Salah ketik", kind="holiday", decree=decree)
    clock = started(agency)
    assert clock.due == _day("2025-08-22")
    loading.load_catalogue(AT)
    jobs.drain(AT)
    clock.refresh_from_db()
    assert clock.due == _day("2025-08-21")
    assert NationalDay.objects.get(day=_day("2025-08-13")).ended_at == AT


def test_the_job_counts_every_agencys_clocks_step_by_step(agency, monkeypatch):
    monkeypatch.setattr("ikrar.norms.jobs.CLOCKS_PER_STEP", 2)
    forget_the_late_decree()
    running = [started(of, number=str(n)).pk for of in (agency, make.agency(), make.agency()) for n in range(3)]
    loading.load_catalogue(AT)
    jobs.drain(AT)
    assert set(Clock.objects.filter(pk__in=running).values_list("due", flat=True)) == {_day("2025-08-21")}
    assert ClockMove.objects.count() == 9
