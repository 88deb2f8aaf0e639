"""Input of files: several of one kind at once; a caption."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core import files
from ikrar.core.styled import Styled
from ikrar.outreach.actions.attachments import Brought
from ikrar.outreach.rules import ATTACHED_AT_ONCE, AttachmentKind


class Several(forms.FileInput):
    """A field that takes several files."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Several files, read; one too large is refused before it is read."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> Any:
        told = data if isinstance(data, list | tuple) else [data]
        given = [super(SeveralFiles, self).clean(one, initial) for one in told[: ATTACHED_AT_ONCE + 1]]
        if not given:
            raise forms.ValidationError(self.error_messages["required"])
        if any(one.size > files.MAX_SCAN_BYTES for one in given):
            size = files.MAX_SCAN_BYTES >> 20
            raise forms.ValidationError(_("Berkas ini terlalu besar. Paling besar %(size)d MB."), params={"size": size})
        return [Brought(one.name, one.read()) for one in given]


class AttachForm(Styled):
    """What kind of files, which, and what is to be said of them."""

    empty = {"brought": _("Pilih paling sedikit satu berkas."), "kind": _("Pilih jenis berkasnya.")}
    kind = forms.ChoiceField(choices=AttachmentKind.choices, label=_("Jenis"))
    brought = SeveralFiles(
        label=_("Berkas"), widget=Several({"accept": "image/jpeg,image/png,image/webp,application/pdf", "multiple": True}),
        error_messages={"empty": _("Berkas ini kosong. Pilih berkas lain.")},
        help_text=_("Foto JPEG, PNG, atau WebP sampai 12 MB; surat juga PDF, sampai 25 MB. Sekali kirim 10 berkas, 30 MB."),
    )  # fmt: skip
    caption = forms.CharField(max_length=200, required=False, label=_("Keterangan"))


class CaptionForm(Styled):
    caption = forms.CharField(max_length=200, required=False, label=_("Keterangan"))
