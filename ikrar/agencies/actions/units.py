"""Changes to the tree of units: added, renamed, moved, merged into another and taken apart again."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency, Assignment, Unit
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster.names import clean, key
from ikrar.core import audit
from ikrar.core.errors import Refused


@transaction.atomic
def add_unit(agency: Agency, *, name: str, parent: Unit | None = None, by: Actor) -> Unit:
    """Add a unit at the top of the agency or below another."""
    _hold(agency.pk)
    _check_parent(parent, agency.pk)
    unit = Unit(agency=agency, parent=parent)
    _name(unit, name)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    _record("added", unit, by, name=unit.name, parent=parent.pk if parent else None)
    return unit


@transaction.atomic
def rename_unit(unit: Unit, *, name: str, by: Actor) -> Unit:
    """Give the unit another name; the next list finds it under the new one."""
    unit = _held(unit)
    _name(unit, name)
    _record("renamed", unit, by, name=unit.name)
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, parent: Unit | None, by: Actor) -> Unit:
    """Hang the unit, with all that is below it, under another office."""
    unit = _held(unit)
    _check_parent(parent, unit.agency_id)
    if parent and parent.path.startswith(unit.path):
        raise Refused(_("Unit tidak dapat dipindah ke bawah dirinya sendiri."), field="parent")
    unit.parent = parent
    _saved(unit)
    rehang(unit, parent.path if parent else "/")
    _record("moved", unit, by, parent=parent.pk if parent else None)
    return unit


@transaction.atomic
def merge_units(unit: Unit, *, into: Unit, on: dt.date, by: Actor) -> Unit:
    """Two units are one: people move on `on`, with their history, and later lists follow the old name."""
    unit, into = _held(unit), _held(into)
    if unit.agency_id != into.agency_id or unit.merged_into_id or into.merged_into_id:
        raise Refused(_("Pilih unit lain yang masih berdiri sendiri."), field="into")
    if into.path.startswith(unit.path):
        raise Refused(_("Unit tidak dapat digabung ke dirinya sendiri atau ke bawahnya."), field="into")
    unit.merged_into, unit.merged_on = into, on
    unit.save(update_fields=["merged_into", "merged_on"])
    rehang(unit, into.path)
    _move_people(unit, into, on)
    _record("merged", unit, by, into=into.pk, on=on)
    return unit


@transaction.atomic
def unmerge_units(unit: Unit, *, by: Actor) -> Unit:
    """Two units after all: those whom the merging moved, and who are still there, go back as if it had not been."""
    unit = _held(unit)
    if unit.merged_into_id is None:
        raise Refused(_("Unit ini tidak sedang digabung."))
    if unit.merged_on:
        _move_people_back(unit)
    unit.merged_into = unit.merged_on = None
    unit.save(update_fields=["merged_into", "merged_on"])
    rehang(unit, unit.parent.path if unit.parent else "/")
    _record("unmerged", unit, by, merged_into=None)
    return unit


def rehang(unit: Unit, above: str) -> None:
    """Rewrite the paths of the unit and of all below it."""
    old, new = unit.path, f"{above}{unit.pk}/"
    Unit.objects.filter(agency=unit.agency_id, path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
    unit.path = new


def _move_people(unit: Unit, into: Unit, on: dt.date) -> None:
    here = Assignment.objects.filter(unit=unit, until=None)
    moved = [
        Assignment(
            agency_id=a.agency_id, staff_id=a.staff_id, unit=into, kind=a.kind, position=a.position, grade=a.grade,
            since=max(on, a.since),
        )
        for a in here
    ]  # fmt: skip
    here.filter(since__gt=on).update(until=F("since"))
    here.update(until=on)
    Assignment.objects.bulk_create(moved, batch_size=1_000)


def _move_people_back(unit: Unit) -> None:
    """The assignment that the merging ended goes on, where the person's next one is still open in the other unit."""
    after = Assignment.objects.filter(unit=unit.merged_into_id, until=None, since__gte=unit.merged_on)
    before = Assignment.objects.filter(unit=unit, until__gte=unit.merged_on, staff__in=after.values("staff"))
    last = {a.staff_id: a for a in before.order_by("until", "pk")}
    gone_back = [a.pk for a in after if a.staff_id in last and last[a.staff_id].until == a.since]
    people = list(Assignment.objects.filter(pk__in=gone_back).values_list("staff_id", flat=True))
    Assignment.objects.filter(pk__in=gone_back).delete()
    Assignment.objects.filter(pk__in=[last[person].pk for person in people]).update(until=None)


def _name(unit: Unit, name: str) -> None:
    unit.name, unit.name_key = clean(name)[:300], key(clean(name))[:200]
    if not unit.name_key:
        raise Refused(_("Tulis nama unitnya, contoh Dinas Pendidikan."), field="name")
    _saved(unit)


def _saved(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise Refused(_("Sudah ada unit bernama sama di tempat itu. Gabungkan keduanya."), field="name") from None


def _check_parent(parent: Unit | None, agency_id: int) -> None:
    if parent and (parent.agency_id != agency_id or parent.merged_into_id is not None):
        raise Refused(_("Pilih unit dari daftar instansi Anda."), field="parent")


def _hold(agency_id: int) -> None:
    Agency.objects.select_for_update(no_key=True).get(pk=agency_id)


def _held(unit: Unit) -> Unit:
    _hold(unit.agency_id)
    return Unit.objects.select_related("parent").get(pk=unit.pk)


def _record(verb: str, unit: Unit, by: Actor, **values: Any) -> None:
    audit.record(f"agencies.unit_{verb}", unit, by=by, values=values)
