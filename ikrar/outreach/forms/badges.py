"""Input about badges: for which unit, and why one ends."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled
from ikrar.outreach.models import Activity
from ikrar.outreach.queries import badges as queries


class SheetsForm(Styled):
    """Whose badges to print; no unit is everybody."""

    unit: Any = forms.ModelChoiceField(None, required=False, label=_("Unit"), empty_label=_("Semua unit dan tamu"))

    def __init__(self, activity: Activity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = queries.units(activity)


class EndForm(Styled):
    """Why a badge ends, and whether its holder gets another."""

    empty = {"reason": _("Tulis alasannya, contoh: hilang.")}
    reason = forms.CharField(max_length=200, label=_("Alasan"))
    again = forms.BooleanField(required=False, initial=True, label=_("Buat lencana baru untuk orang ini"))
