"""Pacts as paper: each made once whatever is killed, fetched by unit, opened by nobody else."""

import datetime as dt
import io
import threading
import time
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from ikrar.agencies.models import Credential
from ikrar.agencies.roles import Role
from ikrar.agencies.tokens import Signer, seal
from ikrar.core import files, jobs
from ikrar.core.errors import Refused
from ikrar.core.models import Job, StoredFile
from ikrar.pledges.actions import pacts
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import PactBundle, PactFile, Signature
from ikrar.pledges.rules import BundleKind
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_papers import World, log_in

AT = made.AT + dt.timedelta(days=1)


def signed_world(people=7, at=made.AT):
    """A unit whose people all signed on paper."""
    world = World(people=people, at=at)
    for sheet in world.print():
        world.confirm(world.enter(sheet, ticked=sheet.staff), at=at + dt.timedelta(hours=2))
    return world


@pytest.fixture
def world(db):
    return signed_world()


def ask(world):
    return pacts.make_pacts(world.campaign, by=cast.actor(world.ratna), at=AT)


def test_the_job_makes_each_pact_once_and_bundles_them_by_unit(world):
    ask(world)
    jobs.drain(AT)
    job = Job.objects.get(kind=pacts.MAKE_PACTS)
    assert (job.state, job.done) == ("done", job.total)
    assert PactFile.objects.count() == 7
    bundle = PactBundle.objects.get(kind=BundleKind.ZIP)
    with files.open_file(bundle.file) as kept, zipfile.ZipFile(io.BytesIO(kept.read())) as archive:
        assert len(archive.namelist()) == 7
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    assert PactBundle.objects.get(kind=BundleKind.PRINT).pacts == 7


def test_asking_again_makes_only_what_is_new_and_replaces_the_bundles(world):
    ask(world)
    jobs.drain(AT)
    before = set(PactFile.objects.values_list("file", flat=True))
    budi = cast.staff(world.agency, "Wa Menyusul", at=world.unit)
    sheet = world.enter(world.print(only_missing=True)[0], ticked=[budi.pk])
    world.confirm(sheet)
    ask(world)
    jobs.drain(AT + dt.timedelta(minutes=1))
    assert before < set(PactFile.objects.values_list("file", flat=True))
    assert PactFile.objects.count() == 8
    assert PactBundle.objects.count() == 2
    assert PactBundle.objects.get(kind=BundleKind.ZIP).pacts == 8


def test_a_job_killed_in_the_middle_of_any_step_makes_each_pact_once(world, monkeypatch):
    monkeypatch.setattr(pacts, "STEP", 2)
    ask(world)
    make, calls = files.store_many, []

    def dies(*args, **kwargs):
        calls.append(1)
        stored = make(*args, **kwargs)
        if len(calls) in (2, 4):
            raise KeyboardInterrupt  # as if the process ended here: nothing of the step is committed
        return stored

    monkeypatch.setattr(pacts.files, "store_many", dies)
    moment = AT
    for _n in range(4):
        moment += dt.timedelta(hours=1)
        try:
            jobs.drain(moment)
        except KeyboardInterrupt:
            continue
    assert Job.objects.get(kind=pacts.MAKE_PACTS).state == "done"
    assert PactFile.objects.count() == 7
    assert StoredFile.objects.filter(purpose="pact").count() == 7
    assert len(calls) > 4


def test_a_voided_signature_gets_no_pact(world):
    void_signature(Signature.objects.first(), reason="test", by=cast.actor(world.ratna), at=AT)
    ask(world)
    jobs.drain(AT)
    assert PactFile.objects.count() == 6


def test_one_open_job_a_campaign(world):
    assert ask(world).pk == ask(world).pk


def test_nothing_to_print_is_said(db):
    empty = World(people=1)
    with pytest.raises(Refused, match="Belum ada"):
        ask(empty)


def test_the_same_pact_is_the_same_bytes(world):
    from ikrar.pledges import paperwork

    act = Signature.objects.first()
    assert paperwork.pact_pdf(world.campaign, act, {}) == paperwork.pact_pdf(world.campaign, act, {})


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_pact_once():
    world = signed_world()
    ask(world)
    gate = threading.Barrier(2)

    def work():
        gate.wait()
        try:
            jobs.drain(AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    jobs.drain(AT + dt.timedelta(hours=1))
    assert PactFile.objects.count() == 7
    assert StoredFile.objects.filter(purpose="pact").count() == 7


# The doors


def holder(client, staff):
    credential = Credential.objects.get(staff=staff, ended_at=None)
    client.cookies["ikrar_saya"] = seal(Signer(credential.pk, "f" * 16, pin_at=int(time.time())))


def test_the_signer_fetches_the_own_pact_and_receipt_within_a_second(client, world):
    act = Signature.objects.get(staff=world.people[0])
    holder(client, world.people[0])
    for name in ("pakta.pdf", "tanda-terima.pdf"):
        client.get(f"/saya/tanda-terima/{act.receipt}/{name}")
        began = time.monotonic()
        answer = client.get(f"/saya/tanda-terima/{act.receipt}/{name}")
        assert time.monotonic() - began < 1
        assert answer.content.startswith(b"%PDF")
        assert "attachment" in answer["Content-Disposition"]


def test_nobody_fetches_another_signers_paper(client, world):
    act = Signature.objects.get(staff=world.people[0])
    holder(client, world.people[1])
    for name in ("", "pakta.pdf", "tanda-terima.pdf"):
        assert client.get(f"/saya/tanda-terima/{act.receipt}/{name}").status_code == 404
    client.cookies.clear()
    assert client.get(f"/saya/tanda-terima/{act.receipt}/pakta.pdf").status_code == 302


def test_without_a_fresh_pin_the_paper_stays_closed(client, world):
    act = Signature.objects.get(staff=world.people[0])
    credential = Credential.objects.get(staff=world.people[0], ended_at=None)
    client.cookies["ikrar_saya"] = seal(Signer(credential.pk, "f" * 16))
    assert client.get(f"/saya/tanda-terima/{act.receipt}/pakta.pdf").status_code == 302


def test_officers_fetch_bundles_of_their_own_units(client, world):
    ask(world)
    jobs.drain(AT)
    page = f"/ikrar/{world.campaign.code}/pakta/"
    bundle, act = PactBundle.objects.first(), Signature.objects.first()
    log_in(client, world.budi)
    assert "Dinas Contoh" in client.get(page).content.decode()
    assert client.get(f"{page}{bundle.pk}/").status_code == 200
    assert client.get(f"/ikrar/tanda-tangan/{act.receipt}/pakta.pdf").status_code == 200
    other = cast.officer(Role.COORDINATOR, unit=cast.unit(world.agency), name="Wa Koordinator", mfa=True)
    joko = cast.officer(Role.PERSONNEL, cast.agency(), name="Joko Seberang", mfa=True)
    for stranger in (other, joko):
        log_in(client, stranger)
        assert client.get(f"{page}{bundle.pk}/").status_code == 404
        assert client.get(f"/ikrar/tanda-tangan/{act.receipt}/pakta.pdf").status_code == 404


def test_the_button_queues_the_job_and_the_page_tells_progress(client, world):
    log_in(client, world.ratna)
    page = f"/ikrar/{world.campaign.code}/pakta/"
    assert client.post(f"{page}buat/").status_code == 302
    assert "<progress" in client.get(page).content.decode()
    jobs.drain(AT + dt.timedelta(days=800))
    assert "7 dari 7" in client.get(page).content.decode()
    assert default_storage.exists(PactFile.objects.first().file.path)
