"""Folded plus unfolded is always what counting would give, whatever is folded, voided or killed in between."""

import datetime as dt
import random

import pytest

from ikrar.agencies.models import Assignment
from ikrar.pledges.actions import folding
from ikrar.pledges.doctor import kept_counts
from ikrar.pledges.models import FoldedAct, Signature, SignatureVoid, TallyMark, UnitSize, UnitTally
from ikrar.pledges.queries import tallies
from tests.factories import agencies as cast
from tests.factories import pledges as made

pytestmark = pytest.mark.django_db
AT = made.AT + dt.timedelta(hours=1)


@pytest.fixture
def world():
    agency = cast.agency(zone="WITA")
    units = [cast.unit(agency) for _n in range(3)]
    people = [cast.staff(agency, f"Rekaan {n}", at=units[n % 3]) for n in range(12)]
    return agency, units, people, made.campaign(agency)


def act(campaign, person, at=AT, attempt=1):
    return made.signature(campaign, person, at=at, attempt=attempt)


def counted(campaign):
    return sum(cell.signed for cell in tallies.cells(campaign))


def test_any_order_of_acts_voids_and_folds_counts_right(world, seed):
    _agency, _units, people, campaign = world
    rng, acts = random.Random(seed), []
    for step in range(60):
        at = AT + dt.timedelta(minutes=step)
        choice = rng.random()
        unsigned = [p for p in people if not Signature.objects.filter(campaign=campaign, staff=p, void=None).exists()]
        if choice < 0.4 and unsigned:
            person = rng.choice(unsigned)
            acts.append(
                act(campaign, person, at, Signature.objects.filter(campaign=campaign, staff=person).count() + 1)
            )
        elif choice < 0.55 and acts:
            SignatureVoid.objects.create(
                signature=acts.pop(rng.randrange(len(acts))), campaign=campaign, reason="test", at=at
            )
        else:
            folding.fold(campaign, at=at)
        truth = Signature.objects.filter(campaign=campaign, void=None).count()
        assert counted(campaign) == truth
    folding.fold(campaign, at=AT + dt.timedelta(days=1))
    assert made.recount(campaign) == {"acts": truth, "kept": truth, "cells": truth}


def test_an_act_that_commits_late_with_a_lower_number_is_not_lost(world):
    _agency, _units, people, campaign = world
    late = act(campaign, people[0])
    number = late.pk
    act(campaign, people[1])
    Signature.objects.filter(pk=number).delete()
    folding.fold(campaign, at=AT + dt.timedelta(minutes=1))
    late.pk = number
    late.save(force_insert=True)
    assert counted(campaign) == 2
    folding.fold(campaign, at=AT + dt.timedelta(minutes=2))
    assert made.recount(campaign) == {"acts": 2, "kept": 2, "cells": 2}


def test_marks_below_the_settled_point_are_cleared_and_nothing_is_counted_twice(world):
    _agency, _units, people, campaign = world
    for person in people[:5]:
        act(campaign, person)
    folding.fold(campaign, at=AT + dt.timedelta(hours=1))
    assert FoldedAct.objects.count() == 0
    assert TallyMark.objects.get().folded_to == Signature.objects.latest("pk").pk
    assert folding.fold(campaign, at=AT + dt.timedelta(hours=2)) == 0
    assert counted(campaign) == 5


def test_joined_moved_and_gone_add_up_to_today(world):
    agency, units, people, campaign = world
    later = AT + dt.timedelta(days=3)
    day = later.date()
    Assignment.objects.filter(staff=people[0]).update(until=day)
    Assignment.objects.filter(staff=people[1]).update(until=day)
    Assignment.objects.create(agency=agency, staff=people[1], unit=units[2], kind="pppk", since=day)
    cast.staff(agency, "Baru Rekaan", at=units[0], since=day)
    folding.size_today(campaign, at=later)
    rows = UnitSize.objects.filter(campaign=campaign)
    assert sum(row.fixed for row in rows) == 12
    assert sum(row.today for row in rows) == 12
    assert (sum(r.joined for r in rows), sum(r.gone for r in rows), sum(r.moved_in for r in rows)) == (1, 1, 1)
    for row in rows:
        assert row.today == row.fixed + row.joined + row.moved_in - row.moved_out - row.gone + row.unclear
        assert row.unclear == 0


def test_a_history_changed_afterwards_shows_as_unclear(world):
    _agency, _units, people, campaign = world
    Assignment.objects.filter(staff=people[0]).update(since=AT.date() + dt.timedelta(days=1))
    folding.size_today(campaign, at=AT + dt.timedelta(days=2))
    rows = UnitSize.objects.filter(campaign=campaign)
    assert sum(row.joined for row in rows) == 1
    assert sum(row.unclear for row in rows) == -1


def test_the_doctor_counts_the_acts_again_before_and_after_folding_and_names_a_count_that_differs(world):
    _agency, _units, people, campaign = world
    acts = [act(campaign, person) for person in people[:3]]
    for _n in range(2):
        assert (tallies.differing(campaign), list(kept_counts())) == ([], [])
        folding.fold(campaign, at=AT)
    SignatureVoid.objects.create(signature=acts[0], campaign=campaign, reason="test", at=AT)
    assert tallies.differing(campaign) == []
    folding.fold(campaign, at=AT)
    assert tallies.differing(campaign) == []

    cell = UnitTally.objects.filter(campaign=campaign, signed__gt=0).first()
    UnitTally.objects.filter(pk=cell.pk).update(signed=cell.signed - 1)
    UnitTally.objects.create(campaign=campaign, unit=cell.unit, kind=cell.kind, level=0, method="paper", signed=1)
    assert sorted(row.signed for row in tallies.differing(campaign)) == [-1, 1]
    (found,) = kept_counts()
    assert campaign.code in found.says
    assert "2 hitungan berbeda" in found.says
