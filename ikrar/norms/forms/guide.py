"""A question to the guide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled
from ikrar.norms import stepwise


class Ask(Styled):
    """An everyday question; its words stay in this one request."""

    empty = {"q": _("Tulis dahulu apa yang ingin Anda tanyakan.")}
    q = forms.CharField(label=_("Tulis pertanyaan Anda"), max_length=500)


class Steps(forms.Form):
    """What was chosen so far; it travels from page to page and is kept nowhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in stepwise.QUESTIONS:
            self.fields[name] = forms.ChoiceField(required=False, choices=stepwise.values(name))
