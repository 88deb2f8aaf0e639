"""Questions to the legal office and their answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled, Words
from ikrar.norms import guidance
from ikrar.norms.queries import inquiries as queries


class Inquire(Styled):
    """A question to the legal office. Where the installation serves one agency, that one is asked."""

    empty = {"text": _("Tulis dahulu apa yang ingin Anda tanyakan."), "agency": _("Pilih instansi yang ditanya.")}
    agency: Any = forms.ModelChoiceField(None, label=_("Bagian Hukum instansi mana?"), empty_label=_("Pilih instansi"))
    text = Words(
        max_length=500, rows=5, label=_("Pertanyaan Anda"),
        help_text=_("Paling banyak 500 huruf. Jangan tulis nama siapa pun, juga nama, unit, atau nomor Anda."),
    )  # fmt: skip
    ticket = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = queries.asked_agencies()
        first = list(field.queryset[:2])
        self.only = first[0] if len(first) == 1 else None
        field.required = self.only is None

    def clean_agency(self) -> Any:
        return self.only or self.cleaned_data["agency"]


class ReadInquiry(Styled):
    """The code that was given with the question."""

    empty = {"code": _("Ketik kode yang Anda terima sesudah bertanya.")}
    code = forms.CharField(
        max_length=24, label=_("Kode pertanyaan"), widget=forms.TextInput({"class": "input input-code", "autocomplete": "off"}),
        help_text=_("Sepuluh huruf dan angka, contoh 7Q4M2-F9K3T."),
    )  # fmt: skip


class AnswerInquiry(Styled):
    """An answer, the rule that it rests on, and what may stay of it for others."""

    empty = {"answer": _("Tulis jawabannya.")}
    answer = Words(max_length=2000, rows=6, label=_("Jawaban"))
    rule = forms.ChoiceField(
        required=False, label=_("Kaidah"), choices=guidance.rule_choices,
        help_text=_("Penanya melihat dasar dan golongannya."),
    )  # fmt: skip
    precedent = Words(
        max_length=300, required=False, rows=2, label=_("Simpan untuk semua sebagai"),
        help_text=_("Pertanyaannya dengan kata Anda sendiri, tanpa orang, unit, atau tempat. Kosongkan bila tidak perlu."),
    )  # fmt: skip
