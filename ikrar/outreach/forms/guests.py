"""Input of guests: one, or several lines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled


class GuestForm(Styled):
    """One guest."""

    empty = {"name": _("Tulis nama tamunya."), "institution": _("Tulis asal instansinya.")}
    name = forms.CharField(max_length=200, label=_("Nama, dengan gelar"))
    office = forms.CharField(max_length=200, required=False, label=_("Jabatan"))
    institution = forms.CharField(max_length=200, label=_("Instansi"))


class LinesForm(Styled):
    """Several guests, a line each."""

    empty = {"lines": _("Tempel paling sedikit satu baris.")}
    lines = forms.CharField(
        max_length=100_000, label=_("Satu baris satu tamu: nama; jabatan; instansi"), widget=forms.Textarea({"rows": 8}),
        help_text=_("Boleh ditempel dari Excel. Jabatan boleh kosong. Contoh: Wati Tamurekaan, S.H.; Anggota; Bawaslu Kota Contoh"),
    )  # fmt: skip
