"""What an officer states about a list: the file, its scope, its day, its columns; the answers to its questions."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import RosterImport, Unit
from ikrar.agencies.queries.units import units_for
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster import explains
from ikrar.agencies.wording import CONTENTS

WHOLE, NAMED = "whole", "units"


class Upload(forms.Form):
    """The scope is stated before anything is compared: who is gone depends on it."""

    file = forms.FileField(
        label=_("Berkas"), error_messages={"required": _("Pilih berkasnya: CSV, XLSX, XLS, atau ODS.")}
    )
    scope = forms.ChoiceField(
        label=_("Cakupan"), choices=[(WHOLE, _("Seluruh instansi")), (NAMED, _("Unit tertentu"))], initial=WHOLE
    )
    units: Any = forms.ModelMultipleChoiceField(Unit.objects.none(), label=_("Unit"), required=False)
    as_of = forms.DateField(label=_("Keadaan per tanggal"))

    def __init__(self, *args: Any, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["units"]
        units.queryset = units_for(viewer)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.ROSTER_MAX_BYTES:
            most = settings.ROSTER_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                gettext("Berkas ini terlalu besar, paling besar %(most)d MB. Simpan sebagai CSV, atau bagi per unit.")
                % {"most": most}
            )
        return file

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("scope") == NAMED and not data.get("units"):
            self.add_error("units", gettext("Pilih sedikitnya satu unit, atau pilih seluruh instansi."))
        if data.get("scope") == WHOLE:
            data["units"] = []
        return data


def _shown(samples: list[str]) -> str:
    return gettext("Contoh isi: %(cells)s") % {"cells": "; ".join(samples)} if samples else gettext("Kolom ini kosong.")


class Columns(forms.Form):
    """What each unknown heading means, beside some of what stands under it; blank is "not used"."""

    def __init__(self, *args: Any, roster: RosterImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings: list[str] = roster.reading.get("ask", [])
        self.guess: dict[str, Any] = roster.reading.get("guess", {})
        samples, known = roster.reading.get("samples", {}), self.guess.get("fields", {})
        choices = [("", gettext("Tidak dipakai")), *CONTENTS.items()]
        for number, heading in enumerate(self.headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=known.get(heading, ""),
                help_text=_shown(samples.get(heading, [])),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.guess and not self.errors and not explains(self.mapping, self.guess["dropped"]):
            raise forms.ValidationError(
                gettext("Pilih kolom yang berisi nama, dan sedikitnya satu kolom lagi: NIP atau unit kerja.")
            )
        return data

    @property
    def mapping(self) -> dict[str, str]:
        return {heading: self.cleaned_data[f"column_{number}"] for number, heading in enumerate(self.headings)}

    @property
    def rows(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in self.fields]


class Decide(forms.Form):
    """One answer: `use:0:17` (sheet and line), `same:12` (a person), `other`, `skip`."""

    row = forms.RegexField(r"^\d{1,5}:\d{1,9}$")
    answer = forms.RegexField(
        r"^(use|skip|same|other)(:\d{1,18}){0,2}$", error_messages={"required": _("Pilih salah satu jawaban.")}
    )


class DecideUnits(forms.Form):
    place = forms.IntegerField(min_value=0)
    answer = forms.ChoiceField(choices=[("one", ""), ("apart", "")])


class Apply(forms.Form):
    """What becomes of those who are gone; where many are, their number typed as it stands on the page."""

    KEEP, END = "keep", "end"
    gone = forms.ChoiceField(
        choices=[(KEEP, ""), (END, "")],
        error_messages={"required": _("Pilih dulu: biarkan mereka bertugas, atau akhiri penugasannya.")},
    )
    told_gone = forms.RegexField(
        r"^\d{1,3}([. ]?\d{3})*$",
        required=False,
        strip=True,
        error_messages={"invalid": _("Tulis angkanya saja, contoh 1.234.")},
    )

    def __init__(self, *args: Any, roster: RosterImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gone"].required = bool(roster.counts.get("gone"))

    @property
    def choice(self) -> dict[str, Any]:
        """As the action takes it."""
        told = re.sub(r"\D", "", self.cleaned_data["told_gone"])
        return {"end_gone": self.cleaned_data["gone"] == self.END, "told_gone": int(told) if told else None}
