"""A handed code, confirmed once at the desk of somebody who did not hand it on."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from ikrar.agencies import tokens
from ikrar.agencies.actions import credentials
from ikrar.agencies.middleware import DESK_COOKIE, SIGNER_COOKIE
from ikrar.agencies.models import Account, Credential, DeskNumber, Device
from ikrar.agencies.queries import device_actor
from ikrar.agencies.roles import Role
from ikrar.agencies.rules import DESK_NUMBER_TRIES, Level
from ikrar.core import outbox
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.pledges.actions import confirming, signing
from ikrar.pledges.models import Signature, SigningSession
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_vouching import AT, World

pytestmark = pytest.mark.django_db
PIN, PHONE = "482915", "f" * 16
SOON = AT + dt.timedelta(minutes=2)


class Handed(World):
    """Sari got her code from Wati, who printed the slips; she has a PIN. Budi sits at the desk, Ratna opened the session."""

    def __init__(self, **campaign):
        super().__init__(**campaign)
        self.wati = cast.officer(Role.COORDINATOR, unit=self.unit, name="Wati Rekaan")
        self.code = Credential.objects.get(staff=self.sari)
        credentials.hand_on([self.code.pk], by=cast.actor(self.wati), at=made.AT)
        credentials.set_pin(self.code.pk, PIN, device=PHONE, at=made.AT)

    def shown(self, at=AT):
        """What Sari's phone shows after code and PIN."""
        number = credentials.show_desk_number(Credential.objects.get(pk=self.code.pk), at=at)
        return tokens.desk_number(self.code.pk, number.made_at)

    def confirm(self, number=None, *, by=None, at=SOON, **changes):
        fields = {"number": number or self.shown(), "card": "employee", **changes}
        staff = fields.pop("staff", self.sari.pk)
        confirming.confirm_holder(self.session, staff, by=by or self.desk, at=at, **fields)

    def sign(self, at=SOON):
        sent = signing.Sent(
            campaign=self.campaign.code, client_uuid=uuid.uuid4(), pin=PIN, stated={},
            ikrar_digest=self.campaign.ikrar.digest, pact_digest=self.campaign.pact.digest,
        )  # fmt: skip
        signing.sign(signing.Signer(self.code.pk, PHONE), sent, at=at)
        return Signature.objects.get(staff=self.sari)

    @property
    def is_handed(self):
        return Credential.objects.get(pk=self.code.pk).is_handed


@pytest.fixture
def world():
    return Handed()


def test_what_is_signed_after_the_desk_confirmed_counts_as_code_and_pin(world):
    world.confirm()
    assert (world.sign().level, Signature.objects.get().officer) == (Level.CODE_AND_PIN, None)
    code = Credential.objects.get(pk=world.code.pk)
    assert (code.confirmed_how, code.confirmed_at, code.handed_by) == ("desk", SOON, world.wati.pk)


def test_what_was_signed_before_stays_vouched(world):
    act = world.sign(at=AT)
    world.confirm()
    assert Signature.objects.get(pk=act.pk).level == Level.VOUCHED


def test_the_trace_names_the_officer_and_the_card(world):
    world.confirm()
    event = AuditEvent.objects.get(verb="agencies.credential_confirmed")
    assert (event.actor_kind, event.actor, event.object_id, event.reason) == (
        "officer", world.budi.pk, world.code.pk, "Kartu pegawai",
    )  # fmt: skip


def test_the_holder_is_told(world):
    world.sari.email = "sari@kota.example"
    world.sari.save()
    world.confirm()
    outbox.send_due(at=SOON)
    (sent,) = [letter for letter in mail.outbox if letter.to == [world.sari.email]]
    assert sent.subject == "Kode pribadi Anda dikonfirmasi di meja"
    assert "Yth. Sari Contohwati" in sent.body
    assert "pukul 10.02 WITA Budi Rekaan" in " ".join(sent.body.split())


def test_the_hander_confirms_nothing(world):
    _device, token = cast.device(world.agency, world.wati, label="Meja 2")
    with pytest.raises(Refused, match="ikut menyampaikan"):
        world.confirm(by=device_actor(token))
    assert world.is_handed


def test_who_saw_the_code_after_the_first_hander_confirms_nothing(world):
    credentials.hand_on([world.code.pk], by=cast.actor(world.budi), at=made.AT)
    assert Credential.objects.get(pk=world.code.pk).handed_by == world.wati.pk
    with pytest.raises(Refused, match="ikut menyampaikan"):
        world.confirm()
    assert world.is_handed


def test_the_hander_confirms_nothing_by_another_account_either(world):
    wati = cast.staff(world.agency, "Wati Rekaan", at=world.unit)
    Account.objects.filter(pk__in=[world.wati.pk, world.budi.pk]).update(staff=wati)
    with pytest.raises(Refused, match="ikut menyampaikan"):
        world.confirm()


def test_nobody_confirms_the_own_code(world):
    Account.objects.filter(pk=world.budi.pk).update(staff=world.sari)
    with pytest.raises(Refused, match="kode sendiri"):
        world.confirm()


def test_the_opener_of_the_session_confirms_nothing(world):
    SigningSession.objects.filter(pk=world.session.pk).update(opened_by=world.budi)
    with pytest.raises(Refused, match="Pembuka sesi"):
        world.confirm()


def test_a_revoked_desk_and_a_closed_session_confirm_nothing(world):
    with pytest.raises(Refused, match="ditutup"):
        world.confirm(at=AT + dt.timedelta(days=1))
    Device.objects.filter(pk=world.device.pk).update(ended_at=AT)
    with pytest.raises(Refused, match="dicabut"):
        world.confirm()


def test_people_out_of_reach_are_not_confirmed(world):
    joko = cast.staff(cast.agency(), "Joko Seberang")
    with pytest.raises(Refused, match="tidak ada di daftar"):
        world.confirm(staff=joko.pk)


def test_without_a_card_nothing_is_confirmed(world):
    with pytest.raises(Refused, match="kartu"):
        world.confirm(card="")


def test_without_the_number_of_the_phone_nothing_is_confirmed(world):
    with pytest.raises(Refused, match="tidak cocok"):  # before the phone shows one
        world.confirm("000000")
    world.shown()
    with pytest.raises(Refused, match="tidak cocok"):
        world.confirm("000000")
    assert world.is_handed


def test_guesses_are_counted_and_end_the_number(world):
    right = world.shown()
    for _n in range(DESK_NUMBER_TRIES):
        with pytest.raises(Refused):
            world.confirm("000000")
    with pytest.raises(Refused, match="tidak cocok"):
        world.confirm(right)
    assert world.is_handed


def test_a_number_lives_ten_minutes(world):
    right = world.shown()
    with pytest.raises(Refused, match="lewat"):
        world.confirm(right, at=AT + dt.timedelta(minutes=10))


def test_another_persons_number_confirms_nothing(world):
    other = cast.staff(world.agency, "Tono Rekaan", at=world.unit)
    code = cast.credential(other, pin=PIN, handed_by=world.wati.pk, handed_at=made.AT)
    number = tokens.desk_number(code.pk, credentials.show_desk_number(code, at=AT).made_at)
    world.shown()
    with pytest.raises(Refused, match="tidak cocok"):
        world.confirm(number)


def test_a_number_for_a_desk_is_no_code_from_an_e_mail(world):
    number = world.shown()
    with pytest.raises(Refused):
        credentials.use_one_time_code(world.code, number, at=SOON)
    assert world.is_handed


def test_a_confirmed_code_is_not_confirmed_again(world):
    world.confirm()
    with pytest.raises(Refused, match="tidak perlu"):
        world.confirm("000000")
    with pytest.raises(Refused, match="tidak perlu"):
        world.shown(at=SOON)


def test_so_many_numbers_a_day(world):
    for n in range(10):
        world.shown(at=AT + dt.timedelta(minutes=11 * n))
    with pytest.raises(Refused, match="Hari ini"):
        world.shown(at=AT + dt.timedelta(minutes=120))


class Doors:
    """Phone and desk through their pages."""

    def __init__(self):
        self.world = world = Handed(at=timezone.now() - dt.timedelta(hours=1))
        SigningSession.objects.filter(pk=world.session.pk).update(
            opens_at=timezone.now() - dt.timedelta(hours=1), closes_at=timezone.now() + dt.timedelta(hours=1)
        )
        self.phone, self.desk = Client(), Client()
        who = tokens.Signer(world.code.pk, PHONE, world.campaign.code)
        self.phone.cookies[SIGNER_COOKIE] = tokens.seal(who.with_pin(timezone.now()))
        self.desk.cookies[DESK_COOKIE] = world.token
        self.room = f"/meja/sesi/{world.session.pk}/"

    def confirm(self, **fields):
        return self.desk.post(
            f"{self.room}konfirmasi/", {"staff": self.world.sari.pk, "card": "identity", **fields}, follow=True
        )


def test_phone_and_desk_meet_and_no_pin_is_typed_at_the_desk():
    doors = Doors()
    assert "/saya/nomor-meja/" in doors.phone.get("/saya/").content.decode()
    page = doors.phone.get(f"/saya/ikrar/{doors.world.campaign.code}/").content.decode()
    assert "/saya/nomor-meja/" in page
    assert "Tampilkan nomor" in doors.phone.get("/saya/nomor-meja/").content.decode()
    assert not DeskNumber.objects.exists()
    shown = doors.phone.post("/saya/nomor-meja/", follow=True).content.decode()
    number = tokens.desk_number(doors.world.code.pk, DeskNumber.objects.get().made_at)
    assert f"{number[:3]}\u00a0{number[3:]}" in shown
    person = doors.desk.post(f"{doors.room}pilih/", {"staff": doors.world.sari.pk}, follow=True)
    assert f"{doors.room}konfirmasi/" in person.content.decode()
    asked = doors.desk.get(f"{doors.room}konfirmasi/").content.decode()
    assert 'name="pin"' not in asked
    assert doors.confirm(number="000 000").status_code == 422
    said = doors.confirm(number=f"{number[:3]} {number[3:]}")
    assert "Kode dikonfirmasi" in said.content.decode()
    assert not doors.world.is_handed
    assert "/saya/nomor-meja/" not in doors.phone.get("/saya/").content.decode()
    assert "tidak perlu" in doors.phone.get("/saya/nomor-meja/").content.decode()


def test_a_page_of_somebody_before_confirms_nobody_else():
    doors = Doors()
    doors.desk.post(f"{doors.room}pilih/", {"staff": doors.world.sari.pk})
    assert doors.confirm(staff=1, number="123 456").status_code == 422


def test_the_number_is_shown_after_the_pin_alone():
    doors = Doors()
    doors.phone.cookies[SIGNER_COOKIE] = tokens.seal(tokens.Signer(doors.world.code.pk, PHONE))
    assert doors.phone.post("/saya/nomor-meja/").url == "/saya/pin/"
    assert not DeskNumber.objects.exists()


def test_who_needs_no_confirming_finds_no_door_at_the_desk():
    doors = Doors()
    Credential.objects.filter(pk=doors.world.code.pk).update(handed_by=None)
    person = doors.desk.post(f"{doors.room}pilih/", {"staff": doors.world.sari.pk}, follow=True)
    assert "konfirmasi/" not in person.content.decode()
