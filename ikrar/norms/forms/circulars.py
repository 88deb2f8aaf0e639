"""Input of circulars: the words of one written here, a signed PDF, its issue, its end."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.forms.choices import UnitChoice, offer
from ikrar.agencies.models import Agency, Unit
from ikrar.agencies.rules import StaffKind
from ikrar.core import files
from ikrar.core.styled import Styled, Words
from ikrar.norms import circular_words
from ikrar.norms.actions.circulars import Words as Told
from ikrar.norms.models import Circular, LegalBasis
from ikrar.norms.queries.elections import legal_bases
from ikrar.norms.rules.circulars import POINT_LENGTH, POINTS_MOST, AckVoidReason

_MATERIAL = (
    ("yes", _("Isinya berubah: semua diminta membaca lagi")),
    ("no", _("Hanya pembetulan: yang sudah membaca tidak ditanya lagi")),
)
_PARTS = _(
    "Contoh 800/{nomor}/{tahun}. {nomor} angka, {tahun} tahun edaran, {bulan} bulan, {bebas} apa saja tanpa garis miring. "
    "Kosong berarti tidak diperiksa."
)
_SIGNER = ("signer_role", "signer_name", "signer_rank", "signer_number")


class Points(Words):
    """A list of points, one a line."""

    def __init__(self, *, most: int = POINTS_MOST, longest: int = POINT_LENGTH, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(max_length=most * (longest + 2), **kwargs)

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > self.most or any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(
                _("Paling banyak %(most)d baris, tiap baris paling panjang %(longest)d huruf."),
                params={"most": self.most, "longest": self.longest},
            )
        return lines


class Addressed(Styled):
    """To whom a circular goes."""

    kinds = forms.MultipleChoiceField(
        required=False, choices=StaffKind.choices, widget=forms.CheckboxSelectMultiple, label=_("Jenis pegawai"),
        help_text=_("Tidak ada yang dicentang berarti semua jenis, termasuk non-ASN."),
    )  # fmt: skip
    units = UnitChoice(
        None, required=False, label=_("Unit"), widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Unit di bawahnya ikut. Tidak ada yang dipilih berarti semua unit."),
    )  # fmt: skip

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["units"], Unit.objects.filter(agency=agency, merged_into=None))


class BasisChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, basis: Any) -> str:
        told = _("%(basis)s, %(title)s") if basis.verified else _("%(basis)s, %(title)s (belum diverifikasi)")
        return told % {"basis": basis, "title": basis.title}


class CircularForm(Addressed):
    """A circular written here; each list is a point a line."""

    empty = {"title": _("Tulis edaran ini tentang apa.")}
    title = forms.CharField(max_length=300, label=_("Tentang"))
    background = Words(max_length=1500, required=False, label=_("Latar belakang"))
    bases: Any = BasisChoice(None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Dasar hukum"))
    duties = Points(
        rows=6, required=False, label=_("Kepala perangkat daerah agar"), help_text=_("Satu baris satu butir.")
    )
    prohibited = Points(
        rows=6, required=False, label=_("Pegawai dilarang, antara lain"), help_text=_("Satu baris satu butir.")
    )
    rights = Points(rows=3, required=False, label=_("Hak pegawai dan hal lain"), help_text=_("Satu baris satu butir."))
    reporting = Words(max_length=1500, rows=3, required=False, label=_("Pelaporan"))
    sanctions = Words(max_length=1500, rows=3, required=False, label=_("Sanksi"))
    closing = Words(max_length=1500, rows=2, required=False, label=_("Penutup"))
    to = Points(
        most=12, longest=160, rows=4, required=False, label=_("Kepada Yth."), help_text=_("Satu baris satu penerima.")
    )
    copies = Points(
        most=10, longest=200, rows=3, required=False, label=_("Tembusan"), help_text=_("Satu baris satu penerima.")
    )
    signer_role = Points(
        most=3, longest=160, rows=2, required=False, label=_("Jabatan penanda tangan"),
        help_text=_("Seperti di surat, paling banyak tiga baris, contoh: a.n. Bupati lalu Sekretaris Daerah,"),
    )  # fmt: skip
    signer_name = forms.CharField(max_length=160, required=False, label=_("Nama penanda tangan, dengan gelar"))
    signer_rank = forms.CharField(max_length=100, required=False, label=_("Pangkat"))
    signer_number = forms.CharField(max_length=24, required=False, label=_("NIP penanda tangan"))

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(agency, *args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["bases"]).queryset = legal_bases()

    def clean_signer_number(self) -> str:
        digits = "".join(str(self.cleaned_data["signer_number"]).split())
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 18):
            raise forms.ValidationError(_("NIP terdiri dari 18 angka."))
        return digits

    def clean(self) -> dict[str, Any]:
        got = super().clean() or self.cleaned_data
        if not self.errors and not any(got.get(name) for name in (*circular_words.LISTS, *circular_words.TEXTS)):
            self.add_error("duties", _("Isi edarannya masih kosong. Tulis paling sedikit satu butir."))
        return got

    def told(self) -> Told:
        got = self.cleaned_data
        names = (*circular_words.TEXTS, *circular_words.LISTS, "to", "copies", *_SIGNER)
        body = {name: got[name] for name in names if got[name]}
        return Told(got["title"], body, tuple(got["bases"]), tuple(got["units"]), got["kinds"])


def first_words(agency: Agency) -> dict[str, Any]:
    """What a new circular begins with: the template, which nobody has verified."""
    told = circular_words.template()
    lists = {name: "\n".join(told[name]) for name in (*circular_words.LISTS, "to")}
    texts = {name: told[name] for name in circular_words.TEXTS}
    return {
        "title": told["title"], **texts, **lists,
        "bases": list(LegalBasis.objects.filter(slug__in=told["bases"]).values_list("pk", flat=True)),
    }  # fmt: skip


def shown(circular: Circular) -> dict[str, Any]:
    """A circular as the form's first values."""
    body = circular.body
    lines = {name: "\n".join(body.get(name, ())) for name in (*circular_words.LISTS, "to", "copies", "signer_role")}
    plain = ("summary", *circular_words.TEXTS, "signer_name", "signer_rank", "signer_number")
    return {
        "title": circular.title, "kinds": circular.kinds, **lines, **{name: body.get(name, "") for name in plain},
        "units": [unit.pk for unit in circular.units.all()], "bases": [basis.pk for basis in circular.bases.all()],
    }  # fmt: skip


class UploadForm(Addressed):
    """A circular as it was signed; what it is about and a summary stand beside it."""

    empty = {"title": _("Tulis edaran ini tentang apa."), "file": _("Pilih berkas PDF-nya.")}
    file = forms.FileField(
        label=_("Edaran bertanda tangan, PDF"), widget=forms.FileInput({"accept": "application/pdf"}),
        help_text=_("Satu berkas, paling besar 25 MB."), error_messages={"empty": _("Berkas ini kosong. Pilih berkas lain.")},
    )  # fmt: skip
    title = forms.CharField(max_length=300, label=_("Tentang"))
    summary = Words(
        max_length=1500, rows=5, required=False, label=_("Ringkasan"),
        help_text=_("Beberapa kalimat yang dibaca di HP sebelum berkasnya dibuka. Yang berlaku tetap isi PDF."),
    )  # fmt: skip

    def __init__(self, agency: Agency, *args: Any, has_file: bool = False, **kwargs: Any) -> None:
        super().__init__(agency, *args, **kwargs)
        self.fields["file"].required = not has_file

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given and given.size > files.MAX_SCAN_BYTES:
            size = files.MAX_SCAN_BYTES >> 20
            raise forms.ValidationError(_("Berkas ini terlalu besar. Paling besar %(size)d MB."), params={"size": size})
        return given

    def told(self) -> Told:
        got = self.cleaned_data
        body = {"summary": got["summary"]} if got["summary"] else {}
        data = got["file"].read() if got["file"] else None
        return Told(got["title"], body, (), tuple(got["units"]), got["kinds"], data)


class IssueForm(Styled):
    """The number and day of a circular, and whether what changed matters."""

    empty = {
        "number": _("Tulis nomornya, seperti di Srikandi atau buku agenda."), "dated_on": _("Tulis tanggal edarannya."),
        "is_material": _("Pilih apakah orang perlu membaca lagi."),
    }  # fmt: skip
    number = forms.CharField(max_length=80, label=_("Nomor"), help_text=_("Dari Srikandi atau buku agenda."))
    dated_on = forms.DateField(
        label=_("Tanggal edaran"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggalnya, contoh 2025-02-28.")},
    )  # fmt: skip
    is_material = forms.ChoiceField(
        choices=_MATERIAL, widget=forms.RadioSelect, label=_("Apa artinya perubahan ini?")
    )  # fmt: skip

    def __init__(self, *args: Any, is_own: bool, replaces: bool, example: str, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].initial = today
        if is_own:
            del self.fields["number"]
        elif example:
            self.fields["number"].help_text = _("Dari Srikandi atau buku agenda, contoh %(example)s.") % {
                "example": example
            }
        if not replaces:
            del self.fields["is_material"]

    def told(self) -> dict[str, Any]:
        got = self.cleaned_data
        return {
            "number": got.get("number", ""), "dated_on": got["dated_on"], "is_material": got.get("is_material", "yes") == "yes",
        }  # fmt: skip


class NumberingForm(Styled):
    """How the agency numbers."""

    pattern = forms.CharField(
        max_length=60, required=False, label=_("Pola nomor"),
        help_text=_PARTS,
    )  # fmt: skip
    is_own = forms.BooleanField(required=False, label=_("Ikrar memberi nomor berikutnya sendiri"))
    following = forms.IntegerField(
        required=False, min_value=1, max_value=999_999, label=_("Nomor berikutnya tahun ini"),
        help_text=_("Hanya bila Ikrar memberi nomor dan nomor sebelumnya sudah dipakai di buku lama."),
        error_messages={"invalid": _("Tulis angkanya saja, contoh 41.")},
    )  # fmt: skip
    reason = forms.CharField(max_length=300, required=False, label=_("Mengapa nomor sebelumnya dilewati"))


class CancelNumberForm(Styled):
    """A number that no circular bears."""

    empty = {"number": _("Tulis nomor yang batal."), "reason": _("Tulis mengapa nomor ini batal.")}
    number = forms.CharField(max_length=80, label=_("Nomor yang batal"))
    reason = forms.CharField(max_length=300, label=_("Alasan"))


class VoidForm(Styled):
    """Why an acknowledgement does not count."""

    reason = forms.ChoiceField(label=_("Alasan"), choices=AckVoidReason.choices)
    note = forms.CharField(max_length=300, required=False, label=_("Keterangan"))
