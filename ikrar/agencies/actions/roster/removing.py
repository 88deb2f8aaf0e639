"""Removes many rows in one statement a table, as the models' own `on_delete` says: Django's collector loads each row."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ikrar.agencies.models import RosterUnit, Unit
from ikrar.core.errors import Refused

_AT_ONCE = 500


def remove(rows: QuerySet[Any]) -> None:
    """Delete rows with what hangs on them; refuse where something protects one of them."""
    for relation in _pointing_at(rows.model):
        theirs = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows.values("pk")})
        if relation.on_delete is models.CASCADE:
            remove(theirs)
        elif relation.on_delete is models.SET_NULL:
            theirs.update(**{relation.field.name: None})
        elif theirs.exists():
            raise Refused(_("Daftar ini tidak dapat ditarik kembali: ada catatan yang memakai orang barunya."))
    rows._raw_delete(rows.db)


def remove_unused_units(made: Collection[int]) -> None:
    """Delete those of these units that nothing uses, lower ones first: a unit with another one below it is used."""
    left = set(made)
    while unused := [pk for some in _blocks(left) for pk in _unused(some)]:
        for some in _blocks(unused):
            RosterUnit.objects.filter(unit__in=some).update(unit=None)
            units = Unit.objects.filter(pk__in=some)
            units._raw_delete(units.db)
        left -= set(unused)


def _unused(units: Collection[int]) -> set[int]:
    """Which of these units no row of any table names, but for what an uploaded list calls them."""
    unused = set(Unit.objects.filter(pk__in=units).values_list("pk", flat=True))
    for relation in _pointing_at(Unit):
        if relation.on_delete is not models.SET_NULL:
            field = relation.field.attname
            theirs = relation.related_model._base_manager.filter(**{f"{field}__in": unused}).order_by()
            unused -= set(theirs.values_list(field, flat=True).distinct())
    return unused


def _blocks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def _pointing_at(model: type[models.Model]) -> Iterator[Any]:
    """The foreign keys of all rooms that lead to this table."""
    for field in model._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and (field.one_to_one or field.one_to_many):
            yield field
