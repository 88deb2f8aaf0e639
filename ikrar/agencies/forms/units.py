"""What an officer types about a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.forms.staff import Day
from ikrar.agencies.models import Unit
from ikrar.agencies.queries.units import units_for
from ikrar.agencies.roles import Actor


class UnitName(forms.Form):
    name = forms.CharField(
        label=_("Nama unit"), max_length=300,
        error_messages={"required": _("Tulis nama unitnya, contoh: Dinas Kesehatan.")},
    )  # fmt: skip


class _Other(forms.Form):
    def __init__(self, *args: Any, viewer: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = units_for(viewer)
        for field in ("parent", "into"):
            if field in self.fields:
                choice: Any = self.fields[field]
                choice.queryset = found.exclude(path__startswith=unit.path) if unit else found


class AddUnit(UnitName, _Other):
    parent: Any = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Di bawah"), required=False, empty_label=_("Langsung di bawah instansi")
    )


class MoveUnit(_Other):
    parent: Any = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Di bawah"), required=False, empty_label=_("Langsung di bawah instansi")
    )


class MergeUnits(_Other):
    into: Any = forms.ModelChoiceField(Unit.objects.none(), label=_("Gabung ke"), empty_label=_("Pilih unit"))
    on = forms.DateField(label=_("Mulai tanggal"), widget=Day)
