"""Looks over the files that choose among rules: the questions step by step. Pure; `checking` asks it with what it read."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

#: Per part of stepwise.yaml what each of its rows must tell.
_PARTS = {
    "who": ("slug", "name", "holds"), "whom": ("slug", "name"), "stages": ("slug", "name", "phases", "toward"),
    "groups": ("slug", "name"), "acts": ("act", "groups", "whom"),
}  # fmt: skip
Told = Iterator[tuple[str, int, str]]


def faults(read: Mapping[str, Any]) -> Told:
    """File, line and what is wrong there."""
    if "stepwise.yaml" in read:
        for line, says in _steps(read["stepwise.yaml"], read):
            yield "stepwise.yaml", line, says


def _steps(told: Any, read: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    if not isinstance(told, dict):
        yield 1, _("Isinya harus berupa tabel.")
        return
    known = {part: rows_of(told, part) for part in _PARTS}
    for part, needed in _PARTS.items():
        if not known[part]:
            yield 1, _lacks("stepwise.yaml", part)
        for row in known[part]:
            called = str(row.get("slug") or row.get("act"))
            yield from ((row.line, _lacks(called, field)) for field in needed if not row.get(field))
    conducts = rows_of(read, "conducts.yaml")
    yield from _listed_once([(row, str(row.get("act"))) for row in known["acts"]])
    yield from _listed_once(
        [(row, f"{part} {row.get('slug')}") for part in _PARTS for row in known[part] if "slug" in row]
    )
    slugs = {part: {str(row.get("slug")) for row in known[part]} for part in ("whom", "stages", "groups")}
    said = {key: {one for row in conducts for one in words_of(row, key)} for key in ("who", "phases")}
    for rows, key, values in (
        (known["acts"], "groups", slugs["groups"]), (known["acts"], "whom", slugs["whom"]),
        (known["whom"], "stages", slugs["stages"]), (known["who"], "holds", said["who"]),
        (known["stages"], "phases", said["phases"]),
    ):  # fmt: skip
        for row in rows:
            yield from ((row.at(key), _unknown(key, one)) for one in words_of(row, key) if one not in values)
    rules = {str(row.get("slug")) for row in conducts}
    for row in known["who"]:
        if row.get("general") and str(row["general"]) not in rules:
            yield row.at("general"), _unknown("general", row["general"])
    acts = {str(row.get("slug")) for row in rows_of(read, "acts.yaml")}
    for slug in sorted(acts - {str(row.get("act")) for row in known["acts"]}):
        yield 1, _("%(row)s tidak ada di kelompok mana pun.") % {"row": slug}


def _lacks(called: str, field: str) -> str:
    return _("%(row)s tidak memuat %(field)s.") % {"row": called, "field": field}


def _unknown(field: str, said: object) -> str:
    return _("%(field)s: %(said)s tidak dikenal.") % {"field": field, "said": said}


def _listed_once(rows: list[tuple[Any, str]]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for row, called in rows:
        if called in seen:
            yield row.line, _("%(row)s ditulis dua kali.") % {"row": called}
        seen.add(called)


def rows_of(read: Mapping[str, Any], name: str) -> list[Any]:
    """The rows of a list; what is no row is left out."""
    told = read.get(name)
    return [row for row in told if isinstance(row, dict)] if isinstance(told, list) else []


def words_of(row: Mapping[str, Any], key: str) -> list[str]:
    """The words of a list within a row; none where it is no list."""
    told = row.get(key)
    return [str(one) for one in told] if isinstance(told, list) else []
