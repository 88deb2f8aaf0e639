"""Forms of those who look after a campaign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.pledges.rules import MissingReason


class ReasonForm(forms.Form):
    """One of six neutral reasons, with a day until which it holds where that is known."""

    reason = forms.ChoiceField(
        label=_("Alasan"),
        required=False,
        choices=[("", _("Belum diketahui")), *MissingReason.choices],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Sampai tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input"})
    )
