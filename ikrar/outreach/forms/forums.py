"""Input of those present, and of the committee that asks them. What is typed is kept as plain lines of text."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled
from ikrar.outreach.actions.forums import Asked
from ikrar.outreach.models import Forum

_STEPS = 5
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


class Evaluation(Styled):
    """Three questions to those present."""

    empty = {"first": _("Pilih satu jawaban."), "second": _("Pilih satu jawaban.")}
    first = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    second = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    text = Words(
        max_length=500, required=False, rows=5,
        help_text=_("Paling banyak 500 huruf. Jangan tulis nama siapa pun, juga nama Anda."),
    )  # fmt: skip
    ticket = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, forum: Forum, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name, label, words in (
            ("first", forum.first, forum.first_words), ("second", forum.second, forum.second_words), ("text", forum.third, ()),
        ):  # fmt: skip
            field: Any = self.fields[name]
            field.label = label
            if words:
                field.choices = list(enumerate(words, start=1))
                field.error_messages["invalid_choice"] = self.empty[name]


class Steps(Words):
    """Five lines, a word or two each, from the least to the most."""

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if len(lines) != _STEPS or any(len(line) > 40 for line in lines):
            raise forms.ValidationError(
                _("Tulis tepat lima baris pendek, dari yang paling rendah ke yang paling tinggi.")
            )
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class ForumForm(Styled):
    """What an activity's short address asks and takes."""

    has_evaluation = forms.BooleanField(required=False, label=_("Evaluasi: tiga pertanyaan sesudah kegiatan"))
    has_questions = forms.BooleanField(required=False, label=_("Kotak pertanyaan untuk narasumber"))
    days = forms.IntegerField(
        min_value=1, max_value=60, label=_("Evaluasi terbuka berapa hari"), help_text=_("Dihitung sejak kegiatan dimulai.")
    )  # fmt: skip
    first = forms.CharField(max_length=200, label=_("Pertanyaan pertama"))
    first_words = Steps(rows=5, label=_("Lima jawabannya, satu per baris"))
    second = forms.CharField(max_length=200, label=_("Pertanyaan kedua"))
    second_words = Steps(rows=5, label=_("Lima jawabannya, satu per baris"))
    third = forms.CharField(max_length=200, label=_("Pertanyaan ketiga, dijawab dengan kalimat sendiri"))

    def asked(self) -> Asked:
        return Asked(**{name: self.cleaned_data[name] for name in self.fields})
