"""Input of an attendance desk."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ikrar.core import files, qr
from ikrar.core.styled import Styled
from ikrar.outreach.badges import MARK
from ikrar.outreach.rules import AttendanceVoidReason, Way


class Arrive(Styled):
    """What was typed, scanned, photographed, or pressed in the list; `uuid` makes sending it twice harmless."""

    typed = forms.CharField(max_length=400, required=False, strip=True)
    photo = forms.FileField(required=False, error_messages={"empty": _("Berkas foto ini kosong. Foto lagi.")})
    staff = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    guest = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    way = forms.ChoiceField(choices=Way.choices, required=False)
    client_at = forms.DateTimeField(required=False)
    uuid = forms.UUIDField(error_messages={"invalid": _("Muat ulang halaman ini, lalu coba lagi.")})

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("photo"):
            told["typed"] = self._read(told["photo"])
        elif "photo" not in self.errors and not any(told.get(name) for name in ("typed", "staff", "guest")):
            self.add_error("typed", _("Ketik nama, unit, atau angka terakhir, atau pindai lencana."))
        return told

    def _read(self, photo: UploadedFile) -> str:
        """The one badge in a photo."""
        if (photo.size or 0) > files.MAX_IMAGE_BYTES:
            self.add_error("photo", _("Foto ini lebih besar dari 12 MB. Foto dengan ukuran lebih kecil."))
            return ""
        codes = qr.read(photo.read())
        found = [text for text in codes if is_badge(text)]
        if len(found) == 1:
            return found[0]
        if found:
            self.add_error("photo", _("Ada lebih dari satu lencana di foto ini. Foto satu saja."))
        elif codes:
            self.add_error("photo", _("Kode di foto ini bukan lencana Ikrar. Cari namanya."))
        else:
            self.add_error(
                "photo",
                _("Kode lencana tidak terbaca di foto ini. Foto lagi lebih dekat dan terang, atau cari namanya."),
            )
        return ""


def is_badge(typed: str) -> bool:
    """Does it look like a badge rather than a name?"""
    return MARK in typed.upper()


class NewGuest(Styled):
    """A guest who was not announced."""

    empty = {"name": _("Tulis nama tamunya."), "institution": _("Tulis asal instansinya.")}
    name = forms.CharField(max_length=200, label=_("Nama, dengan gelar"))
    office = forms.CharField(max_length=200, required=False, label=_("Jabatan"))
    institution = forms.CharField(max_length=200, label=_("Instansi"))
    uuid = forms.UUIDField(widget=forms.HiddenInput)


class Refuse(forms.Form):
    """A badge is refused: the record that its scan made, if it made one."""

    act = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    uuid = forms.UUIDField(required=False)


class Undo(Styled):
    """Take a record back, and why."""

    reason = forms.ChoiceField(
        choices=AttendanceVoidReason.choices, error_messages={"required": _("Pilih alasannya."), "invalid_choice": _("Pilih alasannya.")}
    )  # fmt: skip
    note = forms.CharField(
        max_length=300, required=False, label=_("Keterangan"), help_text=_("Perlu diisi bila alasannya “Lainnya”.")
    )
