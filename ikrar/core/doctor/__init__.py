"""Examining an installation: each room registers checks in its `doctor.py`; a check names what is wrong and what to do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from ikrar.core.errors import Refused


@dataclass(frozen=True)
class Finding:
    """One missing or wrong thing: a sentence that names it, and a sentence that says what to do."""

    says: str
    do: str


@dataclass(frozen=True)
class Examined:
    """One check after it ran; without findings all is well. `waits_for` names the check that has to be well first."""

    name: str
    findings: tuple[Finding, ...] = ()
    waits_for: str = ""


Look = Callable[[], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    name: str
    after: str
    look: Look


_CHECKS: dict[str, Check] = {}
_FIGURES: dict[str, tuple[str, str]] = {}


def check(name: str, *, after: str = "migrations") -> Callable[[Look], Look]:
    """Register a check by a short name; it runs only where the check `after` found nothing (by default: the schema)."""

    def register(look: Look) -> Look:
        _CHECKS[name] = Check(name, after, look)
        return look

    return register


def figure(name: str, model: str, words: str) -> None:
    """Register a table whose number of rows an operator compares before and after: `figure("people", "agencies.Staff", …)`."""
    _FIGURES[name] = (model, words)


def figures(tables: dict[str, int]) -> dict[str, int]:
    """The registered figures out of the row counts of all tables."""
    discover()
    return {name: tables.get(apps.get_model(model)._meta.db_table, 0) for name, (model, _words) in _FIGURES.items()}


def told(counted: dict[str, int]) -> str:
    """The figures as words: `1246 orang, 30 tanda tangan`."""
    return ", ".join(f"{count} {_(_FIGURES[name][1])}" for name, count in counted.items())


def discover() -> None:
    """Load the checks of every room."""
    from ikrar.core.doctor import database, files, installation, web, work  # noqa: F401

    autodiscover_modules("doctor")


def examine(*, only: Iterable[str] = (), skip: Iterable[str] = ()) -> Iterator[Examined]:
    """Run the checks, each after the one on which it rests; a name in `only` must be known, one in `skip` need not."""
    discover()
    chosen, skipped, wrong = list(only) or list(_CHECKS), set(skip), set[str]()
    unknown = [name for name in chosen if name not in _CHECKS]
    if unknown:
        known = ", ".join(_CHECKS)
        raise Refused(_("Pemeriksaan %(name)s tidak dikenal. Yang ada: %(all)s.") % {"name": unknown[0], "all": known})
    for name in sorted((n for n in chosen if n not in skipped), key=_depth):
        one = _CHECKS[name]
        done = Examined(name, waits_for=one.after) if one.after in wrong else Examined(name, _run(one.look))
        if done.findings or done.waits_for:
            wrong.add(name)
        yield done


def _depth(name: str) -> int:
    """How many checks must be well before this one can run."""
    after = _CHECKS[name].after
    return 1 + _depth(after) if after in _CHECKS else 0


def _run(look: Look) -> tuple[Finding, ...]:
    try:
        return tuple(look())
    except Exception as failure:
        said = str(failure).strip().splitlines()
        words = said[0] if said else type(failure).__name__
        return (
            Finding(_("Pemeriksaan ini tidak selesai: %s") % words, _("Benahi temuan lain dulu, lalu periksa lagi.")),
        )
