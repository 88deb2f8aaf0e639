"""Input of answers: voiding a signature, answering a correction or an objection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Unit
from ikrar.agencies.queries.officers import units_to_hold
from ikrar.agencies.roles import Actor
from ikrar.core.styled import Styled
from ikrar.pledges.rules import VoidReason

_AREA = forms.Textarea(attrs={"rows": 2})


class VoidForm(Styled):
    reason = forms.ChoiceField(choices=[("", _("Pilih alasan")), *VoidReason.choices], label=_("Alasan"))
    empty = {"reason": _("Pilih alasannya.")}
    note = forms.CharField(required=False, max_length=300, label=_("Penjelasan"), widget=_AREA)


class AcceptForm(Styled):
    """A unit is chosen from the list; what the signer wrote need not be its official name."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit di daftar"), empty_label=_("Pilih unit"))

    def __init__(self, *args: Any, viewer: Actor, is_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = units_to_hold(viewer)
        if not is_unit:
            del self.fields["unit"]


class DeclineForm(Styled):
    words = forms.CharField(max_length=300, label=_("Mengapa tidak diubah"), widget=_AREA)
    empty = {"words": _("Tulis mengapa tidak diubah. Penanda tangan membacanya.")}


class AnswerForm(Styled):
    words = forms.CharField(max_length=300, label=_("Jawaban kepada orangnya"), widget=_AREA)
    is_void = forms.BooleanField(required=False, label=_("Batalkan tanda tangannya"))
    empty = {"words": _("Tulis jawabannya. Orangnya berhak tahu.")}


class NotMeForm(Styled):
    code = forms.CharField(max_length=40, label=_("Kode di surel"))
    empty = {"code": _("Ketik kode dari surel Anda.")}
