"""What an officer types about one person."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Staff, Unit
from ikrar.agencies.queries.units import units_for
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster.numbers import is_phone
from ikrar.agencies.rules import StaffKind


class Day(forms.DateInput):
    """A day that the browser offers a calendar for."""

    input_type = "date"


class _Today(forms.Form):
    """A day that has come: the list says who serves where today, so tomorrow's change is made tomorrow."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in {"since", "on"} & data.keys():
            if data[name] > self.initial[name]:
                self.add_error(name, gettext("Tanggal ini belum tiba. Catat pada harinya."))
        return data


class _WithUnit(_Today):
    unit: Any = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit kerja"), empty_label=_("Pilih unit"),
        error_messages={"required": _("Pilih unit kerjanya.")},
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units_for(viewer)


class AddStaff(_WithUnit):
    name = forms.CharField(
        label=_("Nama dengan gelar"), max_length=200,
        error_messages={"required": _("Tulis nama lengkapnya, contoh: Sari Contohwati, S.Pd.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Jenis pegawai"), choices=StaffKind.choices)
    number = forms.CharField(label=_("NIP atau NI PPPK"), max_length=40, required=False)
    position = forms.CharField(label=_("Jabatan"), max_length=300, required=False)
    grade = forms.CharField(label=_("Pangkat atau golongan"), max_length=60, required=False)
    phone = forms.CharField(label=_("Nomor HP"), max_length=60, required=False)
    email = forms.EmailField(label=_("Surel"), max_length=254, required=False)
    since = forms.DateField(label=_("Mulai bertugas"), widget=Day)
    field_order = ("name", "kind", "number", "unit", "position", "grade", "phone", "email", "since")
    has_short_phone = False

    def clean_phone(self) -> str:
        """A number that reaches nobody is left out, and said; the person is added all the same."""
        phone = str(self.cleaned_data["phone"])
        self.has_short_phone = bool(phone) and not is_phone(phone)
        return "" if self.has_short_phone else phone


class MoveStaff(_WithUnit):
    position = forms.CharField(label=_("Jabatan baru"), max_length=300, required=False)
    on = forms.DateField(label=_("Mulai tanggal"), widget=Day)
    field_order = ("unit", "position", "on")


class EndStaff(_Today):
    on = forms.DateField(label=_("Tidak bertugas lagi sejak"), widget=Day)
    reason = forms.CharField(label=_("Keterangan"), max_length=200, required=False)


class MergeStaff(forms.Form):
    """The other record of the same person, picked from what a search found."""

    into: Any = forms.ModelChoiceField(
        Staff.objects.none(),
        error_messages={
            "required": _("Pilih catatan lain dari orang yang sama."),
            "invalid_choice": _("Orang ini tidak ada di daftar ini lagi. Cari lagi, lalu pilih."),
        },
    )
    on = forms.DateField(label=_("Sejak"), widget=Day)
    anyway = forms.BooleanField(
        label=_("Tetap gabungkan. Yang disebut di atas tinggal di catatan ini."), required=False
    )

    def __init__(self, *args: Any, candidates: QuerySet[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.queryset = candidates


class ChangeContact(forms.Form):
    phone = forms.CharField(label=_("Nomor HP"), max_length=60, required=False)
    email = forms.EmailField(label=_("Surel"), max_length=254, required=False)

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if phone and not is_phone(phone):
            raise forms.ValidationError(gettext("Nomor HP terlalu pendek. Periksa, atau kosongkan."))
        return phone


class Search(forms.Form):
    """Name, unit or last digits; never in the address of a page that is shared."""

    q = forms.CharField(max_length=100, required=False)
    unit = forms.IntegerField(required=False)
    which = forms.ChoiceField(choices=[("", ""), ("ended", ""), ("merged", "")], required=False)
