"""What an officer types about the own agency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.zones import ZONES

_EMBLEM_MOST = 2 * 1024 * 1024


class EditAgency(forms.Form):
    """Letterhead, zone of time, quiet hours."""

    name = forms.CharField(label=_("Nama instansi"), max_length=120, help_text=_("Contoh: Kota Kendari."))
    government = forms.CharField(
        label=_("Baris pertama kop"), max_length=120, required=False, help_text=_("Contoh: Pemerintah Kota Kendari.")
    )
    office = forms.CharField(
        label=_("Baris kedua kop"), max_length=120, required=False, help_text=_("Nama badan yang mengeluarkan surat.")
    )
    address = forms.CharField(
        label=_("Alamat di kop"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        help_text=_("Paling banyak empat baris."),
    )
    place = forms.CharField(label=_("Kota di atas tanggal"), max_length=60, required=False)
    region = forms.RegexField(
        r"\d{2}(\.\d{2})?", label=_("Kode wilayah"), max_length=5, required=False,
        error_messages={"invalid": _("Tulis kode wilayah Kemendagri, contoh 74 atau 74.71.")},
        help_text=_("Kode Kemendagri: provinsi 74, kota 74.71. Kosongkan bagi instansi pusat. Menentukan tahapan pemilihan."),
    )  # fmt: skip
    zone = forms.ChoiceField(label=_("Zona waktu"), choices=[(code, code) for code in ZONES])
    quiet_from = forms.TimeField(
        label=_("Surel tidak dikirim mulai pukul"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "input"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Surel dikirim lagi mulai pukul"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "input"}, format="%H:%M"),
    )
    emblem = forms.FileField(
        label=_("Lambang"),
        required=False,
        help_text=_("PNG, JPEG, WEBP, atau SVG, paling besar 2 MB. Kosongkan bila tidak diganti."),
    )

    def clean_address(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]
        if len(lines) > 4:
            raise forms.ValidationError(_("Paling banyak empat baris."))
        return lines

    def clean_emblem(self) -> bytes | None:
        upload = self.cleaned_data["emblem"]
        if not upload:
            return None
        if upload.size > _EMBLEM_MOST:
            raise forms.ValidationError(_("Berkas ini lebih besar dari 2 MB."))
        return bytes(upload.read())
