"""The queue: leases, steps with their cursor, failures, periodic calls, and workers that are killed."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection, transaction

from ikrar.core import jobs
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, Job, JobState
from tests.conftest import ROOT
from tests.core import counting

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def own_handlers(monkeypatch):
    """Only the handlers that a test registers, none of the rooms'."""
    monkeypatch.setattr(jobs, "_HANDLERS", {})
    monkeypatch.setattr(jobs, "_BEFORE", {})
    monkeypatch.setattr(jobs, "_PERIODIC", {})
    counting.register()


def counted() -> list[int]:
    return list(AuditEvent.objects.filter(verb="tests.counted").order_by("pk").values_list("object_id", flat=True))


@pytest.mark.django_db
def test_a_job_runs_step_by_step_to_its_end():
    job = jobs.enqueue("tests.count", args={"steps": 3}, agency=7, at=AT)
    assert jobs.run_one("one", at=AT)
    job.refresh_from_db()
    assert (job.state, job.done, job.message, job.finished_at) == (JobState.DONE, 3, "done", AT)
    assert counted() == [0, 1, 2]
    assert not jobs.run_one("one", at=AT)


@pytest.mark.django_db
def test_the_same_key_is_queued_once_while_it_is_open():
    first = jobs.enqueue("tests.count", args={"steps": 1}, key="roster-1", at=AT)
    assert jobs.enqueue("tests.count", key="roster-1", at=AT) == first
    assert jobs.enqueue("tests.count", key="roster-2", at=AT) != first
    jobs.drain(AT)
    assert jobs.enqueue("tests.count", key="roster-1", at=AT) != first


@pytest.mark.django_db
def test_a_job_waits_for_its_hour():
    jobs.enqueue("tests.count", args={"steps": 1}, at=AT, not_before=AT + SECOND)
    assert not jobs.run_one("one", at=AT)
    assert jobs.run_one("one", at=AT + SECOND)


@pytest.mark.django_db
def test_a_failed_step_leaves_nothing_and_comes_again_until_the_last_try():
    @jobs.handler("tests.broken")
    def broken(job, *, at):
        AuditEvent.objects.create(actor_kind="system", verb="tests.half", at=at)
        raise ValueError("Sari Contohwati 198609262024211001")

    job, at = jobs.enqueue("tests.broken", at=AT), AT
    for wait in jobs.BACK_OFF:
        assert jobs.run_one("one", at=at)
        job.refresh_from_db()
        assert (job.state, job.message, job.not_before) == (JobState.WAITING, "ValueError", at + wait)
        assert not jobs.run_one("one", at=at)
        at += wait
    assert jobs.run_one("one", at=at)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.message) == (JobState.FAILED, 5, "ValueError")
    assert not AuditEvent.objects.filter(verb="tests.half").exists()


@pytest.mark.django_db
def test_no_word_of_an_error_reaches_the_log(caplog):
    @jobs.handler("tests.broken")
    def broken(job, *, at):
        raise ValueError("Sari Contohwati")

    jobs.enqueue("tests.broken", at=AT)
    jobs.run_one("one", at=AT)
    assert "ValueError" in caplog.text
    assert "Sari" not in caplog.text


@pytest.mark.django_db
def test_a_refusal_ends_the_job_with_its_sentence():
    @jobs.handler("tests.refusing")
    def refusing(job, *, at):
        raise Refused("Daftar ini sudah diterapkan.")

    job = jobs.enqueue("tests.refusing", at=AT)
    jobs.drain(AT)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "Daftar ini sudah diterapkan.")


@pytest.mark.django_db
def test_a_long_job_lets_a_waiting_one_go_first(monkeypatch):
    monkeypatch.setattr(jobs, "SLICE_SECONDS", 0.0)
    long = jobs.enqueue("tests.count", args={"steps": 3}, at=AT)
    short = jobs.enqueue("tests.count", args={"steps": 1}, at=AT + SECOND)
    jobs.run_one("one", at=AT + 2 * SECOND)
    jobs.run_one("one", at=AT + 2 * SECOND)
    long.refresh_from_db(), short.refresh_from_db()
    assert (long.state, long.done, short.state) == (JobState.RUNNING, 1, JobState.DONE)
    jobs.drain(AT + 3 * SECOND)
    long.refresh_from_db()
    assert (long.state, long.attempts) == (JobState.DONE, 0)


@pytest.mark.django_db
def test_a_lease_that_ran_out_frees_the_job_where_it_stood():
    job = jobs.enqueue("tests.count", args={"steps": 4}, at=AT)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_of="dead", lease_until=AT + jobs.LEASE, cursor=2)
    assert not jobs.run_one("two", at=AT + jobs.LEASE - SECOND)
    assert jobs.run_one("two", at=AT + jobs.LEASE)
    assert counted() == [2, 3]


@pytest.mark.django_db
def test_a_job_that_kills_each_worker_comes_to_an_end():
    job = jobs.enqueue("tests.count", at=AT)
    dead = {"state": JobState.RUNNING, "lease_of": "dead", "lease_until": AT, "attempts": len(jobs.BACK_OFF)}
    Job.objects.filter(pk=job.pk).update(**dead)
    assert jobs.run_one("two", at=AT)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "WorkerDied")
    assert counted() == []


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_changes_nothing():
    @jobs.handler("tests.slow")
    def slow(job, *, at):
        Job.objects.filter(pk=job.pk).update(lease_of="two")
        return jobs.Step(1)

    job = jobs.enqueue("tests.slow", at=AT)
    jobs.run_one("one", at=AT, is_stopping=lambda: True)
    Job.objects.filter(pk=job.pk).update(lease_of="two", lease_until=AT + jobs.LEASE, state=JobState.RUNNING)
    assert not jobs._step(job.pk, "one", AT)


@pytest.mark.django_db
def test_a_periodic_call_comes_round_and_only_one_worker_makes_it():
    calls = []
    jobs.every("tests.fold", seconds=5)(lambda *, at: calls.append(at))
    jobs.enrol(AT)
    jobs.enrol(AT)
    assert jobs.run_one("one", at=AT)
    assert not jobs.run_one("two", at=AT + 4 * SECOND)
    assert jobs.run_one("two", at=AT + 5 * SECOND)
    assert calls == [AT, AT + 5 * SECOND]


@pytest.mark.django_db
def test_a_periodic_call_that_fails_comes_round_again():
    @jobs.every("tests.fold", seconds=5)
    def fold(*, at):
        raise ValueError

    jobs.enrol(AT)
    at = AT
    for _ in range(7):
        assert jobs.run_one("one", at=at)
        at += jobs.BACK_OFF[-1]
    assert Job.objects.get(kind="tests.fold").state == JobState.WAITING


@pytest.mark.django_db
def test_a_periodic_call_runs_outside_the_queues_transaction():
    seen = []
    before = len(connection.savepoint_ids)
    jobs.every("tests.fold", seconds=5)(lambda *, at: seen.append(len(connection.savepoint_ids)))
    jobs.enrol(AT)
    jobs.run_one("one", at=AT)
    assert seen == [before]


@pytest.mark.django_db
def test_work_that_is_rolled_back_was_never_queued():
    with transaction.atomic():
        jobs.enqueue("tests.count", at=AT)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_have_the_same_job():
    for number in range(12):
        jobs.enqueue("tests.count", args={"steps": 5}, key=str(number), at=AT)

    def work(name: str) -> None:
        try:
            while jobs.run_one(name, at=AT):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    assert sorted(counted()) == sorted([*range(5)] * 12)
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def worker(*words: str) -> "subprocess.Popen[str]":
    """A real worker process on the test's own database."""
    parts = connection.settings_dict
    url = f"sqlite://{parts['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{parts['USER']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
    env = {
        **os.environ,
        "IKRAR_HOME": str(settings.IKRAR_HOME),
        "IKRAR_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.core.counting", *words]
    return subprocess.Popen(command, cwd=ROOT, env=env, text=True, stderr=subprocess.PIPE)


def wait_for(what, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing():
    job = jobs.enqueue("tests.count", args={"pause": 0.03}, at=dt.datetime.now(dt.UTC))
    first = worker()
    wait_for(lambda: len(counted()) >= 5)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert len(counted()) < counting.STEPS
    Job.objects.filter(pk=job.pk).update(lease_until=dt.datetime.now(dt.UTC))
    second = worker("--until-idle")
    assert second.wait(60) == 0, second.stderr.read()
    assert counted() == list(range(counting.STEPS))
    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_a_worker_asked_to_stop_ends_after_its_step_and_frees_the_job():
    job = jobs.enqueue("tests.count", args={"pause": 0.1}, at=dt.datetime.now(dt.UTC))
    running = worker()
    wait_for(lambda: len(counted()) >= 2)
    running.send_signal(signal.SIGTERM)
    assert running.wait(10) == 0, running.stderr.read()
    job.refresh_from_db()
    assert (job.state, job.lease_until, job.done) == (JobState.RUNNING, None, len(counted()))


@pytest.mark.django_db(transaction=True)
def test_what_takes_long_is_made_outside_of_any_transaction_and_stored_with_its_step():
    seen = []

    def make(job):
        seen.append((connection.in_atomic_block, job.cursor))
        return f"made at {job.cursor}"

    @jobs.handler("tests.long", before=make)
    def store(job, *, at, made=None):
        seen.append((connection.in_atomic_block, made))
        return jobs.Step("draw") if job.cursor is None else jobs.Step.finished(made)

    job = jobs.enqueue("tests.long", at=AT)
    assert jobs.run_one("one", at=AT)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "made at draw")
    assert seen == [(False, None), (True, "made at None"), (False, "draw"), (True, "made at draw")]


@pytest.mark.django_db(transaction=True)
def test_what_was_made_for_a_job_that_another_worker_holds_is_not_stored():
    def make(job):
        Job.objects.filter(pk=job.pk).update(lease_of="another")
        return "late"

    @jobs.handler("tests.long", before=make)
    def store(job, *, at, made=None):
        raise AssertionError(made)

    job = jobs.enqueue("tests.long", at=AT)
    jobs.run_one("one", at=AT)
    job.refresh_from_db()
    assert (job.state, job.lease_of, job.attempts) == (JobState.RUNNING, "another", 0)
