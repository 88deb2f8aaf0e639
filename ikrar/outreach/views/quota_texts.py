"""What the committee copies into a message: the link for one unit, and the recap for a group, which holds no link."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.core import contacts, zones
from ikrar.outreach import links
from ikrar.outreach.models import Activity, Quota
from ikrar.outreach.queries.quotas import Standing


def address(quota: Quota) -> str:
    """The unit's link."""
    token = links.token_of(bytes(quota.nonce))
    return settings.PUBLIC_URL + reverse("outreach:unit_delegates", args=[token])


@override(settings.LANGUAGE_CODE)
def for_unit(quota: Quota) -> dict[str, str]:
    """The link, and a message with it; whoever gets the message can name the unit's delegates."""
    told = {
        "unit": quota.unit.name, "title": quota.activity.title, "when": _when(quota.activity), "seats": quota.seats,
        "until": _day(quota.until), "link": address(quota),
    }  # fmt: skip
    text = _(
        "Yth. Pimpinan %(unit)s,\n%(title)s%(when)s. Sebutkan %(seats)d utusan unit Anda paling lambat %(until)s, lewat tautan ini:\n"
        "%(link)s\n\nTautan ini untuk unit Anda saja. Siapa yang memegangnya dapat menyebut dan mengganti utusan."
    ) % told  # fmt: skip
    return {"link": address(quota), "text": text, "wa": contacts.wa_link("", text)}


@override(settings.LANGUAGE_CODE)
def recap(activity: Activity, rows: Sequence[Standing]) -> str:
    """Which units have seats left, for a group: numbers of units only, no names, no links."""
    missing = [row for row in rows if row.left and row.is_open]
    lines = [
        _("- %(unit)s: %(named)d dari %(seats)d, sampai %(until)s")
        % {"unit": row.quota.unit.name, "named": row.named, "seats": row.quota.seats, "until": _day(row.quota.until)}
        for row in missing
    ]
    head = _("Utusan untuk %(title)s%(when)s\nYang belum lengkap:") % {
        "title": activity.title, "when": _when(activity),
    }  # fmt: skip
    tail = _("Sebutkan lewat tautan yang sudah dikirim kepada unit Anda.")
    return "\n".join([head, *lines, "", tail]) if missing else ""


def _when(activity: Activity) -> str:
    return f", {_day(activity.on)}" if activity.on else ""


def _day(day: dt.date) -> str:
    return zones.long_date(day, named=True).replace("\u00a0", " ")
