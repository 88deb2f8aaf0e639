"""Input of holds and erasures."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled
from ikrar.pledges.rules import HoldKind

_AREA = forms.Textarea(attrs={"rows": 2})
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ErasureForm(Styled):
    """Why, and by which rule; the row stays, so neither names the person."""

    reason = forms.CharField(
        max_length=300, label=_("Alasan"), widget=_AREA,
        help_text=_("Tanpa nama dan nomor orangnya: tulisan ini tetap tersimpan."),
    )  # fmt: skip
    authority = forms.CharField(
        max_length=300, label=_("Dasar hukum"), help_text=_("Aturan dan pasal, atau nomor dan tanggal putusan.")
    )
    uuid = forms.UUIDField(widget=forms.HiddenInput)
    empty = {
        "reason": _("Tulis alasannya."),
        "authority": _("Tulis dasar hukumnya: aturan dan pasal, atau nomor putusan."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"uuid": uuid.uuid4()}, **kwargs)


class RefuseErasureForm(Styled):
    words = forms.CharField(max_length=300, label=_("Mengapa tidak disetujui"), widget=_AREA)
    empty = {"words": _("Tulis mengapa tidak disetujui.")}


class CoverForm(Styled):
    scan = forms.FileField(
        label=_("Pindaian yang barisnya ditutup"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    empty = {"scan": _("Pilih berkasnya.")}


class HoldForm(Styled):
    kind = forms.ChoiceField(choices=[("", _("Pilih jenisnya")), *HoldKind.choices], label=_("Jenis"))
    reason = forms.CharField(max_length=300, label=_("Alasan"), widget=_AREA)
    authority = forms.CharField(
        max_length=300, label=_("Dasar"), help_text=_("Nomor surat perintah, laporan, atau perkara.")
    )
    since = forms.DateField(label=_("Mulai"), widget=_DAY)
    until = forms.DateField(label=_("Sampai"), widget=_DAY, required=False, help_text=_("Kosong: sampai diangkat."))
    uuid = forms.UUIDField(widget=forms.HiddenInput)
    empty = {"kind": _("Pilih jenisnya."), "reason": _("Tulis alasannya."), "authority": _("Tulis dasarnya.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"uuid": uuid.uuid4()}, **kwargs)
