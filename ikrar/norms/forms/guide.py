"""A question to the guide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled


class Ask(Styled):
    """An everyday question; its words stay in this one request."""

    empty = {"q": _("Tulis dahulu apa yang ingin Anda tanyakan.")}
    q = forms.CharField(label=_("Tulis pertanyaan Anda"), max_length=500)
