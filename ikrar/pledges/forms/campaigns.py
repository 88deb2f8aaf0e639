"""Input of a campaign: title, elections, texts, window, scope, and who stands as leader on the pact."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.forms.choices import OneUnitChoice, UnitChoice
from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import StaffKind
from ikrar.core import zones
from ikrar.core.styled import Styled
from ikrar.norms.queries.elections import elections
from ikrar.pledges.models import Campaign
from ikrar.pledges.permissions import EDIT_CAMPAIGNS, OPEN_SESSION
from ikrar.pledges.queries.hub import in_reach
from ikrar.pledges.queries.texts import approved_texts

_MINUTES = "%Y-%m-%dT%H:%M"
_LEADER = ("name", "office", "rank", "nip")


class Moment(forms.DateTimeField):
    """A moment typed in the agency's zone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local", "step": "60"}, format=_MINUTES)
        super().__init__(widget=widget, input_formats=[_MINUTES, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)
        self.error_messages["invalid"] = _("Tulis tanggal dan jam, contoh 2024-10-14 08:30.")


class TextChoice(forms.ModelChoiceField):
    def label_from_instance(self, text: Any) -> str:
        return _("%(title)s, versi %(version)d") % {"title": text.title, "version": text.version}


class Windowed(Styled):
    """A form with moments in the agency's zone."""

    zone = "WIB"

    def moment(self, name: str) -> dt.datetime | None:
        """The wall time as typed, taken as the agency's."""
        value = self.cleaned_data.get(name)
        return value.replace(tzinfo=zones.zone(self.zone)) if value else None


def shown(at: dt.datetime, zone: str) -> dt.datetime:
    """A moment as the field shows it: the agency's wall time."""
    return at.astimezone(zones.zone(zone)).replace(tzinfo=None)


class CampaignForm(Windowed):
    """A new campaign; copying the last one fills it."""

    empty = {
        "title": _("Tulis judulnya, contoh: Ikrar netralitas Pilkada 2024."),
        "elections": _("Pilih paling sedikit satu pemilihan."),
        "ikrar": _("Pilih naskah ikrar yang sudah disetujui."),
        "opens_at": _("Tulis kapan dibuka, contoh 14 Oktober 2024 pukul 08.30."),
        "closes_at": _("Tulis kapan ditutup, contoh 21 Oktober 2024 pukul 16.00."),
    }
    title = forms.CharField(max_length=160, label=_("Judul"))
    elections: Any = forms.ModelMultipleChoiceField(
        None, widget=forms.CheckboxSelectMultiple, label=_("Untuk pemilihan")
    )
    cycle = forms.SlugField(
        required=False, max_length=40, label=_("Nama siklus"),
        help_text=_("Huruf kecil dan tanda hubung, contoh pilkada-2024. Bila kosong, dibuat dari pemilihan pertama."),
        error_messages={"invalid": _("Pakai huruf kecil, angka, dan tanda hubung saja, contoh pilkada-2024.")},
    )  # fmt: skip
    ikrar: Any = TextChoice(None, empty_label=None, label=_("Naskah ikrar"))
    pact: Any = TextChoice(None, required=False, empty_label=_("Tanpa pakta"), label=_("Naskah pakta integritas"))
    opens_at = Moment(label=_("Dibuka"))
    closes_at = Moment(label=_("Ditutup"))
    kinds = forms.MultipleChoiceField(
        required=False, choices=StaffKind.choices, widget=forms.CheckboxSelectMultiple, label=_("Jenis pegawai"),
        help_text=_("Tidak ada yang dicentang berarti semua jenis."),
    )  # fmt: skip
    units = UnitChoice(
        None, required=False, label=_("Unit"), widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Unit di bawahnya ikut. Tidak ada yang dipilih berarti semua unit."),
    )  # fmt: skip
    leader_name = forms.CharField(required=False, max_length=120, label=_("Nama pimpinan, dengan gelar"))
    leader_office = forms.CharField(required=False, max_length=120, label=_("Jabatan"))
    leader_rank = forms.CharField(required=False, max_length=80, label=_("Pangkat, golongan"))
    leader_nip = forms.RegexField(
        r"^[\d ]{18,24}$", required=False, label=_("NIP"),
        error_messages={"invalid": _("NIP terdiri dari 18 angka. Boleh dengan spasi.")},
    )  # fmt: skip

    def __init__(
        self, viewer: Actor, agency: Agency, data: Any = None, initial: dict[str, Any] | None = None, *, on: dt.date
    ) -> None:
        super().__init__(data, initial=initial)
        self.zone = agency.zone
        self._choices("elections", elections(on))
        self._choices("ikrar", approved_texts(viewer, "ikrar"))
        self._choices("pact", approved_texts(viewer, "pact"))
        self.initial.setdefault("pact", approved_texts(viewer, "pact").first())
        self._choices("units", in_reach(viewer, EDIT_CAMPAIGNS))

    def _choices(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = self.moment("opens_at"), self.moment("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Penutupan harus sesudah pembukaan."))
        chosen = cleaned.get("elections")
        if not cleaned.get("cycle") and chosen:
            cleaned["cycle"] = slugify(chosen[0].slug.replace("_", "-"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        got = self.cleaned_data
        plain = {name: got[name] for name in ("title", "cycle", "elections", "ikrar", "pact", "kinds", "units")}
        leader = {name: got[f"leader_{name}"].strip() for name in _LEADER}
        return {
            **plain, "opens_at": self.moment("opens_at"), "closes_at": self.moment("closes_at"),
            "leader": leader if leader["name"] else {},
        }  # fmt: skip


def copied(campaign: Campaign) -> dict[str, Any]:
    """What a new campaign takes over from an earlier one: everything but the window and old versions of texts."""
    return {
        "title": campaign.title, "cycle": campaign.cycle, "elections": list(campaign.elections.all()),
        "kinds": campaign.kinds, "units": list(campaign.units.all()),
        **{f"leader_{name}": campaign.leader.get(name, "") for name in _LEADER},
    }  # fmt: skip


def planned(campaign: Campaign) -> dict[str, Any]:
    """A planned campaign as its form shows it: what a copy takes over, with its own texts and window."""
    zone = campaign.agency.zone
    return {
        **copied(campaign), "ikrar": campaign.ikrar, "pact": campaign.pact, "opens_at": shown(campaign.opens_at, zone),
        "closes_at": shown(campaign.closes_at, zone),
    }  # fmt: skip


class ExtendForm(Windowed):
    """A new end of the window, and why."""

    empty = {
        "closes_at": _("Tulis kapan ditutup, contoh 21 Oktober 2024 pukul 16.00."),
        "reason": _("Tulis alasannya, contoh: hujan lebat, 40 orang di kelurahan belum terjangkau."),
    }
    closes_at = Moment(label=_("Ditutup"))
    reason = forms.CharField(
        max_length=300, widget=forms.Textarea({"rows": 3}), label=_("Alasan"),
        help_text=_("Tersimpan di riwayat dan terbaca oleh pengawas."),
    )  # fmt: skip

    def __init__(self, campaign: Campaign, data: Any = None) -> None:
        super().__init__(data, initial={"closes_at": shown(campaign.closes_at, campaign.agency.zone)})
        self.zone = campaign.agency.zone


class SessionForm(Windowed):
    """A session in which desks vouch."""

    empty = {"title": _("Tulis nama sesi, contoh: Susulan kelurahan.")}
    title = forms.CharField(max_length=120, label=_("Nama sesi"))
    unit = OneUnitChoice(None, required=False, empty_label=_("Semua unit"), label=_("Untuk unit"))
    opens_at = Moment(label=_("Dibuka"))
    closes_at = Moment(label=_("Ditutup"))

    def __init__(self, viewer: Actor, campaign: Campaign, data: Any = None, at: dt.datetime | None = None) -> None:
        opens = max(at, campaign.opens_at) if at else campaign.opens_at
        closes = min(opens + dt.timedelta(hours=4), campaign.closes_at)
        zone = campaign.agency.zone
        super().__init__(data, initial={"opens_at": shown(opens, zone), "closes_at": shown(closes, zone)})
        self.zone = zone
        unit: Any = self.fields["unit"]
        unit.queryset = in_reach(viewer, OPEN_SESSION)
        if viewer.reach(OPEN_SESSION) != ("",):
            unit.empty_label, unit.required = None, True
