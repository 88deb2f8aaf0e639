"""From the signature to the answer for anybody: the signer's own files, `/verifikasi/`, and what it never tells."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ikrar.agencies import tokens
from ikrar.agencies.actions.credentials import set_pin
from ikrar.agencies.middleware import SIGNER_COOKIE
from ikrar.agencies.models import Credential
from ikrar.agencies.roles import system
from ikrar.core import outbox, pades, qr, seal_key, zones
from ikrar.core.models import OutboxMessage
from ikrar.pledges import paperwork
from ikrar.pledges.actions import erasing, proving
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import PactSeal, Signature
from ikrar.pledges.queries import takehome as queries
from ikrar.pledges.rules import VoidReason
from ikrar.pledges.takehome import TakeHome
from ikrar.pledges.views import verification
from ikrar.register import actions as register
from ikrar.register import signing_keys
from ikrar.register.models import Head
from ikrar.register.notes import Signer
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_takehome import Tree
from tests.register.conftest import folder  # noqa: F401

pytestmark = pytest.mark.django_db
UNKNOWN = "Tidak ada yang cocok di register kami"


class Told:
    """Sari, who signed with eight others, and her phone."""

    def __init__(self):
        self.at = zones.now() - dt.timedelta(minutes=20)
        self.agency = cast.agency(zone="WITA")
        self.sari = cast.staff(self.agency, "Dr. Sari Contohwati, S.Pd.")
        others = [
            cast.staff(self.agency, f"{name} Rekaan")
            for name in ("Budi", "Rina", "Tono", "Dewi", "Agus", "Joko", "Wati")
        ]
        self.campaign = made.campaign(self.agency, at=self.at - dt.timedelta(hours=1))
        for person in (self.sari, *others):
            made.vouched(self.campaign, person, at=self.at)
        self.credential = Credential.objects.get(staff=self.sari)
        set_pin(self.credential.pk, "482915", device="hp-contoh", at=self.at)

    @property
    def act(self):
        return Signature.objects.select_related(
            "campaign__log", "campaign__agency", "campaign__ikrar", "campaign__pact"
        ).get(staff=self.sari)

    def sequence(self):
        assert register.sequence(self.campaign.log, zones.now()) == 8

    def phone(self, person=None):
        client = Client()
        credential = Credential.objects.get(staff=person or self.sari)
        who = tokens.Signer(credential.pk, "hp-contoh").with_pin(zones.now())
        client.cookies[SIGNER_COOKIE] = tokens.seal(who)
        return client

    def own(self, what=""):
        return f"/saya/tanda-terima/{self.act.receipt}/{what}"


@pytest.fixture
def told():
    return Told()


def bring(data, name="tanda-terima.tlog-proof", client=None):
    data = data if isinstance(data, bytes) else data.encode()
    return (client or Client()).post("/verifikasi/", {"file": SimpleUploadedFile(name, data)})


def words(answer):
    return answer.content.decode()


def test_a_signer_takes_home_the_promise_at_once_and_the_proof_when_the_batch_is_in(told):
    phone = told.phone()
    page = words(phone.get(told.own()))
    assert "Masuk register paling lambat" in page
    assert "ikrar-promise/v1" in page
    answer = phone.get(told.own("bukti"))
    assert answer["Content-Disposition"].endswith('.janji"')
    assert "menunggu masuk register" in words(bring(answer.content))
    told.sequence()
    assert "ada di register, baris nomor" in words(phone.get(told.own()))
    answer = phone.get(told.own("bukti"))
    assert answer["Content-Disposition"].endswith('.tlog-proof"')
    assert answer["Cache-Control"] == "no-store"
    page = words(bring(answer.content))
    assert "Tanda terima ini asli dan tidak berubah" in page
    for part in (
        "D. S. C. S.",
        "Ikrar Netralitas, versi",
        told.agency.name,
        "Disaksikan petugas",
        zones.month(told.at.month),
    ):
        assert part in page.replace("\u00a0", " ")
    for secret in ("Contohwati", told.credential.staff.number or "?" * 9):
        assert secret not in page


def test_the_paper_and_a_photograph_of_it_are_receipts_too(told):
    told.sequence()
    pdf = told.phone().get(told.own("tanda-terima.pdf")).content
    assert "Tanda terima ini asli dan tidak berubah" in words(bring(pdf, "tanda-terima.pdf"))


def test_the_receipt_is_for_its_signer_alone(told):
    told.sequence()
    budi = told.campaign.signatures.exclude(staff=told.sari)[0].staff
    for what in ("bukti", "tanda-terima.pdf"):
        assert told.phone(budi).get(told.own(what)).status_code == 404
        assert Client().get(told.own(what)).status_code == 302
        left = told.phone()
        who = tokens.Signer(told.credential.pk, "hp-contoh").with_pin(zones.now() - dt.timedelta(days=1))
        left.cookies[SIGNER_COOKIE] = tokens.seal(who)
        assert left.get(told.own(what))["Location"] == "/saya/pin/"


def test_what_the_agency_prints_holds_nothing_that_opens_the_commitment(told):
    told.sequence()
    act = told.act
    link = paperwork.pact_row(told.campaign, act, {})["check"]["link"]
    assert link.endswith(f"/V/{act.receipt}")
    page = words(Client().get(f"/V/{act.receipt}"))
    assert "Nomor ini ada di register" in page
    assert "Inisial" not in page
    pact = paperwork.pact_pdf(told.campaign, act, {})
    assert words(bring(pact, "pakta.pdf")).count("Nomor ini ada di register") == 1
    for secret in (bytes(act.r), act.record.encode(), bytes(act.commitment)):
        assert secret not in pact


def test_unknown_erased_and_foreign_hear_exactly_the_same_words(told, monkeypatch):
    told.sequence()
    text, act = queries.take_home(told.act).text, told.act
    foreign = Tree(signer=Signer("pilkada-2024.lain.ikrar.example", bytes(range(64, 96)))).taken().text
    never = words(Client().post("/verifikasi/", {"text": "00000000"}))
    assert UNKNOWN in never
    with monkeypatch.context() as patched:  # an opening that is gone, before anything else of the act is
        patched.setattr(queries, "opening", lambda act: None)
        assert words(bring(text)) == never
        assert words(Client().post("/verifikasi/", {"text": act.receipt})) == never
    erasing.erase_act(act)
    assert words(bring(text)) == never
    assert words(Client().post("/verifikasi/", {"text": act.receipt})) == never
    assert words(bring(foreign)) == never


def test_an_altered_receipt_is_told_apart_and_names_the_step(told):
    told.sequence()
    taken = queries.take_home(told.act)
    record = json.loads(taken.opening.record)
    record["level"] = 4
    altered = TakeHome(
        type(taken.opening)(taken.opening.r, json.dumps(record, separators=(",", ":"), sort_keys=True)), taken.proof
    )
    page = words(bring(altered.text))
    assert "Isi berkas ini sudah berubah" in page
    assert "jalur bukti tidak sampai ke akar" in page
    assert told.agency.name not in page


def test_a_head_that_was_never_published_is_told_as_what_it_is(told):
    told.sequence()
    text = queries.take_home(told.act).text
    Head.objects.update(root=bytes(32))
    page = words(bring(text))
    assert "lain dari register yang diterbitkan" in page
    assert "Inisial" not in page


def test_a_voided_act_still_stands_and_the_page_says_that_it_does_not_count(told):
    told.sequence()
    void_signature(told.act, reason=VoidReason.WRONG_PERSON, note="", by=system(told.agency.pk), at=zones.now())
    assert "kemudian dibatalkan" in words(bring(queries.take_home(told.act).text))


def test_nothing_is_kept_and_no_cookie_is_set(told, django_assert_max_num_queries):
    told.sequence()
    text = queries.take_home(told.act).text
    client = Client(enforce_csrf_checks=True)
    assert not client.get("/verifikasi/").cookies
    with django_assert_max_num_queries(14) as asked:
        answer = bring(text, client=client)
    assert not answer.cookies
    written = [
        query["sql"] for query in asked.captured_queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert all("addresscounter" in sql for sql in written)
    assert client.post("/verifikasi/", {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_whoever_asks_too_often_waits(told, monkeypatch):
    monkeypatch.setattr(verification, "_MOST", 2)
    codes = [Client().post("/verifikasi/", {"text": "00000000"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert Client().get("/V/00000000").status_code == 429


def test_an_empty_form_and_a_strangers_file_are_answered_at_the_field():
    answer = Client().post("/verifikasi/", {})
    assert answer.status_code == 422
    assert "Pilih berkas atau foto, atau tulis nomornya." in words(answer)
    assert "bukan tanda terima atau pakta" in words(bring(b"halo", "a.txt"))


def command(*told, at):
    """`ikrar verify` in an empty folder, by itself."""
    root = Path(__file__).resolve().parents[2]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "HOME": str(at)}
    return subprocess.run(
        [sys.executable, "-m", "ikrar", "verify", *map(str, told)],
        cwd=at,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_checks_without_server_database_and_installation(told, tmp_path):
    told.sequence()
    act, taken = told.act, queries.take_home(told.act)
    key = signing_keys.verifiers(act.campaign.log)[0].text
    place = tmp_path / "kosong"
    place.mkdir()
    (place / "t.tlog-proof").write_text(taken.text)
    (place / "kunci.txt").write_text(key + "\n")
    (place / "t.pdf").write_bytes(paperwork.receipt_pdf(told.campaign, act, taken))
    (place / "t.png").write_bytes(qr.png(taken.code, 4))
    (place / "pakta.png").write_bytes(qr.png(f"HTTPS://CONTOH.EXAMPLE/V/{act.receipt}"))
    (place / "buruk.tlog-proof").write_text(taken.text.replace("index ", "index 1"))
    for name in ("t.tlog-proof", "t.pdf", "t.png"):
        done = command(name, "--key", "kunci.txt", at=place)
        assert (done.returncode, done.stderr) == (0, ""), done
        assert done.stdout.startswith("SAH: tanda terima ini asli")
    done = command("t.tlog-proof", "--key", key, "--json", at=place)
    assert json.loads(done.stdout)["record"]["receipt"] == act.receipt
    sample = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    for arguments, said in [
        (("t.tlog-proof",), "perlu kunci register"),
        (("buruk.tlog-proof", "--key", "kunci.txt"), "TIDAK SAH"),
        (("pakta.png", "--key", "kunci.txt"), f"hanya memuat nomor {act.receipt}"),
        (("t.tlog-proof", "--key", sample), "kunci contoh"),
        (("t.tlog-proof", "--key", "bukan-kunci"), "bukan kunci"),
        (("tidak-ada", "--key", "kunci.txt"), "tidak bisa dibaca"),
    ]:
        done = command(*arguments, at=place)
        assert done.returncode == 1
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert sorted(path.name for path in place.iterdir()) == [
        "buruk.tlog-proof", "kunci.txt", "pakta.png", "t.pdf", "t.png", "t.tlog-proof",
    ]  # fmt: skip


def test_the_command_of_an_installation_lists_it():
    done = subprocess.run(
        [sys.executable, "-m", "ikrar", "verify", "--help"], capture_output=True, text=True, check=True
    )
    assert "--key" in done.stdout


def test_a_letter_says_that_the_receipt_is_whole_and_holds_none_of_it(told, mailoutbox):
    told.sari.email, told.sari.email_source = "sari@kota.example", "roster"
    told.sari.save()
    later = zones.now() + dt.timedelta(minutes=15)
    assert proving.tell_proven(at=later) == 0  # nothing stands in the register yet
    told.sequence()
    assert proving.tell_proven(at=later) == 1
    assert proving.tell_proven(at=later) == 0
    OutboxMessage.objects.update(not_before=later)
    outbox.send_due(at=later)
    (letter,) = mailoutbox
    act = told.act
    assert told.own() in letter.body
    for secret in (
        "IKRAR1:",
        "tlog-proof",
        bytes(act.r).hex(),
        act.listed["number"] if act.listed.get("number") else "IKRAR1",
    ):
        assert secret not in letter.body


def test_no_letter_goes_out_about_an_act_that_was_voided_or_to_an_address_told_by_a_coordinator(told):
    later = zones.now() + dt.timedelta(minutes=15)
    told.sari.email, told.sari.email_source = "sari@kota.example", "coordinator"
    told.sari.save()
    budi = told.campaign.signatures.exclude(staff=told.sari)[0]
    budi.staff.email = "budi@kota.example"
    budi.staff.save()
    told.sequence()
    void_signature(budi, reason=VoidReason.TEST, note="", by=system(told.agency.pk), at=zones.now())
    assert proving.tell_proven(at=later) == 0


def test_a_sealed_pact_is_whole_or_broken_and_a_strangers_seal_is_named_as_one(told):
    told.sequence()
    key = seal_key.opened(seal_key.place(""))
    plain = paperwork.pact_pdf(told.campaign, told.act, {})
    sealed = pades.Sealer(key).seal(plain, reason="Segel elektronik")
    assert "Isi kertasnya sendiri tidak diperiksa" in words(bring(plain, "pakta.pdf"))
    assert "bukan segel instansi ini" in words(bring(sealed, "pakta.pdf"))
    PactSeal.objects.create(
        agency=told.agency, fingerprint=key.fingerprint, holder=key.holder, issuer=key.issuer, serial="1",
        until=zones.now() + dt.timedelta(days=9), is_own=True, certificate="", first_at=zones.now(),
    )  # fmt: skip
    page = words(bring(sealed, "pakta.pdf"))
    assert "utuh: berkas ini tidak berubah sejak disegel" in page
    assert "Isi kertasnya sendiri tidak diperiksa" not in page
    for altered in (sealed.replace(b"/Creator", b"/Creatox", 1), sealed + b"\n%%EOF\n"):
        assert altered != sealed
        assert "Segel berkas ini rusak" in words(bring(altered, "pakta.pdf"))
