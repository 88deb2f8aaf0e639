"""What every form looks like: our input class, and the words for what was left empty."""

import re
import unicodedata
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


_BLANKS = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Line ends as one sign, as the browser counts them; nothing that hides or turns letters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = (c for c in text if c == "\n" or c == "\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return _BLANKS.sub("\n\n", "".join(shown)).strip()


class Words(forms.CharField):
    """A text of several lines, counted as the reader sees it."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return tidy(str(super().to_python(value) or ""))
