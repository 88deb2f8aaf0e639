"""Pacts as PDF: each signature's paper made once, in steps that survive a kill; then what a unit fetches at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.core import audit, documents, files, jobs
from ikrar.core.errors import Refused
from ikrar.core.models import Job
from ikrar.core.zips import zipped
from ikrar.pledges import paperwork
from ikrar.pledges.models import Campaign, PactBundle, PactFile, Signature, SupersededPact
from ikrar.pledges.permissions import PRINT_PACTS
from ikrar.pledges.queries import pacts as queries
from ikrar.pledges.rules import PRINT_PART, ZIP_PART, BundleKind

MAKE_PACTS = "pledges.make_pacts"
#: Pacts of one step: some 200 ms of work.
STEP = 20


@transaction.atomic
def make_pacts(campaign: Campaign, *, by: Actor, at: dt.datetime) -> Job:
    """Queue the making of every missing pact of a campaign; while one such job is open, that one stays."""
    if campaign.pact is None:
        raise Refused(_("Penandatanganan ini tidak memakai pakta."))
    if not by.has(PRINT_PACTS):
        raise Refused(_("Anda tidak mencetak pakta."))
    if not queries.counted(campaign).exists():
        raise Refused(_("Belum ada yang menandatangani."))
    audit.record("pledges.pacts_asked", campaign, by=by)
    return jobs.enqueue(
        MAKE_PACTS, args={"campaign": campaign.pk, "by": by.id}, agency=campaign.agency_id, key=str(campaign.pk), at=at
    )


@transaction.atomic
def make_next(campaign: Campaign, after: int, *, at: dt.datetime) -> tuple[int, int] | None:
    """The next few missing pacts above the id `after`: the last id and how many. None once none is left."""
    acts = list(queries.without_pact(campaign, after)[:STEP])
    if not acts:
        return None
    accepted = queries.accepted_of([act.pk for act in acts])
    shared = paperwork.pact_shared(campaign)
    papers = [(f"pakta-{act.receipt}.pdf", _pact(campaign, act, shared, accepted[act.pk])) for act in acts]
    stored = files.store_many(campaign.agency_id, papers, content_type="application/pdf", purpose="pact", at=at)
    rows = [PactFile(signature=act, file=file) for act, file in zip(acts, stored, strict=True)]
    PactFile.objects.bulk_create(rows, ignore_conflicts=True)
    return acts[-1].pk, len(acts)


def _pact(campaign: Campaign, act: Signature, shared: Mapping[str, Any], accepted: Mapping[str, str]) -> bytes:
    row = paperwork.pact_row(campaign, act, accepted)
    return documents.render("pakta", {**shared, **row}, timestamp=int(act.at.timestamp()))


@transaction.atomic
def bundle_next(campaign: Campaign, plan: dict[str, Any], *, at: dt.datetime) -> dict[str, Any] | None:
    """One part of one unit's ZIP or print file; None once all are made. `plan` is what is left to do."""
    if not plan["left"]:
        return None
    unit, kind, part, first, last = plan["left"][0]
    acts = list(queries.of_unit(campaign, unit).filter(pk__gte=first, pk__lte=last))
    data = zipped(_named(acts)) if kind == BundleKind.ZIP else _merged(campaign, acts, at)
    name = f"pakta-{slugify(acts[0].unit.name)[:60]}-{part}.{'zip' if kind == BundleKind.ZIP else 'pdf'}"
    file = files.store(
        campaign.agency_id, data, name=name, content_type=f"application/{name[-3:]}", purpose="pact-bundle", at=at
    )
    PactBundle.objects.create(
        campaign=campaign, unit_id=unit, kind=kind, part=part, pacts=len(acts), file=file, made_at=at
    )
    return {**plan, "left": plan["left"][1:], "made": plan["made"] + 1}


@transaction.atomic
def plan_bundles(campaign: Campaign) -> dict[str, Any]:
    """Which parts there will be, by unit and range of ids; bundles of an earlier run go, with their bytes."""
    for old in PactBundle.objects.filter(campaign=campaign).select_related("file"):
        file = old.file
        old.delete()
        files.delete(file)
    by_unit: dict[int, list[int]] = defaultdict(list)
    for unit, pk in (
        queries.counted(campaign).filter(pact_file__isnull=False).order_by("pk").values_list("unit_id", "pk")
    ):
        by_unit[unit].append(pk)
    left = [
        [unit, kind.value, number, ids[start], ids[min(start + size, len(ids)) - 1]]
        for unit, ids in by_unit.items()
        for kind, size in ((BundleKind.PRINT, PRINT_PART), (BundleKind.ZIP, ZIP_PART))
        for number, start in enumerate(range(0, len(ids), size), 1)
    ]
    return {"left": left, "made": 0, "all": len(left)}


def _named(acts: Iterable[Signature]) -> Iterator[tuple[str, bytes]]:
    """Each pact as its own file, named by person and receipt."""
    for act in acts:
        with files.open_file(act.pact_file.file) as kept:
            yield f"{slugify(act.listed['name'])[:80]}-{act.receipt}.pdf", kept.read()


def _merged(campaign: Campaign, acts: list[Signature], at: dt.datetime) -> bytes:
    """One file to print, a page a person."""
    accepted = queries.accepted_of([act.pk for act in acts])
    rows = [paperwork.pact_row(campaign, act, accepted[act.pk]) for act in acts]
    shared = paperwork.pact_shared(campaign)
    return documents.render_merged("pakta", rows, shared=shared, timestamp=int(at.timestamp()))


@transaction.atomic
def supersede_pact(signature: Signature, *, at: dt.datetime) -> None:
    """An accepted correction changes what the paper says: the old one is kept beside, the next one is made anew."""
    row = PactFile.objects.select_for_update().filter(signature=signature).first()
    if row is not None:
        SupersededPact.objects.create(signature=signature, file_id=row.file_id, at=at)
        row.delete()
