"""An answer as people read it: one act with its rules, in the reader's language, with what is not verified said.

`rows` says where it is read: the files that the project carries, or the database for an agency on a day.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from ikrar.norms.catalogue import CarriedRows
from ikrar.norms.held import Own, Row, Rows, cite, contested
from ikrar.norms.rules import Ladder, SanctionClass, Toward, Verdict
from ikrar.norms.rules.provisions import ALLOWANCE_CUTS, ALLOWANCE_NOTE, Kind, Stance

CARRIED = CarriedRows()


@dataclass(frozen=True)
class Rule:
    """One rule of an act: when it holds, its class, its articles."""

    slug: str
    verdict: Verdict
    toward: Toward | None
    sanction: SanctionClass
    articles: list[str]
    is_verified: bool
    is_seen: bool
    condition: str
    #: Where sources disagree: what each says, and where that was read.
    positions: tuple[tuple[str, str], ...] = ()
    own: "OwnWord | None" = None
    #: For whom or for which stage it was written, where those are not the reader's.
    scope: str = ""


@dataclass(frozen=True)
class OwnWord:
    """What an agency says beside the national text: its line, its own wording or verdict, or that it does not use the rule."""

    agency: str
    on: dt.date
    text: str
    verdict: Verdict | None = None
    is_outdated: bool = False


@dataclass(frozen=True)
class Other:
    """What is the same or different for somebody else; `sanction` where their consequences follow a ladder of their own."""

    name: str
    is_named: bool
    is_asker: bool
    sanction: "Sanction | None" = None


@dataclass(frozen=True)
class Guidance:
    """What is answered about one act; the first rule is the one that fits the question best."""

    act: str
    title: str
    why: str
    instead: str
    rules: list[Rule]
    #: The agency's own wording of this act, and its line where sources disagree.
    own: OwnWord | None = None
    line: OwnWord | None = None
    #: What the reader should know first: for whom or for which stage the rule was written, where it is not theirs.
    caution: str = ""
    others: tuple[Other, ...] = ()

    @property
    def is_contested(self) -> bool:
        return any(rule.positions for rule in self.rules)

    @property
    def lead(self) -> Rule:
        return self.rules[0]

    @property
    def differs(self) -> bool:
        """Does the same act fall into another class before and after the candidates are determined?"""
        return len({rule.toward for rule in self.rules}) > 1

    @property
    def is_verified(self) -> bool:
        ladders = [other.sanction.is_verified for other in self.others if other.sanction]
        return all([*ladders, *(rule.is_verified for rule in self.rules)])


def answers_to(question: str, most: int = 3, *, rows: Rows = CARRIED) -> list[Guidance]:
    """The acts that answer an everyday question, best first."""
    leads: dict[str, list[str]] = {}
    for answer in rows.guide().ask(question, most=40):
        leads.setdefault(answer.act, []).append(answer.rule)
    found = (told(act, rules, rows) for act, rules in leads.items())
    return [one for one in found if one][:most]


def in_words(told: Mapping[str, str]) -> str:
    """A text of the catalogue in the reader's language; Indonesian where there is no other."""
    return told.get(get_language() or "id") or told["id"]


def rule_told(slug: str, *, rows: Rows = CARRIED) -> Rule | None:
    """One rule by its slug, as an answer names it."""
    row = rows.row(Kind.CONDUCT, slug) if slug else None
    return _rule(row, rows) if row else None


def rule_choices() -> list[tuple[str, str]]:
    """Every conduct by the name of its act, for a field that chooses one."""
    acts = {row.slug: row for row in CARRIED.all(Kind.ACT)}
    rules = [
        (row.slug, in_words(acts[row.body["act"]].body["name"]), row.body["toward"])
        for row in CARRIED.all(Kind.CONDUCT)
    ]
    told = [(slug, f"{name} ({Toward(toward).label})" if toward else name) for slug, name, toward in rules]
    return [("", "…"), *sorted(told, key=lambda one: one[1])]


def told(slug: str, found: list[str], rows: Rows) -> Guidance | None:
    """One act with these of its rules, the leading one first; None where the catalogue holds neither any more."""
    act, conducts = rows.row(Kind.ACT, slug), [rows.row(Kind.CONDUCT, one) for one in found]
    rules = [_rule(row, rows) for row in conducts if row]
    if act is None or not rules:
        return None
    name, why, instead = (in_words(act.body[part]) for part in ("name", "why", "instead"))
    line = rows.row(Kind.LINE, slug)
    return Guidance(slug, name, why, instead, rules, _own_act(act.own), _line(line))


def _rule(row: Row, rows: Rows) -> Rule:
    body = row.body
    return Rule(
        row.slug, Verdict(body["verdict"]), Toward(body["toward"]) if body["toward"] else None, SanctionClass(body["class"]),
        [cite(rows, basis) for basis in body["bases"]], row.is_verified, bool(body["seen"]), _words(body, "condition"),
        tuple((in_words(one["text"]), one["source"]) for one in body.get("positions", [])), _own_rule(row.own),
    )  # fmt: skip


def _words(body: Mapping[str, Any], name: str) -> str:
    return in_words(body[name]) if body.get(name) else ""


def _own_act(own: Own | None) -> OwnWord | None:
    """Its sentences one after the other; None where it says what the national text says."""
    if own is None or not own.is_shown:
        return None
    text = (
        own.reason if own.stance == Stance.NOT_USED else " ".join(_words(own.body, part) for part in ("why", "instead"))
    )
    return OwnWord(own.agency, own.on, text, is_outdated=own.is_outdated)


def _own_rule(own: Own | None) -> OwnWord | None:
    if own is None or not own.is_shown:
        return None
    if own.stance == Stance.NOT_USED:
        return OwnWord(own.agency, own.on, own.reason, is_outdated=own.is_outdated)
    return OwnWord(own.agency, own.on, _words(own.body, "condition"), Verdict(own.body["verdict"]), own.is_outdated)


def _line(row: Row | None) -> OwnWord | None:
    own = row.own if row else None
    return OwnWord(own.agency, own.on, _words(own.body, "text")) if own else None


@dataclass(frozen=True)
class Sanction:
    """One consequence as people read it; `interim` stands in for it while it does not apply yet."""

    name: str
    interim: str
    effect: str
    by: str
    articles: list[str]
    is_verified: bool
    is_seen: bool
    own: OwnWord | None = None


def ladders(rows: Rows = CARRIED) -> list[tuple[Ladder, list[Sanction]]]:
    """Each ladder with its sanctions, the lightest first."""
    told = [(row.body["ladder"], _sanction(row, rows)) for row in rows.all(Kind.SANCTION)]
    return [(ladder, [sanction for of, sanction in told if of == ladder]) for ladder in Ladder]


def _sanction(row: Row, rows: Rows) -> Sanction:
    interim, effect, by = (_words(row.body, name) for name in ("interim", "effect", "by"))
    return Sanction(
        in_words(row.body["name"]), interim, effect, by, [cite(rows, basis) for basis in row.body["bases"]],
        row.is_verified, bool(row.body["seen"]), _own_text(row.own),
    )  # fmt: skip


def _own_text(own: Own | None) -> OwnWord | None:
    if own is None or not own.is_shown:
        return None
    told = (
        [own.reason]
        if own.stance == Stance.NOT_USED
        else [_words(own.body, part) for part in ("name", "effect", "interim")]
    )
    return OwnWord(own.agency, own.on, ". ".join(part for part in told if part), is_outdated=own.is_outdated)


def first_of(ladder: str, rows: Rows) -> Sanction | None:
    """What a ladder begins with: how consequences are found there."""
    return next((_sanction(row, rows) for row in rows.all(Kind.SANCTION) if row.body["ladder"] == ladder), None)


def powers(rows: Rows = CARRIED) -> list[tuple[str, str, str]]:
    """Official, over whom, which weights."""
    return [
        (
            in_words(row.body["official"]),
            in_words(row.body["over"]),
            ", ".join(str(Ladder(one).label) for one in row.body["levels"]),
        )
        for row in rows.all(Kind.POWER)
    ]


def notes(rows: Rows = CARRIED) -> list[tuple[str, str]]:
    """What is often told wrongly, and where that was read."""
    return [(in_words(row.body["text"]), row.body["source"]) for row in rows.all(Kind.NOTE)]


def allowance_cuts(rows: Rows) -> tuple[str, OwnWord] | None:
    """Whether the agency imposes cuts of the allowance or the forms that stand in for them; None where it has not said."""
    row = rows.row(Kind.LINE, ALLOWANCE_CUTS)
    word = _line(row)
    return (row.own.body["choice"], word) if row and row.own and word else None


@dataclass(frozen=True)
class Point:
    """A contested point: its title, and what each side says with where that was read."""

    slug: str
    title: str
    positions: tuple[tuple[str, str], ...]


def contested_points(rows: Rows) -> list[Point]:
    """Acts about which sources disagree, then whether cuts of the allowance are imposed."""
    found: dict[str, Point] = {}
    for row in contested(rows):
        act = rows.row(Kind.ACT, row.body["act"])
        if act:
            positions = tuple((in_words(one["text"]), one["source"]) for one in row.body["positions"])
            found.setdefault(act.slug, Point(act.slug, in_words(act.body["name"]), positions))
    cuts = rows.row(Kind.NOTE, ALLOWANCE_NOTE)
    told = ((in_words(cuts.body["text"]), cuts.body["source"]),) if cuts else ()
    return [*found.values(), Point(ALLOWANCE_CUTS, gettext("Pemotongan tunjangan"), told)]
