"""Dates of an agency's own region: one officer writes, another decides, nothing is changed in place."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core.errors import Conflict, Refused
from ikrar.core.models import AuditEvent
from ikrar.norms.actions import stages as actions
from ikrar.norms.models import OwnStage, Stage
from ikrar.norms.queries import stages as queries
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as cast
from tests.factories import norms as made
from tests.pledges.cast import logged_in

pytestmark = pytest.mark.django_db
LATER = TODAY + dt.timedelta(days=5)
KEY = "pilkada_contoh/campaign"


@pytest.fixture
def kota():
    made.election(TODAY)
    return cast.agency("kota", name="Kota Contoh", region="74.71", zone="WITA")


@pytest.fixture
def ratna(kota):
    return cast.officer(Role.LEGAL, kota, name="Ratna Umpama")


@pytest.fixture
def budi(kota):
    return cast.officer(Role.PERSONNEL, kota, name="Budi Rekaan")


def write(kota, by, *, key=KEY, since=LATER, until=LATER, uuid_=None, **more):
    told = {"source": "Keputusan contoh", "reason": "Putusan contoh", **more}
    return actions.write_stage(
        kota, key, since=since, until=until, uuid=uuid_ or uuid.uuid4(), by=cast.actor(by), at=NOW, **told
    )


def take(row, name, by, reason=""):
    return actions.take(row, name, by=cast.actor(by), at=NOW, reason=reason)


def campaign(kota):
    return queries.period_of(kota, KEY)[1]


def test_dates_hold_once_a_second_officer_approved_and_only_in_this_agency(kota, ratna, budi):
    other = cast.agency("lain", region="74.71")
    row = write(kota, ratna)
    assert campaign(kota).own is None
    with pytest.raises(Refused, match="Petugas lain yang memutuskannya"):
        take(row, "approve_stage", ratna)
    assert take(row, "approve_stage", budi).state == "in_force"
    assert take(row, "approve_stage", budi).state == "in_force"
    assert (campaign(kota).since, campaign(kota).instead.since) == (LATER, TODAY + dt.timedelta(days=3))
    assert campaign(other).own is None
    assert Stage.objects.get(slug="campaign").since == TODAY + dt.timedelta(days=3)
    assert AuditEvent.objects.filter(verb="norms.approve_stage").count() == 1


def test_a_correction_is_a_new_row_and_the_old_one_stays(kota, ratna, budi):
    first, second = write(kota, ratna), write(kota, budi, until=LATER + dt.timedelta(days=1))
    take(first, "approve_stage", budi)
    take(second, "approve_stage", ratna)
    first.refresh_from_db()
    assert (first.state, first.since, first.ended_at) == ("replaced", LATER, NOW)
    assert campaign(kota).until == LATER + dt.timedelta(days=1)
    back = write(kota, ratna, is_removal=True)
    take(back, "approve_stage", budi)
    assert campaign(kota).own is None
    assert OwnStage.objects.count() == 3


def test_the_same_form_twice_is_one_row_and_another_body_is_a_conflict(kota, ratna):
    number = uuid.uuid4()
    row = write(kota, ratna, uuid_=number)
    assert write(kota, ratna, uuid_=number) == row
    with pytest.raises(Conflict):
        write(kota, ratna, uuid_=number, until=LATER + dt.timedelta(days=1))
    assert OwnStage.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"since": None}, "since"), ({"until": None}, "until"), ({"until": TODAY}, "until"),
        ({"since": dt.date(1204, 1, 1)}, "since"), ({"until": dt.date(2204, 1, 1)}, "until"),
        ({"key": "pilkada_contoh/tidak-ada"}, "stage"), ({"key": "tidak-ada/campaign"}, "stage"), ({"key": ""}, "stage"),
        ({"is_removal": True}, "is_removal"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(kota, ratna, told, field):
    with pytest.raises(Refused) as refusal:
        write(kota, ratna, **told)
    assert refusal.value.field == field
    assert not OwnStage.objects.exists()


def test_without_a_region_nothing_is_written(ratna, kota):
    kota.region = ""
    with pytest.raises(Refused, match="kode wilayah"):
        write(kota, ratna)


def test_rejecting_needs_a_reason_and_only_the_writer_withdraws(kota, ratna, budi):
    row = write(kota, ratna)
    with pytest.raises(Refused, match="Tulis alasannya"):
        take(row, "reject_stage", budi, " ")
    with pytest.raises(Refused, match="Hanya penulisnya"):
        take(row, "withdraw_stage", budi)
    assert take(row, "withdraw_stage", ratna).state == "withdrawn"
    with pytest.raises(Refused, match="ditarik"):
        take(row, "approve_stage", budi)


def test_an_officer_of_another_agency_decides_nothing(kota, ratna):
    row = write(kota, ratna)
    with pytest.raises(Refused, match="tidak berhak"):
        take(row, "approve_stage", cast.officer(Role.LEGAL, cast.agency("lain", region="74.71")))


def test_two_officers_write_and_approve_in_the_page(kota, ratna, budi):
    office, address = logged_in(ratna), reverse("norms:write_stage")
    first = office.get(address, {"tahap": KEY})
    form = first.context["form"]
    assert str(form["since"].value()) == str(TODAY + dt.timedelta(days=3))
    told = {"stage": KEY, "since": LATER, "until": LATER, "source": "Keputusan contoh", "reason": "Putusan contoh"}
    empty = office.post(address, {**told, "source": "", "uuid": uuid.uuid4()})
    assert (empty.status_code, "Tulis dari mana tanggalnya" in empty.content.decode()) == (422, True)
    sent = office.post(address, {**told, "uuid": uuid.uuid4()}, follow=True).content.decode()
    assert "petugas lain yang memutuskan" in sent
    assert "Setujui" not in sent

    row, desk = OwnStage.objects.get(), logged_in(budi)
    assert "1 tanggal tahapan menunggu persetujuan" in desk.get("/").content.decode()
    decide = reverse("norms:decide_stage", args=[row.pk, "reject_stage"])
    assert "Tulis alasannya." in desk.post(decide, {"reason": ""}).content.decode()
    told = desk.post(reverse("norms:decide_stage", args=[row.pk, "approve_stage"]), follow=True).content.decode()
    assert "Diputuskan Budi Rekaan" in told
    page = desk.get(reverse("norms:stages")).content.decode()
    assert "Tanggal daerah. Menurut kalender nasional" in page
    assert "Keputusan contoh" in page
    assert "Putusan contoh" not in page
