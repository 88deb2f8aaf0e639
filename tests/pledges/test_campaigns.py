"""Campaigns: planned, opened once, extended for a reason, closed, copied; and sessions."""

import datetime as dt
import re
import threading

import pytest
from django.db import connection
from django.urls import reverse

from ikrar.agencies.models import Credential, Snapshot
from ikrar.agencies.roles import Role, system
from ikrar.core import jobs, zones
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, Job
from ikrar.pledges.actions import campaigns, sessions
from ikrar.pledges.models import Campaign, SigningSession, UnitSize
from ikrar.pledges.queries import hub
from ikrar.pledges.rules import CampaignState
from tests.factories import agencies as make
from tests.factories import pledges as made
from tests.pledges.cast import house, logged_in

AT = made.AT
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def world(db):
    return house()


def running(world, **more):
    """A campaign that is open while the test's browser asks."""
    return made.campaign(world.agency, at=zones.now() - HOUR, **more)


def test_opening_fixes_the_denominator_and_gives_everybody_a_code(world):
    campaign = made.campaign(world.agency)
    assert sum(UnitSize.objects.filter(campaign=campaign).values_list("fixed", flat=True)) == 5
    assert Credential.objects.filter(agency=world.agency).count() == 5
    assert campaign.snapshot.counts["all"] == 5


def test_opening_again_changes_nothing(world):
    campaign = made.campaign(world.agency)
    make.staff(world.agency, "Baru Rekaan", at=world.first)
    again = campaigns.open_campaign(campaign, by=system(world.agency.pk), at=AT + HOUR)
    assert again.snapshot == campaign.snapshot
    assert Snapshot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_open_at_once_open_once():
    campaign = made.campaign(house().agency, is_open=False)
    gate, faults = threading.Barrier(2), []

    def go():
        try:
            gate.wait(10)
            campaigns.open_campaign(campaign, by=system(campaign.agency_id), at=AT)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert Snapshot.objects.count() == 1
    assert AuditEvent.objects.filter(verb="pledges.campaign_opened").count() == 1
    assert Credential.objects.filter(ended_at=None).count() == 5


def test_codes_of_many_people_are_the_workers(world, monkeypatch):
    monkeypatch.setattr(campaigns, "CODES_AT_ONCE", 2)
    campaign = made.campaign(world.agency)
    assert campaign.state == CampaignState.OPEN
    assert not Credential.objects.exists()
    assert hub.open_job(campaigns.ISSUE_CODES, str(campaign.pk)).state == "waiting"
    jobs.drain(AT)
    assert Credential.objects.count() == 5
    assert Job.objects.get(kind=campaigns.ISSUE_CODES).done == 5
    assert hub.open_job(campaigns.ISSUE_CODES, str(campaign.pk)) is None


def test_a_campaign_without_people_or_elections_is_refused(db):
    agency = make.agency()
    with pytest.raises(Refused, match="Belum ada pegawai"):
        made.campaign(agency)
    text = made.text(agency)
    with pytest.raises(Refused, match="satu pemilihan"):
        campaigns.create_campaign(
            agency, title="X", cycle="x", elections=[], ikrar=text, pact=None, opens_at=AT, closes_at=AT + HOUR,
            by=system(agency.pk), at=AT,
        )  # fmt: skip


def test_extending_and_reopening_need_a_reason(world):
    campaign, by = made.campaign(world.agency), world.actor(world.ratna)
    for empty in ("", "   "):
        with pytest.raises(Refused, match="alasan"):
            campaigns.extend_campaign(campaign, closes_at=AT + 9 * HOUR, by=by, at=AT, reason=empty)
    campaigns.close_campaign(campaign, by=by, at=AT)
    campaigns.extend_campaign(campaign, closes_at=AT + 9 * HOUR, by=by, at=AT + HOUR, reason="Hujan lebat.")
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.OPEN
    assert [line.reason for line in hub.history(campaign)][-1] == "Hujan lebat."


def test_a_planned_campaign_whose_end_has_passed_leads_to_another_end(world):
    """Ratna planned it last month; neither its own page nor that of opening may be a dead end."""
    campaign, ratna = made.campaign(world.agency, is_open=False), logged_in(world.ratna)
    way = reverse("pledges:edit_campaign", args=[campaign.code])
    assert way in ratna.get(reverse("pledges:hub", args=[campaign.code])).content.decode()
    assert way in ratna.post(reverse("pledges:open_campaign", args=[campaign.code])).content.decode()


def test_closing_ends_the_sessions_too_and_a_planned_one_is_not_closed(world):
    campaign = made.campaign(world.agency)
    session = made.session(campaign, world.ratna)
    campaigns.close_campaign(campaign, by=world.actor(world.ratna), at=AT + HOUR)
    session.refresh_from_db()
    assert session.closed_at == AT + HOUR
    planned = made.campaign(world.agency, is_open=False)
    with pytest.raises(Refused, match="belum dibuka"):
        campaigns.close_campaign(planned, by=world.actor(world.ratna), at=AT)


def test_a_coordinator_opens_a_session_for_the_own_unit_alone(world):
    campaign, budi = made.campaign(world.agency), world.actor(world.budi)
    window = {"title": "Susulan", "opens_at": AT, "closes_at": AT + HOUR, "by": budi, "at": AT}
    assert sessions.open_session(campaign, unit=world.first, **window).opened_by == world.budi
    for unit in (world.second, None):
        with pytest.raises(Refused, match=r"unit Anda|semua unit"):
            sessions.open_session(campaign, unit=unit, **window)
    lain = make.unit(make.agency())
    with pytest.raises(Refused):
        sessions.open_session(campaign, unit=lain, **{**window, "by": world.actor(world.ratna)})


def test_a_session_lies_within_the_window(world):
    campaign, ratna = made.campaign(world.agency, days=1), world.actor(world.ratna)
    with pytest.raises(Refused, match="di dalam waktu"):
        sessions.open_session(
            campaign, unit=None, title="Terlalu lama", opens_at=AT, closes_at=AT + 48 * HOUR, by=ratna, at=AT
        )


def test_a_session_of_another_unit_is_not_closed_by_a_coordinator(world):
    campaign = made.campaign(world.agency)
    session = made.session(campaign, world.ratna, unit=world.second)
    with pytest.raises(Refused):
        sessions.close_session(session, by=world.actor(world.budi), at=AT)
    assert SigningSession.objects.get(pk=session.pk).closed_at is None


def sent(world, **changes):
    """What a browser sends for a new campaign."""
    texts = {"ikrar": made.text(world.agency).pk, "pact": made.text(world.agency, "pact").pk}
    fields = {
        "title": "Ikrar Pilkada", "elections": [election().pk], **texts, "opens_at": "2034-10-14T08:30",
        "closes_at": "2034-10-21T16:00", "leader_name": "Ratna Umpama, S.H.", "leader_nip": "19680509 199412 1 002",
    }  # fmt: skip
    return {**fields, **changes}


def election():
    return made.Election.objects.get_or_create(
        slug="pilkada_2024", defaults={"name": "Pilkada 2024", "kind": "pilkada"}
    )[0]


def test_the_window_is_typed_in_the_agencys_zone_and_the_cycle_is_made(world):
    answer = logged_in(world.ratna).post(reverse("pledges:create_campaign"), sent(world))
    campaign = Campaign.objects.get()
    assert answer.status_code == 302
    assert campaign.opens_at == dt.datetime(2034, 10, 14, 0, 30, tzinfo=dt.UTC)
    assert campaign.cycle == "pilkada-2024"
    assert campaign.leader["name"] == "Ratna Umpama, S.H."


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_at": "2034-10-01T08:00"}, {"opens_at": "besok"}, {"leader_nip": "123"}, {"title": ""},
        {"elections": []}, {"cycle": "../../etc"}, {"ikrar": "0"}, {"units": ["0"]}, {"kinds": ["raja"]},
    ],
)  # fmt: skip
def test_hostile_or_wrong_input_is_told_beside_the_field(world, wrong):
    answer = logged_in(world.ratna).post(reverse("pledges:create_campaign"), sent(world, **wrong))
    assert answer.status_code == 422
    assert b"field-error" in answer.content
    assert not Campaign.objects.exists()


def test_another_agencys_texts_and_units_are_no_choice(world):
    lain = make.agency()
    text, unit = made.text(lain), make.unit(lain)
    for wrong in ({"ikrar": text.pk}, {"units": [unit.pk]}):
        assert logged_in(world.ratna).post(reverse("pledges:create_campaign"), sent(world, **wrong)).status_code == 422


def test_a_campaign_is_copied_from_the_last(world):
    campaign = made.campaign(world.agency, leader={"name": "Ratna Umpama", "office": "Sekda"})
    page = logged_in(world.ratna).get(reverse("pledges:create_campaign"), {"dari": campaign.code}).content.decode()
    assert "Ratna Umpama" in page
    assert campaign.title in page


def test_the_room_leads_an_empty_agency_step_by_step(db):
    ratna = make.officer(Role.PERSONNEL, name="Ratna Rekaan", mfa=True)
    page = logged_in(ratna).get(reverse("pledges:campaign_list")).content.decode()
    assert page.index("Unggah daftar pegawai") < page.index("Siapkan naskah") < page.index("Buat penandatanganan")


def test_every_state_of_the_hub_has_a_page_and_one_next_step(world):
    ratna, campaign = logged_in(world.ratna), running(world, is_open=False)
    hub_page = reverse("pledges:hub", args=[campaign.code])
    assert "Periksa dan buka" in ratna.get(hub_page).content.decode()
    page = ratna.get(reverse("pledges:open_campaign", args=[campaign.code])).content.decode()
    assert '<span class="figure">5</span>' in page
    ratna.post(reverse("pledges:open_campaign", args=[campaign.code]))
    assert "Ajak orang" in ratna.get(hub_page).content.decode()
    ratna.post(reverse("pledges:close_campaign", args=[campaign.code]))
    assert "Buka lagi" in ratna.get(hub_page).content.decode()
    answer = ratna.post(
        reverse("pledges:extend_campaign", args=[campaign.code]),
        {"closes_at": "2034-10-21T16:00", "reason": "Susulan."},
    )
    assert answer.status_code == 302
    assert "Susulan." in ratna.get(hub_page).content.decode()


def test_a_coordinator_sees_the_figures_of_the_own_unit(world):
    campaign = running(world)
    assert hub.progress(world.actor(world.budi), campaign) == hub.Progress(0, 3, is_part=True)
    assert hub.progress(world.actor(world.ratna), campaign) == hub.Progress(0, 5, is_part=False)


@pytest.mark.parametrize("role", [Role.LEADER, Role.LEGAL, Role.OBSERVER, Role.AUDITOR, Role.COMMITTEE])
def test_the_hub_leads_nobody_to_a_page_that_is_closed_to_the_role(world, role):
    campaign = running(world)
    made.signature(campaign, world.sari, at=zones.now())
    client = logged_in(make.officer(role, world.agency, mfa=True))
    page = client.get(reverse("pledges:hub", args=[campaign.code])).content.decode()
    leads = set(re.findall(r'href="(/(?:pantau|ikrar)/[^"?#]+)', page))
    assert {url: client.get(url).status_code for url in leads} == dict.fromkeys(leads, 200)


def test_another_agency_does_not_find_the_campaign(world):
    campaign = running(world)
    joko = logged_in(make.officer(Role.PERSONNEL, name="Joko Lain", mfa=True))
    for name in ("hub", "open_campaign", "extend_campaign", "close_campaign", "session_list"):
        for method in (joko.get, joko.post):
            assert method(reverse(f"pledges:{name}", args=[campaign.code])).status_code == 404
    assert Campaign.objects.get().state == CampaignState.OPEN


def test_a_session_is_made_and_closed_on_its_page(world):
    campaign, ratna = running(world), logged_in(world.ratna)
    zone = zones.zone("WITA")
    opens, closes = (f"{(zones.now() + n * HOUR).astimezone(zone):%Y-%m-%dT%H:%M}" for n in (0, 2))
    page = reverse("pledges:session_list", args=[campaign.code])
    ratna.post(page, {"title": "Susulan kelurahan", "unit": "", "opens_at": opens, "closes_at": closes})
    session = SigningSession.objects.get()
    assert "Susulan kelurahan" in ratna.get(page).content.decode()
    ratna.post(reverse("pledges:close_session", args=[campaign.code, session.pk]))
    session.refresh_from_db()
    assert session.closed_at is not None
