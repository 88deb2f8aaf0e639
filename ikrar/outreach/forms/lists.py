"""Input of the attendance list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled


class ListForm(Styled):
    """Which file, and whether the form that it goes to asks for whole numbers."""

    form = forms.ChoiceField(
        choices=[("pdf", "PDF"), ("xlsx", "XLSX")],
        error_messages={"required": _("Pilih PDF atau XLSX."), "invalid_choice": _("Pilih PDF atau XLSX.")},
    )
    whole_numbers = forms.BooleanField(required=False, label=_("Tulis NIP dan NI PPPK lengkap"))
