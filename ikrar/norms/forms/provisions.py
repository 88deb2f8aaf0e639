"""Input of the catalogue: which rows, corrections field by field, decisions with their reason, files."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.styled import Styled, Words
from ikrar.norms import fields, writing
from ikrar.norms.rules.provisions import AllowanceCuts, Kind


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        required=False, label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggalnya, contoh 2025-02-28.")}, **more,
    )  # fmt: skip


class Pick(Styled):
    """Which table of the catalogue, on which day."""

    kind = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Kind if one != Kind.LINE], required=False, label=_("Bagian katalog")
    )
    on = _day(_("Seperti berlaku pada"))


class Because(Styled):
    """A decision and what it rests on."""

    reason = Words(max_length=500, rows=3, label=_("Alasan"))


class Confirm(Because):
    empty = {"reason": _("Tulis naskah mana yang Anda baca.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Dicocokkan dengan")
        self.fields["reason"].help_text = _("Contoh: salinan di JDIH, dibaca 3 November 2026.")


class FromDay(Because):
    """A decision that holds from a day on."""

    since = _day(_("Mulai berlaku"), help_text=_("Kosongkan bila berlaku sejak semula."))


class Return(FromDay):
    """Back to the national text: a day is needed, as the days before stay as they were."""

    empty = {"since": _("Tulis mulai hari apa teks nasional berlaku lagi.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].required = True
        self.fields["since"].help_text = ""


class Approve(Styled):
    """Carries which text the approver read."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_seen(self) -> dt.datetime:
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            raise forms.ValidationError(_("Muat ulang halaman ini, lalu baca lagi.")) from None


class Correct(Styled):
    """A row field by field, in the shape that it has now."""

    empty = {"reason": _("Tulis mengapa, dan menurut naskah mana.")}

    def __init__(self, body: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body, self.parts = body, fields.parts(body)
        for part in self.parts:
            self.fields[part.key] = _field(part, fields.value(body, part))
        self.fields["since"] = _day(
            _("Berlaku sejak"), help_text=_("Aturan yang berubah: hari pertama berlakunya. Salah tulis: kosongkan.")
        )
        self.fields["until"] = _day(_("Berlaku sampai"))
        self.fields["reason"] = Words(max_length=500, rows=3, label=_("Mengapa, dan menurut naskah mana"))
        for name, field in self.fields.items():
            field.error_messages["required"] = self.empty.get(name, _("Bagian ini belum diisi."))
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "input")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for part in self.parts:
            if part.key in self.errors:
                continue
            try:
                told[part.key] = (
                    fields.from_text(told[part.key], fields.value(self.body, part))
                    if isinstance(told.get(part.key), str)
                    else told[part.key]
                )
            except ValueError:
                self.add_error(
                    part.key, _("Bentuk isinya berbeda dari yang semula. Ubah katanya saja, jangan susunannya.")
                )
        return told

    def row(self) -> dict[str, Any]:
        """The body as it was typed."""
        body: dict[str, Any] = {name: said for name, said in self.body.items() if name in fields.COLUMNS}
        for part in self.parts:
            said = self.cleaned_data[part.key]
            if part.language:
                body.setdefault(part.name, {})[part.language] = said
            else:
                body[part.name] = said
        return body


def _field(part: fields.Part, said: Any) -> forms.Field:
    needed = part.language != "en"
    if isinstance(said, bool):
        return forms.BooleanField(label=part.label, required=False, initial=said)
    if part.name in fields.CHOICES:
        return forms.ChoiceField(label=part.label, choices=fields.CHOICES[part.name], initial=said, required=bool(said))
    text = fields.as_text(said)
    lines = max(text.count("\n") + 1, len(text) // 70 + 1)
    if isinstance(said, list) or lines > 1:
        hint = _("Satu baris satu dasar: kode peraturan, titik koma, pasal.") if part.name == "bases" else ""
        return Words(
            label=part.label,
            initial=text,
            rows=min(lines + 1, 12),
            max_length=20_000,
            required=bool(text) and needed,
            help_text=hint,
        )
    return forms.CharField(label=part.label, initial=text, max_length=500, required=bool(text) and needed)


class Line(Styled):
    """What the agency holds of a contested point."""

    empty = {
        "text_id": _("Tulis sikap instansi dalam satu atau dua kalimat."),
        "reason": _("Tulis siapa yang memutuskan, dan dalam surat mana."),
    }
    choice = forms.ChoiceField(choices=AllowanceCuts.choices, widget=forms.RadioSelect, label=_("Yang dipakai"))
    text_id = Words(
        max_length=500,
        rows=3,
        label=_("Sikap instansi"),
        help_text=_("Seperti akan dibaca pegawai, contoh: Jangan hadir, juga bila diam."),
    )
    text_en = Words(max_length=500, rows=2, required=False, label=_("Dalam bahasa Inggris"))
    since = _day(_("Mulai berlaku"))
    reason = Words(max_length=500, rows=2, label=_("Diputuskan oleh siapa, dalam surat mana"))

    def __init__(self, *args: Any, has_choice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_choice:
            del self.fields["choice"]

    def row(self) -> dict[str, Any]:
        told = self.cleaned_data
        text = {language: told[f"text_{language}"] for language in ("id", "en") if told[f"text_{language}"]}
        return {"text": text, **({"choice": told["choice"]} if "choice" in told else {})}


class Upload(Styled):
    """A file of rows, as the catalogue gives them out."""

    empty = {"file": _("Pilih berkas YAML.")}
    kind = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Kind if one != Kind.LINE], label=_("Bagian katalog")
    )
    file = forms.FileField(label=_("Berkas YAML"), widget=forms.ClearableFileInput({"accept": ".yaml,.yml"}))
    reason = Words(max_length=500, rows=2, label=_("Mengapa, dan menurut naskah mana"))

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > writing.LARGEST:
            raise forms.ValidationError(_("Berkas ini terlalu besar. Paling besar 2 MB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("Berkas ini bukan teks UTF-8.")) from None
