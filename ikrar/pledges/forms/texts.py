"""Input of a text: title, opening, points (an empty one is removed, numbers order them), and a pact's own parts."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.rules import Level
from ikrar.core.styled import Styled
from ikrar.norms.queries.elections import elections
from ikrar.pledges.models import PledgeText
from ikrar.pledges.rules import IDENTITY, POINTS_MAX, WITNESSES_MAX, TextKind

_SPARE = 2
_IDENTITY = {
    "name": _("Nama"), "number": _("NIP atau NI PPPK"), "grade": _("Pangkat atau golongan"), "position": _("Jabatan"),
    "unit": _("Unit kerja"), "kind": _("Status kepegawaian"),
}  # fmt: skip
_LEVELS = {
    Level.INK: _("Tinta di kertas atau lebih kuat"),
    Level.VOUCHED: _("Disaksikan petugas atau lebih kuat"),
    Level.CODE_AND_PIN: _("Kode dan PIN atau lebih kuat"),
    Level.ONE_TIME_CODE: _("Kode sekali pakai ke surel terdaftar"),
}


class DraftForm(Styled):
    """Which elections the default text is about."""

    empty = {"elections": _("Pilih paling sedikit satu pemilihan.")}
    kind = forms.ChoiceField(choices=TextKind.choices, widget=forms.HiddenInput)
    elections: Any = forms.ModelMultipleChoiceField(
        None, widget=forms.CheckboxSelectMultiple, label=_("Untuk pemilihan")
    )

    def __init__(self, data: Any = None, *, on: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["elections"]
        field.queryset = elections(on)


class TextForm(Styled):
    """A draft as one page without a script."""

    empty = {"title": _("Tulis judul naskah, contoh: Ikrar Netralitas Pegawai.")}
    title = forms.CharField(max_length=160, label=_("Judul"))
    opening = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea({"rows": 3}), label=_("Kalimat pembuka")
    )
    closing = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea({"rows": 3}), label=_("Kalimat penutup")
    )
    least_level = forms.TypedChoiceField(
        coerce=int, choices=list(_LEVELS.items()), label=_("Bukti diri paling rendah"),
        help_text=_("Siapa yang belum mencapainya ditunjukkan jalan terdekat: surel terdaftar atau meja."),
    )  # fmt: skip

    def __init__(self, text: PledgeText, data: Any = None) -> None:
        body = text.body
        names = ("opening", "closing", "identity", "leader", "witnesses")
        initial = {"title": text.title, "least_level": text.least_level, **{name: body.get(name) for name in names}}
        super().__init__(data, initial=initial)
        self.is_pact = text.kind == TextKind.PACT
        if self.is_pact:
            self._add_pact_fields()
        count = min(max(len(body.get("points", [])), self._sent(data)) + (0 if data else _SPARE), POINTS_MAX)
        self.numbers = range(1, count + 1)
        self._points = body.get("points", [])
        for number in self.numbers:
            self._add_point(number)

    def _sent(self, data: Any) -> int:
        return sum(f"text_{number}" in data for number in range(1, POINTS_MAX + 1)) if data else 0

    def _add_pact_fields(self) -> None:
        self.fields["identity"] = forms.MultipleChoiceField(
            choices=[(name, _IDENTITY[name]) for name in IDENTITY], widget=forms.CheckboxSelectMultiple,
            label=_("Kolom identitas"), error_messages={"required": _("Pilih paling sedikit nama.")},
        )  # fmt: skip
        self.fields["leader"] = forms.BooleanField(required=False, label=_("Ada baris tanda tangan pimpinan"))
        self.fields["witnesses"] = forms.TypedChoiceField(
            coerce=int, choices=[(n, str(n)) for n in range(WITNESSES_MAX + 1)], label=_("Jumlah saksi")
        )
        self.fields["witnesses"].widget.attrs["class"] = "input"

    def _add_point(self, number: int) -> None:
        point = self._points[number - 1] if number <= len(self._points) else {}
        wide = {"class": "input", "rows": 3}
        self.fields[f"text_{number}"] = forms.CharField(
            required=False, max_length=600, widget=forms.Textarea(wide), initial=point.get("text", ""),
            label=_("Isi poin %(n)d") % {"n": number},
        )  # fmt: skip
        self.fields[f"meaning_{number}"] = forms.CharField(
            required=False, max_length=400, widget=forms.Textarea({**wide, "rows": 2}), initial=point.get("meaning", ""),
            label=_("Maksudnya, dengan kata sehari-hari"),
        )  # fmt: skip
        self.fields[f"place_{number}"] = forms.IntegerField(
            required=False, min_value=1, max_value=99, initial=number, label=_("Urutan"),
            widget=forms.NumberInput({"class": "input input-short"}),
        )  # fmt: skip

    def points(self) -> list[dict[str, Any]]:
        """The point fields for the page, each as a small group."""
        return [
            {"n": n, "text": self[f"text_{n}"], "meaning": self[f"meaning_{n}"], "place": self[f"place_{n}"]}
            for n in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"text_{n}", "").strip() for n in self.numbers):
            self.add_error("text_1", _("Tulis paling sedikit satu poin."))
        return cleaned

    def body(self) -> dict[str, Any]:
        """The body as it is stored."""
        got = self.cleaned_data
        kept = [n for n in self.numbers if got[f"text_{n}"].strip()]
        kept.sort(key=lambda n: (got[f"place_{n}"] or 99, n))
        points = [{"text": got[f"text_{n}"].strip(), "meaning": got[f"meaning_{n}"].strip()} for n in kept]
        body = {"opening": got["opening"].strip(), "points": points, "closing": got["closing"].strip()}
        names = ("identity", "leader", "witnesses") if self.is_pact else ()
        return {**body, **{name: got[name] for name in names}}
