"""What a signer says is otherwise: the act keeps both values, the list follows only by an officer's word."""

import datetime as dt

import pytest

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.pledges.actions import corrections, pacts
from ikrar.pledges.models import Correction, PactFile, Signature, SupersededPact
from ikrar.pledges.rules import Method
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.pledges.test_papers import log_in

AT = made.AT + dt.timedelta(days=1)


@pytest.fixture
def world(db):
    stated = {"name": "Sari Contohwati Baru, S.Pd.", "position": "Guru Ahli Muda", "unit": "Dinas Lain"}
    return made.vouched_world(method=Method.KIOSK, stated=stated)


def correction(field):
    return Correction.objects.get(field=field)


def test_an_accepted_name_is_parted_from_its_titles(world):
    corrections.accept_correction(correction("name"), by=cast.actor(world.ratna), at=AT)
    world.sari.refresh_from_db()
    assert (world.sari.name, world.sari.title_back) == ("Sari Contohwati Baru", "S.Pd.")
    assert Signature.objects.get().listed["name"] == "Sari Contohwati"


def test_an_accepted_position_is_a_new_line_of_the_history(world):
    corrections.accept_correction(correction("position"), by=cast.actor(world.ratna), at=AT)
    now = world.sari.assignments.get(until=None)
    assert (now.position, now.unit) == ("Guru Ahli Muda", world.unit)
    assert world.sari.assignments.count() == 2


def test_a_unit_is_chosen_from_the_list(world):
    with pytest.raises(Refused, match="Pilih unit"):
        corrections.accept_correction(correction("unit"), by=cast.actor(world.ratna), at=AT)
    unit = cast.unit(world.agency, "Dinas Lain")
    corrections.accept_correction(correction("unit"), unit=unit, by=cast.actor(world.ratna), at=AT)
    assert world.sari.assignments.get(until=None).unit == unit
    assert Signature.objects.get().unit == world.unit


def test_declining_asks_for_words_and_changes_nothing(world):
    with pytest.raises(Refused):
        corrections.decline_correction(correction("position"), words=" ", by=cast.actor(world.ratna), at=AT)
    corrections.decline_correction(correction("position"), words="SK belum ada.", by=cast.actor(world.ratna), at=AT)
    assert world.sari.assignments.get().position == "Pranata Komputer"
    with pytest.raises(Refused, match="sudah dijawab"):
        corrections.accept_correction(correction("position"), by=cast.actor(world.ratna), at=AT)


def test_accepting_keeps_the_old_paper_and_makes_the_next_anew(world):
    pacts.keep_next(world.campaign, pacts.draw_next(world.campaign, 0, at=AT), at=AT)
    old = PactFile.objects.get().file
    corrections.accept_correction(correction("position"), by=cast.actor(world.ratna), at=AT)
    assert SupersededPact.objects.get().file == old
    pacts.keep_next(world.campaign, pacts.draw_next(world.campaign, 0, at=AT), at=AT)
    assert PactFile.objects.get().file.sha256 != old.sha256


def test_another_agencys_officer_answers_nothing(client, world):
    joko = cast.officer(Role.PERSONNEL, cast.agency(), name="Joko Seberang", mfa=True)
    with pytest.raises(Refused, match="instansi lain"):
        corrections.accept_correction(correction("name"), by=cast.actor(joko), at=AT)
    log_in(client, joko)
    assert "Sari" not in client.get("/ikrar/koreksi/").content.decode()
    for what in ("terima", "tolak"):
        assert client.post(f"/ikrar/koreksi/{correction('name').pk}/{what}/", {"words": "x"}).status_code == 404


def test_answers_through_the_page(client, world):
    log_in(client, world.ratna)
    page = client.get("/ikrar/koreksi/").content.decode()
    assert "Guru Ahli Muda" in page
    assert "Menurut penanda tangan" in page
    assert client.post(f"/ikrar/koreksi/{correction('name').pk}/terima/").status_code == 302
    assert client.post(f"/ikrar/koreksi/{correction('unit').pk}/terima/").status_code == 422
    assert client.post(f"/ikrar/koreksi/{correction('unit').pk}/tolak/", {"words": "Belum ada SK."}).status_code == 302
    assert "Belum ada SK." in client.get("/ikrar/koreksi/").content.decode()
