"""Loading the catalogue that the project carries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from ikrar.agencies.roles import Actor, system
from ikrar.core import audit
from ikrar.norms import catalogue
from ikrar.norms.actions import workdays
from ikrar.norms.actions.shelves import Shelf
from ikrar.norms.held import cite
from ikrar.norms.models import Election, LegalBasis, Provision, Stage
from ikrar.norms.rules.provisions import FILES, Kind, State


@dataclass(frozen=True)
class Loaded:
    """How many rows the catalogue holds now."""

    elections: int
    stages: int
    legal_bases: int


@transaction.atomic
def load_catalogue(at: dt.datetime, *, by: Actor | None = None) -> Loaded:
    """Bring elections, stages, legal bases and days off to what the files say; loading again changes nothing.

    A stage that its file no longer tells goes; what an agency told of its own region lies elsewhere and stays.
    """
    elections, stages = Shelf(Election, "slug"), Shelf(Stage, "election_id", "slug", "region")
    bases, told, known = Shelf(LegalBasis, "slug"), set(), set()
    for row in catalogue.elections():
        election = elections.bring({"slug": row["slug"]}, _election(row))
        known.add(election.pk)
        for stage in row.get("stages", []):
            key = {"election_id": election.pk, "slug": stage["slug"], "region": stage.get("region", "")}
            told.add(stages.bring(key, _stage(stage, row)).pk)
    for row in catalogue.legal_bases():
        bases.bring({"slug": row["slug"]}, _basis(row))
    gone, _each = Stage.objects.filter(election__in=known).exclude(pk__in=told).delete()
    changed = {"elections": elections.changed, "stages": stages.changed + gone, "legal_bases": bases.changed}
    news = [name for name, count in changed.items() if count]
    news += ["provisions"] * bool(_load_provisions(at))
    news += workdays.load_workdays(at)
    if news:
        audit.record("norms.catalogue_loaded", None, by=by or system(), fields=sorted(set(news)))
    return Loaded(len(catalogue.elections()), len(told), len(catalogue.legal_bases()))


def _load_provisions(at: dt.datetime) -> int:
    """National versions as the files tell them: a changed row is a new version, one that is gone a rejected one."""
    last: dict[tuple[str, str, dt.date | None], Provision] = {}
    numbers: dict[tuple[str, str], int] = {}
    for one in Provision.objects.filter(agency=None).order_by("version"):
        last[one.kind, one.slug, one.since] = one
        numbers[one.kind, one.slug] = one.version
    told = [_version(kind, row, at) for kind in FILES for row in catalogue.rows(kind)]
    new = [one for one in told if not _is_same(one, last.pop((one.kind, one.slug, one.since), None))]
    new += [_gone(one, at) for one in last.values() if one.state != State.REJECTED]
    for one in new:
        one.version = numbers[one.kind, one.slug] = numbers.get((one.kind, one.slug), 0) + 1
    return len(Provision.objects.bulk_create(new))


def _version(kind: Kind, row: dict[str, Any], at: dt.datetime) -> Provision:
    body = {name: said for name, said in row.items() if name != "slug"}
    state = State.APPROVED if catalogue.is_approved(row) else State(row.get("status", State.DRAFT))
    return Provision(
        kind=kind, slug=row["slug"], body=body, since=catalogue.begins(row.get("since", "")),
        until=catalogue.ends(row.get("until", "")), state=state, made_at=at,
    )  # fmt: skip


def _is_same(one: Provision, before: Provision | None) -> bool:
    return before is not None and (one.body, one.until, one.state) == (before.body, before.until, before.state)


def _gone(one: Provision, at: dt.datetime) -> Provision:
    return Provision(
        kind=one.kind, slug=one.slug, body=one.body, since=one.since, until=one.until, state=State.REJECTED, made_at=at,
        reason=gettext("Tidak ada lagi dalam katalog yang dibawa Ikrar."),
    )  # fmt: skip


def _election(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row[name] for name in ("name", "long_name", "kind", "year", "source")}
    basis = "; ".join(cite(catalogue.CarriedRows(), one) for one in row.get("bases", []))
    return {**named, "verified": bool(row.get("verified")), "basis": basis, "regions": row.get("regions", [])}


def _stage(stage: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": stage["name"], "since": catalogue.day(stage["since"]), "until": catalogue.day(stage.get("until", "")),
        "source": stage.get("source", row["source"]), "verified": bool(stage.get("verified")),
        "seen": bool(stage.get("seen")), "is_held": stage.get("held", True), "readings": stage.get("readings", []),
        "note": catalogue.note_of(stage),
    }  # fmt: skip


def _basis(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row.get(name, "") for name in ("kind", "number", "title", "issuer", "since", "until", "source")}
    return {**named, "year": row["year"], "verified": bool(row.get("verified")), "note": catalogue.note_of(row)}
