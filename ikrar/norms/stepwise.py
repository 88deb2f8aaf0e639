"""A few questions instead of typing: who, toward whom, which stage, what act. Each answer narrows the acts; the last one
is the answer. Nothing is kept: what was chosen travels in the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from ikrar.norms import catalogue, guidance
from ikrar.norms.guidance import CARRIED, Guidance, Other, in_words
from ikrar.norms.held import Rows
from ikrar.norms.rules import SanctionClass
from ikrar.norms.rules.provisions import Kind

#: Who does not know, or does not want to say.
ANY = "any"
#: The questions, in the order in which they are put.
QUESTIONS = ("who", "whom", "stage", "act")
_PART = {"who": "who", "whom": "whom", "stage": "stages"}
_ALWAYS = "any_time"


@dataclass(frozen=True)
class Chosen:
    """What was chosen so far; empty where nothing was."""

    who: str = ""
    whom: str = ""
    stage: str = ""
    act: str = ""

    @property
    def next(self) -> str:
        """The question to put; empty where all are answered."""
        return next((name for name in QUESTIONS if not getattr(self, name)), "")

    @property
    def number(self) -> int:
        return QUESTIONS.index(self.next) + 1


@dataclass(frozen=True)
class Option:
    """One way to answer a question."""

    value: str
    name: str


@dataclass(frozen=True)
class Group:
    """Acts of one kind."""

    slug: str
    name: str
    acts: Sequence[Option]


def chosen(told: Mapping[str, str]) -> Chosen:
    """The choices as they were sent; a stage that alone is possible is taken, one that is not is asked for again."""
    asked = Chosen(**{name: told.get(name) or "" for name in QUESTIONS})
    possible = _row("whom", asked.whom).get("stages", [])
    if len(possible) == 1:
        return replace(asked, stage=possible[0])
    return replace(asked, stage="") if possible and asked.stage not in {"", ANY, *possible} else asked


def values(question: str) -> list[tuple[str, str]]:
    """What a form accepts for a question."""
    if question == "act":
        return [(row["act"], row["act"]) for row in catalogue.steps()["acts"]]
    return [(ANY, ANY), *((row["slug"], row["slug"]) for row in catalogue.steps()[_PART[question]])]


def options(question: str, so_far: Chosen) -> list[Option]:
    """The answers to one of the first three questions."""
    possible = _row("whom", so_far.whom).get("stages") if question == "stage" else None
    rows = catalogue.steps()[_PART[question]]
    return [Option(row["slug"], in_words(row["name"])) for row in rows if possible is None or row["slug"] in possible]


def summary(so_far: Chosen) -> list[tuple[str, str]]:
    """Question and answer of what was chosen, in words."""
    told = {"whom": _("Terhadap siapa saja"), "who": _("Siapa saja"), "stage": _("Tahap mana saja")}
    found = []
    for question in QUESTIONS[:-1]:
        value = getattr(so_far, question)
        if value:
            found.append((question, told[question] if value == ANY else in_words(_row(question, value)["name"])))
    return found


def groups(so_far: Chosen, rows: Rows = CARRIED) -> tuple[list[Group], list[Group]]:
    """The acts that a rule for these choices speaks of, in groups; then all others."""
    conducts = [row.body for row in rows.all(Kind.CONDUCT)]
    known = {row["act"] for row in conducts}
    fitting = {row["act"] for row in catalogue.steps()["acts"] if _fits(row, so_far, conducts)}
    return _grouped(fitting, rows), _grouped(known - fitting, rows)


def answers(so_far: Chosen, rows: Rows = CARRIED) -> list[Guidance]:
    """The act that was chosen, its rules that hold first; behind it the rule that holds for these people in general."""
    rules = [row.body for row in rows.all(Kind.CONDUCT) if row.body["act"] == so_far.act]
    rules.sort(key=lambda rule: (not _holds(rule, so_far), not _is_toward(rule, so_far)))
    one = guidance.told(so_far.act, [rule["slug"] for rule in rules], rows)
    if one is None:
        return []
    scoped = [replace(told, scope=_scope(rule, so_far)) for told, rule in zip(one.rules, rules, strict=True)]
    found = [replace(one, rules=scoped, caution=_caution(rules, so_far), others=_others(rules, so_far, rows))]
    general = rows.row(Kind.CONDUCT, _row("who", so_far.who).get("general", ""))
    if general and not any(_is_who(rule, so_far.who) for rule in rules):
        found += filter(None, [guidance.told(general.body["act"], [general.slug], rows)])
    return found


def stage_of(slugs: Sequence[str]) -> str:
    """The stage that stages of an election's calendar stand for; the latest where several run."""
    return next((row["slug"] for row in reversed(catalogue.steps()["stages"]) if set(row["calendar"]) & set(slugs)), "")


def _caution(rules: Sequence[Mapping[str, Any]], so_far: Chosen) -> str:
    if not any(_is_who(rule, so_far.who) for rule in rules):
        return _(
            "Kaidah ini tidak menyebut %(who)s. Tidak disebut bukan berarti boleh: tanyakan kepada Bagian Hukum."
        ) % {"who": in_words(_row("who", so_far.who)["name"])}
    if not any(_holds(rule, so_far) for rule in rules):
        return _("Kaidah ini ditulis untuk: %(stages)s. Untuk tahap yang Anda pilih tidak ada kaidahnya di sini.") % {
            "stages": "; ".join(_stages(rules))
        }
    return ""


def _scope(rule: Mapping[str, Any], so_far: Chosen) -> str:
    if _holds(rule, so_far) or not _is_toward(rule, so_far):
        return ""
    if _is_who(rule, so_far.who):
        return "; ".join(_stages([rule]))
    return "; ".join(in_words(row["name"]) for row in catalogue.steps()["who"] if _is_who(rule, row["slug"]))


def _stages(rules: Sequence[Mapping[str, Any]]) -> list[str]:
    named = {phase for rule in rules for phase in rule["phases"]}
    return [in_words(row["name"]).lower() for row in catalogue.steps()["stages"] if named & set(row["phases"])]


def _others(rules: Sequence[Mapping[str, Any]], so_far: Chosen, rows: Rows) -> tuple[Other, ...]:
    """For each kind of people of the public service: is it named, and what follows where their ladder is another."""
    punished = any(rule["class"] != SanctionClass.NONE for rule in rules)
    return tuple(
        Other(
            in_words(row["name"]), any(_is_who(rule, row["slug"]) for rule in rules), row["slug"] == so_far.who,
            guidance.first_of(row["ladder"], rows) if punished and row.get("ladder") else None,
        )
        for row in catalogue.steps()["who"] if row.get("is_staff")
    )  # fmt: skip


def _grouped(acts: set[str], rows: Rows) -> list[Group]:
    named = {row.slug: in_words(row.body["name"]) for row in rows.all(Kind.ACT)}
    placed = [row for row in catalogue.steps()["acts"] if row["act"] in acts & named.keys()]
    found = [
        Group(
            group["slug"],
            in_words(group["name"]),
            [Option(row["act"], named[row["act"]]) for row in placed if group["slug"] in row["groups"]],
        )
        for group in catalogue.steps()["groups"]
    ]
    return [group for group in found if group.acts]


def _fits(act: Mapping[str, Any], so_far: Chosen, conducts: Sequence[Mapping[str, Any]]) -> bool:
    if so_far.whom not in {"", ANY, *act["whom"]}:
        return False
    return any(_holds(row, so_far) for row in conducts if row["act"] == act["act"])


def _holds(rule: Mapping[str, Any], so_far: Chosen) -> bool:
    phases = {_ALWAYS, *_row("stage", so_far.stage).get("phases", rule["phases"])}
    return _is_who(rule, so_far.who) and _is_toward(rule, so_far) and bool(phases & set(rule["phases"]))


def _is_who(rule: Mapping[str, Any], who: str) -> bool:
    return bool(set(rule["who"]) & set(_row("who", who).get("holds", rule["who"])))


def _is_toward(rule: Mapping[str, Any], so_far: Chosen) -> bool:
    """Before the candidates are determined another rule may hold than after."""
    wanted = _row("stage", so_far.stage).get("toward") or (so_far.whom if so_far.whom == "candidate" else "")
    return not wanted or rule["toward"] in {"", wanted}


def _row(question: str, value: str) -> Mapping[str, Any]:
    """What the file says of a choice; nothing where none was made."""
    return next((row for row in catalogue.steps()[_PART[question]] if row["slug"] == value), {})
