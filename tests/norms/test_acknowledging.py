"""Acknowledging a circular on the own phone: once, to the end, asked again only where the change matters."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ikrar.agencies import tokens
from ikrar.agencies.actions.roster.hooks import acts_depend_on, left_behind
from ikrar.agencies.middleware import SIGNER_COOKIE
from ikrar.agencies.models import Staff
from ikrar.agencies.tokens import Signer
from ikrar.core.errors import Conflict, Refused
from ikrar.norms.actions import acknowledging as actions
from ikrar.norms.actions import circulars
from ikrar.norms.models import Acknowledgement, Opened
from ikrar.norms.queries import readers
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import norms as made
from tests.norms.circular_cast import Office, Reader


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Office()


@pytest.fixture
def sari(office):
    return Reader(office.house.sari)


@pytest.fixture
def issued(office):
    return made.circular(office.agency, at=NOW)


def test_the_button_stands_at_the_end_and_the_receipt_tells_level_and_words(sari, issued):
    own = sari.phone.get(reverse("home:own")).content.decode()
    assert f"/saya/edaran/{issued.pk}/" in own
    page = sari.page(issued).content.decode()
    assert page.index("mengajak memilih calon") < page.index("Saya sudah membaca dan memahami")
    assert not Acknowledgement.objects.exists()
    answer = sari.press(issued)
    act = Acknowledgement.objects.get()
    assert (act.level, act.way, act.read, act.digest, act.attempt) == (2, "phone", "page", issued.digest, 1)
    assert (act.unit.name, act.kind) == ("Dinas Pertama", "pppk")
    receipt = sari.phone.get(answer.url).content.decode()
    assert "Kode dan PIN" in receipt
    assert issued.digest[:12] in receipt
    assert "Saya sudah membaca dan memahami" not in receipt
    own = sari.phone.get(reverse("home:own")).content.decode()
    assert "Edaran yang sudah saya baca" in own
    assert "untuk dibaca" not in own


def test_a_replay_is_answered_with_the_first_act_and_another_body_is_a_conflict(sari, issued):
    sent = sari.sent(issued)
    first = actions.acknowledge(sari.who, sent, at=NOW)
    again = actions.acknowledge(sari.who, sent, at=NOW + dt.timedelta(hours=1))
    other = sari.read(issued)
    assert (first.again, again.again, other.again) == (False, True, True)
    assert first.act == again.act == other.act
    with pytest.raises(Conflict):
        sari.read(issued, client_uuid=sent.client_uuid, digest="0" * 64)
    answer = sari.phone.post(
        reverse("norms:read_circular", args=[issued.pk]), {"uuid": sent.client_uuid, "digest": "x", "akhir": "1"}
    )
    assert answer.status_code == 409
    assert Acknowledgement.objects.get().at == NOW


def test_the_uuid_of_somebody_else_is_a_conflict(sari, office, issued):
    sent = sari.sent(issued)
    actions.acknowledge(sari.who, sent, at=NOW)
    rina = Reader(office.house.others[0])
    with pytest.raises(Conflict):
        rina.read(issued, client_uuid=sent.client_uuid)


def test_what_was_not_read_to_the_end_or_is_another_text_is_refused(sari, issued):
    assert sari.press(issued, akhir="").status_code == 422
    assert sari.press(issued, digest="0" * 64).status_code == 422
    assert not Acknowledgement.objects.exists()


def test_a_pdf_must_have_been_opened(office, sari):
    pdf = made.signed_pdf()
    issued = made.circular(office.agency, body={"summary": "Ringkas."}, file=pdf, at=NOW)
    answer = sari.press(issued)
    assert answer.status_code == 422
    assert "Buka dulu berkas" in answer.content.decode()
    got = sari.phone.get(reverse("norms:own_file", args=[issued.pk]))
    assert b"".join(got.streaming_content) == pdf
    sari.press(issued)
    assert (Opened.objects.count(), Acknowledgement.objects.get().read) == (1, "file")


def test_a_material_version_asks_again_and_a_correction_does_not(office, sari):
    first = made.circular(office.agency, "1", at=NOW)
    sari.read(first)
    mended = made.circular(office.agency, "2", replaces=first, is_material=False, at=NOW)
    assert "hanya membetulkan" in sari.page(mended).content.decode()
    assert sari.read(mended).again
    third = made.circular(office.agency, "3", replaces=mended, body={"duties": ["lain sekali;"]}, at=NOW)
    assert "Saya sudah membaca" in sari.page(third).content.decode()
    assert "3" in sari.page(first).content.decode()
    assert not sari.read(third).again
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        Reader(office.house.others[0]).read(first)
    assert [act.circular_id for act in Acknowledgement.objects.order_by("pk")] == [first.pk, third.pk]


def test_units_and_kinds_say_who_is_asked(office, sari):
    below = make.unit(office.agency, "Puskesmas Contoh", parent=office.house.second)
    asked = made.circular(office.agency, "1", units=(office.house.second,), kinds=["pppk"], at=NOW)
    assert sari.page(asked).status_code == 404
    with pytest.raises(Refused, match="tidak ditujukan"):
        sari.read(asked)
    nurse = Reader(make.staff(office.agency, "Nuri Rekaan", at=below))
    guard = Reader(make.staff(office.agency, "Gani Rekaan", at=below, kind="non_civil_servant"))
    assert nurse.page(asked).status_code == 200
    assert guard.page(asked).status_code == 404
    everybody = made.circular(office.agency, "2", at=NOW)
    guard.read(everybody)
    assert Acknowledgement.objects.get().kind == "non_civil_servant"


def test_a_code_that_was_handed_on_counts_as_vouched_by_whom_handed_it(office, issued):
    tono = Reader(office.house.others[1], handed_by=office.house.budi.pk, handed_at=NOW)
    tono.read(issued)
    act = Acknowledgement.objects.get()
    assert (act.level, act.officer) == (1, office.house.budi.pk)


def test_another_agency_s_circular_is_not_found(sari):
    other = made.circular(make.agency(), at=NOW)
    assert sari.page(other).status_code == 404
    with pytest.raises(Refused):
        sari.read(other)


def test_without_a_fresh_pin_nothing_opens(office, sari, issued):
    stale = Client()
    stale.cookies[SIGNER_COOKIE] = tokens.seal(Signer(sari.credential.pk, "hp-sari"))
    for method in (stale.get, stale.post):
        assert method(reverse("norms:read_circular", args=[issued.pk])).url == reverse("agencies:pin")


def test_a_void_is_a_row_and_the_person_may_acknowledge_again(office, sari, issued):
    sari.read(issued)
    act = Acknowledgement.objects.get()
    by = make.actor(office.house.ratna)
    first = actions.void_acknowledgement(act, reason="not_me", by=by, at=NOW)
    assert actions.void_acknowledgement(act, reason="test", by=by, at=NOW).pk == first.pk
    assert not sari.read(issued).again
    assert list(Acknowledgement.objects.order_by("pk").values_list("attempt", flat=True)) == [1, 2]


def test_what_somebody_knew_on_a_day(office, sari):
    early = NOW - dt.timedelta(days=10)
    first = made.circular(office.agency, "1", at=early)
    actions.acknowledge(sari.who, sari.sent(first), at=NOW - dt.timedelta(days=5))
    made.circular(office.agency, "2", replaces=first, body={"duties": ["lain;"]}, at=NOW - dt.timedelta(days=2))
    staff, before = office.house.sari, TODAY - dt.timedelta(days=6)
    assert readers.acknowledged_on(staff, before) == []
    assert [one.act for one in readers.known_on(staff, before)] == [None]
    then = readers.known_on(staff, TODAY - dt.timedelta(days=3))
    assert [(one.circular.number, one.act.way if one.act else "") for one in then] == [("1", "phone")]
    assert [(one.circular.number, one.act) for one in readers.known_on(staff, TODAY)] == [("2", None)]
    assert [act.circular.number for act in readers.acknowledged_on(staff, TODAY)] == ["1"]


def test_an_acknowledgement_takes_five_statements_at_most(sari, issued):
    sent = sari.sent(issued)
    with CaptureQueriesContext(connection) as told:
        actions.acknowledge(sari.who, sent, at=NOW)
    said = [one["sql"] for one in told if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(said) <= 5, said


def test_a_list_is_not_taken_back_from_under_an_acknowledgement(office, sari, issued):
    sari.read(issued)
    said = acts_depend_on(Staff.objects.filter(pk=office.house.sari.pk).values_list("pk", flat=True))
    assert said == ["1 pernyataan memahami edaran bergantung padanya."]
    assert left_behind(office.house.sari, office.house.others[0]) == [
        f"Pernyataan memahami edaran {issued.number} tinggal di catatan ini."
    ]


def test_a_withdrawn_circular_waits_for_nobody(office, sari, issued):
    circulars.end_circular(issued, "withdraw_circular", reason="selesai", by=office.by, at=NOW)
    assert "untuk dibaca" not in sari.phone.get(reverse("home:own")).content.decode()
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        sari.read(issued)


def test_a_circular_that_was_acknowledged_is_not_cancelled(office, sari, issued):
    sari.read(issued)
    with pytest.raises(Refused, match="Sudah ada yang menyatakan"):
        circulars.end_circular(issued, "cancel_circular", reason="keliru", by=office.by, at=NOW)
    issued.refresh_from_db()
    assert issued.state == "issued"
