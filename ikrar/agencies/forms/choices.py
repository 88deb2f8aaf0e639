"""Choosing units in any form: their names in the order of the tree, set in by their depth."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ikrar.agencies.models import Unit


class UnitChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, unit: Any) -> str:
        return _named(unit)


class OneUnitChoice(forms.ModelChoiceField):
    def label_from_instance(self, unit: Any) -> str:
        return _named(unit)


def offer(field: Any, units: Any) -> None:
    """Let a field choose among these units, siblings by name."""
    field.queryset = units
    field.choices = [(unit.pk, _named(unit)) for unit in in_tree_order(units)]


def in_tree_order(units: Iterable[Unit]) -> list[Unit]:
    """Offices before what is below them, siblings by name."""
    rows = list(units)
    names = {str(unit.pk): unit.name_key for unit in rows}
    return sorted(rows, key=lambda unit: [(names.get(pk, ""), pk) for pk in unit.path.strip("/").split("/")])


def _named(unit: Unit) -> str:
    return "\u2003" * (unit.path.count("/") - 2) + unit.name
