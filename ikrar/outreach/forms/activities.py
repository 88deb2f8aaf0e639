"""Input of an activity: what, when, where, who leads it and speaks, the agenda, and what it rests on."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Agency
from ikrar.core.styled import Styled
from ikrar.norms.queries.circulars import circulars
from ikrar.norms.queries.elections import elections, legal_bases
from ikrar.outreach.actions.activities import Facts
from ikrar.outreach.models import Activity
from ikrar.outreach.rules import ActivityKind, Mode, OfficeForm, Part

_OFFICIAL = ("part", "name", "form", "office", "institution", "topic")
_AGENDA = ("at", "title", "by")
_ROWS = ("elections", "bases", "circulars")
_PLAIN = (
    "kind", "title", "purpose", "on", "begins", "ends", "mode", "place", "meeting", "opens_before", "organiser", "told", "has_exit",
    "is_backfilled", "source",
)  # fmt: skip


class Hour(forms.TimeField):
    """A time of day in the agency's zone; a point between hours and minutes is understood."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput({"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=["%H:%M", "%H:%M:%S", "%H.%M"], required=False, **kwargs)
        self.error_messages["invalid"] = _("Tulis jamnya, contoh 08:30.")


class ActivityForm(Styled):
    """A new activity, one copied from an earlier one, or one to be changed."""

    empty = {"title": _("Tulis judulnya, contoh: Sosialisasi netralitas ASN.")}
    kind = forms.ChoiceField(choices=ActivityKind.choices, label=_("Bentuk kegiatan"))
    title = forms.CharField(max_length=200, label=_("Judul"))
    purpose = forms.CharField(
        max_length=1000, required=False, label=_("Tujuan"), widget=forms.Textarea({"rows": 3})
    )  # fmt: skip
    elections: Any = forms.ModelMultipleChoiceField(
        None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Untuk pemilihan")
    )
    on = forms.DateField(
        required=False, label=_("Tanggal"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggal kegiatan, contoh 2025-02-28.")},
    )  # fmt: skip
    begins, ends = Hour(label=_("Mulai")), Hour(label=_("Selesai"))
    mode = forms.ChoiceField(choices=Mode.choices, widget=forms.RadioSelect, label=_("Cara"), initial=Mode.HALL)
    place = forms.CharField(max_length=200, required=False, label=_("Tempat"))
    meeting = forms.URLField(
        max_length=500, required=False, label=_("Alamat rapat daring"), assume_scheme="https",
        help_text=_("Hanya terbuka bagi peserta yang memasukkan kode dan PIN."),
        error_messages={"invalid": _("Tulis alamat lengkap, contoh https://rapat.kota.example/netralitas.")},
    )  # fmt: skip
    opens_before = forms.IntegerField(
        required=False, min_value=0, max_value=720, initial=30, label=_("Pintu rapat dibuka berapa menit sebelum mulai"),
        error_messages={"min_value": _("Tulis 0 sampai 720 menit."), "max_value": _("Tulis 0 sampai 720 menit.")},
    )  # fmt: skip
    organiser = forms.CharField(max_length=200, required=False, label=_("Penyelenggara"))
    has_exit = forms.BooleanField(required=False, label=_("Catat juga jam pulang"))
    bases: Any = forms.ModelMultipleChoiceField(
        None, required=False, label=_("Dasar hukum"), widget=forms.SelectMultiple({"size": 6})
    )
    circulars: Any = forms.ModelMultipleChoiceField(
        None, required=False, label=_("Surat edaran"), widget=forms.CheckboxSelectMultiple
    )
    is_backfilled = forms.BooleanField(
        required=False, label=_("Kegiatan ini sudah berlangsung sebelum dicatat di sini"),
        help_text=_("Tanggal, tempat, dan jumlah yang tidak disebut sumbernya boleh kosong, dan ditulis “tidak disebut”."),
    )  # fmt: skip
    told = forms.IntegerField(
        required=False, min_value=0, max_value=1_000_000, label=_("Jumlah peserta menurut sumber")
    )
    source = forms.CharField(max_length=300, required=False, label=_("Sumber"))

    def __init__(self, agency: Agency, on: Any, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name, rows in (
            ("elections", elections(on)), ("bases", legal_bases()), ("circulars", circulars(agency.pk)),
        ):  # fmt: skip
            field: Any = self.fields[name]
            field.queryset = rows

    def clean_opens_before(self) -> int:
        """Left empty it stays what it was."""
        told = self.cleaned_data["opens_before"]
        return int(self.get_initial_for_field(self.fields["opens_before"], "opens_before") if told is None else told)


class OfficialRow(Styled):
    """One person or office with a part in the event; a row left blank is none."""

    part = forms.ChoiceField(choices=Part.choices, label=_("Peran"))
    form = forms.ChoiceField(choices=OfficeForm.choices, required=False, label=_("Bentuk jabatan"))
    name = forms.CharField(max_length=200, required=False, label=_("Nama lengkap dengan gelar"))
    office = forms.CharField(max_length=200, required=False, label=_("Jabatan"))
    institution = forms.CharField(max_length=200, required=False, label=_("Instansi"))
    topic = forms.CharField(max_length=200, required=False, label=_("Materi"))

    @property
    def summary(self) -> str:
        """Who it is about, for the folded row; empty for a row that nobody has begun."""
        part = str(dict(Part.choices).get(self["part"].value() or "", ""))
        who = next((told for name in ("name", "office", "institution") if (told := self[name].value())), "")
        return f"{part}: {who}" if who else part if self.initial else ""

    @property
    def is_blank(self) -> bool:
        told = self.cleaned_data
        return not any(told.get(name, "").strip() for name in ("name", "office", "institution"))


class AgendaRow(Styled):
    """One item of the agenda; a row without a title is none."""

    at = Hour(label=_("Jam"))
    title = forms.CharField(max_length=200, required=False, label=_("Acara"))
    by = forms.CharField(max_length=200, required=False, label=_("Oleh"))

    @property
    def summary(self) -> str:
        """When and what, for the folded row."""
        at, title = self["at"].value(), self["title"].value() or ""
        shown = f"{at:%H.%M}" if isinstance(at, dt.time) else str(at or "").replace(":", ".")
        return " ".join(part for part in (shown, title) if part)


Officials: Any = forms.formset_factory(OfficialRow, extra=3, max_num=40, absolute_max=60, validate_max=True)
Agenda: Any = forms.formset_factory(AgendaRow, extra=4, max_num=40, absolute_max=60, validate_max=True)


def facts(form: ActivityForm, officials: Any, agenda: Any) -> Facts:
    """What the action takes."""
    told = form.cleaned_data
    return Facts(
        **{name: told[name] for name in (*_PLAIN, *_ROWS)},
        officials=[row.cleaned_data for row in officials if row.cleaned_data and not row.is_blank],
        agenda=[row.cleaned_data for row in agenda if row.cleaned_data.get("title", "").strip()],
    )


def shown(activity: Activity, *, is_copy: bool) -> dict[str, Any]:
    """An activity as the form's first values: all of it, or for a copy all but the day and what came of it."""
    left_out = {"on", "told", "source", "is_backfilled"} if is_copy else set()
    plain = {name: getattr(activity, name) for name in _PLAIN if name not in left_out}
    return {**plain, **{name: list(getattr(activity, name).all()) for name in _ROWS}}


def rows_of(activity: Activity | None) -> Mapping[str, list[dict[str, Any]]]:
    """Its officials and agenda, for the rows of the form."""
    if activity is None:
        return {"officials": [{"part": part} for part in (Part.CHAIR, Part.OPENER, Part.SPEAKER)], "agenda": []}
    return {
        "officials": [{name: getattr(row, name) for name in _OFFICIAL} for row in activity.officials.all()],
        "agenda": [{name: getattr(row, name) for name in _AGENDA} for row in activity.agenda.all()],
    }
