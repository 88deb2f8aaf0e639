"""Input of inviting: which group, which person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.forms.choices import UnitChoice, offer
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import StaffKind
from ikrar.core.styled import Styled
from ikrar.outreach.queries.inviting import Group, units_of


class GroupForm(Styled):
    """A group of staff; what is left empty narrows nothing."""

    units: Any = UnitChoice(
        None, required=False, label=_("Unit"), widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Tidak ada yang dipilih berarti semua unit."),
    )  # fmt: skip
    below = forms.BooleanField(required=False, initial=True, label=_("Termasuk unit di bawahnya"))
    kinds = forms.MultipleChoiceField(
        required=False, choices=StaffKind.choices, widget=forms.CheckboxSelectMultiple, label=_("Jenis pegawai"),
        help_text=_("Tidak ada yang dicentang berarti semua jenis."),
    )  # fmt: skip
    position = forms.CharField(
        required=False, max_length=200, label=_("Kata dalam jabatan"),
        help_text=_("Contoh: kepala dinas, camat. Koma berarti “atau”."),
    )  # fmt: skip

    def __init__(self, viewer: Actor, data: Any = None) -> None:
        super().__init__(data)
        offer(self.fields["units"], units_of(viewer))

    def group(self) -> Group:
        told = self.cleaned_data
        return Group(list(told["units"]), told["below"], told["kinds"], told["position"])


class PersonForm(forms.Form):
    """Whom to invite or not, and what was typed to find the person."""

    typed = forms.CharField(required=False, max_length=80, strip=True)
    staff = forms.IntegerField(required=False, min_value=1, max_value=2**62)
