"""Input of an official letter, and what of it to print."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled
from ikrar.outreach.models import Activity, InvitationLetter
from ikrar.outreach.queries import badges as queries
from ikrar.outreach.rules import OfficeForm, PrintForm

_FIELDS = (
    "number", "dated_on", "nature", "subject", "occasion", "dress", "note", "signer_name", "signer_form", "signer_office",
    "signer_rank", "signer_number",
)  # fmt: skip


class LetterForm(Styled):
    """The words of a letter; number and date may come later, by hand."""

    empty = {
        "subject": _("Tulis hal suratnya."), "signer_name": _("Tulis nama penanda tangan dengan gelarnya."),
        "signer_office": _("Tulis jabatan penanda tangan."), "occasion": _("Tulis kalimat pembukanya."),
    }  # fmt: skip
    number = forms.CharField(
        max_length=80, required=False, label=_("Nomor surat"),
        help_text=_("Dari Srikandi atau buku agenda. Kosong menjadi titik-titik."),
    )  # fmt: skip
    dated_on = forms.DateField(
        required=False, label=_("Tanggal surat"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggalnya, contoh 2025-02-28.")},
    )  # fmt: skip
    nature = forms.CharField(max_length=40, required=False, label=_("Sifat"))
    subject = forms.CharField(max_length=200, label=_("Hal"))
    occasion = forms.CharField(max_length=600, label=_("Pembuka"), widget=forms.Textarea({"rows": 3}))
    dress = forms.CharField(max_length=200, required=False, label=_("Pakaian"))
    note = forms.CharField(max_length=600, required=False, label=_("Catatan"), widget=forms.Textarea({"rows": 2}))
    signer_name = forms.CharField(max_length=160, label=_("Nama penanda tangan, dengan gelar"))
    signer_form = forms.ChoiceField(choices=OfficeForm.choices, required=False, label=_("Bentuk jabatan"))
    signer_office = forms.CharField(max_length=160, label=_("Jabatan penanda tangan"))
    signer_rank = forms.CharField(max_length=100, required=False, label=_("Pangkat"))
    signer_number = forms.CharField(max_length=24, required=False, label=_("NIP penanda tangan"))
    copies = forms.CharField(
        max_length=2100, required=False, label=_("Tembusan"), widget=forms.Textarea({"rows": 3}),
        help_text=_("Satu baris satu penerima, paling banyak sepuluh."),
    )  # fmt: skip

    def clean_signer_number(self) -> str:
        digits = "".join(str(self.cleaned_data["signer_number"]).split())
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 18):
            raise forms.ValidationError(_("NIP terdiri dari 18 angka."))
        return digits

    def clean_copies(self) -> list[str]:
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["copies"]).splitlines() if line.strip()]
        if len(lines) > 10 or any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("Paling banyak sepuluh baris, tiap baris paling panjang 200 huruf."))
        return lines


def told(letter: InvitationLetter) -> dict[str, Any]:
    """A letter as the form's first values."""
    return {name: getattr(letter, name) for name in _FIELDS} | {"copies": "\n".join(letter.copies)}


class PrintLettersForm(Styled):
    """Which letters to make."""

    unit: Any = forms.ModelChoiceField(None, required=False, label=_("Unit"), empty_label=_("Semua unit"))
    form = forms.ChoiceField(
        choices=PrintForm.choices, widget=forms.RadioSelect, label=_("Bentuk"), initial=PrintForm.MERGED
    )

    def __init__(self, activity: Activity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = queries.units(activity)
