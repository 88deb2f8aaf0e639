"""Input of an attendance desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled
from ikrar.outreach.rules import AttendanceVoidReason


class Arrive(Styled):
    """What was typed, scanned by a USB scanner, or pressed in the list; `uuid` makes sending it twice harmless."""

    typed = forms.CharField(max_length=400, required=False, strip=True)
    staff = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    guest = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    uuid = forms.UUIDField(error_messages={"invalid": _("Muat ulang halaman ini, lalu coba lagi.")})

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        if not any(told.get(name) for name in ("typed", "staff", "guest")):
            self.add_error("typed", _("Ketik nama, unit, atau angka terakhir, atau pindai lencana."))
        return told


class NewGuest(Styled):
    """A guest who was not announced."""

    empty = {"name": _("Tulis nama tamunya."), "institution": _("Tulis asal instansinya.")}
    name = forms.CharField(max_length=200, label=_("Nama, dengan gelar"))
    office = forms.CharField(max_length=200, required=False, label=_("Jabatan"))
    institution = forms.CharField(max_length=200, label=_("Instansi"))
    uuid = forms.UUIDField(widget=forms.HiddenInput)


class Undo(Styled):
    """Take a record back, and why."""

    reason = forms.ChoiceField(
        choices=AttendanceVoidReason.choices, error_messages={"required": _("Pilih alasannya."), "invalid_choice": _("Pilih alasannya.")}
    )  # fmt: skip
    note = forms.CharField(max_length=300, required=False)
