"""What somebody brings to be checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.core.errors import Refused
from ikrar.core.styled import Styled
from ikrar.pledges import brought
from ikrar.pledges.takehome import LONGEST


class Bring(Styled):
    """A file, or words; `brought` is what it is."""

    file = forms.FileField(
        required=False,
        widget=forms.FileInput({"accept": ".tlog-proof,.janji,.pdf,.txt,image/*"}),
        error_messages={"empty": _("Berkas ini kosong. Pilih berkas lain.")},
    )
    text = forms.CharField(
        label=_("Nomor atau isi tanda terima"), required=False, max_length=LONGEST, strip=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Contoh nomor: 7Q4M-2F9K. Bisa juga isi berkas .tlog-proof seluruhnya."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        try:
            if told.get("file"):
                told["brought"] = brought.from_file(told["file"].read(brought.MAX_BYTES + 1))
            elif told.get("text", "").strip():
                told["brought"] = brought.from_words(told["text"])
            else:
                raise Refused(_("Pilih berkas atau foto, atau tulis nomornya."), field="file")
        except Refused as refusal:
            self.add_error(refusal.field, str(refusal))
        return told
