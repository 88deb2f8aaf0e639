"""Choosing posters: whose, and in which language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled
from ikrar.norms.queries import inquiries as queries


class ChoosePosters(Styled):
    """Whose name, emblem and address stand on the posters, and the language of their sentences."""

    empty = {"instansi": _("Pilih instansi yang namanya tercetak.")}
    instansi: Any = forms.ModelChoiceField(
        None, to_field_name="code", label=_("Instansi yang tercetak"), empty_label=None
    )
    bahasa = forms.ChoiceField(label=_("Bahasa poster"), choices=[("id", "Bahasa Indonesia"), ("en", "English")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["instansi"]
        field.queryset = queries.asked_agencies()
        self.first = field.queryset.first()
