"""Input about attendance sheets: what to print, which rows are signed, why a sheet is given back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Unit
from ikrar.core import files
from ikrar.core.styled import Styled


class PrintForm(Styled):
    """One unit or all of them; a blank sheet for whoever was not invited."""

    unit: Any = forms.ModelChoiceField(None, required=False, label=_("Unit"), empty_label=_("Semua unit yang diundang"))
    is_blank = forms.BooleanField(required=False, label=_("Satu lembar kosong, untuk tambahan dan tamu"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units
        self.units = units

    @property
    def chosen(self) -> list[Unit]:
        unit = self.cleaned_data["unit"]
        return [unit] if unit else [] if self.cleaned_data["is_blank"] else list(self.units)


class EnterSheet(Styled):
    """Ticked rows and the scan; a file too large is refused before it is read."""

    scan = forms.FileField(
        label=_("Foto atau pindaian lembar"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
    empty = {"scan": _("Lampirkan foto atau pindaiannya.")}

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


class GiveBack(Styled):
    reason = forms.CharField(max_length=300, label=_("Apa yang tidak cocok?"), widget=forms.Textarea(attrs={"rows": 2}))
    empty = {"reason": _("Tulis apa yang tidak cocok, supaya bisa diperbaiki.")}
