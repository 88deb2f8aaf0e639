"""Figures and units' lines as they are shown, drawn once as long as they stay: between two looks few have changed."""

from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ikrar.oversight.figures import Coverage, Line


def drawn(code: str, coverage: Coverage, sees_names: bool) -> SafeString:
    """All figures of a campaign, as `_figures.html` shows them, with each unit's `_bar.html` and `_row.html`."""
    return _drawn(get_language(), code, coverage, sees_names)


@lru_cache(maxsize=64)
def _drawn(language: str | None, code: str, coverage: Coverage, sees_names: bool) -> SafeString:
    context = {"code": code, "coverage": coverage, "total": coverage.total, "sees_names": sees_names}
    context |= {f"{what}s": _all(what, language, code, coverage, sees_names) for what in ("bar", "row")}
    return mark_safe(get_template("oversight/_figures.html").render(context))  # noqa: S308 (rendered by a template)


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
