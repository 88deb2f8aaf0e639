"""Finds names of units that look alike, for a person to say whether they are one: nothing is merged by itself."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ikrar.agencies.models import RosterImport, RosterUnit, Unit

_MOST_COMPARED = 20_000
_LEAST_LETTERS = 8
_WORDS = re.compile(r"[^\W_]+")


def proposals(roster: RosterImport) -> list[dict[str, Any]]:
    """For each unit that is new to us: one of ours, or an earlier one of the file, whose name looks like it."""
    told = RosterUnit.objects.filter(roster=roster, unit=None).exclude(name_key="").order_by("place")[:_MOST_COMPARED]
    ours = Unit.objects.filter(agency=roster.agency_id, merged_into=None)[:_MOST_COMPARED]
    seen: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for unit in ours:
        _remember(seen, unit.name_key, f"unit:{unit.pk}")
    found = []
    for place in told:
        if other := next((mark for form in _forms(place.name_key) for mark in seen.get(form, ())), None):
            found.append({"place": place.place, "other": other, "choice": ""})
        _remember(seen, place.name_key, f"place:{place.place}")
    return found


def _remember(seen: dict[tuple[str, ...], list[str]], name_key: str, mark: str) -> None:
    for form in _forms(name_key):
        seen[form].append(mark)


def _forms(name_key: str) -> Iterator[tuple[str, ...]]:
    """The name without spaces and signs, and with one letter left out anywhere; short words and figures stay apart.

    SD Negeri 6 and SD Negeri 16, Kelas I and Kelas II never look alike.
    """
    words = _WORDS.findall(name_key)
    fixed = tuple(word for word in words if len(word) <= 2 or not word.isalpha())
    letters = "".join(_long(words))
    yield (letters, *fixed)
    if len(letters) >= _LEAST_LETTERS:
        for index in range(len(letters)):
            yield (letters[:index] + letters[index + 1 :], *fixed)


def _long(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if len(word) > 2 and word.isalpha())
