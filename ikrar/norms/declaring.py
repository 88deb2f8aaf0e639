"""Kinds of declarations and permits as people read them: fields, points, rules, when an answer is due. Pure but for `law`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ikrar.norms import catalogue
from ikrar.norms.clock import Calendar, Due, NoDecree, Unit, count
from ikrar.norms.guidance import CARRIED, Rule, in_words, rule_told
from ikrar.norms.held import Rows, cite
from ikrar.norms.rules.declarations import MOVES, DeclarationMove, PaperKind
from ikrar.norms.rules.provisions import Kind as LawKind


@dataclass(frozen=True)
class Field:
    """One thing that a kind asks; `type` names how it is asked."""

    name: str
    type: str
    label: str
    hint: str
    most: int
    is_optional: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Point:
    """Something to know before sending, with where it was read and whether it was."""

    text: str
    source: str
    is_seen: bool


@dataclass(frozen=True)
class Exemption:
    """A ground on which a thing that is otherwise forbidden may be granted."""

    slug: str
    text: str
    articles: list[str]
    is_seen: bool


@dataclass(frozen=True)
class Cited:
    """The rule or exception that a decision rests on."""

    name: str
    articles: list[str]
    is_verified: bool


@dataclass(frozen=True)
class Kind:
    """One kind; texts are made when they are asked for, in the reader's language."""

    row: Mapping[str, Any]
    #: Where its rules are read: the files, or the database for an agency on a day.
    law: Rows = CARRIED

    @property
    def slug(self) -> str:
        return str(self.row["slug"])

    @property
    def icon(self) -> str:
        return str(self.row["icon"])

    @property
    def name(self) -> str:
        return in_words(self.row["name"])

    @property
    def short(self) -> str:
        return in_words(self.row["short"])

    @property
    def lead(self) -> str:
        return in_words(self.row["lead"])

    @property
    def is_request(self) -> bool:
        """Does it ask for a decision, or is it only noted?"""
        return bool(self.row["is_request"])

    @property
    def is_conflict(self) -> bool:
        """Does it keep whoever declared it from examining and deciding?"""
        return bool(self.row.get("is_conflict"))

    @property
    def is_duty(self) -> bool:
        """Is somebody away from duties by it, so that the unit has to plan?"""
        return bool(self.row.get("is_duty"))

    def is_for(self, who: str) -> bool:
        return who in self.row["who"]

    def fields(self) -> list[Field]:
        return [_field(row) for row in self.row["fields"]]

    def points(self, staff_kind: str = "") -> list[Point]:
        """What to know, less what concerns other kinds of staff."""
        told = [row for row in self.row["points"] if not staff_kind or staff_kind in row.get("for", [staff_kind])]
        return [Point(in_words(row["text"]), row["source"], bool(row["seen"])) for row in told]

    def rules(self) -> list[tuple[str, Rule]]:
        """The rules that it rests on, each with the name of its act."""
        return [self._named(slug) for slug in self.row["rules"]]

    def exemptions(self) -> list[Exemption]:
        return [
            Exemption(
                row["slug"],
                in_words(row["text"]),
                [cite(self._law_of(one), one) for one in row["bases"]],
                bool(row["seen"]),
            )
            for row in self.row.get("exceptions", [])
        ]

    def rule_choices(self, move: DeclarationMove) -> list[tuple[str, str]]:
        """What a move may rest on: the exceptions where it grants, the rules where it refuses."""
        if not move.asks_rule:
            return []
        if move.asks_reason:
            return [(slug, self._named(slug)[0]) for slug in self.row.get("refusal_rules", [])]
        return [(one.slug, one.text) for one in self.exemptions()]

    def cited(self, slug: str) -> Cited | None:
        """What a decision rests on, by its slug."""
        exempt = next((one for one in self.exemptions() if one.slug == slug), None)
        if exempt:
            return Cited(exempt.text, exempt.articles, False)
        if slug not in self.row.get("refusal_rules", []):
            return None
        name, rule = self._named(slug)
        return Cited(name, rule.articles, rule.is_verified)

    def moves(self) -> list[DeclarationMove]:
        return [move for move in MOVES if move.name in self.row["moves"]]

    def reply_due(self, day: dt.date, calendar: Calendar) -> Due | None:
        """When an answer is due by these days off; None where a year on the way has no decree yet."""
        reply = self.row["reply"]
        try:
            return count(day, reply["number"], calendar, unit=Unit(reply["unit"]))
        except NoDecree:
            return None

    def letter(self, what: str) -> Mapping[str, Any]:
        """The sentences of one of its letters; empty where the kind has none of it."""
        told: Mapping[str, Any] = self.row["letters"].get(what, {})
        return told

    def has_statement(self) -> bool:
        return PaperKind.STATEMENT in self.row["letters"]

    def choice_in_words(self, name: str, value: str) -> str:
        """The label of what was chosen; the value itself where it is no choice."""
        field = next((one for one in self.fields() if one.name == name), None)
        return dict(field.choices).get(value, value) if field else value

    def _named(self, slug: str) -> tuple[str, Rule]:
        """A rule and the name of its act; from the files where the law that was asked does not hold it."""
        for law in (self.law, CARRIED):
            rule, conduct = rule_told(slug, rows=law), law.row(LawKind.CONDUCT, slug)
            act = law.row(LawKind.ACT, conduct.body["act"]) if conduct else None
            if rule and act:
                return in_words(act.body["name"]), rule
        raise LookupError(slug)

    def _law_of(self, cited: Mapping[str, str]) -> Rows:
        return self.law if self.law.row(LawKind.BASIS, cited["basis"]) else CARRIED


def kinds(law: Rows = CARRIED) -> list[Kind]:
    return [Kind(row, law) for row in catalogue.declarations()]


def kind_of(slug: str, law: Rows = CARRIED) -> Kind | None:
    return next((kind for kind in kinds(law) if kind.slug == slug), None)


def conflict_slugs() -> list[str]:
    return [kind.slug for kind in kinds() if kind.is_conflict]


def duty_slugs() -> list[str]:
    return [kind.slug for kind in kinds() if kind.is_duty]


def _field(row: Mapping[str, Any]) -> Field:
    choices = tuple((one["value"], in_words(one["label"])) for one in row.get("choices", []))
    return Field(
        row["name"], row["type"], in_words(row["label"]), in_words(row["hint"]) if row.get("hint") else "",
        row.get("most", 160), bool(row.get("optional")), choices,
    )  # fmt: skip
