"""The staff list waits for desks and keeps who has signed."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from ikrar.agencies.actions.roster import hooks
from ikrar.agencies.actions.staff import merge_staff
from ikrar.agencies.roles import Role
from ikrar.core import zones
from ikrar.pledges.models import Campaign, SignatureVoid
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.factories.pledges import AT
from tests.pledges.cast import house as cast_house
from tests.pledges.cast import logged_in

pytestmark = pytest.mark.django_db


def test_who_has_signed_keeps_an_import_from_being_taken_back():
    agency = cast.agency()
    sari, budi = cast.staff(agency), cast.staff(agency)
    campaign = made.campaign(agency)
    assert hooks.acts_depend_on([sari.pk, budi.pk]) == []
    made.signature(campaign, sari)
    assert hooks.acts_depend_on([budi.pk]) == []
    assert "1 tanda tangan" in hooks.acts_depend_on([sari.pk, budi.pk])[0]


def test_applying_waits_for_an_open_desk_where_there_is_one_writer():
    agency = cast.agency()
    cast.staff(agency)
    now = zones.now()
    campaign = made.campaign(agency, at=now - dt.timedelta(days=1))
    made.session(campaign, cast.officer(Role.PERSONNEL, agency), at=now - dt.timedelta(minutes=5))
    assert bool(hooks.wait_for(agency.pk)) is (connection.vendor == "sqlite")
    assert hooks.wait_for(cast.agency().pk) == ""


def test_a_merge_says_which_signature_stays_with_the_old_record_and_happens_only_when_that_is_wanted():
    house = cast_house()
    sari, twin = house.sari, house.others[0]
    campaign, both = made.campaign(house.agency), made.campaign(house.agency)
    Campaign.objects.filter(pk=campaign.pk).update(title="Ikrar Sendiri")
    for person, of in ((sari, campaign), (sari, both), (twin, both)):
        made.signature(of, person)
    client, url = logged_in(house.ratna), reverse("agencies:merge_staff", args=[sari.pk])
    wanted = {"q": twin.name, "into": twin.pk, "on": AT.date().isoformat(), "merge": "1"}

    told = client.post(url, wanted)
    said = "Tanda tangan untuk “Ikrar Sendiri” tinggal di catatan ini."
    assert (told.status_code, said in told.content.decode(), both.title in told.content.decode()) == (422, True, False)
    sari.refresh_from_db()
    assert sari.merged_into is None

    assert client.post(url, wanted | {"anyway": "on"}).status_code == 302
    sari.refresh_from_db()
    assert sari.merged_into == twin


def test_a_merge_in_the_direction_that_loses_nothing_asks_nothing():
    house = cast_house()
    sari, twin = house.sari, house.others[0]
    made.signature(made.campaign(house.agency), sari)
    voided = made.signature(made.campaign(house.agency), twin)
    SignatureVoid.objects.create(signature=voided, campaign=voided.campaign, reason="mistake", at=AT)
    merge_staff(twin, into=sari, on=AT.date(), by=house.actor(house.ratna))
    twin.refresh_from_db()
    assert twin.merged_into == sari
