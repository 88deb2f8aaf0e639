"""People by hand: added, moved, ended, merged, unmerged; who sees whom; the number that leaves a trace."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ikrar.agencies.actions import staff as actions
from ikrar.agencies.models import Account, Assignment, Staff
from ikrar.agencies.queries import staff as queries
from ikrar.agencies.roles import Role
from ikrar.agencies.rules import ContactSource, StaffKind
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from tests.factories import agencies as make

pytestmark = pytest.mark.django_db
DAY, LATER, LAST = dt.date(2024, 2, 1), dt.date(2024, 10, 1), dt.date(2024, 11, 1)
NUMBER = "198609262015051001"


@pytest.fixture
def agency():
    return make.agency()


@pytest.fixture
def unit(agency):
    return make.unit(agency, "Dinas Contoh")


@pytest.fixture
def sari(agency, unit):
    return make.staff(agency, "Sari Contohwati", at=unit, number=NUMBER)


@pytest.fixture
def budi(agency):
    return make.officer(Role.PERSONNEL, agency)


@pytest.fixture
def by(budi):
    return make.actor(budi)


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="ikrar.agencies.login.Accounts")
    return client


def test_a_person_is_added_with_an_assignment_and_a_trace_without_a_name(agency, unit, by):
    told = {"name": "Hj. Ratna Buatan, S.Pd.", "kind": StaffKind.PNS, "number": "19860926 201505 1 001"}
    added = actions.add_staff(agency, unit=unit, since=DAY, by=by, **told)
    assert (added.number, added.name, added.title_back) == (NUMBER, "Ratna Buatan", "S.Pd.")
    assert added.assignments.get(until=None).unit == unit
    line = AuditEvent.objects.get(verb="agencies.staff_added")
    assert "Ratna" not in str([line.fields, line.reason])
    assert NUMBER not in str([line.fields, line.reason])


@pytest.mark.parametrize("number", ["17", "198613452015051001", "198609262015053001", "1,98E+17", "7471999988887777"])
def test_an_odd_number_is_refused(agency, unit, by, number):
    with pytest.raises(Refused, match="18 angka"):
        actions.add_staff(agency, name="Ratna Buatan", kind=StaffKind.PNS, number=number, unit=unit, since=DAY, by=by)


def test_a_number_that_is_in_use_names_its_holder(agency, unit, by, sari):
    with pytest.raises(Refused, match="Sari Contohwati"):
        actions.add_staff(agency, name="Ratna Buatan", kind=StaffKind.PNS, number=NUMBER, unit=unit, since=DAY, by=by)


def test_moving_keeps_the_history(agency, unit, by, sari):
    other = make.unit(agency, "Dinas Lain")
    actions.move_staff(sari, unit=other, on=LATER, by=by)
    assert list(sari.assignments.order_by("since").values_list("unit__name", "until")) == [
        ("Dinas Contoh", LATER),
        ("Dinas Lain", None),
    ]
    assert sari.assignments.get(until=None).position == "Pranata Komputer"


def test_moving_before_the_present_assignment_began_is_refused(agency, unit, by, sari):
    with pytest.raises(Refused, match="lebih awal"):
        actions.move_staff(sari, unit=unit, on=dt.date(2020, 1, 1), by=by)


def test_a_person_cannot_be_moved_into_another_agencys_unit(by, sari):
    with pytest.raises(Refused, match="instansi Anda"):
        actions.move_staff(sari, unit=make.unit(make.agency()), on=LATER, by=by)


def test_ending_and_coming_back(unit, by, sari):
    actions.end_staff(sari, on=LATER, reason="pensiun", by=by)
    with pytest.raises(Refused, match="memang sudah"):
        actions.end_staff(sari, on=LATER, by=by)
    actions.move_staff(sari, unit=unit, on=LAST, by=by)
    assert sari.assignments.get(until=None).since == LAST


def test_merging_leads_to_the_other_and_unmerging_restores(agency, unit, by, sari):
    twin = make.staff(agency, "Sari Contowati", at=unit)
    actions.merge_staff(twin, into=sari, on=LATER, by=by)
    twin.refresh_from_db()
    assert (twin.merged_into, twin.assignments.filter(until=None).count()) == (sari, 0)
    actions.unmerge_staff(twin, by=by)
    twin.refresh_from_db()
    assert (twin.merged_into, twin.assignments.get(until=None).unit) == (None, unit)


def test_unmerging_does_not_bring_back_someone_who_had_left_before(agency, unit, by, sari):
    twin = make.staff(agency, "Sari Contowati", at=unit)
    actions.end_staff(twin, on=LATER, by=by)
    actions.merge_staff(twin, into=sari, on=LATER, by=by)
    actions.unmerge_staff(twin, by=by)
    assert not Assignment.objects.filter(staff=twin, until=None).exists()


def test_merging_in_a_circle_or_across_agencies_is_refused(agency, unit, by, sari):
    joko = make.staff(make.agency(), "Joko Misal")
    for into in (sari, joko):
        with pytest.raises(Refused):
            actions.merge_staff(sari, into=into, on=LATER, by=by)


def merge_page(budi, person, **sent):
    client, url = client_of(budi), reverse("agencies:merge_staff", args=[person.pk])
    return client.post(url, sent) if sent else client.get(url)


def found_by(budi, person, search):
    page = merge_page(budi, person, q=search, look="1")
    return {one.name for one, _place in page.context["hits"]}


def test_whom_to_merge_with_is_searched_by_name_unit_or_last_digits(agency, budi, unit, by, sari):
    twin = make.staff(agency, "Wati Umpama", at=unit, number="198609262015051777")
    left = make.staff(agency, "Ratna Buatan", at=make.unit(agency, "Dinas Lain"))
    actions.end_staff(left, on=LATER, by=by)
    make.staff(make.agency(), "Wati Umpama")
    for search, names in {"wati": {twin.name}, "1 777": {twin.name}, "dinas contoh": {twin.name}, "buatan ratna": {left.name},
                          "wati contoh": {twin.name}, "zainal": set(), "sari": set()}.items():  # fmt: skip
        assert found_by(budi, sari, search) == names, search
    shown = merge_page(budi, sari, q="ratna", look="1").content.decode()
    assert "tidak bertugas lagi" in shown
    assert left.number not in shown


def test_before_a_search_those_of_a_like_name_are_offered_the_same_name_first(agency, budi, unit, sari):
    make.staff(agency, "Sari Awalan", at=unit)
    make.staff(agency, "Ratna Buatan", at=unit)
    make.staff(agency, sari.name, at=unit)
    page = merge_page(budi, sari)
    assert [one.name for one, _place in page.context["hits"]] == [sari.name, "Sari Awalan"]


def test_a_search_shows_some_and_says_that_there_are_more(agency, budi, unit, sari):
    for n in range(25):
        make.staff(agency, f"Agus Rekaan {n}", at=unit)
    page = merge_page(budi, sari, q="agus", look="1")
    assert (len(page.context["hits"]), page.content.decode().count('name="into"')) == (20, 20)
    assert "Masih ada yang lain" in page.content.decode()


def test_merging_in_the_browser_takes_one_of_those_found(agency, budi, unit, sari):
    twin, stranger = make.staff(agency, "Ratna Buatan", at=unit), make.staff(make.agency(), "Ratna Asing")
    for into, words in (
        ("", "Pilih catatan lain"),
        (stranger.pk, "tidak ada di daftar ini"),
        (sari.pk, "tidak ada di daftar ini"),
    ):
        page = merge_page(budi, sari, q="ratna", into=into, on="2024-10-01", merge="1")
        assert (page.status_code, words in page.content.decode()) == (422, True), into
    assert not Staff.objects.filter(merged_into__isnull=False).exists()
    assert merge_page(budi, sari, q="ratna", into=twin.pk, on="2024-10-01", look="1").status_code == 200
    assert not Staff.objects.filter(merged_into__isnull=False).exists()
    assert merge_page(budi, sari, q="ratna", into=twin.pk, on="2024-10-01", merge="1").status_code == 302
    sari.refresh_from_db()
    assert sari.merged_into == twin


def test_a_contact_changed_by_a_coordinator_is_unconfirmed(unit, sari):
    coordinator = make.actor(make.officer(Role.COORDINATOR, unit=unit))
    sari.email_confirmed_at = make.MADE_AT
    sari.save()
    actions.change_contact(sari, phone=sari.phone, email="sari@kota.example", by=coordinator)
    sari.refresh_from_db()
    assert (sari.email_source, sari.email_confirmed_at) == (ContactSource.COORDINATOR, None)


def test_a_coordinator_sees_the_own_unit_and_below_only(agency, unit, sari):
    below = make.staff(agency, "Ratna Buatan", at=make.unit(agency, "Bidang Contoh", parent=unit))
    elsewhere = make.staff(agency, "Wati Umpama", at=make.unit(agency, "Dinas Lain"))
    coordinator = make.officer(Role.COORDINATOR, unit=unit)
    viewer = make.actor(coordinator)
    assert set(queries.staff_for(viewer)) == {sari, below}
    client = client_of(coordinator)
    assert client.get(reverse("agencies:staff", args=[elsewhere.pk])).status_code == 404
    assert client.get(reverse("agencies:change_contact", args=[elsewhere.pk])).status_code == 404
    assert client.get(reverse("agencies:move_staff", args=[sari.pk])).status_code == 403
    assert client.post(reverse("agencies:show_number", args=[sari.pk])).status_code == 403


def test_nobody_of_another_agency_is_found(sari):
    joko = client_of(make.officer(Role.PERSONNEL, make.agency()))
    for name in ("staff", "move_staff", "end_staff", "change_contact", "merge_staff"):
        assert joko.get(reverse(f"agencies:{name}", args=[sari.pk])).status_code == 404
    for name in ("unmerge_staff", "show_number"):
        assert joko.post(reverse(f"agencies:{name}", args=[sari.pk])).status_code == 404


def test_lists_show_the_short_end_and_the_full_number_leaves_a_trace(budi, sari):
    client = client_of(budi)
    shown = client.get(reverse("agencies:staff_list")).content.decode()
    assert ("1\u00a0001" in shown, NUMBER in shown) == (True, False)
    page = reverse("agencies:staff", args=[sari.pk])
    assert NUMBER[:8] not in client.get(page).content.decode()
    assert sari.number_grouped in client.post(reverse("agencies:show_number", args=[sari.pk])).content.decode()
    line = AuditEvent.objects.get(verb="agencies.number_shown")
    assert (line.actor, line.object_id) == (budi.pk, sari.pk)


@pytest.mark.parametrize(
    ("search", "found"), [("sari", 1), ("dinas contoh", 2), ("001", 1), ("1 001", 1), ("zainal", 0)]
)
def test_searching_by_name_unit_or_last_digits(agency, unit, by, sari, search, found):
    make.staff(agency, "Ratna Buatan", at=unit, number="198609262015051777")
    assert queries.staff_list(by, search=search).count() == found


def test_searching_leaves_no_name_in_an_address(budi, sari):
    page = client_of(budi).post(reverse("agencies:staff_list"), {"q": "sari"})
    assert "Sari Contohwati" in page.content.decode()
    assert 'method="post"' in page.content.decode()


def test_those_who_left_and_those_merged_have_lists_of_their_own(agency, unit, by, sari):
    left, twin = make.staff(agency, "Ratna Buatan", at=unit), make.staff(agency, "Sari Contowati", at=unit)
    actions.end_staff(left, on=LATER, by=by)
    actions.merge_staff(twin, into=sari, on=LATER, by=by)
    told = {which: [row.staff for row in queries.staff_list(by, which=which)] for which in ("", "ended", "merged")}
    assert told == {"": [sari], "ended": [left], "merged": [twin]}


def test_one_person_by_hand_in_the_browser(budi, unit):
    client = client_of(budi)
    form = {"name": "Ratna Buatan", "kind": "pns", "number": "17", "unit": unit.pk, "since": "2024-10-01"}
    assert "18 angka" in client.post(reverse("agencies:add_staff"), form).content.decode()
    added = client.post(reverse("agencies:add_staff"), {**form, "number": NUMBER})
    ratna = Staff.objects.get()
    assert added["Location"] == reverse("agencies:staff", args=[ratna.pk])
    client.post(reverse("agencies:end_staff", args=[ratna.pk]), {"on": "2024-10-05"})
    assert "Tidak bertugas lagi" in client.get(added["Location"]).content.decode()


def test_a_day_that_has_not_come_is_refused_on_every_page(agency, unit, by, sari):
    """Whoever moves in January is not in the new unit today, and could not be moved or ended until then."""
    client, later = client_of(Account.objects.get(pk=by.id)), "2199-01-01"
    told = {"unit": unit.pk, "name": "Wati Rekaan", "kind": "pns", "on": later, "since": later}
    for page, args in (("add_staff", []), ("move_staff", [sari.pk]), ("end_staff", [sari.pk])):
        answer = client.post(reverse(f"agencies:{page}", args=args), told)
        assert "Tanggal ini belum tiba" in answer.content.decode(), page
    assert [a.until for a in sari.assignments.all()] == [None]


def test_a_day_on_which_a_place_began_and_ended_is_told_as_one_day(budi, unit, by, sari):
    actions.move_staff(sari, unit=unit, position="Arsiparis Muda", on=LATER, by=by)
    actions.move_staff(sari, unit=unit, position="Arsiparis Madya", on=LATER, by=by)
    page = client_of(budi).get(reverse("agencies:staff", args=[sari.pk])).content.decode()
    day = zones.long_date(LATER)
    assert f"{day}, berganti pada hari itu juga" in page
    assert f"{day} sampai sebelum {day}" not in page


def test_a_phone_too_short_is_left_out_and_the_person_is_added(budi, unit):
    client = client_of(budi)
    form = {"name": "Ratna Buatan", "kind": "pns", "unit": unit.pk, "since": "2024-10-01", "phone": "0812"}
    page = client.post(reverse("agencies:add_staff"), form, follow=True).content.decode()
    assert Staff.objects.get().phone == ""
    assert "Nomor HP terlalu pendek, jadi tidak disimpan" in page
    Staff.objects.update(phone="081200000001")
    told = client.post(reverse("agencies:change_contact", args=[Staff.objects.get().pk]), {"phone": "0812"})
    assert "Nomor HP terlalu pendek" in told.content.decode()
    assert Staff.objects.get().phone == "081200000001"
