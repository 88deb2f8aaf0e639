"""Telephone numbers as people write them, quiet hours, and addresses that carry a personal code. Pure."""

import datetime as dt
import re
from urllib.parse import quote

from ikrar.core import zones

_SPLIT = re.compile(r"[/,;|]|\batau\b")
_INDONESIAN = re.compile(r"62[2-9]\d{7,12}")
_ABROAD = re.compile(r"[1-9]\d{7,14}")


def wa_number(raw: str) -> str:
    """The first number as WhatsApp wants it (`08…` → `628…`), or "" where it can be none."""
    first = _SPLIT.split(raw)[0].strip()
    is_whole = first.startswith(("+", "00"))
    digits = re.sub(r"\D", "", first).removeprefix("00") if is_whole else re.sub(r"\D", "", first)
    if is_whole and not digits.startswith("62"):
        return digits if _ABROAD.fullmatch(digits) else ""
    local = digits.removeprefix("62").removeprefix("0")
    number = f"62{local}"
    return number if _INDONESIAN.fullmatch(number) else ""


def wa_link(number: str, text: str) -> str:
    """A link that opens WhatsApp with the text typed in; nothing is sent before the person presses send."""
    return f"https://wa.me/{number}?text={quote(text, safe='')}"


def loud_from(at: dt.datetime, zone: str, quiet_from: dt.time, quiet_until: dt.time) -> dt.datetime:
    """The first moment from `at` on outside the quiet hours, which may go past midnight."""
    local = at.astimezone(zones.zone(zone))
    now = local.time()
    wraps = quiet_from > quiet_until
    is_quiet = now >= quiet_from or now < quiet_until if wraps else quiet_from <= now < quiet_until
    if not is_quiet:
        return at
    day = local.date() + dt.timedelta(days=1 if wraps and now >= quiet_from else 0)
    return dt.datetime.combine(day, quiet_until, zones.zone(zone))
