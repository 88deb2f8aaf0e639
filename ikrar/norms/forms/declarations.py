"""Input of declarations, made of their kind's fields; of moves, letters and the agency's facilities."""

import datetime as dt
import uuid
from typing import Any, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Agency
from ikrar.agencies.queries.units import units_for
from ikrar.agencies.roles import Actor
from ikrar.core import files, zones
from ikrar.core.styled import Styled, Words
from ikrar.norms.actions.declaration_files import Brought
from ikrar.norms.actions.declarations import Told
from ikrar.norms.declaring import Field, Kind
from ikrar.norms.models import Asset, Declaration, DeclarationLetter
from ikrar.norms.queries import declarations as queries
from ikrar.norms.queries.elections import elections
from ikrar.norms.rules.declarations import FILES_MOST, AssetKind, DeclarationMove

_ACCEPT = {"accept": "image/jpeg,image/png,image/webp,application/pdf", "multiple": True}
_DAY = {"invalid": _("Tulis tanggalnya, contoh 2025-02-28."), "required": _("Pilih tanggalnya.")}


#: What is said of a field that was left empty, by how it is asked.
_EMPTY = {
    "choice": _("Pilih salah satu."), "date": _("Pilih tanggalnya."), "hour": _("Pilih jamnya."),
    "election": _("Pilih pemilihannya."), "asset": _("Pilih gedung atau kendaraannya."),
    "yes": _("Centang bila Anda menyatakan ini."),
}  # fmt: skip


class _Several(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Several files, read; one too large is refused before it is read."""

    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> Any:
        told = data if isinstance(data, list | tuple) else [data] if data else []
        given = [super(SeveralFiles, self).clean(one, initial) for one in told[: FILES_MOST + 1]]
        if any(one.size > files.MAX_SCAN_BYTES for one in given):
            size = files.MAX_SCAN_BYTES >> 20
            raise forms.ValidationError(_("Berkas ini terlalu besar. Paling besar %(size)d MB."), params={"size": size})
        return [Brought(one.name, one.read()) for one in given]


def _brought(label: Any) -> SeveralFiles:
    return SeveralFiles(
        label=label, required=False, widget=_Several(_ACCEPT),
        error_messages={"empty": _("Berkas ini kosong. Pilih berkas lain.")},
        help_text=_("Foto atau PDF, paling banyak 5 berkas. Yang sudah diterima tetap tersimpan bila ada isian yang keliru."),
    )  # fmt: skip


class DeclarationForm(Styled):
    """One kind's fields, in the order of the catalogue, then files."""

    def __init__(self, kind: Kind, agency: Agency, at: dt.datetime, *args: Any, **kwargs: Any) -> None:
        self.kind, self.agency = kind, agency
        self.base_fields = {  # type: ignore[misc]  # each kind has fields of its own
            field.name: _field(field, agency, zones.today(agency.zone, at)) for field in kind.fields()
        } | {
            "brought": _brought(_("Surat atau bukti")),
            "uuid": forms.UUIDField(required=False, widget=forms.HiddenInput),
        }  # fmt: skip
        self.empty = {field.name: _EMPTY.get(field.type, _("Tulis dahulu bagian ini.")) for field in kind.fields()}
        super().__init__(*args, **kwargs)

    @cached_property
    def client_uuid(self) -> uuid.UUID:
        """The form's own number; a new one where none came."""
        try:
            return uuid.UUID(str(self["uuid"].value()))
        except ValueError:
            return uuid.uuid4()

    def told(self) -> Told:
        """What was typed, as the action takes it."""
        got, zone = self.cleaned_data, self.agency.zone
        own = {"election", "asset", "since", "until", "begins", "ends", "brought", "uuid"}
        facts = {name: _plain(value) for name, value in got.items() if name not in own}
        begins = zones.at_hour(got["since"], got["begins"], zone) if got.get("begins") else None
        ends = zones.at_hour(got["until"], got["ends"], zone) if got.get("ends") else None
        return Told(
            self.kind.slug,
            facts,
            got.get("election"),
            got.get("asset"),
            got.get("since"),
            got.get("until"),
            begins,
            ends,
        )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def _field(field: Field, agency: Agency, today: dt.date) -> forms.Field:
    told: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": not field.is_optional}
    if field.type == "choice":
        return forms.ChoiceField(choices=[("", _("Pilih…")), *field.choices], **told)
    if field.type == "words":
        return Words(max_length=field.most, rows=3, **told)
    if field.type == "date":
        return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), error_messages=_DAY, **told)
    if field.type == "hour":
        invalid = {"invalid": _("Tulis jamnya, contoh 08:30.")}
        return forms.TimeField(widget=forms.TimeInput({"type": "time"}, format="%H:%M"), error_messages=invalid, **told)
    if field.type == "yes":
        return forms.BooleanField(**told)
    if field.type == "election":
        return forms.ModelChoiceField(elections(today), empty_label=_("Pilih pemilihan"), **told)
    if field.type == "asset":
        return forms.ModelChoiceField(
            queries.assets_of(agency.pk), empty_label=_("Pilih gedung atau kendaraan"), **told
        )
    return forms.CharField(max_length=field.most, **told)


class MoreFiles(Styled):
    brought = _brought(_("Tambah berkas"))


class MoveForm(Styled):
    """A step: what it rests on and its reason, as the move asks; the reason is read by the declarer."""

    rule = forms.ChoiceField(label=_("Kaidah yang dipakai"), widget=forms.RadioSelect)
    reason = Words(max_length=1000, rows=4, label=_("Alasan"))
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, kind: Kind, move: DeclarationMove, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = kind.rule_choices(move)
        if choices:
            cast(forms.ChoiceField, self.fields["rule"]).choices = choices
            self.fields["rule"].error_messages["required"] = _("Pilih kaidah yang dipakai. Ia disebut di suratnya.")
            if not move.asks_reason:
                self.fields["rule"].label = _("Pengecualian yang dipakai")
        else:
            del self.fields["rule"]
        if move.asks_reason:
            self.fields["reason"].error_messages["required"] = _("Tulis alasannya. Pemohon membacanya.")
        elif move.asks_rule:
            self.fields["reason"].required = False
            self.fields["reason"].label = _("Syarat atau catatan")
        else:
            del self.fields["reason"]


class DeclarationLetterForm(Styled):
    """Number, day and signer of the office's letter."""

    empty = {
        "signer_name": _("Tulis nama penanda tangan dengan gelarnya."),
        "signer_office": _("Tulis jabatan penanda tangan."),
    }
    number = forms.CharField(
        max_length=80, required=False, label=_("Nomor surat"),
        help_text=_("Dari Srikandi atau buku agenda. Kosong dicetak “belum bernomor”."),
    )  # fmt: skip
    dated_on = forms.DateField(
        required=False, label=_("Tanggal surat"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )  # fmt: skip
    signer_name = forms.CharField(max_length=160, label=_("Nama penanda tangan, dengan gelar"))
    signer_office = forms.CharField(max_length=160, label=_("Jabatan penanda tangan"))
    signer_rank = forms.CharField(max_length=100, required=False, label=_("Pangkat"))
    signer_number = forms.CharField(max_length=24, required=False, label=_("NIP penanda tangan"))

    def clean_signer_number(self) -> str:
        digits = "".join(str(self.cleaned_data["signer_number"]).split())
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 18):
            raise forms.ValidationError(_("NIP terdiri dari 18 angka."))
        return digits


def letter_told(declaration: Declaration) -> dict[str, Any]:
    """The form's first values: the letter's own, or who signed the last one."""
    letter: DeclarationLetter | None = getattr(declaration, "letter", None)
    if letter is None:
        return dict(queries.last_signer(declaration.agency_id))
    return {name: getattr(letter, name) for name in DeclarationLetterForm.base_fields}


class AssetForm(Styled):
    """A building, ground or vehicle, and which unit keeps it."""

    empty = {"name": _("Tulis nama gedung atau kendaraannya."), "kind": _("Pilih jenisnya.")}
    kind = forms.ChoiceField(choices=AssetKind.choices, label=_("Jenis"))
    name = forms.CharField(
        max_length=160, label=_("Nama"), help_text=_("Contoh: Aula Kantor Wali Kota, Bus Pemerintah Kota 1.")
    )
    keeper: Any = forms.ModelChoiceField(
        None, required=False, label=_("Unit yang mengurus"), empty_label=_("Tidak disebut")
    )
    note = forms.CharField(max_length=300, required=False, label=_("Catatan"))

    def __init__(self, viewer: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["keeper"]).queryset = units_for(viewer)


def asset_told(asset: Asset) -> dict[str, Any]:
    return {"kind": asset.kind, "name": asset.name, "keeper": asset.keeper_id, "note": asset.note}
