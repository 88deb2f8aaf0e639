"""Units name their delegates: never more than their seats, only their own people, by a link that tells nothing else."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies.actions import units
from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor, Kind, Role
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.outreach import links
from ikrar.outreach.actions import attendance, inviting
from ikrar.outreach.actions import quotas as actions
from ikrar.outreach.models import Invitee, Quota
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.outreach.test_attendance import coming
from tests.pledges.cast import logged_in

AT = made.AT
DAY = AT.date()


class Office:
    """Two seats for Dinas Pertama with its UPT; Dewi serves elsewhere. The pages run today, so the activity is today."""

    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        self.dinas = cast.unit(self.agency, "Dinas Pertama")
        self.upt = cast.unit(self.agency, "UPT Pertama", parent=self.dinas)
        self.other = cast.unit(self.agency, "Dinas Kedua")
        contact = {"phone": "0812-3456-7890", "email": "sari@kota.example"}
        self.sari = cast.staff(self.agency, "Sari Contohwati", at=self.dinas, **contact)
        self.tono = cast.staff(self.agency, "Tono Rekaan", at=self.upt)
        self.rina = cast.staff(self.agency, "Rina Rekaan", at=self.dinas)
        self.dewi = cast.staff(self.agency, "Dewi Rekaan", at=self.other)
        self.today = timezone.now().astimezone(dt.UTC).date() + dt.timedelta(days=1)
        self.held = made.activity(self.agency, state="planned", on=self.today)
        self.rini = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan", mfa=True)
        self.budi = cast.officer(Role.COORDINATOR, unit=self.dinas, name="Budi Rekaan", mfa=True)
        self.by = cast.actor(self.rini)
        self.quota = made.quota(self.held, self.dinas)
        self.link = Actor(Kind.NOBODY, agency_id=self.agency.pk)

    def name(self, who, **told):
        return actions.name_delegate(self.quota, who.pk, **{"by": self.link, "at": AT, **told})

    def named(self):
        return [row.staff.name for row in self.quota.delegates.select_related("staff").order_by("pk")]

    def send(self, browser=None, address="", **told):
        return (browser or Client()).post(address or self.address(), told)

    def address(self):
        return reverse("outreach:unit_delegates", args=[links.token_of(self.quota.nonce)])


@pytest.fixture
def office(db):
    return Office()


def test_a_unit_names_its_people_once_each_up_to_its_seats(office):
    first = office.name(office.sari)
    assert office.name(office.sari).pk == first.pk
    office.name(office.tono)
    with pytest.raises(Refused, match="sudah terisi"):
        office.name(office.rina)
    assert office.named() == ["Sari Contohwati", "Tono Rekaan"]
    assert Invitee.objects.get(staff=office.tono).unit == office.upt
    assert AuditEvent.objects.filter(verb="outreach.delegate_named").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_fill_more_than_the_seats(share):
    office, turns = Office(), share(200, 20)
    for _turn in range(turns):
        place = cast.unit(office.agency)
        office.quota = made.quota(office.held, place, seats=1)
        people = [cast.staff(office.agency, f"{name} Rekaan", at=place) for name in ("Ani", "Beni")]
        heard = _together(office, people)
        assert sorted(heard) == ["named", "refused"]
        assert office.quota.delegates.count() == 1


def _together(office, people):
    gate, heard = threading.Barrier(2), []

    def at_phone(who):
        gate.wait()
        try:
            office.name(who)
            heard.append("named")
        except Refused:
            heard.append("refused")
        connection.close()

    phones = [threading.Thread(target=at_phone, args=(who,)) for who in people]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join(30)
    return heard


def test_a_full_unit_replaces_one_by_another_and_keeps_its_seats(office):
    office.name(office.sari)
    office.name(office.tono)
    office.name(office.rina, instead=office.sari.pk)
    assert office.named() == ["Tono Rekaan", "Rina Rekaan"]


def test_who_is_recorded_is_neither_replaced_nor_released(office):
    office.held.state = "open"
    office.held.save()
    office.name(office.sari)
    attendance.record(office.held, coming(office.sari), at=AT)
    with pytest.raises(Refused, match="tercatat hadir"):
        office.name(office.rina, instead=office.sari.pk)
    with pytest.raises(Refused, match="tercatat hadir"):
        actions.release_delegate(office.quota, office.sari.pk, by=office.link, at=AT)
    assert office.named() == ["Sari Contohwati"]


def test_nobody_of_another_unit_is_named_or_found(office):
    with pytest.raises(Refused, match="tidak bertugas di unit"):
        office.name(office.dewi)
    assert "Dewi" not in office.send(do="search", typed="Rekaan").content.decode().replace("“Dewi", "")
    assert office.send(do="name", staff=office.dewi.pk).status_code == 422
    assert office.named() == []


def test_who_was_invited_directly_takes_no_seat(office):
    inviting.invite_person(office.held, office.sari.pk, by=office.by, at=AT)
    with pytest.raises(Refused, match="langsung oleh panitia"):
        office.name(office.sari)
    inviting.withdraw_group(office.held, inviting.Group(), by=office.by, at=AT)
    office.name(office.sari)
    assert inviting.withdraw_group(office.held, inviting.Group(), by=office.by, at=AT) == 0


def test_the_last_day_counts_and_the_day_after_only_the_committee_names(office):
    Quota.objects.update(until=DAY)
    office.name(office.sari)
    late = AT + dt.timedelta(days=1)
    with pytest.raises(Refused, match="sudah lewat"):
        office.name(office.tono, at=late)
    office.name(office.tono, at=late, by=office.by)
    assert office.named() == ["Sari Contohwati", "Tono Rekaan"]


def test_a_closed_quota_opens_again_with_new_seats(office):
    actions.close_quota(office.quota, by=office.by, at=AT)
    with pytest.raises(Refused, match="sudah lewat"):
        office.name(office.sari)
    actions.change_quota(office.quota, seats=1, until=office.today, by=office.by, at=AT)
    office.name(office.sari)
    with pytest.raises(Refused, match="1 kursi"):
        office.name(office.tono)


@pytest.mark.parametrize(
    ("told", "field"), [({"seats": 0}, "seats"), ({"seats": 501}, "seats"), ({"until": dt.date(2024, 9, 1)}, "until"),
                        ({"until": dt.date(2099, 1, 1)}, "until"), ({"units": []}, "units")],
)  # fmt: skip
def test_seats_that_cannot_be_are_refused_at_their_field(office, told, field):
    given = {"seats": 3, "until": office.today, "units": [office.other], **told}
    with pytest.raises(Refused) as said:
        actions.give_seats(office.held, given.pop("units"), **given, by=office.by, at=AT)
    assert said.value.field == field


def test_seats_are_given_to_many_units_and_given_anew_to_those_that_have_some(office):
    office.name(office.sari)
    office.name(office.tono)
    with pytest.raises(Refused, match="sudah menyebut 2 utusan"):
        actions.give_seats(office.held, [office.dinas], seats=1, until=office.today, by=office.by, at=AT)
    both = [office.dinas, office.other]
    assert actions.give_seats(office.held, both, seats=4, until=office.today, by=office.by, at=AT) == 2
    assert dict(Quota.objects.values_list("unit__name", "seats")) == {"Dinas Pertama": 4, "Dinas Kedua": 4}
    assert office.named() == ["Sari Contohwati", "Tono Rekaan"]


def test_a_quota_goes_only_while_it_is_empty(office):
    office.name(office.sari)
    with pytest.raises(Refused, match="sudah menyebut"):
        actions.remove_quota(office.quota, by=office.by, at=AT)
    actions.release_delegate(office.quota, office.sari.pk, by=office.link, at=AT)
    actions.remove_quota(office.quota, by=office.by, at=AT)
    assert not Quota.objects.exists()


def test_the_unit_into_which_one_was_merged_fills_its_seats(office):
    units.merge_units(office.dinas, into=office.other, by=cast.actor(office.rini), on=DAY)
    office.quota = Quota.objects.get()
    assert Unit.objects.get(pk=office.dinas.pk).merged_into == office.other
    office.name(office.dewi)


def test_the_link_shows_neither_numbers_nor_contacts_nor_the_list(office):
    page = Client().get(office.address())
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    told = page.content.decode()
    assert not [name for name in ("Sari", "Tono", "Rina") if name in told]
    for typed in ("sari", office.sari.number[-4:], "Contoh"):
        told = office.send(do="search", typed=typed).content.decode()
        assert "Sari Contohwati" in told
        for secret in (office.sari.number, office.sari.number_end, "0812", "sari@kota", "Rina"):
            assert secret not in told
    for typed in ("", "Sa", "14", "Dinas Pertama", "%", "_" * 80, "\u202e" * 5):
        assert "Sari" not in office.send(do="search", typed=typed).content.decode()


def test_the_link_names_replaces_and_releases(office):
    office.send(do="name", staff=office.sari.pk)
    assert "Siapa penggantinya" in office.send(do="replace", staff=office.sari.pk).content.decode()
    office.send(do="name", staff=office.tono.pk, instead=office.sari.pk)
    assert office.named() == ["Tono Rekaan"]
    office.send(do="release", staff=office.tono.pk)
    office.send(do="release", staff=office.tono.pk)
    assert office.named() == []
    assert office.send(do="name", staff="9" * 40).status_code == 200


@pytest.mark.parametrize("why", ["exchanged", "expired", "closed", "over", "foreign"])
def test_a_link_that_holds_no_more_shows_no_names_and_names_nobody(office, why):
    office.name(office.sari)
    old = office.address()
    if why == "exchanged":
        actions.renew_link(office.quota, by=office.by, at=AT)
    if why == "expired":
        Quota.objects.update(until=DAY)
    if why == "closed":
        actions.close_quota(office.quota, by=office.by, at=AT)
    if why == "over":
        office.held.state = "closed"
        office.held.save()
    if why == "foreign":
        old = reverse("outreach:unit_delegates", args=["0" * links.SYMBOLS])
    answer = office.send(address=old, do="name", staff=office.tono.pk)
    assert answer.status_code == (404 if why in {"exchanged", "foreign"} else 200)
    assert "Sari" not in answer.content.decode()
    assert office.named() == ["Sari Contohwati"]


def test_walking_through_a_list_by_a_link_is_stopped(office):
    answers = [office.send(do="search", typed=f"nama {n}").status_code for n in range(61)]
    assert set(answers[:60]) == {200}
    assert answers[60] == 422
    in_capitals = reverse("outreach:unit_delegates", args=[links.token_of(office.quota.nonce).upper()])
    assert office.send(address=in_capitals, do="search", typed="sari").status_code == 422


def test_the_coordinator_names_for_the_own_unit_and_finds_no_other(office):
    browser, own = logged_in(office.budi), reverse("outreach:quota", args=[office.quota.pk])
    assert "berakhiran" in browser.post(own, {"do": "search", "typed": "sari"}).content.decode()
    browser.post(own, {"do": "name", "staff": office.sari.pk})
    assert Invitee.objects.get().by == office.budi.pk
    foreign = made.quota(office.held, office.other)
    assert browser.get(reverse("outreach:quota", args=[foreign.pk])).status_code == 404
    told = browser.get(reverse("outreach:quotas", args=[office.held.pk])).content.decode()
    assert "Dinas Pertama" in told
    assert "Dinas Kedua" not in told
    assert browser.get(own).content.decode().count("/kegiatan/utusan/") == 0


def test_the_committee_reads_the_link_and_a_recap_without_links(office):
    browser = logged_in(office.rini)
    assert office.address() in browser.get(reverse("outreach:quota", args=[office.quota.pk])).content.decode()
    told = browser.get(reverse("outreach:quotas", args=[office.held.pk])).content.decode()
    assert "- Dinas Pertama: 0 dari 2" in told
    assert office.address() not in told


def test_seats_are_given_changed_closed_and_taken_away_on_their_pages(office):
    browser, list_page = logged_in(office.rini), reverse("outreach:quotas", args=[office.held.pk])
    form = {"units": [office.other.pk], "seats": "3", "until": office.today.isoformat()}
    assert browser.post(reverse("outreach:give_seats", args=[office.held.pk]), form).url == list_page
    given = Quota.objects.get(unit=office.other)
    change = reverse("outreach:change_quota", args=[given.pk])
    assert browser.post(change, {"seats": "5", "until": office.today.isoformat()}).status_code == 302
    assert browser.post(change, {"seats": "lima", "until": ""}).status_code == 422
    for step in ("close", "renew", "remove"):
        assert browser.post(reverse("outreach:quota_step", args=[given.pk, step])).status_code == 302
    assert not Quota.objects.filter(pk=given.pk).exists()
    assert browser.post(reverse("outreach:quota_step", args=[office.quota.pk, "lain"])).status_code == 404
