"""Pacts as sealed papers: each valid over all of it, made anew where it was not sealed, and never half."""

import datetime as dt

import pytest
from django.conf import settings

from ikrar.core import files, jobs, seal_key, sealed_papers
from ikrar.core.errors import Refused
from ikrar.core.models import Job
from ikrar.pledges import paperwork
from ikrar.pledges.actions import pacts
from ikrar.pledges.models import PactBundle, PactFile, PactSeal, Signature, SupersededPact
from ikrar.pledges.rules import BundleKind
from tests.core.seal_judges import Issuer, Store, stamp_server, validated
from tests.core.test_documents import words
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_pacts import AT, ask, signed_world
from tests.pledges.test_papers import log_in

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def world(db):
    return signed_world(people=3)


@pytest.fixture
def issued(tmp_path, monkeypatch):
    """A key that an invented issuer gave, in the place of the agency's own."""
    place = seal_key.Place(tmp_path / "segel.p12", tmp_path / "segel.pass")
    issuer = Issuer.made()
    issuer.issue(place, "Kota Contoh")
    monkeypatch.setattr(settings, "SEAL_KEY", str(place.key))
    return issuer


def papers():
    for row in PactFile.objects.select_related("file").order_by("signature"):
        with files.open_file(row.file) as kept:
            yield kept.read()


def test_each_pact_is_judged_valid_by_pdfsig_and_the_validator(db, tmp_path, share):
    """A soak judges as many as Kendari's people, one by one."""
    world = signed_world(people=12)
    for n in range(share(1246, 16) - 12):
        made.vouched(world.campaign, cast.staff(world.agency, f"Orang Rekaan {n}", at=world.unit), at=made.AT)
    ask(world)
    jobs.drain(AT)
    store, certificate, count = Store.trusting(tmp_path), seal_key.opened(seal_key.place("")).certificate, 0
    for pdf in papers():
        said, status = store.says(pdf), validated(pdf, certificate)
        assert said["Signature Validation"] == "Signature is Valid."
        assert said["Signature Type"] == "ETSI.CAdES.detached"
        assert said["Coverage"] == "total"
        assert (status.bottom_line, status.coverage.name) == (True, "ENTIRE_FILE")
        count += 1
    assert count == Signature.objects.count() == len(set(papers()))
    assert PactSeal.objects.get().pacts.count() == count


def test_a_pact_says_whose_seal_it_bears_and_that_it_is_not_certified(world):
    ask(world)
    jobs.drain(AT)
    said = words(next(papers()))
    assert "bersegel elektronik instansi, tidak tersertifikasi: Kota Contoh." in said
    assert "cetakannya tidak membawa segel" in said


def test_a_pact_sealed_with_an_issued_key_names_who_issued_it(world, issued, tmp_path):
    ask(world)
    jobs.drain(AT)
    pdf = next(papers())
    assert "bersegel elektronik: Kota Contoh, sertifikat dari Penerbit Sertifikat Rekaan." in words(pdf)
    assert "tidak tersertifikasi:" not in words(pdf)
    assert Store.trusting(tmp_path, issued.certificate).says(pdf)["Certificate Validation"] == "Certificate is Trusted."


def test_what_is_not_sealed_says_so(world):
    act = Signature.objects.first()
    assert "belum bersegel elektronik" in words(paperwork.pact_pdf(world.campaign, act, {}))
    ask(world)
    jobs.drain(AT)
    with files.open_file(PactBundle.objects.get(kind=BundleKind.PRINT).file) as kept:
        merged = kept.read()
    assert words(merged).count("Cetakan gabungan ini tidak bersegel elektronik") == 3
    assert b"/ByteRange" not in merged


def unsealed(world):
    """Papers as they were made before there were seals."""
    for act in Signature.objects.all():
        pdf = paperwork.pact_pdf(world.campaign, act, {})
        file = files.store(world.agency.pk, pdf, name="x.pdf", content_type="application/pdf", purpose="pact", at=AT)
        PactFile.objects.create(signature=act, file=file)


def test_unsealed_pacts_of_earlier_days_are_made_anew_once_and_the_old_file_stays(client, world):
    unsealed(world)
    old = set(PactFile.objects.values_list("file", flat=True))
    log_in(client, world.ratna)
    page = f"/ikrar/{world.campaign.code}/pakta/"
    before = client.get(page).content.decode()
    assert "3 belum bersegel" in before
    assert "Terbitkan ulang dengan segel" in before
    client.post(f"{page}buat/")
    jobs.drain(AT + dt.timedelta(days=800))
    after = client.get(page).content.decode()
    assert "3 bersegel" in after
    assert "Terbitkan ulang" not in after
    assert "Kota Contoh" in after
    assert set(SupersededPact.objects.values_list("file", flat=True)) == old
    assert PactFile.objects.filter(seal__isnull=False).count() == 3
    ask(world)
    jobs.drain(AT + dt.timedelta(days=801))
    assert SupersededPact.objects.count() == 3


def test_after_a_rotation_old_pacts_keep_their_seal_and_new_ones_bear_the_new(client, world, tmp_path, monkeypatch):
    ask(world)
    jobs.drain(AT)
    old = list(papers())
    first = seal_key.opened(seal_key.place("")).certificate
    place = seal_key.Place(tmp_path / "segel.p12", tmp_path / "segel.pass")
    Issuer.made().issue(place, "Kota Contoh")
    monkeypatch.setattr(settings, "SEAL_KEY", str(place.key))
    late = cast.staff(world.agency, "Wa Menyusul", at=world.unit)
    world.confirm(world.enter(world.print(only_missing=True)[0], ticked=[late.pk]))
    ask(world)
    jobs.drain(AT + MINUTE)
    new = list(papers())
    assert new[:3] == old
    assert all(validated(pdf, first).bottom_line for pdf in old)
    assert validated(new[3], seal_key.opened(place).certificate).bottom_line
    log_in(client, world.ratna)
    page = client.get(f"/ikrar/{world.campaign.code}/pakta/").content.decode()
    assert "Segel yang pernah dipakai di sini" in page
    assert "Penerbit Sertifikat Rekaan" in page


@pytest.mark.parametrize(
    ("fault", "sentence"), [("phrase", "tidak terbuka"), ("gone", "tidak ada"), ("ended", "berakhir")]
)
def test_a_key_that_cannot_seal_is_told_in_plain_words_and_nothing_is_made(
    client, world, issued, tmp_path, fault, sentence
):
    ask(world)
    if fault == "phrase":
        (tmp_path / "segel.pass").write_text("lain\n")
    elif fault == "gone":
        (tmp_path / "segel.p12").unlink()
    else:
        issued.issue(seal_key.Place(tmp_path / "segel.p12", tmp_path / "segel.pass"), "Kota Contoh", days=-1)
    jobs.drain(AT)
    job = Job.objects.get(kind=pacts.MAKE_PACTS)
    assert job.state == "failed"
    assert sentence in job.message
    assert not PactFile.objects.exists()
    log_in(client, world.ratna)
    assert sentence in client.get(f"/ikrar/{world.campaign.code}/pakta/").content.decode()
    with pytest.raises(Refused, match=sentence):
        pacts.make_pacts(world.campaign, by=cast.actor(world.ratna), at=dt.datetime.now(dt.UTC))


def test_while_the_time_stamp_server_is_down_pacts_wait_and_none_goes_without_a_stamp(client, world, monkeypatch):
    with stamp_server() as server:
        monkeypatch.setattr(settings, "SEAL_STAMPS", server.address)
        server.answers = False
        ask(world)
        moment = AT
        for _try in range(6):
            jobs.drain(moment)
            moment += dt.timedelta(minutes=11)
        job = Job.objects.get(kind=pacts.MAKE_PACTS)
        assert job.state == "waiting"
        assert not PactFile.objects.exists()
        log_in(client, world.ratna)
        assert (
            "Server stempel waktu tidak menjawab" in client.get(f"/ikrar/{world.campaign.code}/pakta/").content.decode()
        )
        server.answers = True
        jobs.drain(moment)
        key = seal_key.opened(seal_key.place("")).certificate
        stamped = [validated(pdf, key, server.certificate).timestamp_validity for pdf in papers()]
    assert [stamp.trusted for stamp in stamped] == [True] * 3


def test_a_paper_that_no_longer_says_what_holds_is_not_kept(world):
    drawn = pacts.draw_next(world.campaign, 0, at=dt.datetime.now(dt.UTC))
    act = Signature.objects.first()
    Signature.objects.filter(pk=act.pk).update(listed={**act.listed, "name": "Nama Yang Dikoreksi"})
    assert pacts.keep_next(world.campaign, drawn, at=AT) == 2
    assert pacts.keep_next(world.campaign, drawn, at=AT) == 0
    assert PactFile.objects.count() == 2
    sealed_papers.rest()
    ask(world)
    jobs.drain(AT)
    assert "Nama Yang Dikoreksi" in words(next(papers()))
