"""The catalogue as it holds for a reader on a day: the national row, and beside it what an agency says. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ikrar.norms.advice import Guide
from ikrar.norms.rules.provisions import Kind, Stance


@dataclass(frozen=True)
class Own:
    """What an agency's legal office approved beside a national row, or as its own line."""

    agency: str
    stance: Stance
    body: Mapping[str, Any]
    reason: str
    on: dt.date
    #: The national text changed after this was approved.
    is_outdated: bool = False

    @property
    def is_shown(self) -> bool:
        """Does it say anything else than the national text?"""
        return self.stance in {Stance.DIFFERS, Stance.NOT_USED}


@dataclass(frozen=True)
class Row:
    """A row by its slug. `body` is the national one; what an agency added by itself is its own."""

    slug: str
    body: Mapping[str, Any]
    is_verified: bool
    own: Own | None = None


class Rows(Protocol):
    """Where rows are read: the files that the project carries, or the database for an agency and a day."""

    def guide(self) -> Guide: ...
    def row(self, kind: Kind, slug: str) -> Row | None: ...
    def all(self, kind: Kind) -> Sequence[Row]: ...


def cite(rows: Rows, cited: Mapping[str, str]) -> str:
    """A basis as people cite it: the regulation, then the article."""
    row = rows.row(Kind.BASIS, cited["basis"])
    if row is None:
        return cited["article"]
    basis = row.own.body if row.own and row.own.stance == Stance.DIFFERS else row.body
    short = basis.get("short") or f"{basis['kind']} {basis['number']}/{basis['year']}"
    return f"{short}, {cited['article']}" if cited["article"] else short


def contested(rows: Rows) -> list[Row]:
    """Conducts whose sources disagree."""
    return [row for row in rows.all(Kind.CONDUCT) if row.body.get("positions")]
