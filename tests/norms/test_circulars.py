"""Circulars: drafted or uploaded, issued once under a number of their own, replaced, withdrawn, cancelled."""

import datetime as dt
import io
import subprocess
import threading

import pytest
from django.db import connection

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.norms.actions import circulars as actions
from ikrar.norms.actions import numbering
from ikrar.norms.actions.catalogue import load_catalogue
from ikrar.norms.actions.circulars import Words
from ikrar.norms.models import Circular, CircularNumber, LegalBasis
from ikrar.norms.queries import circulars as queries
from ikrar.norms.rules import numbering as pattern
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import norms as made
from tests.norms.circular_cast import WORDS, Office
from tests.pledges.cast import logged_in


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Office()


@pytest.fixture
def pdf():
    return made.signed_pdf()


def text_of(paper):
    return subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()


def test_a_circular_is_drafted_from_the_template_and_issued_under_its_number(office):
    load_catalogue(NOW)
    page = office.browser.get(office.url("draft_circular"))
    form = page.context["form"]
    assert "belum diverifikasi" in page.content.decode()
    sent = {name: value for name, value in form.initial.items() if value}
    answer = office.browser.post(office.url("draft_circular"), sent)
    draft = Circular.objects.get()
    assert answer.url == office.url("circular", draft.pk)
    assert (draft.state, draft.number, draft.bases.count()) == ("draft", "", 4)
    office.browser.post(office.url("issue_circular", draft.pk), {"number": "800 / 7 / 2024", "dated_on": TODAY})
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.year, draft.asked_id) == ("issued", "800/7/2024", TODAY.year, draft.pk)
    assert all(one["verified"] is False for one in draft.body["bases"])
    shown = office.browser.get(office.url("circular", draft.pk)).content.decode()
    assert "Dasar hukum belum diverifikasi" in shown
    assert [event.verb for event in AuditEvent.objects.filter(object_type="norms.circular").order_by("pk")] == [
        "norms.circular_drafted", "norms.circular_issued"
    ]  # fmt: skip


def test_issued_words_never_change_even_where_a_basis_does(office):
    load_catalogue(NOW)
    basis = LegalBasis.objects.get(slug="pp_94_2021")
    issued = actions.issue_circular(
        office.draft(Words("Contoh", {"duties": ["satu"]}, bases=(basis,))), number="1", dated_on=TODAY, by=office.by, at=NOW
    )  # fmt: skip
    before = issued.digest
    LegalBasis.objects.filter(pk=basis.pk).update(title="judul lain")
    with pytest.raises(Refused, match="sudah terbit"):
        actions.edit_circular(issued, WORDS, by=office.by, at=NOW)
    text = text_of(office.browser.get(office.url("circular_paper", issued.pk)).content)
    assert "judul lain" not in text
    assert "Disiplin" in text
    assert Circular.objects.get(pk=issued.pk).digest == before


def test_issuing_twice_gives_one_number(office):
    draft = office.draft()
    first = actions.issue_circular(draft, number="1", dated_on=TODAY, by=office.by, at=NOW)
    again = actions.issue_circular(draft, number="2", dated_on=TODAY, by=office.by, at=NOW)
    assert (first.number, again.number, CircularNumber.objects.count()) == ("1", "1", 1)


def test_a_signed_pdf_is_the_text_and_its_digest_the_files(office, pdf):
    issued = actions.issue_circular(
        office.draft(Words("Edaran Contoh", {"summary": "Ringkas."}, file=pdf)), number="9", dated_on=TODAY, by=office.by, at=NOW
    )  # fmt: skip
    assert issued.file is not None
    assert issued.digest == issued.file.sha256
    answer = office.browser.get(office.url("circular_paper", issued.pk))
    assert b"".join(answer.streaming_content) == pdf
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.7\nrusak\n%%EOF\n", b"%PDF-1.7 terpotong"])
def test_what_is_no_readable_pdf_is_refused_at_its_field_and_nothing_is_kept(office, data):
    file = io.BytesIO(data)
    file.name = "edaran.pdf"
    answer = office.browser.post(office.url("upload_circular"), {"title": "Contoh", "file": file})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not Circular.objects.exists()


def test_the_same_number_is_refused_however_it_is_typed_and_names_its_holder(office):
    office.issue("800/7/2024")
    draft = office.draft()
    for typed in ("800/7/2024", " 800 / 7/2024", "800/7/２０２４"):
        with pytest.raises(Refused, match="sudah dipakai edaran “Netralitas") as refusal:
            actions.issue_circular(draft, number=typed, dated_on=TODAY, by=office.by, at=NOW)
        assert refusal.value.field == "number"
    last_year = TODAY.replace(year=TODAY.year - 1, day=1)
    issued = actions.issue_circular(draft, number="800/7/2024", dated_on=last_year, by=office.by, at=NOW)
    assert issued.year == last_year.year
    other = make.agency()
    assert made.circular(other, "800/7/2024", at=NOW).number == "800/7/2024"


@pytest.mark.parametrize("typed", ["800/BKD.A/7", "800/bkd.a/7", "800/Bkd. A/7"])
def test_small_letters_and_spaces_make_no_other_number(office, typed):
    office.issue("800/Bkd.A/7")
    with pytest.raises(Refused, match="sudah dipakai edaran"):
        actions.issue_circular(office.draft(), number=typed, dated_on=TODAY, by=office.by, at=NOW)


def test_the_pattern_of_the_agency_is_checked_with_an_example(office):
    on = dt.date(2024, 10, 14)
    numbering.set_numbering(office.agency, pattern="800/{nomor}/{tahun}", is_own=False, by=office.by, on=TODAY, at=NOW)
    for wrong in ("801/7/2024", "800/tujuh/2024", "800/7/2023", "800/7"):
        with pytest.raises(Refused, match="800/12/2024"):
            office.issue(wrong, on)
    assert office.issue("800/7/2024", on).number == "800/7/2024"
    for fault in ("800/{urut}", "{nomor}/{nomor}", "800/{", "{}"):
        with pytest.raises(Refused, match="tidak dikenal"):
            numbering.set_numbering(office.agency, pattern=fault, is_own=False, by=office.by, on=TODAY, at=NOW)


def test_a_hostile_pattern_costs_nothing(office):
    assert not pattern.matches("(a+)+${nomor}", "a" * 60, 2024)
    assert pattern.matches("(a+)+${nomor}", "(a+)+$12", 2024)


def test_a_cancelled_number_stays_listed_with_its_reason_and_is_never_used(office):
    numbering.cancel_number(
        office.agency, number="800/8/2024", year=TODAY.year, reason="salah ketik", by=office.by, at=NOW
    )
    with pytest.raises(Refused, match="sudah dicatat batal: salah ketik"):
        office.issue("800/8/2024")
    issued = office.issue("800/9/2024")
    actions.end_circular(issued, "cancel_circular", reason="tidak jadi terbit", by=office.by, at=NOW)
    page = office.browser.get(office.url("numbers")).content.decode()
    assert page.count("batal</span>") == 2
    assert "tidak jadi terbit" in page
    with pytest.raises(Refused, match="sudah dipakai"):
        office.issue("800/9/2024")


def test_own_numbers_follow_each_other_and_those_passed_over_say_why(office):
    def set_up(**more):
        return numbering.set_numbering(
            office.agency, pattern="800/{nomor}/{bulan}/{tahun}", is_own=True, by=office.by, on=TODAY, at=NOW, **more
        )

    with pytest.raises(Refused, match="mengapa nomor sebelumnya dilewati"):
        set_up(following=41)
    set_up(following=41, reason="dari buku agenda lama")
    first, second = office.issue(""), office.issue("nomor yang diketik tidak dipakai")
    assert [row.split("/")[1] for row in (first.number, second.number)] == ["41", "42"]
    told = queries.numbers(office.by, TODAY.year)
    assert (told.last, told.gaps, len(told.rows)) == (42, [], 3)
    with pytest.raises(Refused, match="paling kecil 43"):
        set_up(following=40)


@pytest.mark.django_db(transaction=True)
def test_fifty_issues_at_once_get_fifty_numbers():
    office = Office()
    numbering.set_numbering(office.agency, pattern="800/{nomor}/{tahun}", is_own=True, by=office.by, on=TODAY, at=NOW)
    drafts, faults = [office.draft() for _ in range(50)], []

    def issue(some):
        try:
            for draft in some:
                actions.issue_circular(draft, dated_on=TODAY, by=office.by, at=NOW)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=([draft],)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    numbers = list(Circular.objects.values_list("number", flat=True))
    assert sorted(int(row.split("/")[1]) for row in numbers) == list(range(1, 51))


def test_a_new_version_replaces_the_old_and_shows_what_changed(office):
    old = office.issue("1")
    words = Words(WORDS.title, {"duties": ["membacakan edaran ini di apel;"]})
    draft = office.draft(words, replaces=old)
    with pytest.raises(Refused, match="Sudah ada konsep"):
        office.draft(words, replaces=old)
    new = actions.issue_circular(draft, number="2", dated_on=TODAY, is_material=False, by=office.by, at=NOW)
    old.refresh_from_db()
    assert (old.state, new.asked_id) == ("replaced", old.pk)
    page = office.browser.get(office.url("compare_circular", new.pk)).content.decode()
    assert "<ins>apel;</ins>" in page or "di apel" in page
    assert "Hanya pembetulan" in page
    with pytest.raises(Refused, match="mengganti edaran lain"):
        actions.end_circular(new, "cancel_circular", reason="keliru", by=office.by, at=NOW)


def test_withdrawing_needs_a_reason_and_happens_once(office):
    issued = office.issue()
    assert (
        office.browser.post(office.url("end_circular", issued.pk, "withdraw_circular"), {"reason": " "}).status_code
        == 422
    )
    for _ in range(2):
        office.browser.post(office.url("end_circular", issued.pk, "withdraw_circular"), {"reason": "Tahapan selesai"})
    issued.refresh_from_db()
    assert (issued.state, issued.ended_why) == ("withdrawn", "Tahapan selesai")
    assert AuditEvent.objects.filter(verb="norms.withdraw_circular").count() == 1


def test_only_its_own_agency_s_office_writes_and_a_draft_is_not_seen_by_others(office):
    draft = office.draft()
    stranger = make.actor(make.officer(Role.LEGAL))
    with pytest.raises(Refused, match="tidak berhak"):
        actions.issue_circular(draft, number="1", dated_on=TODAY, by=stranger, at=NOW)
    committee = logged_in(make.officer(Role.COMMITTEE, office.agency, mfa=True))
    assert committee.get(office.url("circular", draft.pk)).status_code == 404
    assert committee.get(office.url("edit_circular", draft.pk)).status_code == 403


def test_a_known_circular_says_that_its_text_is_not_known_and_keeps_its_number(office):
    known = actions.record_circular(
        office.agency, number="100/1/2024", year=TODAY.year, title="Contoh", by=office.by, at=NOW
    )
    actions.record_circular(office.agency, number="100/1/2024", year=TODAY.year, title="Contoh", by=office.by, at=NOW)
    assert "isinya tidak" in office.browser.get(office.url("circular", known.pk)).content.decode()
    assert office.browser.get(office.url("circular_paper", known.pk)).status_code == 404
    with pytest.raises(Refused, match="sudah dipakai"):
        office.issue("100/1/2024")


def test_the_paper_is_a_letter_for_archives_and_a_draft_is_marked(office, tmp_path):
    draft = office.draft()
    path = tmp_path / "konsep.pdf"
    path.write_bytes(office.browser.get(office.url("circular_paper", draft.pk)).content)
    assert "membacakan edaran ini" in text_of(path.read_bytes())
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in info
