"""Input of the norms room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Ask(forms.Form):
    """An everyday question; its words stay in this one request."""

    q = forms.CharField(
        label=_("Tulis pertanyaan Anda"), max_length=500, strip=True,
        error_messages={"required": _("Tulis dahulu apa yang ingin Anda tanyakan.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"class": "input", "type": "search", "autocomplete": "off"})
