"""Input of quotas and of naming delegates."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.forms.choices import UnitChoice, offer
from ikrar.agencies.roles import Actor
from ikrar.core.styled import Styled
from ikrar.outreach.models import Activity, Quota
from ikrar.outreach.queries.inviting import units_of
from ikrar.outreach.rules import SEATS_MOST


class QuotaForm(Styled):
    """How many seats, and until when the unit may name who takes them."""

    empty = {"seats": _("Tulis jumlah kursi, contoh 3."), "until": _("Tulis batas waktunya, contoh 25 Februari 2025.")}
    seats = forms.IntegerField(
        min_value=1, max_value=SEATS_MOST, label=_("Jumlah kursi"), error_messages={"invalid": _("Tulis angka saja, contoh 3.")}
    )  # fmt: skip
    until = forms.DateField(
        label=_("Disebut paling lambat"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis batas waktunya, contoh 2025-02-25.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, quota: Quota | None = None, **more: Any) -> None:
        initial = {"seats": quota.seats, "until": quota.until} if quota else {}
        super().__init__(data, initial={**initial, **more.pop("initial", {})}, **more)


class SeatsForm(QuotaForm):
    """Seats for several units at once."""

    empty = {**QuotaForm.empty, "units": _("Pilih paling sedikit satu unit.")}
    field_order = ["units", "seats", "until"]
    units: Any = UnitChoice(
        None, label=_("Unit"), widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Boleh beberapa sekaligus. Unit yang sudah punya jatah diganti jumlah dan batasnya."),
    )  # fmt: skip

    def __init__(self, viewer: Actor, activity: Activity, today: dt.date, data: Any = None) -> None:
        day_before = activity.on - dt.timedelta(days=1) if activity.on else None
        until = max(day_before, today) if day_before else None
        super().__init__(data, initial={"until": until} if until else {})
        self.fields["seats"].label = _("Kursi tiap unit")
        offer(self.fields["units"], units_of(viewer))


class DelegateForm(forms.Form):
    """Whom to name or release, in whose place, and what was typed to find the person."""

    typed = forms.CharField(required=False, max_length=80, strip=True)
    staff = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    instead = forms.IntegerField(required=False, min_value=1, max_value=2**62)
