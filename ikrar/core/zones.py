"""Indonesia's three zones, and dates as people write them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

#: Zone code → IANA name.
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_MONTHS = (
    gettext_lazy("Januari"), gettext_lazy("Februari"), gettext_lazy("Maret"), gettext_lazy("April"),
    pgettext_lazy("bulan", "Mei"), gettext_lazy("Juni"), gettext_lazy("Juli"), gettext_lazy("Agustus"),
    gettext_lazy("September"), gettext_lazy("Oktober"), gettext_lazy("November"), gettext_lazy("Desember"),
)  # fmt: skip
_WEEKDAYS = (
    gettext_lazy("Senin"), gettext_lazy("Selasa"), gettext_lazy("Rabu"), gettext_lazy("Kamis"), gettext_lazy("Jumat"),
    gettext_lazy("Sabtu"), gettext_lazy("Minggu"),
)  # fmt: skip


def zone(code: str) -> ZoneInfo:
    return ZoneInfo(ZONES[code])


def now() -> dt.datetime:
    """The moment at a door (view, command, worker); inside, time is an argument."""
    return timezone.now()


def today(code: str, at: dt.datetime) -> dt.date:
    return at.astimezone(zone(code)).date()


def midnight(day: dt.date, code: str) -> dt.datetime:
    """When this day begins there."""
    return at_hour(day, dt.time(), code)


def at_hour(day: dt.date, hour: dt.time, code: str) -> dt.datetime:
    """When it is this hour of this day there."""
    return dt.datetime.combine(day, hour, zone(code))


def month(number: int) -> str:
    return str(_MONTHS[number - 1])


def weekday(day: dt.date) -> str:
    return str(_WEEKDAYS[day.weekday()])


def long_date(day: dt.date, *, named: bool = False) -> str:
    """`14 Oktober 2024`, or `Senin, 14 Oktober 2024`; spaces inside a date do not break."""
    text = f"{day.day}\u00a0{month(day.month)}\u00a0{day.year}"
    return f"{weekday(day)}, {text}" if named else text


def clock(at: dt.datetime, code: str) -> str:
    """`09.12 WITA`."""
    return f"{at.astimezone(zone(code)):%H.%M}\u00a0{code}"


def moment(at: dt.datetime, code: str) -> str:
    """`14 Oktober 2024, pukul 09.12 WITA`."""
    local = at.astimezone(zone(code))
    return _("%(date)s, pukul %(time)s") % {"date": long_date(local.date()), "time": clock(at, code)}
