"""The law as files that a legal officer reads beside the regulation: elections, legal bases, conducts and their words. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ikrar.norms.advice import Guide
from ikrar.norms.held import Row
from ikrar.norms.rules.provisions import FILES, Kind

#: Where the files lie.
DATA = Path(__file__).parent / "data"
#: What stands beside a row that nobody has read anywhere.
RECALLED = "Dari ingatan, belum ada sumber."


def elections() -> list[dict[str, Any]]:
    """Every election of the file, its stages within."""
    return list(_read("elections.yaml"))


def freezes() -> list[dict[str, Any]]:
    """What is forbidden for a time that is counted from stages."""
    return list(_read("freezes.yaml"))


def stage_proposals() -> Mapping[str, Any]:
    """How many days ahead a stage proposes what, in which words; and stages that regions add."""
    told: Mapping[str, Any] = _read("stage_proposals.yaml")
    return told


def legal_bases() -> list[dict[str, Any]]:
    return list(_read("legal_bases.yaml"))


def acts() -> list[dict[str, Any]]:
    """What people do, in everyday words; each has one or more conducts."""
    return list(_read("acts.yaml"))


def terms() -> list[dict[str, Any]]:
    """Terms of law: how many days of which kind, counted from what."""
    return list(_read("terms.yaml"))


def sanctions() -> list[dict[str, Any]]:
    """What may be imposed, from the lightest to the heaviest of each ladder."""
    return list(_read("sanctions.yaml"))


def sanction_powers() -> list[dict[str, Any]]:
    """Which official may impose which weight over whom."""
    return list(_read("sanction_powers.yaml"))


def sanction_notes() -> list[dict[str, Any]]:
    """What is often told wrongly of sanctions."""
    return list(_read("sanction_notes.yaml"))


def conducts() -> list[dict[str, Any]]:
    """The rules: which act, toward whom, when, of which class, by which article."""
    return list(_read("conducts.yaml"))


def steps() -> Mapping[str, Any]:
    """The questions that lead to an act without typing: who, toward whom, which stage, and the acts in groups."""
    told: Mapping[str, Any] = _read("stepwise.yaml")
    return told


def declarations() -> list[dict[str, Any]]:
    """Kinds of declarations and permits: their fields, moves, points and letters."""
    return list(_read("declarations.yaml"))


def posters() -> Mapping[str, Any]:
    """Which rules stand on the poster of each stage and on the pocket card, and their short sentences."""
    told: Mapping[str, Any] = _read("posters.yaml")
    return told


@cache
def guide() -> Guide:
    """The search over acts and conducts, made once a process."""
    return guide_of(acts(), conducts())


def guide_of(acts: Iterable[Mapping[str, Any]], conducts: Sequence[Mapping[str, Any]]) -> Guide:
    """The search over other acts and conducts, with the everyday words and questions of the files."""
    known = {row["slug"] for row in conducts}
    return Guide(
        acts, conducts, _read("everyday.yaml"), [row for row in _read("questions.yaml") if row["rule"] in known]
    )


def rows(kind: Kind) -> list[dict[str, Any]]:
    """The rows of a kind as the file tells them."""
    return list(_read(FILES[kind])) if kind in FILES else []


class CarriedRows:
    """The files themselves (`held.Rows`): no database, no agency."""

    def guide(self) -> Guide:
        return guide()

    def row(self, kind: Kind, slug: str) -> Row | None:
        return next((row for row in self.all(kind) if row.slug == slug), None)

    def all(self, kind: Kind) -> Sequence[Row]:
        return [Row(row["slug"], row, is_approved(row)) for row in rows(kind)]


def is_approved(row: Mapping[str, Any]) -> bool:
    """Does the file itself tell that somebody compared the row with the official text?"""
    return bool(row.get("verified")) or row.get("status") == "approved"


def workdays() -> Mapping[str, Any]:
    """Decrees on days off, the years that they make known, and the days."""
    told: Mapping[str, Any] = _read("workdays.yaml")
    return told


@cache
def _read(name: str) -> Any:
    """A file, read once a process: whoever takes its rows changes nothing in them."""
    return yaml.load((DATA / name).read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (safe)


def note_of(row: dict[str, Any]) -> str:
    """The row's note, with the word that it comes from memory where it does."""
    parts = [row.get("note", ""), "" if row.get("seen") else RECALLED]
    return " ".join(part for part in parts if part)


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def begins(text: str) -> dt.date | None:
    """The first day of what may be told by its year or its month alone."""
    return day(text + "0000-01-01"[len(text) :]) if text else None


def ends(text: str) -> dt.date | None:
    """The last day of what may be told by its year or its month alone."""
    first = begins(text)
    if first is None or len(text) == len("0000-01-01"):
        return first
    months = 12 if len(text) == len("0000") else 1
    return (first + dt.timedelta(days=31 * months)).replace(day=1) - dt.timedelta(days=1)
