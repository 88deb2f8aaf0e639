"""Input of those present, and of the committee that asks them. What is typed is kept as plain lines of text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled, Words
from ikrar.outreach.actions.forums import Asked
from ikrar.outreach.actions.questions import Cited
from ikrar.outreach.models import Forum

_STEPS = 5
_PLACES = (1, 2, 3)


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


class Ask(Styled):
    """A question for the speakers."""

    empty = {"text": _("Tulis pertanyaannya.")}
    text = Words(
        max_length=300, rows=5, label=_("Pertanyaan Anda"),
        help_text=_("Paling banyak 300 huruf. Jangan tulis nama siapa pun, juga nama Anda."),
    )  # fmt: skip
    ticket = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)


class Choose(Styled):
    """Show a question, perhaps in other words."""

    wording = Words(
        max_length=300, required=False, rows=3, label=_("Ditampilkan sebagai"),
        help_text=_("Ringkas atau hapus nama orang bila perlu. Kalimat aslinya tetap tersimpan."),
    )  # fmt: skip


class SetAside(Styled):
    """Leave a question out, and why."""

    empty = {"reason": _("Tulis alasannya. Penanya dapat membacanya.")}
    reason = forms.CharField(
        max_length=200, label=_("Alasan"), help_text=_("Penanya membacanya dengan kodenya, contoh: di luar materi hari ini.")
    )  # fmt: skip


class Merge(Styled):
    """Into which other question it goes."""

    empty = {"into": _("Pilih pertanyaan lain yang sedang ditampilkan.")}
    into: Any = forms.ModelChoiceField(None, label=_("Gabung ke"), empty_label=_("Pilih pertanyaan"))

    def __init__(self, others: Any, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["into"]
        field.queryset = others
        field.error_messages["invalid_choice"] = self.empty["into"]


class WriteAnswer(Styled):
    """An answer, and up to three places that it rests on."""

    empty = {"answer": _("Tulis jawabannya.")}
    answer = Words(max_length=2000, rows=6, label=_("Jawaban tertulis"))

    def __init__(self, bases: Any, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for place in _PLACES:
            self.fields[f"basis_{place}"] = forms.ModelChoiceField(
                bases, required=False, label=_("Dasar hukum"), empty_label=_("Pilih dasar hukum"),
                widget=forms.Select({"class": "input"}),
            )  # fmt: skip
            self.fields[f"article_{place}"] = forms.CharField(
                max_length=120,
                required=False,
                label=_("Bagian yang dirujuk"),
                widget=forms.TextInput({"class": "input"}),
            )

    @property
    def places(self) -> list[tuple[Any, Any]]:
        return [(self[f"basis_{place}"], self[f"article_{place}"]) for place in _PLACES]

    @property
    def has_more(self) -> bool:
        """Anything in the places after the first."""
        return any(field.value() or field.errors for pair in self.places[1:] for field in pair)

    def cited(self) -> list[Cited]:
        told = self.cleaned_data
        pairs = [(told.get(f"basis_{place}"), told.get(f"article_{place}", "")) for place in _PLACES]
        return [Cited(basis, article) for basis, article in pairs if basis is not None]


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
