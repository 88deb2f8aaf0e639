"""The operator's page: what is wrong with the machine, in words, and nothing of persons."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core import doctor, jobs, zones
from ikrar.core.models import Job, JobState
from ikrar.oversight import machine
from ikrar.register.models import Log
from ikrar.register.rules import PROMISED, Held
from tests.factories import agencies as cast
from tests.factories import register as made

pytestmark = pytest.mark.django_db
LATE = PROMISED + dt.timedelta(minutes=5)


@pytest.fixture
def log():
    return made.log(cast.agency("kota"))


@pytest.fixture
def operator(log):
    client = Client()
    client.force_login(cast.officer(Role.OPERATOR, log.agency))
    return client


def plain(text):
    return " ".join(text.split())


def read(client):
    answer = client.get(reverse("oversight:machine"))
    assert answer.status_code == 200
    return plain(answer.content.decode())


def failed(message, *, at=None, kind="pledges.make_pacts"):
    job = jobs.enqueue(kind, at=zones.now())
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, message=message, finished_at=at or zones.now())


def test_a_promise_not_kept_in_time_shows_with_its_oldest_moment(operator, log):
    now = zones.now()
    made.committed(log, 2, at=now - LATE)
    made.committed(log, 1, at=now)
    said = read(operator)
    assert "2 entri " + log.origin in said
    assert "paling lama sejak " + plain(zones.moment(now - LATE, log.agency.zone)) in said
    assert "60 menit yang dijanjikan" in said


def test_entries_within_the_promise_wait_without_an_alarm(operator, log):
    made.committed(log, 3, at=zones.now() - PROMISED / 2)
    said = read(operator)
    assert "yang dijanjikan" not in said
    assert "Menerima" in said
    assert machine.machine(zones.now()).logs[0].queue.entries == 3


def test_a_held_log_of_any_agency_shows_first_with_its_reason_and_where_to_read(operator, log):
    other = made.published(cast.agency("lain"), at=made.AT)
    Log.objects.filter(pk=log.pk).update(held=Held.BEHIND)
    said = read(operator)
    assert f"Register {log.origin} berhenti menerima: basis data tertinggal" in said
    assert "“Register berhenti menerima” di docs/operations.md" in said
    assert said.index(reverse("register:log", args=[log.origin])) < said.index(
        reverse("register:log", args=[other.origin])
    )


def test_a_log_that_was_followed_by_another_is_no_alarm(log):
    Log.objects.filter(pk=log.pk).update(held=Held.ENDED)
    assert not machine.machine(zones.now()).logs[0].is_wrong


def test_failed_work_shows_by_its_kind_and_never_by_a_sentence_that_may_name_somebody(operator):
    failed("ValueError")
    failed("Sari Contohwati (198609262024211001) tidak punya surel.", kind="pledges.queue_mail")
    failed("OSError", at=zones.now() - dt.timedelta(days=8), kind="pledges.issue_codes")
    said = read(operator)
    assert "Pembuatan dan penyegelan pakta" in said
    assert "pledges.make_pacts, ValueError" in said
    assert "Penyiapan surel penandatanganan" in said
    assert "Contohwati" not in said
    assert "Pembuatan kode pribadi" not in said


def test_a_periodic_call_that_goes_on_failing_shows(operator):
    jobs.enrol(zones.now())
    jobs.periodic_rows().filter(kind="register.sequence").update(attempts=3, message="OperationalError")
    said = read(operator)
    assert "register.sequence" in said
    assert "OperationalError" in said


def test_what_the_doctor_finds_stands_there_with_what_to_do(operator):
    said = read(operator)
    assert "Pekerja latar belum pernah berjalan." in said
    assert "Jalankan: ikrar serve" in said
    jobs.enrol(zones.now())
    assert "Pekerja latar belum pernah berjalan." not in read(operator)


def test_queues_are_counted_apart_from_the_calls_that_come_round(log):
    now = zones.now()
    jobs.enrol(now)
    jobs.enqueue("pledges.make_pacts", at=now)
    jobs.enqueue("pledges.make_pacts", at=now, not_before=now + dt.timedelta(hours=1))
    queues = machine.machine(now).queues
    assert (queues["jobs_due"], queues["jobs_later"], queues["jobs_running"]) == (1, 1, 0)


def test_every_check_and_every_kind_of_work_has_its_place():
    doctor.discover()
    assert set(doctor._CHECKS) == set(machine.CHECKED) | machine.APART | machine.BY_COMMAND
    assert set(machine.KINDS) == {kind for kind in jobs._HANDLERS if not kind.startswith("tests.")}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_no_other_role_reads_the_state_of_the_machine(role, log):
    client = Client()
    client.force_login(cast.officer(role, log.agency))
    assert client.get(reverse("oversight:machine")).status_code == 403
    assert reverse("oversight:machine") not in client.get("/").content.decode()


def test_the_start_page_leads_there_and_says_when_it_is_pressing(operator, log):
    page = operator.get("/").content.decode()
    assert reverse("oversight:machine") in page
    assert "Mesin perlu ditangani" not in page
    made.committed(log, 1, at=zones.now() - LATE)
    assert "Mesin perlu ditangani" in operator.get("/").content.decode()
