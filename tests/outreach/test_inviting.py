"""Inviting groups and single people: who serves, once each, taken back while nobody recorded them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ikrar.agencies.models import Assignment, Staff
from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions import inviting as actions
from ikrar.outreach.models import Badge, Invitee
from ikrar.outreach.queries.inviting import Group, preview
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.outreach.test_attendance import coming
from tests.pledges.cast import logged_in

AT = made.AT


class Office:
    """A planned activity; Dinas with a UPT below it, and a Kecamatan with its camat."""

    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        self.dinas = cast.unit(self.agency, "Dinas Pertama")
        self.upt = cast.unit(self.agency, "UPT Pertama", parent=self.dinas)
        self.kecamatan = cast.unit(self.agency, "Kecamatan Rekaan")
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=self.dinas, position="Kepala Dinas")
        self.tono = cast.staff(self.agency, "Tono Rekaan", at=self.upt, kind="pns")
        self.dewi = cast.staff(self.agency, "Dewi Rekaan", at=self.kecamatan, position="Camat Rekaan")
        self.held = made.activity(self.agency, state="planned")
        self.rini = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan", mfa=True)
        self.by = cast.actor(self.rini)
        self.browser = logged_in(self.rini)

    def invite(self, **group):
        return actions.invite_group(self.held, Group(**group), by=self.by, at=AT)

    def invited(self):
        return set(Invitee.objects.filter(activity=self.held).values_list("staff__name", flat=True))

    def send(self, **told):
        return self.browser.post(reverse("outreach:invite", args=[self.held.pk]), told)


@pytest.fixture
def office(db):
    return Office()


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ({}, {"Sari Contohwati", "Tono Rekaan", "Dewi Rekaan"}),
        ({"units": "dinas"}, {"Sari Contohwati", "Tono Rekaan"}),
        ({"units": "dinas", "below": False}, {"Sari Contohwati"}),
        ({"kinds": ["pns"]}, {"Tono Rekaan"}),
        ({"position": "kepala dinas, CAMAT"}, {"Sari Contohwati", "Dewi Rekaan"}),
        ({"position": "dinas kepala"}, {"Sari Contohwati"}),
    ],
)
def test_a_group_is_narrowed_by_unit_kind_and_position(office, group, names):
    told = {**group, **({"units": [office.dinas]} if "units" in group else {})}
    assert preview(office.held, Group(**told), AT).new == len(names)
    assert office.invite(**told) == len(names)
    assert office.invited() == names


def test_inviting_twice_invites_once_and_leaves_one_trace(office):
    assert office.invite() == 3
    assert office.invite() == 0
    assert Invitee.objects.count() == 3
    assert [row.fields for row in AuditEvent.objects.filter(verb="outreach.people_invited")] == [["3"]]


@pytest.mark.parametrize("why", ["ended", "ends_before", "merged", "not_yet", "elsewhere"])
def test_who_does_not_serve_then_is_not_invited(office, why):
    post = Assignment.objects.filter(staff=office.sari)
    office.held.on = dt.date(2024, 11, 5)
    if why == "ended":
        post.update(until=dt.date(2024, 9, 1))
    if why == "ends_before":
        post.update(until=dt.date(2024, 11, 1))
    if why == "merged":
        Staff.objects.filter(pk=office.sari.pk).update(merged_into=office.tono)
    if why == "not_yet":
        post.update(since=dt.date(2024, 12, 1))
    if why == "elsewhere":
        other = cast.agency()
        post.update(agency=other)
    office.held.save()
    assert office.invite() == 2
    assert "Sari Contohwati" not in office.invited()
    with pytest.raises(Refused, match="tidak bertugas"):
        actions.invite_person(office.held, office.sari.pk, by=office.by, at=AT)


def test_an_invitation_is_taken_back_and_its_badge_opens_nothing(office):
    office.invite()
    made.badge(office.held, office.sari)
    assert actions.withdraw_person(office.held, office.sari.pk, by=office.by, at=AT) == 1
    assert actions.withdraw_person(office.held, office.sari.pk, by=office.by, at=AT) == 0
    assert "Sari Contohwati" not in office.invited()
    assert Badge.objects.get().ended_at == AT


def test_who_is_recorded_stays_invited(office):
    office.invite()
    office.held.state = "open"
    office.held.save()
    attendance.record(office.held, coming(office.sari), at=AT)
    with pytest.raises(Refused, match="sudah tercatat"):
        actions.withdraw_person(office.held, office.sari.pk, by=office.by, at=AT)
    assert actions.withdraw_group(office.held, Group(), by=office.by, at=AT) == 2
    assert office.invited() == {"Sari Contohwati"}


@pytest.mark.parametrize("state", ["closed", "reported"])
def test_nobody_is_invited_to_what_is_over(office, state):
    office.held.state = state
    office.held.save()
    with pytest.raises(Refused, match="tidak diubah lagi"):
        office.invite()


def test_several_thousand_are_invited_in_a_few_statements(office, share):
    many = share(6_000, 2_500)
    people = Staff.objects.bulk_create(
        Staff(agency=office.agency, name=f"Rekaan {n}", name_key=f"rekaan {n}", kind="pppk") for n in range(many)
    )
    Assignment.objects.bulk_create(
        Assignment(agency=office.agency, staff=row, unit=office.upt, kind="pppk", since=dt.date(2024, 1, 2)) for row in people
    )  # fmt: skip
    with CaptureQueriesContext(connection) as said:
        assert office.invite() == many + 3
    assert len(said) < 8 + many // 100


def test_the_page_shows_count_and_sample_before_anybody_is_invited(office):
    looked = office.send(units=office.dinas.pk, below="on", look="1").content.decode()
    assert "2 orang akan diundang" in looked
    assert "Sari Contohwati" in looked
    assert Invitee.objects.count() == 0
    done = office.send(units=office.dinas.pk, below="on", invite="1")
    assert done.status_code == 302
    assert office.invited() == {"Sari Contohwati", "Tono Rekaan"}
    again = office.send(units=office.dinas.pk, below="on", look="1").content.decode()
    assert "Batalkan undangan 2 orang" in again
    office.send(units=office.dinas.pk, below="on", withdraw="1")
    assert office.invited() == set()


def test_one_person_is_found_invited_and_taken_off_again(office):
    end = office.dewi.number[-4:]
    assert "Dewi Rekaan" in office.send(person="search", typed=end).content.decode()
    office.send(person="invite", typed=end, staff=office.dewi.pk)
    assert office.invited() == {"Dewi Rekaan"}
    page = office.send(person="withdraw", typed=end, staff=office.dewi.pk).content.decode()
    assert office.invited() == set()
    assert "Undang" in page


@pytest.mark.parametrize("typed", ["", "a", "9" * 5_000, "%_'\"", "1"])
def test_odd_search_words_find_nobody_and_break_nothing(office, typed):
    assert office.send(person="search", typed=typed).status_code in {200, 422}
    assert office.send(person="invite", typed=typed, staff="9" * 30).status_code in {200, 422}
    assert Invitee.objects.count() == 0


def test_another_agencys_people_and_units_are_not_found(office):
    foreign = cast.staff(cast.agency(), "Asing Rekaan")
    assert office.send(person="invite", typed="Asing", staff=foreign.pk).status_code == 422
    unit = foreign.assignments.get().unit
    assert office.send(units=unit.pk, invite="1").status_code == 422
    assert Invitee.objects.count() == 0
