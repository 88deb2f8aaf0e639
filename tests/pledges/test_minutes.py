"""The minutes of a signing: what they count, how they stand in the register, and what anybody may check of it."""

import dataclasses
import datetime as dt
import hashlib
import json
import subprocess
from random import Random

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role, system
from ikrar.core import documents, seal_key
from ikrar.outreach.models import Official
from ikrar.outreach.rules import Part
from ikrar.pledges import minutes
from ikrar.pledges.actions import campaigns, voids
from ikrar.pledges.closing import Closing
from ikrar.pledges.models import Campaign
from ikrar.pledges.queries import minutes as queries
from ikrar.pledges.queries import tallies
from ikrar.pledges.receipts import CLOSING_LEAF
from ikrar.register import actions as register
from ikrar.register import merkle, signing_keys
from ikrar.register import queries as registers
from ikrar.register.models import Log
from ikrar.register.notes import checkpoint_of
from ikrar.register.proofs import Proof
from ikrar.register.rules import Held
from tests.core.seal_judges import Store, validated
from tests.factories import agencies as cast
from tests.factories import outreach as events
from tests.factories import pledges as made
from tests.pledges.cast import logged_in
from tests.pledges.test_signing import AT
from tests.register.conftest import folder  # noqa: F401

pytestmark = pytest.mark.django_db
SOON = AT + dt.timedelta(hours=2)


@pytest.fixture
def signed():
    """Twelve who signed with code and PIN, four who were vouched for, three in ink; one of the twelve was voided."""
    agency = cast.agency(zone="WITA", name="Pemerintah Kota Contoh")
    people = [cast.staff(agency, f"Sari{'abcdefghijklmnopqrstu'[n]} Contohwati") for n in range(21)]
    of = made.campaign(agency)
    levels = [2] * 12 + [1] * 4 + [0] * 3
    acts = [made.signature(of, person, level=level) for person, level in zip(people, levels, strict=False)]
    voids.void_signature(acts[0], reason="test", note="", by=system(agency.pk), at=AT)
    return Campaign.objects.get(pk=of.pk)


def told(campaign):
    return queries.of_campaign(Campaign.objects.select_related("agency", "ikrar", "pact", "log").get(pk=campaign.pk))


def words(pdf):
    said = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(said.replace("\u00a0", " ").split())


def pages(pdf):
    said = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return int(said.partition("Pages:")[2].split()[0])


def test_the_paper_of_a_closed_campaign_says_what_its_entry_says(signed):
    placed = made.closed(signed, at=SOON)
    now = told(signed)
    entry = json.loads(placed.entry[1:])
    assert (entry["acts"], entry["counted"], entry["levels"]) == (19, 18, {"L0+L1+L2": 18})
    assert now.counts.counted == entry["counted"] == tallies.signed(signed.pk) == made.recount(signed)["acts"]
    assert {cell.code: cell.count for cell in now.counts.cells} == entry["levels"]
    assert (now.is_final, now.bound.placed, now.fixed) == (True, placed, 21)
    assert now.bound.head.size > placed.index
    said = words(minutes.pdf(now, SOON))
    for part in (
        placed.leaf_hash, now.bound.head.root_text, signing_keys.verifiers(placed.log)[0].text, placed.log.origin,
        "Sasaran saat dibuka : 21", "Dihitung : 18", "Dibatalkan : 1", signed.ikrar.digest[:4],
    ):  # fmt: skip
        assert part.replace(" ", "") in said.replace(" ", ""), part
    assert "Sementara" not in said
    assert "Contohwati" not in said


def test_small_levels_are_told_together_and_the_paper_is_not_finer_than_the_entry(signed):
    for person in [cast.staff(signed.agency, f"Budi{letter} Rekaan") for letter in "abcdefgh"]:
        made.signature(signed, person, level=1)
    made.closed(signed, at=SOON)
    cells = [(cell.code, cell.count, cell.words) for cell in told(signed).counts.cells]
    assert (
        cells == [("L2", 11, "Kode dan PIN"), ("L0+L1", 15, "Tinta di kertas + Disaksikan petugas")]
        or cells[0][1] >= 10
    )
    assert all(count >= 10 for _code, count, _words in cells)
    assert sum(count for _code, count, _words in cells) == 26


def test_a_running_campaign_gives_a_draft_under_the_newest_head(signed):
    now = told(signed)
    assert (now.is_final, now.bound.head, now.counts.counted) == (False, None, 18)
    said = words(minutes.pdf(now, SOON))
    assert "Sementara: penandatanganan belum ditutup" in said
    assert "Belum ada yang diterbitkan di register ini." in said
    register.commit(signed.log_id, "x", b"\x01" + bytes(32), at=AT)
    register.sequence(signed.log, SOON)
    now = told(signed)
    assert (now.bound.head.size, now.bound.placed) == (2, None)


def test_a_closed_campaign_whose_entry_waits_is_a_draft_and_says_why(signed):
    campaigns.close_campaign(signed, by=system(), at=SOON)
    assert told(signed).bound.waits
    assert "angka penutup belum masuk" in minutes.draft_words(told(signed))
    Log.objects.update(held=Held.BEHIND)
    assert "sedang berhenti menerima" in minutes.draft_words(told(signed))
    assert pages(minutes.pdf(told(signed), SOON)) == 1


def test_a_campaign_from_before_the_register_says_that_it_is_not_bound(signed):
    Campaign.objects.update(log=None, state="closed")
    said = words(minutes.pdf(told(signed), SOON))
    assert "belum terikat pada register" in said
    assert "Sementara" in said


def test_a_reopened_campaign_is_a_draft_until_it_is_closed_again(signed):
    first = made.closed(signed, at=SOON)
    campaigns.extend_campaign(signed, closes_at=SOON + dt.timedelta(days=1), by=system(), at=SOON, reason="Susulan.")
    assert not told(signed).is_final
    made.signature(signed, cast.staff(signed.agency, "Budi Rekaan"))
    second = made.closed(signed, at=SOON + dt.timedelta(hours=1))
    assert told(signed).bound.placed == second != first
    assert [row.is_last for row in queries.totals(registers.told(second.log, CLOSING_LEAF))] == [True, False]


def test_a_void_after_the_closing_stands_beside_the_entry_and_does_not_change_it(signed):
    made.closed(signed, at=SOON)
    act = signed.signatures.filter(void=None).first()
    voids.void_signature(act, reason="test", note="", by=system(signed.agency_id), at=SOON)
    counts = told(signed).counts
    assert (counts.counted, counts.voided_since) == (18, 1)
    assert "Batal sesudahnya : 1" in words(minutes.pdf(told(signed), SOON))


def test_the_head_under_a_final_paper_stays_the_same_while_the_log_grows(signed):
    made.closed(signed, at=SOON)
    before = told(signed).bound.head
    register.commit(signed.log_id, "x", b"\x01" + bytes(32), at=SOON)
    register.sequence(signed.log, SOON + dt.timedelta(hours=1))
    assert registers.newest_head(signed.log).size > before.size
    assert told(signed).bound.head == before


def test_anybody_hashes_the_entry_finds_its_leaf_and_verifies_the_proof(signed, client):
    placed = made.closed(signed, at=SOON)
    page = client.get(reverse("pledges:totals", args=[placed.log.origin]))
    assert "Set-Cookie" not in page.headers
    said = page.content.decode()
    assert placed.leaf_hash in said
    assert signed.title in said
    told_json = client.get(reverse("pledges:closing_entry", args=[placed.log.origin, placed.index])).content
    assert hashlib.sha256(b"\x00" + b"\x03" + told_json).hexdigest() == placed.leaf_hash
    assert Closing.parse(b"\x03" + told_json).counted == 18
    text = client.get(reverse("pledges:closing_proof", args=[placed.log.origin, placed.index])).content.decode()
    proof, known = Proof.parse(text), signing_keys.verifiers(placed.log)
    head = checkpoint_of(proof.checkpoint, known)
    leaf = bytes.fromhex(placed.leaf_hash)
    merkle.verify_inclusion(proof.index, head.size, leaf, proof.hashes, head.root)
    with pytest.raises(merkle.Invalid):
        merkle.verify_inclusion(proof.index, head.size, merkle.leaf_hash(b"\x03{}"), proof.hashes, head.root)
    assert placed.log.origin in client.get(reverse("register:log", args=[placed.log.origin])).content.decode()
    assert (
        f"{reverse('pledges:totals', args=[placed.log.origin])}"
        in client.get(reverse("register:log", args=[placed.log.origin])).content.decode()
    )


def test_only_closing_entries_are_given_out_and_only_once_they_are_published(signed, client):
    for kind in (b"\x01", b"\x05"):
        register.commit(signed.log_id, "x", kind + bytes(32), at=AT)
    register.sequence(signed.log, SOON)
    assert registers.newest_head(signed.log).size == 3
    campaigns.close_campaign(signed, by=system(), at=SOON)
    origin = signed.log.origin
    for index in (0, 1, 2, 3, 10**30):
        assert client.get(f"/register/{origin}/hasil/{index}.json").status_code == 404
        assert client.get(f"/register/{origin}/hasil/{index}.tlog-proof").status_code == 404
    assert "Belum ada penandatanganan yang ditutup" in client.get(f"/register/{origin}/hasil/").content.decode()
    assert client.get("/register/lain.example/hasil/").status_code == 404
    register.sequence(signed.log, SOON)
    assert client.get(f"/register/{origin}/hasil/3.json").status_code == 200


WORDS = [
    "Sosialisasi",
    "penandatanganan",
    "netralitas",
    "pegawai",
    "di",
    "lingkungan",
    "pemerintah",
    "kepulauan",
    "Contoh",
]


def text(drawn, most):
    """Words up to a length that is drawn, sometimes as long as may be; now and then one without a space."""
    length = drawn.choice([1, drawn.randint(1, most), most])
    if drawn.random() < 0.1:
        return ("Panjangsekali" * 40)[:length]
    return " ".join(drawn.choices(WORDS, k=60))[:length].strip() or "A"


def test_the_paper_is_one_page_whatever_is_on_it(signed, seed, share):
    """30 sessions, activities with officials and remarks, the longest titles: lists are shortened, nothing runs over."""
    now = told_long(signed)
    for n in range(share(60, 8)):
        drawn = Random(f"{seed} {n}")
        drawn_up(now, drawn)
        many = {
            name: getattr(now, name)[: drawn.choice([0, 1, 5, 30])] for name in ("sessions", "officials", "remarks")
        }
        one = dataclasses.replace(now, **many)
        pdf = documents.render(minutes.PAPER, minutes.data_of(one, SOON, seal=text(drawn, 300)), timestamp=1)
        assert pages(pdf) == 1, f"IKRAR_SEED={seed}, case {n}"
        more = len(one.sessions) - 4
        assert (f"dan {more} lainnya" in words(pdf)) == (more > 0)


def told_long(signed):
    """Minutes with 30 of everything."""
    agency = signed.agency
    ratna = cast.officer(Role.PERSONNEL, agency, name="Ratna Khayal")
    persons = signed.signatures.filter(void=None)
    for n in range(30):
        held = events.activity(agency, on=AT.date())
        made.session(signed, ratna, activity=held, at=AT + dt.timedelta(minutes=n))
        Official.objects.create(activity=held, part=list(Part)[n % 3], place=1, name="Budi Rekaan")
        events.observed(held, persons[n % 10].staff, ratna)
    made.closed(signed, at=SOON)
    return told(signed)


def drawn_up(now, drawn):
    """Other words of other lengths, up to what the tables hold."""
    campaign = now.campaign
    for one in (campaign, campaign.ikrar, campaign.pact):
        one.title = text(drawn, 160)
    for session in now.sessions:
        session.title, session.activity.title, session.opened_by.name = (
            text(drawn, 120),
            text(drawn, 200),
            text(drawn, 150),
        )
    for row in now.officials:
        row.name, row.office, row.institution = (text(drawn, 200) for _n in range(3))
    for row in now.remarks:
        row.name, row.institution, row.text = text(drawn, 120), text(drawn, 160), text(drawn, 2000)


def test_a_final_paper_bears_the_agency_s_seal_and_a_draft_says_that_it_has_none(signed, tmp_path):
    draft = minutes.pdf(told(signed), SOON)
    assert b"/ByteRange" not in draft
    assert "Berkas ini tidak bersegel elektronik." in words(draft)
    made.closed(signed, at=SOON)
    pdf, certificate = minutes.pdf(told(signed), SOON), seal_key.opened(seal_key.place("")).certificate
    said = Store.trusting(tmp_path, certificate).says(pdf)
    assert (said["Signature Validation"], said["Coverage"]) == ("Signature is Valid.", "total")
    assert validated(pdf, certificate).bottom_line
    assert "bersegel elektronik instansi, tidak tersertifikasi: Kota Contoh." in words(pdf)


def test_where_no_key_can_seal_the_final_paper_comes_without_and_says_so(signed, settings, tmp_path):
    made.closed(signed, at=SOON)
    settings.SEAL_KEY = str(tmp_path / "tidak-ada.p12")
    pdf = minutes.pdf(told(signed), SOON)
    assert b"/ByteRange" not in pdf
    assert "Berkas ini tidak bersegel elektronik." in words(pdf)


def test_where_no_time_stamp_comes_the_final_paper_comes_without_a_seal(signed, settings):
    made.closed(signed, at=SOON)
    settings.SEAL_STAMPS = "http://127.0.0.1:9/"
    assert "Berkas ini tidak bersegel elektronik." in words(minutes.pdf(told(signed), SOON))


def test_a_coordinator_of_one_unit_does_not_open_the_whole_agency_s_minutes(signed):
    urls = [reverse(f"pledges:{name}", args=[signed.code]) for name in ("signing_minutes", "signing_minutes_paper")]
    unit = cast.unit(signed.agency)
    coordinator = logged_in(cast.officer(Role.COORDINATOR, signed.agency, unit=unit, mfa=True))
    observer = logged_in(cast.officer(Role.OBSERVER, signed.agency, mfa=True))
    assert [coordinator.get(url).status_code for url in urls] == [403, 403]
    assert [observer.get(url).status_code for url in urls] == [200, 200]
    assert urls[0] not in coordinator.get(reverse("pledges:hub", args=[signed.code])).content.decode()
    assert urls[0] in observer.get(reverse("oversight:observe", args=[signed.code])).content.decode()


def test_a_campaign_that_was_never_opened_has_no_minutes(signed):
    planned = made.campaign(signed.agency, is_open=False)
    officer = logged_in(cast.officer(Role.PERSONNEL, signed.agency, mfa=True))
    assert officer.get(reverse("pledges:signing_minutes_paper", args=[planned.code])).status_code == 404


def test_minutes_come_as_a_file_that_says_in_its_name_that_they_are_provisional(signed):
    officer = logged_in(cast.officer(Role.LEADER, signed.agency, mfa=True))
    url = reverse("pledges:signing_minutes_paper", args=[signed.code])
    assert f'attachment; filename="berita-acara-{signed.code}-sementara.pdf"' == officer.get(url)["Content-Disposition"]
    made.closed(signed, at=SOON)
    assert f'attachment; filename="berita-acara-{signed.code}.pdf"' == officer.get(url)["Content-Disposition"]
