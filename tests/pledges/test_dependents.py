"""The staff list waits for desks and keeps who has signed."""

import datetime as dt

import pytest
from django.db import connection

from ikrar.agencies.actions.roster import hooks
from ikrar.agencies.roles import Role
from ikrar.core import zones
from tests.factories import agencies as cast
from tests.factories import pledges as made

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
