"""A campaign that is only planned: changed in the form that made it, or deleted; never once it was opened."""

import datetime as dt

import pytest

from ikrar.agencies.models import Agency
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.pledges.actions import campaigns
from ikrar.pledges.models import Campaign
from tests.factories import pledges as made
from tests.pledges.cast import house, logged_in

AT = made.AT
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def world(db):
    return house()


@pytest.fixture
def plan(world):
    return made.campaign(world.agency, is_open=False)


def as_it_is(campaign, **changes):
    """What the form hands to the action."""
    names = ("title", "cycle", "ikrar", "pact", "opens_at", "closes_at", "kinds", "leader")
    fields = {name: getattr(campaign, name) for name in names}
    return {**fields, "elections": campaign.elections.all(), "units": campaign.units.all(), **changes}


def edit(campaign, by, **changes):
    return campaigns.edit_campaign(campaign, **as_it_is(campaign, **changes), by=by)


def test_a_planned_campaign_is_changed_and_the_trace_tells_what(world, plan):
    by = world.actor(world.ratna)
    edit(plan, by, title="Ikrar kelurahan", units=[world.first], opens_at=plan.opens_at + HOUR)
    plan.refresh_from_db()
    assert (plan.title, list(plan.units.all()), plan.opens_at) == ("Ikrar kelurahan", [world.first], AT + HOUR)
    assert AuditEvent.objects.get(verb="pledges.campaign_edited").fields == ["title", "opens_at", "units"]


def test_saving_without_a_change_leaves_no_trace(world, plan):
    edit(plan, world.actor(world.ratna))
    assert not AuditEvent.objects.filter(verb="pledges.campaign_edited").exists()


def test_what_cannot_be_planned_cannot_be_edited_in(world, plan):
    by = world.actor(world.ratna)
    with pytest.raises(Refused, match="sesudah pembukaan"):
        edit(plan, by, closes_at=plan.opens_at)
    with pytest.raises(Refused, match="pemilihan"):
        edit(plan, by, elections=[])


def test_an_opened_campaign_is_neither_edited_nor_deleted(world):
    campaign, by = made.campaign(world.agency), world.actor(world.ratna)
    with pytest.raises(Refused, match="pernah dibuka"):
        edit(campaign, by, title="Lain")
    with pytest.raises(Refused, match="pernah dibuka"):
        campaigns.delete_campaign(campaign, by=by)
    campaigns.close_campaign(campaign, by=by, at=AT + HOUR)
    with pytest.raises(Refused, match="pernah dibuka"):
        campaigns.delete_campaign(campaign, by=by)


def test_a_campaign_on_which_something_hangs_is_not_deleted(world, plan):
    made.reach_file(plan, world.ratna)
    with pytest.raises(Refused, match="Sudah ada"):
        campaigns.delete_campaign(plan, by=world.actor(world.ratna))
    assert Campaign.objects.filter(pk=plan.pk).exists()


def test_deleting_leaves_its_title_in_the_trace(world, plan):
    campaigns.delete_campaign(plan, by=world.actor(world.ratna))
    assert not Campaign.objects.exists()
    event = AuditEvent.objects.get(verb="pledges.campaign_deleted")
    assert (event.actor, event.reason) == (world.ratna.pk, "Ikrar Pilkada 2024")
    assert Agency.objects.filter(pk=world.agency.pk).exists()


def test_the_form_shows_the_plan_and_saves_it(world, plan):
    browser = logged_in(world.ratna)
    hub = browser.get(f"/ikrar/{plan.code}/").content.decode()
    assert f"/ikrar/{plan.code}/ubah/" in hub
    assert f"/ikrar/{plan.code}/hapus/" in hub
    page = browser.get(f"/ikrar/{plan.code}/ubah/")
    sent = {**page.context["form"].initial, "title": "Ikrar susulan"}
    sent |= {
        "elections": [one.pk for one in sent["elections"]], "units": [], "ikrar": plan.ikrar_id, "pact": plan.pact_id,
        **{name: sent[name].strftime("%Y-%m-%dT%H:%M") for name in ("opens_at", "closes_at")},
    }  # fmt: skip
    assert browser.post(f"/ikrar/{plan.code}/ubah/", sent).url == f"/ikrar/{plan.code}/"
    again = Campaign.objects.get(pk=plan.pk)
    assert (again.title, again.pact, again.opens_at) == ("Ikrar susulan", plan.pact, plan.opens_at)
    bad = browser.post(f"/ikrar/{plan.code}/ubah/", {**sent, "title": ""})
    assert bad.status_code == 422


def test_deleting_asks_first(world, plan):
    browser = logged_in(world.ratna)
    assert "Hapus penandatanganan ini?" in browser.get(f"/ikrar/{plan.code}/hapus/").content.decode()
    assert Campaign.objects.exists()
    assert browser.post(f"/ikrar/{plan.code}/hapus/").url == "/ikrar/"
    assert not Campaign.objects.exists()


def test_the_pages_of_an_opened_campaign_lead_back(world):
    campaign = made.campaign(world.agency)
    browser = logged_in(world.ratna)
    for path in ("ubah", "hapus"):
        assert browser.post(f"/ikrar/{campaign.code}/{path}/").url == f"/ikrar/{campaign.code}/"
    assert Campaign.objects.exists()


def test_a_coordinator_finds_neither_button(world, plan):
    hub = logged_in(world.budi).get(f"/ikrar/{plan.code}/").content.decode()
    assert "/ubah/" not in hub
    assert "/hapus/" not in hub
