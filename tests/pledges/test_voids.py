"""Voids, and "bukan saya" after the fact: the act is never changed, and nobody is accused."""

import base64
import datetime as dt
import hashlib
import re
import threading

import pytest
from django.core import mail
from django.db import connection

from ikrar.agencies.models import Objection
from ikrar.agencies.roles import Role
from ikrar.core import outbox
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, OutboxMessage
from ikrar.pledges import receipts
from ikrar.pledges.actions import objections
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import Signature, SignatureVoid
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_papers import log_in

AT = made.AT + dt.timedelta(hours=1)


@pytest.fixture
def world(db):
    return made.vouched_world()


def test_a_void_names_act_reason_and_officer_and_changes_nothing_else(world):
    before = Signature.objects.values().get(pk=world.act.pk)
    void = void_signature(world.act, reason="wrong_person", by=cast.actor(world.ratna), at=AT)
    assert (void.officer, void.reason) == (world.ratna.pk, "wrong_person")
    assert Signature.objects.values().get(pk=world.act.pk) == before
    assert AuditEvent.objects.filter(verb="pledges.signature_voided", object_id=world.act.pk).exists()


def test_a_second_void_is_refused_in_words(world):
    void_signature(world.act, reason="test", by=cast.actor(world.ratna), at=AT)
    with pytest.raises(Refused, match="sudah dibatalkan"):
        void_signature(world.act, reason="test", by=cast.actor(world.ratna), at=AT)
    assert SignatureVoid.objects.count() == 1


def test_another_reason_asks_for_words(world):
    with pytest.raises(Refused, match="kata-kata"):
        void_signature(world.act, reason="other", by=cast.actor(world.ratna), at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_officers_voiding_at_once_make_one_void():
    world = made.vouched_world()
    gate, seen = threading.Barrier(2), []

    def press():
        gate.wait()
        try:
            seen.append(void_signature(world.act, reason="test", by=cast.actor(world.ratna), at=AT))
        except Refused as refusal:
            seen.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(one, Refused) for one in seen) == 1
    assert SignatureVoid.objects.count() == 1


def test_only_the_personnel_office_of_the_own_agency_reaches_the_page(client, world):
    path = f"/ikrar/tanda-tangan/{world.act.receipt}/"
    assert log_in(client, world.ratna).get(path).status_code == 200
    assert log_in(client, world.budi).get(path).status_code == 403
    joko = cast.officer(Role.PERSONNEL, cast.agency(), name="Joko Seberang", mfa=True)
    assert log_in(client, joko).get(path).status_code == 404
    assert log_in(client, world.ratna).post(path, {"reason": "test"}).status_code == 302
    assert "Dibatalkan" in client.get(path).content.decode()


def test_evidence_is_shown_to_the_personnel_office_alone_and_each_look_leaves_a_trace(client, world):
    page = f"/ikrar/tanda-tangan/{world.act.receipt}/"
    path = f"{page}bukti/"
    assert log_in(client, world.budi).get(path).status_code == 403
    joko = cast.officer(Role.PERSONNEL, cast.agency(), name="Joko Seberang", mfa=True)
    assert log_in(client, joko).get(path).status_code == 404
    assert not AuditEvent.objects.filter(verb="pledges.evidence_seen").exists()
    assert path in log_in(client, world.ratna).get(page).content.decode()
    assert world.act.drawing in client.get(path).content.decode()
    seen = AuditEvent.objects.get(verb="pledges.evidence_seen")
    assert (seen.actor, seen.object_id, seen.fields) == (world.ratna.pk, world.act.pk, ["drawing"])


def test_a_photo_is_shown_within_the_page_and_at_no_address_of_its_own(client, db):
    world = made.vouched_world(drawing="", photo=made.photo())
    shown = log_in(client, world.ratna).get(f"/ikrar/tanda-tangan/{world.act.receipt}/bukti/").content.decode()
    said = re.search(r'src="data:image/jpeg;base64,([^"]+)"', shown)[1]
    assert hashlib.sha256(base64.b64decode(said)).hexdigest() == world.act.evidence.sha256


def test_evidence_of_a_sheet_is_the_sheet(client, world):
    sheet = made.sheet(world.campaign, world.unit, [world.sari], at=AT)
    Signature.objects.filter(pk=world.act.pk).update(method="paper", evidence=sheet.scan, drawing="")
    answer = log_in(client, world.ratna).get(f"/ikrar/tanda-tangan/{world.act.receipt}/bukti/")
    assert answer.headers["Location"] == f"/ikrar/kertas/{sheet.code}/"


def test_the_vouched_person_hears_of_it_once_and_not_in_the_quiet_hours(world):
    world.sari.email = "sari@kota.example"
    world.sari.save()
    night = AT.replace(hour=15)  # 23.00 WITA
    for _n in range(2):
        objections.tell_vouched(at=night)
    message = OutboxMessage.objects.get(topic="vouched")
    assert message.not_before == dt.datetime(2024, 10, 14, 22, 0, tzinfo=dt.UTC)  # 06.00 WITA
    assert receipts.objection_code(world.act.pk) not in str(message.context)
    outbox.send_due(at=night + dt.timedelta(hours=8))
    assert "Budi Rekaan" in mail.outbox[0].body
    assert "/bukan-saya/#" in mail.outbox[0].body


def test_no_notice_goes_without_a_contact_or_after_a_void(world):
    assert objections.tell_vouched(at=AT) == 0
    world.sari.email = "sari@kota.example"
    world.sari.save()
    void_signature(world.act, reason="test", by=cast.actor(world.ratna), at=AT)
    assert objections.tell_vouched(at=AT) == 0


def test_the_link_changes_nothing_until_the_person_says_so(client, world):
    code = receipts.objection_code(world.act.pk)
    assert client.get("/bukan-saya/").status_code == 200
    asked = client.post("/bukan-saya/", {"code": code})
    assert "Ya, bukan saya" in asked.content.decode()
    assert "Sari" not in asked.content.decode()
    assert not Objection.objects.exists()
    for _n in range(2):
        client.post("/bukan-saya/", {"code": code, "sure": "1"})
    objection = Objection.objects.get()
    assert (objection.act, objection.staff) == (world.act.pk, world.sari)
    assert not SignatureVoid.objects.exists()


@pytest.mark.parametrize("code", ["", "0000", "00000001ABCDEFGHJKMN", "!!", "Z" * 20])
def test_a_guessed_code_opens_nothing(client, world, code):
    assert client.post("/bukan-saya/", {"code": code, "sure": "1"}).status_code == 422
    assert not Objection.objects.exists()


def test_an_officer_answers_and_may_void(client, world):
    objection = objections.object_to_act(world.act, at=AT)
    log_in(client, world.ratna)
    assert "Sari Contohwati" in client.get("/ikrar/keberatan/").content.decode()
    path = f"/ikrar/keberatan/{objection.pk}/jawab/"
    assert client.post(path, {"words": ""}).status_code == 422
    assert client.post(path, {"words": "Salah orang, maaf.", "is_void": "on"}).status_code == 302
    objection.refresh_from_db()
    assert objection.answer == "Salah orang, maaf."
    assert SignatureVoid.objects.get().reason == "not_me"
    assert client.post(path, {"words": "Lagi"}).status_code == 422


def test_objections_of_another_agency_are_not_found(client, world):
    objection = objections.object_to_act(world.act, at=AT)
    log_in(client, cast.officer(Role.PERSONNEL, cast.agency(), name="Joko Seberang", mfa=True))
    assert client.post(f"/ikrar/keberatan/{objection.pk}/jawab/", {"words": "x"}).status_code == 404
    assert "Sari" not in client.get("/ikrar/keberatan/").content.decode()


def test_the_code_survives_being_typed_in_groups_and_small_letters(world):
    code = receipts.objection_code(world.act.pk)
    typed = "-".join(re.findall("....", code)).lower()
    assert receipts.objected_act(typed) == world.act.pk


def test_what_waits_for_an_answer_stands_on_the_start_page(client, world):
    objections.object_to_act(world.act, at=AT)
    page = log_in(client, world.ratna).get("/", follow=True).content.decode()
    assert "/ikrar/keberatan/" in page
    assert "/ikrar/keberatan/" not in log_in(client, world.budi).get("/", follow=True).content.decode()
