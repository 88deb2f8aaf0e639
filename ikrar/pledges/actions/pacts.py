"""Pacts as sealed PDF: each signature's paper made once, in steps that survive a kill; then what a unit fetches at once."""

import datetime as dt
import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.core import audit, documents, files, jobs, seal_key, sealed_papers
from ikrar.core.errors import Refused
from ikrar.core.models import Job
from ikrar.core.seal_key import Opened
from ikrar.core.zips import zipped
from ikrar.pledges import paperwork
from ikrar.pledges.models import Campaign, PactBundle, PactFile, Signature, SupersededPact
from ikrar.pledges.permissions import PRINT_PACTS
from ikrar.pledges.queries import pacts as queries
from ikrar.pledges.rules import PRINT_PART, ZIP_PART, BundleKind

MAKE_PACTS = "pledges.make_pacts"
#: Pacts of one step: about a second of work, all but some milliseconds of it outside the transaction.
STEP = 40


@transaction.atomic
def make_pacts(campaign: Campaign, *, by: Actor, at: dt.datetime) -> Job:
    """Queue the making of every missing pact of a campaign; while one such job is open, that one stays."""
    if campaign.pact is None:
        raise Refused(_("Penandatanganan ini tidak memakai pakta."))
    if not by.has(PRINT_PACTS):
        raise Refused(_("Anda tidak mencetak pakta."))
    if not queries.counted(campaign).exists():
        raise Refused(_("Belum ada yang menandatangani."))
    seal_key.usable(campaign.agency.code, at)
    audit.record("pledges.pacts_asked", campaign, by=by)
    return jobs.enqueue(
        MAKE_PACTS, args={"campaign": campaign.pk, "by": by.id}, agency=campaign.agency_id, key=str(campaign.pk), at=at
    )


@dataclass(frozen=True)
class Sheet:
    """One sealed paper, with a digest of all that it says."""

    signature: int
    says: bytes
    pdf: bytes


@dataclass(frozen=True)
class Sheets:
    """A few papers of one campaign and the key that sealed them; empty once none is left."""

    sheets: list[Sheet]
    key: Opened


@dataclass(frozen=True)
class _Begun:
    """Papers that are being set and sealed: of which campaign, above which id, by which order."""

    about: tuple[int, int, sealed_papers.Order]
    acts: list[int]
    says: list[bytes]
    papers: list[Future[bytes]]


_ahead = threading.local()


def draw_next(campaign: Campaign, after: int, *, at: dt.datetime) -> Sheets:
    """Set and seal the next few papers above the id `after`, outside any transaction; nothing is written.

    Those after them are begun at once, so that no processor waits while these are stored.
    """
    key = seal_key.usable(campaign.agency.code, at)
    order = paperwork.seal_order(campaign.agency, key)
    begun, _ahead.begun = getattr(_ahead, "begun", None), None
    if begun is None or begun.about != (campaign.pk, after, order) or any(one.cancelled() for one in begun.papers):
        begun = _begin(campaign, after, key, order)
    if not begun.acts:
        sealed_papers.rest_soon()
        return Sheets([], key)
    following = _begin(campaign, begun.acts[-1], key, order)
    try:
        pdfs = [paper.result() for paper in begun.papers]
    except sealed_papers.NoStamp as failure:
        sealed_papers.rest_soon()
        raise no_stamp() from failure
    except Exception:
        sealed_papers.rest()
        raise
    _ahead.begun = following
    told = zip(begun.acts, begun.says, pdfs, strict=True)
    return Sheets([Sheet(act, says, pdf) for act, says, pdf in told], key)


def no_stamp() -> jobs.Later:
    return jobs.Later(
        _("Server stempel waktu tidak menjawab. Pakta menunggu dan dicoba lagi; tidak ada yang disegel tanpa stempel.")
    )


def _begin(campaign: Campaign, after: int, key: Opened, order: sealed_papers.Order) -> _Begun:
    acts = list(queries.without_seal(campaign, after)[:STEP])
    if not acts:
        return _Begun((campaign.pk, after, order), [], [], [])
    accepted = queries.accepted_of([act.pk for act in acts])
    shared = paperwork.pact_shared(campaign, seal=paperwork.seal_words(key))
    rows = [paperwork.pact_row(campaign, act, accepted[act.pk]) for act in acts]
    moments = [int(act.at.timestamp()) for act in acts]
    papers = [sealed_papers.Row(row, moment) for row, moment in zip(rows, moments, strict=True)]
    base = _digest(shared)
    made = sealed_papers.makers(order).begin("pakta", shared, papers)
    return _Begun((campaign.pk, after, order), [act.pk for act in acts], [_says(base, row) for row in rows], made)


def _digest(shared: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(shared).encode()).digest()


def _says(shared: bytes, row: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(shared + json.dumps(row).encode()).digest()


@transaction.atomic
def keep_next(campaign: Campaign, drawn: Sheets, *, at: dt.datetime) -> int:
    """Store papers that were drawn, each once; how many. One that says what no longer holds is dropped, and drawn again."""
    wanted = queries.without_seal(campaign, 0).filter(pk__in=[sheet.signature for sheet in drawn.sheets])
    acts = {act.pk: act for act in wanted.select_for_update(of=("self",))}
    accepted = queries.accepted_of(acts)
    base = _digest(paperwork.pact_shared(campaign, seal=paperwork.seal_words(drawn.key)))
    true = {pk: _says(base, paperwork.pact_row(campaign, act, accepted[pk])) for pk, act in acts.items()}
    kept = [sheet for sheet in drawn.sheets if true.get(sheet.signature) == sheet.says]
    papers = [(f"pakta-{acts[sheet.signature].receipt}.pdf", sheet.pdf) for sheet in kept]
    stored = files.store_many(campaign.agency_id, papers, content_type="application/pdf", purpose="pact", at=at)
    _supersede([sheet.signature for sheet in kept], at)
    seal = queries.present_seal(campaign, drawn.key, at)
    if kept and seal.pk is None:
        seal.save()
    PactFile.objects.bulk_create(
        PactFile(signature_id=sheet.signature, file=file, seal=seal) for sheet, file in zip(kept, stored, strict=True)
    )
    return len(kept)


def _supersede(signatures: Collection[int], at: dt.datetime) -> None:
    """What was made before stays beside what is made now."""
    old = list(PactFile.objects.select_for_update().filter(signature__in=signatures))
    SupersededPact.objects.bulk_create(
        SupersededPact(signature_id=row.signature_id, file_id=row.file_id, at=at) for row in old
    )
    PactFile.objects.filter(pk__in=[row.pk for row in old]).delete()


@transaction.atomic
def bundle_next(campaign: Campaign, plan: dict[str, Any], *, at: dt.datetime) -> dict[str, Any] | None:
    """One part of one unit's ZIP or print file; None once all are made. `plan` is what is left to do."""
    if not plan["left"]:
        return None
    unit, kind, part, first, last = plan["left"][0]
    wanted = {"campaign": campaign, "unit": unit, "pk__gte": first, "pk__lte": last}
    list(
        Signature.objects.select_for_update().filter(**wanted).order_by("pk").values_list("pk")
    )  # none is erased meanwhile
    acts = list(queries.of_unit(campaign, unit).filter(pk__gte=first, pk__lte=last))
    if not acts:
        return {**plan, "left": plan["left"][1:]}
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
    shared = paperwork.pact_shared(campaign, seal=paperwork.merged_words())
    return documents.render_merged("pakta", rows, shared=shared, timestamp=int(at.timestamp()))


@transaction.atomic
def supersede_pact(signature: Signature, *, at: dt.datetime) -> None:
    """An accepted correction changes what the paper says: the old one is kept beside, the next one is made anew."""
    Signature.objects.select_for_update().get(pk=signature.pk)  # a paper of it that is being stored is stored first
    _supersede([signature.pk], at)
