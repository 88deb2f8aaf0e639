"""Input about paper: what to print, which rows are signed, why a sheet is given back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor
from ikrar.core import files
from ikrar.core.styled import Styled
from ikrar.pledges.queries import papers as queries
from ikrar.pledges.rules import SheetKind


class PrintForm(Styled):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Pilih unit"))
    kind = forms.ChoiceField(
        choices=SheetKind.choices, widget=forms.RadioSelect, initial=SheetKind.ROSTER, label=_("Yang dicetak")
    )
    only_missing = forms.BooleanField(required=False, label=_("Hanya yang belum tercatat"))
    empty = {"unit": _("Pilih unitnya.")}

    def __init__(self, *args: Any, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = queries.units_to_print(viewer)


class EnterForm(Styled):
    """Ticked rows, the day of the ink, and the scan; a file too large is refused before it is read."""

    signed_on = forms.DateField(
        label=_("Tanggal ditandatangani"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    scan = forms.FileField(
        label=_("Foto atau pindaian lembar"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
    empty = {
        "signed_on": _("Tulis tanggal di lembar, contoh 28 Februari 2025."), "scan": _("Lampirkan foto atau pindaiannya."),
    }  # fmt: skip

    def clean_scan(self) -> bytes:
        scan = self.cleaned_data["scan"]
        if scan.size > files.MAX_SCAN_BYTES:
            raise forms.ValidationError(
                _("Berkas ini terlalu besar. Paling besar %(size)d MB."), params={"size": files.MAX_SCAN_BYTES >> 20}
            )
        return bytes(scan.read())

    def ticked(self) -> list[int]:
        """Ids of the ticked rows; whether they are of this sheet is the action's matter."""
        return [int(value) for value in self.data.getlist("ticked") if value.isdecimal() and len(value) < 19]  # type: ignore[attr-defined]


class GiveBackForm(Styled):
    reason = forms.CharField(max_length=300, label=_("Apa yang tidak cocok?"), widget=forms.Textarea(attrs={"rows": 2}))
    empty = {"reason": _("Tulis apa yang tidak cocok, supaya bisa diperbaiki.")}
