"""An activity as a calendar file (RFC 5545, published after RFC 5546), for the calendar of a phone. Pure but for settings and keys.

The meeting's address is never in it: that opens only to who gave code and PIN.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.core import keys, zones
from ikrar.outreach import paperwork
from ikrar.outreach.models import Activity

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
_LONGEST = 74


def uid(activity: Activity) -> str:
    """The same for ever, whatever else of the activity or the host changes."""
    return str(uuid.UUID(bytes=keys.mac("audit", "calendar", str(activity.pk))[:16]))


@override(settings.LANGUAGE_CODE)
def ics(activity: Activity, *, sequence: int, at: dt.datetime, is_cancelled: bool = False) -> bytes:
    """The calendar file of an activity that has a day."""
    assert activity.on is not None
    zone = zones.ZONES[activity.agency.zone]
    offset = f"{at.astimezone(zones.zone(activity.agency.zone)):%z}"
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ikrar//Kegiatan//ID", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        *("BEGIN:VTIMEZONE", f"TZID:{zone}", "BEGIN:STANDARD", "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}"),
        *(f"TZOFFSETTO:{offset}", f"TZNAME:{activity.agency.zone}", "END:STANDARD", "END:VTIMEZONE"),
        *("BEGIN:VEVENT", f"UID:{uid(activity)}", f"SEQUENCE:{sequence}", f"DTSTAMP:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"),
        *_times(activity, zone), f"SUMMARY:{_text(activity.title)}", f"LOCATION:{_text(paperwork.place(activity))}",
        f"DESCRIPTION:{_text(_said(activity))}", f"URL:{settings.PUBLIC_URL}/saya/",
        f'ORGANIZER;CN="{_quoted(activity.organiser or activity.agency.name)}":mailto:{sender}',
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return b"".join(_folded(line) for line in lines)


def _times(activity: Activity, zone: str) -> list[str]:
    """Without an hour it is a whole day; without an end nobody invents one."""
    day = f"{activity.on:%Y%m%d}"
    if activity.begins is None:
        return [f"DTSTART;VALUE=DATE:{day}"]
    ends = [f"DTEND;TZID={zone}:{day}T{activity.ends:%H%M%S}"] if activity.ends else []
    return [f"DTSTART;TZID={zone}:{day}T{activity.begins:%H%M%S}", *ends]


def _said(activity: Activity) -> str:
    return _("%(agency)s. Lencana dan halaman pribadi Anda: %(address)s, dengan kode dan PIN.") % {
        "agency": activity.agency.name, "address": f"{settings.PUBLIC_URL}/saya/",
    }  # fmt: skip


def _text(value: str) -> str:
    """Escaped as section 3.3.11 asks; other signs of control go."""
    plain = "".join(c for c in value.replace("\u00a0", " ") if c == "\n" or c.isprintable())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _quoted(value: str) -> str:
    return "".join(c for c in value if c.isprintable() and c != '"')


def _folded(line: str) -> bytes:
    """Lines of at most 75 octets; no letter is parted."""
    pieces, rest = [], b""
    for letter in line:
        raw = letter.encode()
        if len(rest) + len(raw) > _LONGEST:
            pieces.append(rest)
            rest = b" "
        rest += raw
    return b"\r\n".join([*pieces, rest]) + b"\r\n"
