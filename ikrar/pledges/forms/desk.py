"""What a desk sends: a search, a person, the evidence, a reason."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.rules import Card
from ikrar.core import files
from ikrar.outreach.forms.desk import Arrive
from ikrar.pledges.rules import CORRECTABLE, DRAWING_MAX, VoidReason


class FindPerson(forms.Form):
    """What was typed or scanned, or the photo of one badge."""

    typed = forms.CharField(max_length=400, min_length=2, required=False)
    photo = forms.FileField(required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("photo"):
            arrived = Arrive({"uuid": uuid.uuid4()}, {"photo": told["photo"]})
            told["typed"] = arrived.cleaned_data.get("typed", "") if arrived.is_valid() else ""
            for errors in arrived.errors.values():
                self.add_error("typed", [str(error) for error in errors])
        if not told.get("typed") and not self.errors:
            self.add_error("typed", _("Ketik nama, unit, atau angka terakhir nomor pegawai."))
        return told


class PickPerson(forms.Form):
    staff = forms.IntegerField(min_value=1)
    kiosk = forms.BooleanField(required=False)


class SeePerson(forms.Form):
    """One person with one piece of evidence. A photo too large is refused before it is read."""

    staff = forms.IntegerField(min_value=1)
    uuid = forms.UUIDField()
    ikrar = forms.CharField(max_length=64)
    pact = forms.CharField(max_length=64, required=False)
    drawing = forms.CharField(max_length=DRAWING_MAX, required=False)
    photo = forms.FileField(required=False)

    def clean_photo(self) -> bytes:
        photo = self.cleaned_data.get("photo")
        if not photo:
            return b""
        if photo.size > files.MAX_IMAGE_BYTES:
            raise forms.ValidationError(_("Foto ini terlalu besar. Ambil lagi dengan ukuran biasa."))
        return bytes(photo.read())

    def stated(self) -> dict[str, str]:
        """What the person says is otherwise than listed (kiosk alone asks)."""
        return {name: self.data[key].strip()[:160] for name in CORRECTABLE if self.data.get(key := f"stated_{name}")}

    def first_error(self) -> str:
        errors: list[Any] = [error for found in self.errors.values() for error in found]
        return str(errors[0])


class ConfirmHolder(forms.Form):
    """The card beside the face, and the six digits on the holder's own phone."""

    staff = forms.IntegerField(min_value=1)
    card = forms.ChoiceField(
        choices=Card.choices,
        label=_("Kartu berfoto yang dicocokkan"),
        error_messages={"required": _("Pilih kartu berfoto yang Anda cocokkan dengan wajahnya.")},
    )
    number = forms.RegexField(
        r"^\s*[0-9]{3}\s?[0-9]{3}\s*$",
        label=_("Nomor di HP-nya"),
        max_length=10,
        error_messages={"required": _("Ketik 6 angka di HP-nya."), "invalid": _("Ketik 6 angka di HP-nya.")},
    )

    def clean_number(self) -> str:
        return "".join(str(self.cleaned_data["number"]).split())


class UndoVouch(forms.Form):
    reason = forms.ChoiceField(
        choices=[(reason.value, reason.label) for reason in (VoidReason.WRONG_PERSON, VoidReason.TEST)],
        label=_("Mengapa dibatalkan?"),
    )
