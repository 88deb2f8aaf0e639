"""Input of the pages that reach people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.forms.choices import OneUnitChoice
from ikrar.agencies.roles import Actor
from ikrar.core.styled import Styled
from ikrar.pledges.permissions import REACH
from ikrar.pledges.queries.hub import in_reach
from ikrar.pledges.rules import ReachOnly


class FileForm(Styled):
    """For whom a file with codes is."""

    unit = OneUnitChoice(None, required=False, empty_label=_("Semua unit"), label=_("Unit"))
    only = forms.ChoiceField(choices=ReachOnly.choices, label=_("Untuk siapa"), initial=ReachOnly.NO_EMAIL)

    def __init__(self, viewer: Actor, data: Any = None, *, unit: int | None = None) -> None:
        super().__init__(data, initial={"unit": unit} if unit else None)
        field: Any = self.fields["unit"]
        field.queryset = in_reach(viewer, REACH)


class NewCodeForm(Styled):
    """Why a code is issued anew, and how it reaches its holder."""

    empty = {"reason": _("Tulis alasannya, contoh: slip hilang.")}
    reason = forms.CharField(max_length=300, label=_("Alasan"), help_text=_("Tersimpan di jejak perubahan."))
    way = forms.ChoiceField(
        choices=[("show", _("Tampilkan sekali di layar ini")), ("mail", _("Kirim ke surel terdaftar"))],
        widget=forms.RadioSelect,
        label=_("Kode baru"),
    )

    def __init__(self, data: Any = None, *, has_mail: bool) -> None:
        super().__init__(data, initial={"way": "mail" if has_mail else "show"})
        if not has_mail:
            way: Any = self.fields["way"]
            way.choices = way.choices[:1]
