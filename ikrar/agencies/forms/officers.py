"""What a personnel officer types about officers and desks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Account, Unit
from ikrar.agencies.queries import officers
from ikrar.agencies.roles import Actor, Role


class _Place(forms.Form):
    """A role, and a unit for the roles that are held at one."""

    role = forms.ChoiceField(label=_("Peran"))
    unit: Any = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("Seluruh instansi")
    )

    def __init__(self, *args: Any, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [(role.value, role.label) for role in officers.roles_given_by(viewer)]
        unit: Any = self.fields["unit"]
        unit.queryset = officers.units_to_hold(viewer)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class Grant(_Place):
    """One more role for somebody."""


class Invite(_Place):
    """A new officer: name, e-mail if any, first role."""

    name = forms.CharField(
        label=_("Nama"), max_length=120,
        error_messages={"required": _("Tulis nama petugasnya, contoh: Budi Rekaan.")},
    )  # fmt: skip
    email = forms.EmailField(label=_("Surel"), max_length=254, required=False)


class Coordinators(forms.Form):
    """A pasted list, one coordinator a line."""

    lines = forms.CharField(label=_("Daftar koordinator"), max_length=200_000, strip=False)


class EnrolDevice(forms.Form):
    """A desk's label and the officer in charge of it."""

    label = forms.CharField(
        label=_("Nama perangkat"), max_length=60,
        error_messages={"required": _("Beri nama perangkatnya, contoh: Meja 1.")},
    )  # fmt: skip
    officer: Any = forms.ModelChoiceField(Account.objects.none(), label=_("Petugas yang bertanggung jawab"))

    def __init__(self, *args: Any, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer: Any = self.fields["officer"]
        officer.queryset = officers.officers_of(viewer).filter(is_active=True)


class OpenDevice(forms.Form):
    """The one-time code, typed on the desk's machine."""

    code = forms.CharField(label=_("Kode perangkat"), max_length=20)
