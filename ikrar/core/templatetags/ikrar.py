"""What templates need everywhere: icons, numbers, dates, and the question whether somebody may."""

import datetime as dt
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ikrar.core import ids, zones

register = template.Library()


@cache
def _sprite() -> str:
    return static("ikrar/icons.svg")


@register.simple_tag
def icon(name: str, kind: str = "icon") -> SafeString:
    """One icon of the sprite, always beside a word."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', kind, _sprite(), name)


@register.filter
def thousands(number: int | None) -> str:
    """`1.246` in Indonesian, `1,246` in English."""
    text = f"{number or 0:,}"
    return text if get_language() == "en" else text.replace(",", ".")


@register.filter
def percent(part: int, whole: int) -> str:
    """`88,9%`; nothing of nothing is `0%`, and only all is `100%`."""
    share = 1000 * part / whole if whole else 0
    tenths = min(round(share), 999) if part < whole else round(share)
    text = f"{tenths / 10:.1f}".removesuffix(".0")
    return (text if get_language() == "en" else text.replace(".", ",")) + "%"


@register.filter
def width(part: int, whole: int) -> str:
    """A bar's width as an SVG attribute."""
    return f"{100 * part / whole if whole else 0:.2f}%"


@register.filter
def on(day: dt.date | None) -> str:
    return zones.long_date(day) if day else ""


@register.filter
def moment(at: dt.datetime | None, zone: str) -> str:
    return zones.moment(at, zone) if at else ""


@register.filter
def clock(at: dt.datetime | None, zone: str) -> str:
    return zones.clock(at, zone) if at else ""


@register.filter
def ending(name: str) -> str:
    """A name that ends a sentence: the full stop of its last degree gives way to the sentence's own."""
    return str(name).removesuffix(".")


@register.filter
def grouped(symbols: str, by: int = 3) -> str:
    return ids.grouped(symbols, by)


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key, "")
