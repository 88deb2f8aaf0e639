"""Input about days: a count that anyone makes, an agency's own days off and its week."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Actor
from ikrar.core.styled import Styled, Words
from ikrar.norms.clock import Unit, Week
from ikrar.norms.queries import workdays as queries
from ikrar.norms.rules.clocks import MOST_TYPED_DAYS

_WEEKS = [(Week.FIVE.value, _("5 hari (Senin sampai Jumat)")), (Week.SIX.value, _("6 hari (Senin sampai Sabtu)"))]


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggal yang ada, contoh 2024-04-03.")}, **more,
    )  # fmt: skip


class CountDays(Styled):
    """A count of days for anyone; what a term of the catalogue says goes before a typed number."""

    empty = {"event": _("Pilih hari kejadiannya.")}
    event = _day(_("Hari kejadian"), help_text=_("Hari pertama yang dihitung adalah hari sesudahnya."))
    term = forms.ChoiceField(
        required=False,
        label=_("Tenggat menurut aturan"),
        help_text=_("Bila dipilih, jumlah dan jenis harinya dari aturan itu."),
    )
    number = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_TYPED_DAYS, label=_("Berapa hari"),
        error_messages={
            "min_value": _("Paling sedikit 1 hari."), "invalid": _("Tulis bilangan bulat, contoh 7."),
            "max_value": _("Paling banyak 366 hari."),
        },
    )  # fmt: skip
    unit = forms.ChoiceField(
        required=False, label=_("Jenis hari"), choices=[(Unit.WORKING.value, _("Hari kerja")), (Unit.CALENDAR.value, _("Hari kalender"))]
    )  # fmt: skip
    week = forms.ChoiceField(required=False, label=_("Hari kerja seminggu"), choices=_WEEKS)
    agency: Any = forms.ModelChoiceField(
        None, required=False, label=_("Instansi"), empty_label=_("Libur nasional saja"),
        help_text=_("Hari libur daerah dan minggu kerja instansi itu ikut dihitung."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, terms: list[tuple[str, str]]) -> None:
        super().__init__(data)
        field: Any = self.fields["agency"]
        field.queryset = queries.agencies()
        term: Any = self.fields["term"]
        term.choices = [("", _("Ketik sendiri jumlah harinya")), *terms]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("term") and data.get("number") is None and "number" not in self.errors:
            self.add_error("number", str(_("Tulis jumlah harinya, atau pilih tenggat menurut aturan.")))
        return data


class AddLocalDay(Styled):
    """A day off of the own region."""

    empty = {
        "day": _("Pilih harinya."), "name": _("Tulis nama harinya."), "decree": _("Tulis keputusan yang menetapkannya."),
        "decreed": _("Pilih tanggal keputusannya."),
    }  # fmt: skip
    day = _day(_("Hari libur"))
    name = forms.CharField(max_length=120, label=_("Nama hari"), help_text=_("Contoh: Hari Jadi Kota Contoh."))
    decree = forms.CharField(
        max_length=300,
        label=_("Keputusan yang menetapkan"),
        help_text=_("Jenis, nomor, dan tahunnya, seperti di naskahnya."),
    )
    decreed = _day(_("Tanggal keputusan"))
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)


class SetWorkWeek(Styled):
    """How many days a week the agency or one of its units works, from a day on."""

    empty = {
        "since": _("Pilih hari mulainya."), "decree": _("Tulis ketentuan yang menetapkannya."),
        "decreed": _("Pilih tanggal ketentuannya."),
    }  # fmt: skip
    days = forms.TypedChoiceField(label=_("Hari kerja seminggu"), choices=_WEEKS, coerce=int)
    unit: Any = forms.ModelChoiceField(
        None, required=False, label=_("Untuk"), empty_label=_("Seluruh instansi"),
        help_text=_("Satu unit dengan semua di bawahnya, misalnya rumah sakit atau sekolah."),
    )  # fmt: skip
    since = _day(_("Mulai hari"))
    decree = forms.CharField(max_length=300, label=_("Ketentuan yang menetapkan"))
    decreed = _day(_("Tanggal ketentuan"))
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None, *, viewer: Actor) -> None:
        super().__init__(data, initial=initial)
        field: Any = self.fields["unit"]
        field.queryset = queries.units(viewer)


class EndRow(Styled):
    """Why a day or a week counts no more."""

    empty = {"reason": _("Tulis alasannya.")}
    reason = Words(
        max_length=300,
        rows=3,
        label=_("Alasan"),
        help_text=_("Contoh: keputusannya dicabut, atau salah ketik tanggal."),
    )
