"""A unit's line as it is shown, drawn once as long as its figures stay: between two looks at 500 units few have changed."""

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ikrar.oversight.figures import Line

#: Lines kept per process, about 600 bytes each.
_MOST = 20_000


def drawn(what: str, code: str, lines: Iterable[Line], sees_names: bool) -> SafeString:
    """The lines one after another, each as `_bar.html` or `_row.html` shows it."""
    language = get_language()
    shown = (
        _one(what, language, code, line.unit, line.name, line.fixed, line.today, line.signed, sees_names)
        for line in lines
    )
    return mark_safe("".join(shown))  # noqa: S308 (each was rendered by a template)


@lru_cache(maxsize=_MOST)
def _one(
    what: str,
    _language: str | None,
    code: str,
    unit: int | None,
    name: str,
    fixed: int,
    today: int,
    signed: int,
    sees_names: bool,
) -> str:
    line = Line(name, unit, fixed=fixed, today=today, signed=signed)
    return get_template(f"oversight/_{what}.html").render({"code": code, "line": line, "sees_names": sees_names})
