"""An answer as people read it: one act with its rules, in the reader's language, with what is not verified said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from ikrar.norms import catalogue
from ikrar.norms.rules import Ladder, SanctionClass, Toward, Verdict


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


@dataclass(frozen=True)
class Guidance:
    """What is answered about one act; the first rule is the one that fits the question best."""

    act: str
    title: str
    why: str
    instead: str
    rules: list[Rule]

    @property
    def lead(self) -> Rule:
        return self.rules[0]

    @property
    def differs(self) -> bool:
        """Does the same act fall into another class before and after the candidates are determined?"""
        return len({rule.toward for rule in self.rules}) > 1

    @property
    def is_verified(self) -> bool:
        return all(rule.is_verified for rule in self.rules)


def answers_to(question: str, most: int = 3) -> list[Guidance]:
    """The acts that answer an everyday question, best first."""
    leads: dict[str, list[str]] = {}
    for answer in catalogue.guide().ask(question, most=40):
        leads.setdefault(answer.act, []).append(answer.rule)
    return [_told(act, rules) for act, rules in list(leads.items())[:most]]


def in_words(told: Mapping[str, str]) -> str:
    """A text of the catalogue in the reader's language; Indonesian where there is no other."""
    return told.get(get_language() or "id") or told["id"]


def rule_told(slug: str) -> Rule | None:
    """One rule by its slug, as an answer names it."""
    return _rule(slug) if slug else None


def rule_choices() -> list[tuple[str, str]]:
    """Every conduct by the name of its act, for a field that chooses one."""
    named = [(row["slug"], in_words(catalogue.act(row["act"])["name"]), row["toward"]) for row in catalogue.conducts()]
    told = [(slug, f"{name} ({Toward(toward).label})" if toward else name) for slug, name, toward in named]
    return [("", "…"), *sorted(told, key=lambda one: one[1])]


def _told(slug: str, rules: list[str]) -> Guidance:
    act = catalogue.act(slug)
    return Guidance(
        slug, in_words(act["name"]), in_words(act["why"]), in_words(act["instead"]), [_rule(one) for one in rules]
    )


def _rule(slug: str) -> Rule:
    row: Mapping[str, Any] = catalogue.conduct(slug)
    return Rule(
        slug, Verdict(row["verdict"]), Toward(row["toward"]) if row["toward"] else None, SanctionClass(row["class"]),
        [catalogue.citation(basis) for basis in row["bases"]], bool(row.get("verified")), bool(row["seen"]),
        in_words(row["condition"]) if row.get("condition") else "",
    )  # fmt: skip


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


def ladders() -> list[tuple[Ladder, list[Sanction]]]:
    """Each ladder with its sanctions, the lightest first."""
    rows = catalogue.sanctions()
    return [(ladder, [_sanction(row) for row in rows if row["ladder"] == ladder]) for ladder in Ladder]


def _sanction(row: Mapping[str, Any]) -> Sanction:
    interim, effect, by = (in_words(row[name]) if row.get(name) else "" for name in ("interim", "effect", "by"))
    return Sanction(
        in_words(row["name"]), interim, effect, by, [catalogue.citation(basis) for basis in row["bases"]],
        row["status"] == "approved", bool(row["seen"]),
    )  # fmt: skip


def powers() -> list[tuple[str, str, str]]:
    """Official, over whom, which weights."""
    rows = catalogue.sanction_powers()
    return [
        (in_words(row["official"]), in_words(row["over"]), ", ".join(str(Ladder(one).label) for one in row["levels"]))
        for row in rows
    ]


def notes() -> list[tuple[str, str]]:
    """What is often told wrongly, and where that was read."""
    return [(in_words(row["text"]), row["source"]) for row in catalogue.sanction_notes()]
