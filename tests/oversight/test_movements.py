"""What changed since yesterday, and the people behind joined, gone and moved: in reach alone, with a trace."""

import datetime as dt

import pytest

from ikrar.agencies.models import Assignment
from ikrar.agencies.roles import Role
from ikrar.core import zones
from ikrar.core.models import AuditEvent
from ikrar.pledges.actions import folding
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import UnitSize
from tests.factories import agencies as cast
from tests.factories import pledges as made
from tests.oversight.test_views import as_officer, text

pytestmark = pytest.mark.django_db


class World:
    """A campaign opened three days ago; since yesterday one joined, one went, one moved from south to north."""

    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        self.today = zones.today("WITA", zones.now())
        self.north, self.south = cast.unit(self.agency, "Dinas Utara"), cast.unit(self.agency, "Dinas Selatan")
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=self.north)
        self.tono = cast.staff(self.agency, "Tono Pindahan", at=self.south)
        self.wati = cast.staff(self.agency, "Wati Pensiunan", at=self.south)
        self.campaign = made.campaign(self.agency, at=zones.now() - dt.timedelta(days=3))
        self.wati.assignments.update(until=self.today)
        self.tono.assignments.update(until=self.today)
        Assignment.objects.create(
            agency=self.agency, staff=self.tono, unit=self.north, kind=self.tono.kind, since=self.today
        )
        cast.staff(self.agency, "Dewi Barusan", at=self.south, since=self.today)
        act = made.signature(self.campaign, self.sari, at=zones.now())
        void_signature(act, reason="test", by=cast.actor(cast.officer(Role.PERSONNEL, self.agency)), at=zones.now())
        folding.size_today(self.campaign, at=zones.now())
        self.path = f"/pantau/{self.campaign.code}/"

    def names(self, client, **asked):
        """The people on the page behind a figure."""
        return [one[0].name for one in client.get(f"{self.path}mutasi/", asked).context["people"]]


@pytest.fixture
def world():
    return World()


def test_since_yesterday_counts_voids_and_staff_who_came_went_and_moved(world):
    rows = as_officer(Role.PERSONNEL, world.agency).get(f"{world.path}perubahan/").context["others"]
    assert {row.line.name: dict(row.others) for row in rows} == {
        "Dinas Utara": {"voided": 1, "moved_in": 1},
        "Dinas Selatan": {"joined": 1, "gone": 1, "moved_out": 1},
    }


def test_every_figure_opens_its_people_and_as_many_as_it_says(world):
    client = as_officer(Role.PERSONNEL, world.agency)
    page, changed = text(client.get(world.path)), text(client.get(f"{world.path}perubahan/"))
    people = {
        "joined": "Dewi Barusan",
        "gone": "Wati Pensiunan",
        "moved_in": "Tono Pindahan",
        "moved_out": "Tono Pindahan",
    }
    for what, name in people.items():
        assert f'{world.path}mutasi/?what={what}"' in page
        assert f"{world.path}mutasi/?what={what}&amp;unit=" in changed
        assert world.names(client, what=what) == [name]
        assert sum(UnitSize.objects.filter(campaign=world.campaign).values_list(what, flat=True)) == 1


def test_a_move_names_the_unit_on_its_far_side(world):
    page = text(as_officer(Role.PERSONNEL, world.agency).get(f"{world.path}mutasi/?what=moved_in"))
    assert page.index("Dinas Utara") < page.index("Dinas Selatan")


def test_a_coordinator_sees_the_movements_of_the_own_unit_alone(world):
    north = as_officer(Role.COORDINATOR, world.agency, unit=world.north)
    assert [world.names(north, what=what) for what in ("joined", "gone", "moved_out")] == [[], [], []]
    assert world.names(north, what="moved_in") == ["Tono Pindahan"]
    assert world.names(north, what="gone", unit=world.south.pk) == []
    rows = north.get(f"{world.path}perubahan/").context["others"]
    assert [row.line.name for row in rows] == ["Dinas Utara"]


def test_names_are_for_those_in_the_line_of_duty(world):
    leader = as_officer(Role.LEADER, world.agency)
    assert leader.get(f"{world.path}mutasi/").status_code == 403
    assert leader.get(f"{world.path}batal/").status_code == 403
    assert "/mutasi/" not in text(leader.get(world.path)) + text(leader.get(f"{world.path}perubahan/"))


def test_opening_the_names_leaves_a_trace(world):
    client = as_officer(Role.PERSONNEL, world.agency)
    client.get(f"{world.path}mutasi/", {"what": "gone", "unit": world.south.pk})
    assert AuditEvent.objects.get(verb="oversight.movements_seen").fields == ["gone", f"unit:{world.south.pk}"]
    client.get(f"{world.path}batal/")
    assert AuditEvent.objects.get(verb="oversight.signatures_seen").fields == ["void", "all"]


def test_voided_signatures_open_with_their_reason_in_reach_alone(world):
    voids = text(as_officer(Role.PERSONNEL, world.agency).get(f"{world.path}batal/"))
    assert "Sari Contohwati" in voids
    assert "Percobaan" in voids
    south = as_officer(Role.COORDINATOR, world.agency, unit=world.south)
    assert "Sari Contohwati" not in text(south.get(f"{world.path}batal/"))


def test_what_was_before_the_opening_or_the_day_is_not_told_again(world):
    client = as_officer(Role.PERSONNEL, world.agency)
    Assignment.objects.filter(staff=world.wati).update(until=world.today - dt.timedelta(days=2))
    assert world.names(client, what="gone") == ["Wati Pensiunan"]
    assert world.names(client, what="gone", since=world.today.isoformat()) == []
