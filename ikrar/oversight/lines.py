"""Units' lines as they are shown, drawn once as long as their figures stay: between two looks at 500 units few have changed."""

from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ikrar.oversight.figures import Coverage, Line


def drawn(what: str, code: str, coverage: Coverage, sees_names: bool) -> SafeString:
    """All units' lines, each as `_bar.html` or `_row.html` shows it."""
    return _all(what, get_language(), code, coverage, sees_names)


@lru_cache(maxsize=64)
def _all(what: str, language: str | None, code: str, coverage: Coverage, sees_names: bool) -> SafeString:
    shown = (
        _one(what, language, code, line.unit, line.name, line.fixed, line.today, line.signed, sees_names)
        for line in coverage.units
    )
    return mark_safe("".join(shown))  # noqa: S308 (each was rendered by a template)


@lru_cache(maxsize=20_000)
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
