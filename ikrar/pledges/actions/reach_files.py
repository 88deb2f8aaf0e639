"""Files with personal codes: made at once for few, by the worker for many, and deleted after some days."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ikrar.agencies.models import Assignment, Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit, files, jobs, zones
from ikrar.core.errors import Refused
from ikrar.core.models import StoredFile
from ikrar.pledges import slips
from ikrar.pledges.actions.reach import open_code_list
from ikrar.pledges.models import Campaign, ReachFile
from ikrar.pledges.queries import reach as queries
from ikrar.pledges.rules import REACH_AT_ONCE, REACH_FILE_DAYS, CampaignState, ReachKind

#: The job that makes a file for many people.
MAKE_FILE = "pledges.make_reach_file"
#: Most slips in one PDF of a ZIP: about as many as are made in one short step.
SLIPS_A_STEP = 120
_TYPES = {
    "pdf": "application/pdf", "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@transaction.atomic
def make_file(campaign: Campaign, *, what: str, only: str, unit: Unit | None, by: Actor, at: dt.datetime) -> ReachFile:
    """Slips or the sheet for mail merge, for whom this officer reaches; whoever makes it has seen the codes."""
    if campaign.state != CampaignState.OPEN:
        raise Refused(_("Penandatanganan ini tidak sedang dibuka, jadi tidak ada kode yang dibagikan."))
    rows = queries.people(by, campaign, zones.today(campaign.agency.zone, at), unit=unit, only=only)
    count = rows.count()
    if not count:
        raise Refused(_("Tidak ada orang yang cocok dengan pilihan ini."))
    made = ReachFile.objects.create(
        agency_id=campaign.agency_id, campaign=campaign, unit=unit, what=what, only=only, people=count,
        made_by=by.id or 0, made_at=at,
    )  # fmt: skip
    if count <= REACH_AT_ONCE:
        made.file = _build(made, rows, by=by, at=at)
    else:
        made.job = jobs.enqueue(
            MAKE_FILE, args={"file": made.pk, "by": by.id}, agency=campaign.agency_id, key=str(made.pk), at=at
        ).pk
    made.save(update_fields=["file", "job"])
    return made


def _build(made: ReachFile, rows: Iterable[Assignment], *, by: Actor, at: dt.datetime) -> StoredFile:
    people = open_code_list(made.campaign, rows, unit=made.unit, what=made.what, by=by, at=at)
    if not people:
        raise Refused(_("Kode orang-orang ini masih dibuat. Coba lagi beberapa menit lagi."))
    if made.what == ReachKind.MERGE:
        return _store(made, slips.merge_sheet(people), "xlsx", at)
    return _store(made, slips.slips_pdf(made.campaign, people, timestamp=int(at.timestamp())), "pdf", at)


def _store(made: ReachFile, data: bytes, kind: str, at: dt.datetime, name: str = "") -> StoredFile:
    unit = f"-{slugify(made.unit.name)[:60]}" if made.unit else ""
    name = name or f"{made.what}-{made.campaign.code}{unit}.{kind}"
    return files.store(made.agency_id, data, name=name, content_type=_TYPES[kind], purpose="reach", at=at)


@transaction.atomic
def make_next_part(
    made: ReachFile, cursor: dict[str, Any] | None, *, by: Actor, at: dt.datetime
) -> dict[str, Any] | None:
    """The PDF of the next people of one unit; None once all parts are in the ZIP. The mail-merge sheet is one part."""
    day = zones.today(made.campaign.agency.zone, at)
    rows = queries.people(by, made.campaign, day, unit=made.unit, only=made.only)
    if made.what == ReachKind.MERGE:
        ReachFile.objects.filter(pk=made.pk).update(file=_build(made, rows, by=by, at=at))
        return None
    cursor = cursor or _plan(rows)
    if not cursor["units"]:
        ReachFile.objects.filter(pk=made.pk).update(file=_zipped(made, cursor["parts"], at))
        return None
    return _next_part(made, rows.filter(unit=cursor["units"][0]), cursor, by=by, at=at)


def _plan(rows: Any) -> dict[str, Any]:
    units = list(dict.fromkeys(rows.values_list("unit_id", flat=True)))
    return {"units": units, "after": 0, "parts": [], "done": 0}


def _next_part(made: ReachFile, rows: Any, cursor: dict[str, Any], *, by: Actor, at: dt.datetime) -> dict[str, Any]:
    """People are taken by id, so that somebody who signs meanwhile moves nobody out of the next part."""
    batch = list(rows.order_by("staff_id").filter(staff_id__gt=cursor["after"])[:SLIPS_A_STEP])
    people = open_code_list(made.campaign, batch, unit=batch[0].unit if batch else None, what=made.what, by=by, at=at)
    parts = cursor["parts"]
    if people:
        people.sort(key=lambda one: one.staff.name_key)
        number = 1 + sum(part[1] == cursor["units"][0] for part in parts)
        name = f"{slugify(people[0].unit.name)[:80]}-{number}.pdf"
        data = slips.slips_pdf(made.campaign, people, timestamp=int(at.timestamp()))
        parts = [*parts, [_store(made, data, "pdf", at, name).pk, cursor["units"][0]]]
    is_unit_over = len(batch) < SLIPS_A_STEP
    return {
        "units": cursor["units"][1:] if is_unit_over else cursor["units"], "parts": parts,
        "after": 0 if is_unit_over else batch[-1].staff_id, "done": cursor["done"] + len(batch),
    }  # fmt: skip


def _zipped(made: ReachFile, parts: list[list[int]], at: dt.datetime) -> StoredFile:
    out, stored = io.BytesIO(), StoredFile.objects.in_bulk([pk for pk, _unit in parts])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for place, (pk, _unit) in enumerate(parts, 1):
            with files.open_file(stored[pk]) as part:
                archive.writestr(f"{place:03d}-{stored[pk].name}", part.read())
    for row in stored.values():
        files.delete(row)
    return _store(made, out.getvalue(), "zip", at)


@transaction.atomic
def fetch_file(made: ReachFile, *, by: Actor, at: dt.datetime) -> StoredFile:
    """Hand the file to its maker; that leaves a trace."""
    if made.made_by != by.id:
        raise Refused(_("Berkas ini hanya bisa diunduh oleh pembuatnya. Buat berkas Anda sendiri."))
    if made.file is None:
        raise Refused(_("Berkas ini masih dibuat."))
    audit.record("pledges.code_file_fetched", made.campaign, by=by, fields=[made.what, f"file {made.pk}"])
    return made.file


@transaction.atomic
def delete_old_files(at: dt.datetime) -> int:
    """Files with codes are kept a week; returns how many went."""
    old = list(queries.old_files(at - dt.timedelta(days=REACH_FILE_DAYS)))
    for made in old:
        stored = made.file
        made.delete()
        if stored is not None:
            files.delete(stored)
    return len(old)
