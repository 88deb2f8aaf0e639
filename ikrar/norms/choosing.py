"""Looks over the files that choose among rules: the questions step by step, and the posters. Pure; `checking` asks it with what it read."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ikrar.norms.rules import Verdict

#: Per part of stepwise.yaml what each of its rows must tell.
_PARTS = {
    "who": ("slug", "name", "holds"), "whom": ("slug", "name"), "stages": ("slug", "name", "phases", "toward", "calendar"),
    "groups": ("slug", "name"), "acts": ("act", "groups", "whom"),
}  # fmt: skip
#: How many sentences of each kind a poster and a card hold at least and at most, and of how many letters each.
POSTER: Mapping[str, tuple[int, int]] = {
    Verdict.FORBIDDEN: (5, 7), Verdict.CONDITIONAL: (1, 2), Verdict.ALLOWED: (3, 5),
}  # fmt: skip
CARD: Mapping[str, tuple[int, int]] = {Verdict.FORBIDDEN: (5, 5), Verdict.CONDITIONAL: (0, 0), Verdict.ALLOWED: (3, 3)}
SAYING_MOST = 70
Told = Iterator[tuple[str, int, str]]


def faults(read: Mapping[str, Any]) -> Told:
    """File, line and what is wrong there."""
    if "stepwise.yaml" in read:
        for line, says in _steps(read["stepwise.yaml"], read):
            yield "stepwise.yaml", line, says
    if "posters.yaml" in read:
        for line, says in _posters(read["posters.yaml"], read):
            yield "posters.yaml", line, says


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


def _posters(told: Any, read: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    if not isinstance(told, dict):
        yield 1, _("Isinya harus berupa tabel.")
        return
    stages = {str(row.get("slug")): row for row in rows_of(_table(read.get("stepwise.yaml")), "stages")}
    rules = {str(row.get("slug")): row for row in rows_of(read, "conducts.yaml")}
    sayings = rows_of(told, "sayings")
    said = {str(row.get("rule")) for row in sayings}
    for row in sayings:
        for text in _table(row.get("text")).values():
            if len(str(text)) > SAYING_MOST:
                yield (
                    row.line,
                    _("%(row)s: kalimatnya lebih dari %(most)d huruf.") % {"row": row.get("rule"), "most": SAYING_MOST},
                )
    sheets = [(row, POSTER) for row in rows_of(told, "posters")]
    sheets += [(told["card"], CARD)] if isinstance(told.get("card"), dict) else []
    if len(sheets) < len(rows_of(told, "posters")) + 1 or not told.get("edition"):
        yield 1, _lacks("posters.yaml", "card, edition")
    yield from _listed_once([(row, str(row.get("slug"))) for row, _bounds in sheets])
    for row, bounds in sheets:
        yield from (
            (row.line, _lacks(str(row.get("slug") or "card"), field))
            for field in ("title", "rules")
            if not row.get(field)
        )
        phases = words_of(stages.get(str(row.get("stage")), {}), "phases")
        if bounds is POSTER and not phases:
            yield row.at("stage"), _unknown("stage", row.get("stage"))
        named = words_of(row, "rules")
        for rule in named:
            if rule not in rules or rule not in said:
                yield row.at("rules"), _unknown("rules", rule)
            elif phases and not {"any_time", *phases} & set(words_of(rules[rule], "phases")):
                yield row.at("rules"), _("%(rule)s tidak berlaku pada tahap itu.") % {"rule": rule}
        for verdict, (least, most) in bounds.items():
            count = sum(rules.get(rule, {}).get("verdict") == verdict for rule in named)
            if not least <= count <= most:
                yield (
                    row.at("rules"),
                    _("%(verdict)s: %(count)d kalimat, seharusnya %(least)d sampai %(most)d.")
                    % {"verdict": verdict, "count": count, "least": least, "most": most},
                )


def _table(told: Any) -> Mapping[str, Any]:
    return told if isinstance(told, dict) else {}


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
