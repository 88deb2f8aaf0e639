"""One person, one officer, one piece of evidence: and who may not vouch for whom."""

import datetime as dt
import threading
import uuid
from io import BytesIO

import pytest
from django.db import connection
from PIL import Image

from ikrar.agencies.models import Account, Credential, Device, RoleGrant
from ikrar.agencies.queries import desks, device_actor
from ikrar.agencies.roles import Role
from ikrar.agencies.rules import Level
from ikrar.core import files
from ikrar.core.errors import Conflict, Refused
from ikrar.pledges import receipts
from ikrar.pledges.actions import signing, vouching
from ikrar.pledges.actions.acts import Act, store_act
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import Correction, Signature, SigningSession
from ikrar.pledges.queries import desk as queries
from ikrar.pledges.queries.standing import standings
from ikrar.pledges.rules import Method, VoidReason
from tests.factories import agencies as cast
from tests.factories import pledges as made

AT = made.AT + dt.timedelta(hours=1)


class World:
    """Sari is to sign, Budi vouches at desk 1, Ratna opened the session."""

    def __init__(self, **campaign):
        self.agency = cast.agency(zone="WITA")
        self.unit = cast.unit(self.agency, "Dinas Contoh")
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=self.unit)
        self.budi = cast.officer(Role.COMMITTEE, self.agency, name="Budi Rekaan", mfa=True)
        self.ratna = cast.officer(Role.PERSONNEL, self.agency, name="Ratna Khayal", mfa=True)
        self.campaign = made.campaign(self.agency, **campaign)
        self.session = made.session(self.campaign, self.ratna)
        self.device, self.token = cast.device(self.agency, self.budi)
        self.desk = device_actor(self.token)

    def seen(self, **changes):
        fields = {
            "staff": self.sari.pk, "client_uuid": uuid.uuid4(), "ikrar_digest": self.campaign.ikrar.digest,
            "pact_digest": self.campaign.pact.digest, "drawing": made.drawing(),
        }  # fmt: skip
        return vouching.Seen(**{**fields, **changes})

    def vouch(self, at=AT, **changes):
        return vouching.vouch(self.session, self.seen(**changes), by=self.desk, at=at)


@pytest.fixture
def world(db):
    return World()


def test_a_desk_vouches_one_person_at_the_first_level(world):
    said = world.vouch()
    act = Signature.objects.get(pk=said.signature)
    assert (act.level, act.method, act.officer, act.session) == (
        Level.VOUCHED, Method.VOUCH, world.budi.pk, world.session,
    )  # fmt: skip
    assert (act.unit, act.ikrar_digest, act.device) == (
        world.unit, world.campaign.ikrar.digest, f"desk {world.device.pk}",
    )  # fmt: skip
    assert receipts.opens(act.commitment, bytes(act.r), act.record)


def test_a_photo_is_kept_without_place_and_camera(world):
    said = world.vouch(drawing="", photo=made.photo())
    evidence = Signature.objects.get(pk=said.signature).evidence
    with files.open_file(evidence) as kept:
        raw = kept.read()
    assert b"Kamera" not in raw
    assert not dict(Image.open(BytesIO(raw)).getexif())


@pytest.mark.parametrize(
    "bad", [b"GIF89a" + b"\0" * 60, b"<svg onload=alert(1)>", b"PK\x03\x04" + b"\0" * 99, b"\xff\xd8\xff"]
)
def test_what_is_no_photo_is_refused(world, bad):
    with pytest.raises(Refused, match="bukan foto"):
        world.vouch(drawing="", photo=bad)
    assert not Signature.objects.exists()


def test_a_picture_that_unpacks_to_gigabytes_is_refused(world):
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises(Refused):
        world.vouch(drawing="", photo=bomb.getvalue())


def test_exactly_one_piece_of_evidence(world):
    for evidence in (
        {"drawing": ""},
        {"photo": made.photo()},
        {"drawing": "M1 1"},
        {"drawing": made.drawing() + '"/><script>'},
    ):
        with pytest.raises(Refused):
            world.vouch(**evidence)
    assert not Signature.objects.exists()


def test_a_second_vouching_only_hears_sudah_and_since_when(world):
    world.vouch()
    said = world.vouch(at=AT + dt.timedelta(minutes=7))
    assert (said.again, said.at, said.signature) == (True, AT, None)
    assert Signature.objects.count() == 1


def test_who_signed_by_phone_is_sudah_too(world):
    credential = Credential.objects.get(staff=world.sari)
    credential.pin = vouching_pin(credential)
    credential.save()
    sent = signing.Sent(
        campaign=world.campaign.code, client_uuid=uuid.uuid4(), pin="482915", stated={},
        ikrar_digest=world.campaign.ikrar.digest, pact_digest=world.campaign.pact.digest,
    )  # fmt: skip
    signing.sign(signing.Signer(credential.pk, "f" * 16), sent, at=AT)
    assert world.vouch(at=AT + dt.timedelta(minutes=1)).again


def vouching_pin(credential):
    from ikrar.agencies.tokens import pin_verifier

    return pin_verifier(credential.pk, "482915")


def test_the_same_uuid_is_answered_as_the_first_time_and_another_body_is_a_conflict(world):
    seen = world.seen()
    first = vouching.vouch(world.session, seen, by=world.desk, at=AT)
    assert vouching.vouch(world.session, seen, by=world.desk, at=AT + dt.timedelta(minutes=1)) == first
    with pytest.raises(Conflict):
        world.vouch(client_uuid=seen.client_uuid, drawing=made.drawing() + "L9 9")
    assert Signature.objects.count() == 1


def test_the_uuid_of_another_persons_act_is_a_conflict(world):
    seen = world.seen()
    vouching.vouch(world.session, seen, by=world.desk, at=AT)
    other = cast.staff(world.agency, "Wa Contoh", at=world.unit)
    with pytest.raises(Conflict):
        world.vouch(staff=other.pk, client_uuid=seen.client_uuid)


def test_the_opener_vouches_for_nobody(world):
    Device.objects.filter(pk=world.device.pk).update(officer=world.ratna)
    with pytest.raises(Refused, match="Pembuka sesi"):
        world.vouch()
    assert not Signature.objects.exists()


def test_nobody_vouches_for_oneself(world):
    Account.objects.filter(pk=world.budi.pk).update(staff=world.sari)
    with pytest.raises(Refused, match="diri sendiri"):
        world.vouch()


def test_a_revoked_device_records_nothing(world):
    Device.objects.filter(pk=world.device.pk).update(ended_at=AT)
    with pytest.raises(Refused, match="dicabut"):
        world.vouch()


def test_an_officer_who_lost_the_role_records_nothing(world):
    RoleGrant.objects.filter(account=world.budi).update(ended_at=AT)
    with pytest.raises(Refused, match="berhak"):
        world.vouch()


def test_an_officer_who_left_records_nothing(world):
    Account.objects.filter(pk=world.budi.pk).update(is_active=False)
    with pytest.raises(Refused, match="dicabut"):
        world.vouch()


def test_a_session_closed_meanwhile_records_nothing(world):
    SigningSession.objects.filter(pk=world.session.pk).update(closed_at=AT)
    with pytest.raises(Refused, match="ditutup"):
        world.vouch()
    with pytest.raises(Refused, match="ditutup"):
        world.vouch(at=AT + dt.timedelta(days=1))


def test_a_changed_text_must_be_read_aloud_again(world):
    with pytest.raises(Refused, match="berubah"):
        world.vouch(ikrar_digest="0" * 64)


def test_people_of_another_agency_are_not_in_the_list(world):
    joko = cast.staff(cast.agency(), "Joko Seberang")
    with pytest.raises(Refused, match="tidak ada di daftar"):
        world.vouch(staff=joko.pk)


def test_a_device_of_another_agency_finds_no_session(world):
    far = cast.agency()
    _device, token = cast.device(far, cast.officer(Role.COMMITTEE, far, mfa=True))
    with pytest.raises(Refused, match="ditutup"):
        vouching.vouch(world.session, world.seen(), by=device_actor(token), at=AT)


def test_a_session_of_one_unit_reaches_that_unit_alone(world):
    SigningSession.objects.filter(pk=world.session.pk).update(unit=world.unit)
    other = cast.staff(world.agency, "Wa Contoh")
    with pytest.raises(Refused, match="tidak ada di daftar"):
        world.vouch(staff=other.pk)
    assert world.vouch().signature


def test_a_coordinator_vouches_for_the_own_unit_alone(world):
    RoleGrant.objects.filter(account=world.budi).update(role=Role.COORDINATOR, unit=cast.unit(world.agency))
    with pytest.raises(Refused, match="tidak ada di daftar"):
        world.vouch()


def test_a_text_that_asks_for_more_names_the_nearest_way(db):
    world = World(least_level=Level.CODE_AND_PIN)
    with pytest.raises(Refused, match="HP sendiri"):
        world.vouch()


def test_a_kiosk_keeps_what_the_signer_says_is_otherwise(world):
    said = world.vouch(method=Method.KIOSK, stated={"position": "Guru Ahli Muda"})
    assert Signature.objects.get(pk=said.signature).method == Method.KIOSK
    assert Correction.objects.get().stated == "Guru Ahli Muda"


def test_no_second_attempt_is_composed_while_the_first_counts(world):
    """Every way of signing ends in this one function; here it is asked directly, past the checks before it."""
    world.vouch()
    row = standings(world.campaign.pk, [world.sari.pk])[world.sari.pk]
    act = Act(level=Level.VOUCHED, method=Method.VOUCH, client_uuid=uuid.uuid4(), body=b"x" * 32, at=AT)
    with pytest.raises(Refused, match="sudah tercatat"):
        store_act(row, act)
    assert Signature.objects.count() == 1


def test_undoing_lets_the_person_be_recorded_again_as_the_second_attempt(world):
    said = world.vouch()
    act = Signature.objects.get(pk=said.signature)
    vouching.undo_vouch(world.session, act, reason=VoidReason.WRONG_PERSON, by=world.desk, at=AT)
    assert act.void.officer == world.budi.pk
    again = Signature.objects.get(pk=world.vouch(at=AT + dt.timedelta(minutes=1)).signature)
    assert again.attempt == 2


def test_only_the_same_officer_undoes_within_the_session(world):
    act = Signature.objects.get(pk=world.vouch().signature)
    other = cast.officer(Role.COMMITTEE, world.agency, name="Wa Panitia", mfa=True)
    _device, token = cast.device(world.agency, other, label="Meja 2")
    with pytest.raises(Refused, match="bukan dari meja ini"):
        vouching.undo_vouch(world.session, act, reason=VoidReason.TEST, by=device_actor(token), at=AT)
    SigningSession.objects.filter(pk=world.session.pk).update(closed_at=AT)
    with pytest.raises(Refused, match="ditutup"):
        vouching.undo_vouch(world.session, act, reason=VoidReason.TEST, by=world.desk, at=AT)
    assert not hasattr(Signature.objects.get(), "void")


def test_searching_by_name_unit_and_last_digits(world):
    rows = queries.people(world.session, cast.actor(world.budi), AT)
    for typed in ("sari", "CONTOHWATI sari", "dinas contoh sar", world.sari.number[-4:], f"… {world.sari.number[-3:]}"):
        assert [hit.staff for hit in desks.found(rows, typed)] == [world.sari], typed
    assert desks.found(rows, "s") == []
    assert desks.found(rows, "12") == []
    assert desks.found(rows, "%") == []


def test_a_search_shows_twenty_at_most(world):
    for _n in range(25):
        cast.staff(world.agency, "Nama Sama", at=world.unit)
    assert len(desks.found(queries.people(world.session, cast.actor(world.budi), AT), "nama sama")) == 20


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_make_one_act():
    world = World()
    other = cast.officer(Role.COMMITTEE, world.agency, name="Wa Panitia", mfa=True)
    _device, token = cast.device(world.agency, other, label="Meja 2")
    gate, said = threading.Barrier(6), []

    def press(actor):
        gate.wait()
        try:
            said.append(vouching.vouch(world.session, world.seen(), by=actor, at=AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(actor,)) for actor in [world.desk, device_actor(token)] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.again for answer in said) == [False, True, True, True, True, True]
    assert Signature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_voiding_while_others_vouch_never_leaves_two_that_count():
    world = World()
    act = Signature.objects.get(pk=world.vouch().signature)
    gate = threading.Barrier(4)

    def press(n):
        gate.wait()
        try:
            if n == 0:
                void_signature(act, reason=VoidReason.TEST, by=cast.actor(world.ratna), at=AT)
            else:
                world.vouch()
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Signature.objects.filter(void=None).count() <= 1
    assert list(Signature.objects.order_by("attempt").values_list("attempt", flat=True)) in ([1], [1, 2])
