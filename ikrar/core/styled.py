"""What every form looks like: our input class, and the words for what was left empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_PLAIN = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)


class Styled(forms.Form):
    """A form whose fields wear `.input`; `empty` tells in a field's own words that it was left empty."""

    empty: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not isinstance(field.widget, _PLAIN):
                field.widget.attrs.setdefault("class", "input")
            field.error_messages["required"] = self.empty.get(name, _("Bagian ini belum diisi."))

    def full_clean(self) -> None:
        """The first field in error gets the focus when the page comes back."""
        super().full_clean()
        wrong = next((name for name in self.fields if name in self.errors), "")
        if wrong and not isinstance(self.fields[wrong].widget, _PLAIN):
            self.fields[wrong].widget.attrs["autofocus"] = True
