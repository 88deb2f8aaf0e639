"""The tree of units: added, renamed, moved with all below, merged and taken apart again."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ikrar.agencies.actions import units as actions
from ikrar.agencies.models import Assignment, Unit
from ikrar.agencies.queries import units as queries
from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from tests.factories import agencies as make

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 10, 1)


@pytest.fixture
def agency():
    return make.agency()


@pytest.fixture
def by(agency):
    return make.actor(make.officer(Role.PERSONNEL, agency))


def test_a_unit_is_added_below_another(agency, by):
    office = actions.add_unit(agency, name="Dinas Contoh", by=by)
    below = actions.add_unit(agency, name="Bidang  Contoh", parent=office, by=by)
    assert (below.name, below.path) == ("Bidang Contoh", f"/{office.pk}/{below.pk}/")


def test_one_name_stands_once_in_one_place_and_again_elsewhere(agency, by):
    office = actions.add_unit(agency, name="Dinas Contoh", by=by)
    actions.add_unit(agency, name="Sekretariat", parent=office, by=by)
    with pytest.raises(Refused, match="bernama sama"):
        actions.add_unit(agency, name="SEKRETARIAT", parent=office, by=by)
    actions.add_unit(agency, name="Sekretariat", by=by)


def test_moving_rewrites_the_paths_of_all_below_and_of_nobody_else(agency, by):
    a, b = make.unit(agency, "Dinas A"), make.unit(agency, "Dinas B")
    child = make.unit(agency, "Bidang", parent=a)
    leaf = make.unit(agency, "Seksi", parent=child)
    actions.move_unit(child, parent=b, by=by)
    paths = {unit.pk: unit.path for unit in Unit.objects.filter(agency=agency)}
    assert (paths[child.pk], paths[leaf.pk], paths[a.pk]) == (
        f"/{b.pk}/{child.pk}/",
        f"/{b.pk}/{child.pk}/{leaf.pk}/",
        f"/{a.pk}/",
    )


def test_a_unit_never_hangs_below_itself(agency, by):
    a = make.unit(agency)
    child = make.unit(agency, parent=a)
    with pytest.raises(Refused, match="dirinya sendiri"):
        actions.move_unit(a, parent=child, by=by)
    with pytest.raises(Refused):
        actions.merge_units(a, into=child, on=DAY, by=by)


def test_merging_moves_people_with_history_and_unmerging_brings_them_back(agency, by):
    a, b = make.unit(agency, "Dinas A"), make.unit(agency, "Dinas B")
    child = make.unit(agency, "Bidang", parent=a)
    sari, budi = make.staff(agency, "Sari Contohwati", at=a), make.staff(agency, "Budi Rekaan", at=b)
    before = list(Assignment.objects.order_by("pk").values_list("pk", "unit", "until"))
    actions.merge_units(a, into=b, on=DAY, by=by)
    assert Assignment.objects.get(staff=sari, until=None).unit == b
    assert Assignment.objects.get(staff=sari, until=DAY).unit == a
    child.refresh_from_db()
    assert child.path.startswith(b.path)
    actions.unmerge_units(a, by=by)
    child.refresh_from_db()
    assert child.path.startswith(a.path)
    assert list(Assignment.objects.order_by("pk").values_list("pk", "unit", "until")) == before
    assert Assignment.objects.get(staff=budi, until=None).unit == b


def test_somebody_who_moved_on_stays_where_he_is_when_units_part(agency, by):
    from ikrar.agencies.actions.staff import move_staff

    a, b, c = (make.unit(agency, f"Dinas {name}") for name in "ABC")
    sari = make.staff(agency, "Sari Contohwati", at=a)
    actions.merge_units(a, into=b, on=DAY, by=by)
    move_staff(sari, unit=c, on=DAY, by=by)
    actions.unmerge_units(a, by=by)
    assert Assignment.objects.get(staff=sari, until=None).unit == c


def test_the_tree_counts_own_people_and_those_below(agency, by):
    a = make.unit(agency, "Dinas A")
    child = make.unit(agency, "Bidang", parent=a)
    make.staff(agency, at=a)
    make.staff(agency, "Ratna Buatan", at=child)
    told = [(branch.unit, branch.depth, branch.own, branch.below) for branch in queries.unit_tree(by)]
    assert told == [(a, 0, 1, 2), (child, 1, 1, 1)]


def test_units_of_another_agency_are_not_found(agency):
    joko = Client()
    joko.force_login(make.officer(Role.PERSONNEL, make.agency()), backend="ikrar.agencies.login.Accounts")
    unit = make.unit(agency)
    assert joko.get(reverse("agencies:unit", args=[unit.pk])).status_code == 404
    for name in ("rename_unit", "move_unit", "merge_units", "unmerge_units"):
        assert joko.post(reverse(f"agencies:{name}", args=[unit.pk])).status_code == 404


def test_a_unit_is_mended_in_the_browser(agency):
    client = Client()
    client.force_login(make.officer(Role.PERSONNEL, agency), backend="ikrar.agencies.login.Accounts")
    unit, other = make.unit(agency, "Dinas A"), make.unit(agency, "Dinas B")
    client.post(reverse("agencies:rename_unit", args=[unit.pk]), {"name": "Dinas Baru"})
    client.post(reverse("agencies:move_unit", args=[unit.pk]), {"parent": other.pk})
    unit.refresh_from_db()
    assert (unit.name, unit.parent) == ("Dinas Baru", other)
    page = client.post(reverse("agencies:rename_unit", args=[unit.pk]), {"name": " . "})
    assert "Tulis nama unitnya" in page.content.decode()
