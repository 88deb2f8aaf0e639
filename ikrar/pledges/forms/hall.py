"""Input of signing in the hall: a session of an activity, a link for a screen, a press on the remote."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.core.styled import Styled
from ikrar.outreach.models import Activity
from ikrar.pledges.forms.campaigns import Moment, OneUnitChoice, Windowed, shown
from ikrar.pledges.models import Campaign, Ceremony
from ikrar.pledges.permissions import OPEN_SESSION
from ikrar.pledges.queries.hall import open_campaigns
from ikrar.pledges.queries.hub import in_reach
from ikrar.pledges.rules import Turn

#: How long a session lasts where the activity tells no end.
_LASTS = dt.timedelta(hours=4)


def hours(activity: Activity, campaign: Campaign | None, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The activity's hours, kept within the campaign's window; where it tells none, from now on."""
    zone, day = activity.agency.zone, activity.on
    told = [
        dt.datetime.combine(day, hour, zones.zone(zone)) if day and hour else None
        for hour in (activity.begins, activity.ends)
    ]
    opens = told[0] or at
    closes = told[1] if told[1] and told[1] > at else max(opens, at) + _LASTS
    if campaign is not None:
        opens, closes = max(opens, campaign.opens_at), min(closes, campaign.closes_at)
    return opens, closes


class ActivitySessionForm(Windowed):
    """Which campaign, for whom, from when to when; the activity's title and hours stand in it already."""

    empty = {
        "title": _("Tulis nama sesi, contoh: Meja di aula."),
        "campaign": _("Pilih penandatanganan yang dipakai di kegiatan ini."),
    }
    campaign: forms.ModelChoiceField = forms.ModelChoiceField(None, empty_label=None, label=_("Penandatanganan"))
    title = forms.CharField(max_length=120, label=_("Nama sesi"))
    unit = OneUnitChoice(None, required=False, empty_label=_("Semua unit"), label=_("Untuk unit"))
    opens_at = Moment(label=_("Dibuka"))
    closes_at = Moment(label=_("Ditutup"))

    def __init__(self, viewer: Actor, activity: Activity, at: dt.datetime, data: Any = None) -> None:
        campaigns = open_campaigns(viewer, at)
        self.zone = activity.agency.zone
        opens, closes = hours(activity, campaigns.first(), at)
        begin = {
            "title": activity.title[:120],
            "opens_at": shown(opens, self.zone),
            "closes_at": shown(closes, self.zone),
        }
        super().__init__(data, initial=begin)
        fields: Any = self.fields
        fields["campaign"].queryset = campaigns
        fields["unit"].queryset = in_reach(viewer, OPEN_SESSION)
        if viewer.reach(OPEN_SESSION) != ("",):
            fields["unit"].empty_label, fields["unit"].required = None, True


class ScreenForm(Styled):
    """A link for one screen; which campaign is asked for the first one alone."""

    empty = {
        "label": _("Tulis layar mana, contoh: Proyektor utama."),
        "campaign": _("Pilih penandatanganan yang dipakai di kegiatan ini."),
    }
    campaign: forms.ModelChoiceField = forms.ModelChoiceField(None, empty_label=None, label=_("Penandatanganan"))
    label = forms.CharField(
        max_length=60, label=_("Layar mana"), help_text=_("Supaya tautannya bisa diakhiri satu per satu.")
    )

    def __init__(self, viewer: Actor, known: Ceremony | None, at: dt.datetime, data: Any = None) -> None:
        super().__init__(data, initial={"label": _("Proyektor utama")})
        fields: Any = self.fields
        if known is not None:
            del fields["campaign"]
        else:
            fields["campaign"].queryset = open_campaigns(viewer, at)


class TurnForm(forms.Form):
    """One press on the remote, and which picture it saw."""

    turn = forms.TypedChoiceField(choices=Turn.choices, coerce=Turn)
    seq = forms.IntegerField(min_value=0, max_value=2**31 - 1)
