"""The law as files that a legal officer reads beside the regulation: elections, legal bases, conducts and their words. Pure."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ikrar.norms.advice import Guide

#: Where the files lie.
DATA = Path(__file__).parent / "data"
#: What stands beside a row that nobody has read anywhere.
RECALLED = "Dari ingatan, belum ada sumber."


def elections() -> list[dict[str, Any]]:
    """Every election of the file, its stages within."""
    return list(_read("elections.yaml"))


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


@cache
def guide() -> Guide:
    """The search over acts and conducts, made once a process."""
    return Guide(acts(), conducts(), _read("everyday.yaml"), _read("questions.yaml"))


def act(slug: str) -> Mapping[str, Any]:
    return next(row for row in _read("acts.yaml") if row["slug"] == slug)


def conduct(slug: str) -> Mapping[str, Any]:
    return next(row for row in _read("conducts.yaml") if row["slug"] == slug)


def workdays() -> Mapping[str, Any]:
    """Decrees on days off, the years that they make known, and the days."""
    told: Mapping[str, Any] = _read("workdays.yaml")
    return told


def citation(cited: Mapping[str, str]) -> str:
    """A basis of a conduct as people cite it: the regulation, then the article."""
    basis = next(row for row in _read("legal_bases.yaml") if row["slug"] == cited["basis"])
    short = basis.get("short") or f"{basis['kind']} {basis['number']}/{basis['year']}"
    return f"{short}, {cited['article']}" if cited["article"] else short


@cache
def _read(name: str) -> Any:
    """A file, read once a process: whoever takes its rows changes nothing in them."""
    return yaml.safe_load((DATA / name).read_text("utf-8"))


def note_of(row: dict[str, Any]) -> str:
    """The row's note, with the word that it comes from memory where it does."""
    parts = [row.get("note", ""), "" if row.get("seen") else RECALLED]
    return " ".join(part for part in parts if part)


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
