"""Which day is asked, dates of a stage in one's own region, and the words of a proposal."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Agency
from ikrar.core.styled import Styled, Words
from ikrar.norms.queries import stages as queries


class Day(forms.DateInput):
    """A day as the browser's own field wants it."""

    def __init__(self) -> None:
        super().__init__({"type": "date"}, format="%Y-%m-%d")


class AskDay(Styled):
    """A day and, where the installation serves several, an agency; empty is today and the national calendar."""

    tanggal = forms.DateField(label=_("Pada tanggal"), required=False, widget=Day())
    instansi: Any = forms.ModelChoiceField(
        None, label=_("Instansi"), required=False, to_field_name="code", empty_label=_("Kalender nasional")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["instansi"]
        field.queryset = queries.agencies()
        if field.queryset.count() < 2:
            del self.fields["instansi"]


class WriteStage(Styled):
    """Dates of one stage in the agency's region, or the wish to follow the national calendar again."""

    empty = {
        "stage": _("Pilih tahapannya."), "source": _("Tulis dari mana tanggalnya, contoh: keputusan KPU daerah, nomor dan tanggal."),
        "reason": _("Tulis mengapa tanggalnya ditambah atau diganti."),
    }  # fmt: skip
    stage = forms.ChoiceField(label=_("Tahapan"))
    since = forms.DateField(label=_("Hari pertama"), required=False, widget=Day())
    until = forms.DateField(label=_("Hari terakhir"), required=False, widget=Day())
    is_removal = forms.BooleanField(label=_("Ikuti kalender nasional lagi, tanpa tanggal sendiri"), required=False)
    source = forms.CharField(
        label=_("Sumber"), max_length=200, help_text=_("Siapa pun dapat membacanya di halaman tahapan.")
    )
    reason = Words(label=_("Alasan"), max_length=300, rows=2, help_text=_("Dibaca petugas yang menyetujui."))
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stage"]
        field.choices = [("", _("Pilih tahapan")), *queries.stage_choices(agency)]
        self.fields["uuid"].initial = uuid.uuid4()


class EditProposal(Styled):
    """The words of a proposal, as staff will read them."""

    empty = {"text": _("Tulis kata-katanya."), "subject": _("Tulis judul suratnya.")}
    subject = forms.CharField(label=_("Judul surat"), max_length=150)
    text = Words(label=_("Isi"), max_length=1500, rows=8)

    def __init__(self, *args: Any, is_letter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_letter:
            del self.fields["subject"]
            self.fields["text"].widget.attrs["rows"] = 3


class ShowBanner(Styled):
    """Until which day a banner is shown."""

    empty = {"shown_until": _("Pilih hari terakhir pengumuman.")}
    shown_until = forms.DateField(label=_("Tampilkan sampai"), widget=Day())


class Reason(Styled):
    """Why something is set aside, rejected or stopped."""

    empty = {"reason": _("Tulis alasannya. Ia tersimpan di jejak.")}
    reason = Words(label=_("Alasan"), max_length=300, rows=2)
