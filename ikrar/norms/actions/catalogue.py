"""Loading the catalogue that the project carries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

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
    stages, news = 0, []
    for row in catalogue.elections():
        election, is_new = _bring(Election, {"slug": row["slug"]}, _election(row))
        news += ["elections"] * is_new
        for stage in row.get("stages", []):
            key = {"election": election, "slug": stage["slug"], "region": stage.get("region", "")}
            news += ["stages"] * _bring(Stage, key, _stage(stage, row))[1]
            stages += 1
    for row in catalogue.legal_bases():
        news += ["legal_bases"] * _bring(LegalBasis, {"slug": row["slug"]}, _basis(row))[1]
    if news:
        audit.record("norms.catalogue_loaded", None, by=by or system(), fields=sorted(set(news)))
    return Loaded(len(catalogue.elections()), stages, len(catalogue.legal_bases()))


def _bring(model: type[Model], key: dict[str, Any], told: dict[str, Any]) -> tuple[Any, bool]:
    """The row under `key` as the file tells it, and whether anything had to be written."""
    found = model._default_manager.filter(**key).first()
    if found and all(getattr(found, name) == said for name, said in told.items()):
        return found, False
    return model._default_manager.update_or_create(**key, defaults=told)[0], True


def _election(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row[name] for name in ("name", "long_name", "kind", "year", "source")}
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
