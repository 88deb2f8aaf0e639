"""Every write about norms: loading the catalogue that the project carries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ikrar.agencies.roles import Actor, system
from ikrar.core import audit
from ikrar.norms import catalogue
from ikrar.norms.models import Election, LegalBasis, Stage


@dataclass(frozen=True)
class Loaded:
    """How many rows the catalogue holds now."""

    elections: int
    stages: int
    legal_bases: int


@transaction.atomic
def load_catalogue(at: dt.datetime, *, by: Actor | None = None) -> Loaded:
    """Bring elections, stages and legal bases to what the files say; loading again changes nothing, and nothing is deleted."""
    stages = 0
    for row in catalogue.elections():
        election, _made = Election.objects.update_or_create(slug=row["slug"], defaults=_election(row))
        for stage in row.get("stages", []):
            Stage.objects.update_or_create(
                election=election, slug=stage["slug"], region=stage.get("region", ""), defaults=_stage(stage, row)
            )
            stages += 1
    for row in catalogue.legal_bases():
        LegalBasis.objects.update_or_create(slug=row["slug"], defaults=_basis(row))
    loaded = Loaded(len(catalogue.elections()), stages, len(catalogue.legal_bases()))
    audit.record("norms.catalogue_loaded", None, by=by or system(), fields=["elections", "stages", "legal_bases"])
    return loaded


def _election(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row[name] for name in ("name", "long_name", "kind", "source")}
    return {**named, "verified": bool(row.get("verified"))}


def _stage(stage: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": stage["name"], "since": catalogue.day(stage["since"]), "until": catalogue.day(stage.get("until", "")),
        "source": stage.get("source", row["source"]), "verified": bool(stage.get("verified")),
        "note": catalogue.note_of(stage),
    }  # fmt: skip


def _basis(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row.get(name, "") for name in ("kind", "number", "title", "issuer", "since", "until", "source")}
    return {**named, "year": row["year"], "verified": bool(row.get("verified")), "note": catalogue.note_of(row)}
