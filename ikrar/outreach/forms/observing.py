"""Input of an observer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled, Words
from ikrar.outreach.models import Remark


class WriteRemark(Styled):
    """A remark with the writer's own name and institution; `corrects` names an earlier one of the same writer."""

    empty = {"text": _("Tulis catatannya."), "name": _("Tulis nama Anda."), "institution": _("Tulis instansi Anda.")}
    text = Words(
        max_length=2000,
        rows=6,
        label=_("Catatan"),
        help_text=_("Paling banyak 2.000 huruf. Dicetak utuh di berita acara."),
    )
    name = forms.CharField(max_length=120, label=_("Nama Anda, dengan gelar"))
    institution = forms.CharField(max_length=160, label=_("Instansi Anda"))
    corrects: Any = forms.ModelChoiceField(
        None, required=False, label=_("Membetulkan catatan"), empty_label=_("Tidak, ini catatan baru")
    )
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, own: Any, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        field: Any = self.fields["corrects"]
        field.queryset = own
        field.label_from_instance = _title


def _title(row: Remark) -> str:
    return row.text[:60]
