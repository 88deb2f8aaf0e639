"""Files with personal codes: made at once for few, by the worker for many, sealed on the disk, and soon deleted."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ikrar.agencies.models import Assignment, Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit, files, jobs, sealing, zones
from ikrar.core.errors import Refused
from ikrar.core.models import Job, StoredFile
from ikrar.core.zips import zipped
from ikrar.pledges import merge, slips
from ikrar.pledges.actions.reach import open_code_list
from ikrar.pledges.models import Campaign, ReachFile
from ikrar.pledges.queries import reach as queries
from ikrar.pledges.queries.reach import Invited
from ikrar.pledges.rules import FETCHED_FILE_MINUTES, REACH_AT_ONCE, CampaignState, ReachKind

#: The job that makes a file for many people.
MAKE_FILE = "pledges.make_reach_file"
#: Most slips in one PDF of a ZIP, and most rows of the sheet for mail merge made at once: about what one short step makes.
SLIPS_A_STEP, ROWS_A_STEP = 120, 250
_TYPES = {
    "piece": "application/xml",
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
        return _store(made, merge.workbook([merge.rows(people, 2)]), "xlsx", at)
    return _store(made, slips.slips_pdf(made.campaign, people, timestamp=int(at.timestamp())), "pdf", at)


def _store(made: ReachFile, data: bytes, kind: str, at: dt.datetime, name: str = "") -> StoredFile:
    unit = f"-{slugify(made.unit.name)[:60]}" if made.unit else ""
    name = name or f"{made.what}-{made.campaign.code}{unit}.{kind}"
    data = sealing.seal(data, _about(made))
    return files.store(made.agency_id, data, name=name, content_type=_TYPES[kind], purpose="reach", at=at)


def _about(made: ReachFile) -> str:
    return f"reach file {made.pk}"


def _opened(made: ReachFile, stored: StoredFile) -> bytes:
    """What was stored for this file; files from before they were sealed are as they are."""
    with files.open_file(stored) as file:
        data = file.read()
    return sealing.unseal(data, _about(made)) if sealing.is_sealed(data) else data


@transaction.atomic
def make_next_part(
    made: ReachFile, cursor: dict[str, Any] | None, *, by: Actor, at: dt.datetime
) -> dict[str, Any] | None:
    """Slips or rows of the next people of one unit; None once all parts are in one file."""
    day = zones.today(made.campaign.agency.zone, at)
    rows = queries.people(by, made.campaign, day, unit=made.unit, only=made.only)
    cursor = {"rows": 0, **(cursor or _plan(rows))}
    if not cursor["units"]:
        ReachFile.objects.filter(pk=made.pk).update(file=_joined(made, cursor["parts"], at))
        return None
    return _next_part(made, rows.filter(unit=cursor["units"][0]), cursor, by=by, at=at)


def _plan(rows: Any) -> dict[str, Any]:
    units = list(dict.fromkeys(rows.values_list("unit_id", flat=True)))
    return {"units": units, "after": 0, "parts": [], "done": 0}


def _next_part(made: ReachFile, rows: Any, cursor: dict[str, Any], *, by: Actor, at: dt.datetime) -> dict[str, Any]:
    """People are taken by id, so that somebody who signs meanwhile moves nobody out of the next part."""
    most = ROWS_A_STEP if made.what == ReachKind.MERGE else SLIPS_A_STEP
    batch = list(rows.order_by("staff_id").filter(staff_id__gt=cursor["after"])[:most])
    people = open_code_list(made.campaign, batch, unit=batch[0].unit if batch else None, what=made.what, by=by, at=at)
    people.sort(key=lambda one: one.staff.name_key)
    parts = cursor["parts"]
    if people:
        parts = [*parts, [_part(made, people, cursor, at).pk, cursor["units"][0]]]
    is_unit_over = len(batch) < most
    return {
        "units": cursor["units"][1:] if is_unit_over else cursor["units"], "parts": parts,
        "after": 0 if is_unit_over else batch[-1].staff_id, "done": cursor["done"] + len(batch),
        "rows": cursor["rows"] + len(people),
    }  # fmt: skip


def _part(made: ReachFile, people: list[Invited], cursor: dict[str, Any], at: dt.datetime) -> StoredFile:
    if made.what == ReachKind.MERGE:
        return _store(made, merge.rows(people, cursor["rows"] + 2), "piece", at)
    number = 1 + sum(unit == cursor["units"][0] for _pk, unit in cursor["parts"])
    name = f"{slugify(people[0].unit.name)[:80]}-{number}.pdf"
    return _store(made, slips.slips_pdf(made.campaign, people, timestamp=int(at.timestamp())), "pdf", at, name)


def _joined(made: ReachFile, parts: list[list[int]], at: dt.datetime) -> StoredFile:
    """One file of all parts, in their order; the parts go."""
    stored = StoredFile.objects.in_bulk([pk for pk, _unit in parts])
    ordered = [stored[pk] for pk, _unit in parts]
    if made.what == ReachKind.MERGE:
        data, kind = merge.workbook(_opened(made, part) for part in ordered), "xlsx"
    else:
        data, kind = (
            zipped((f"{place:03d}-{part.name}", _opened(made, part)) for place, part in enumerate(ordered, 1)),
            "zip",
        )
    for row in ordered:
        files.delete(row)
    return _store(made, data, kind, at)


@transaction.atomic
def fetch_file(made: ReachFile, *, by: Actor, at: dt.datetime) -> tuple[StoredFile, bytes]:
    """Hand the file to its maker, opened; that leaves a trace, and soon the file goes."""
    if made.made_by != by.id:
        raise Refused(_("Berkas ini hanya bisa diunduh oleh pembuatnya. Buat berkas Anda sendiri."))
    if made.file is None:
        raise Refused(_("Berkas ini masih dibuat."))
    data = _opened(made, made.file)
    ReachFile.objects.filter(pk=made.pk, fetched_at=None).update(fetched_at=at)
    audit.record("pledges.code_file_fetched", made.campaign, by=by, fields=[made.what, f"file {made.pk}"])
    return made.file, data


@transaction.atomic
def delete_old_files(at: dt.datetime) -> int:
    """Files with codes are kept for some days, and a short while after they were fetched; returns how many went."""
    made_before = at - dt.timedelta(days=settings.KEEP_CODE_FILES_DAYS)
    old = list(queries.old_files(made_before, at - dt.timedelta(minutes=FETCHED_FILE_MINUTES)))
    for made in old:
        _delete(made)
    return len(old)


def _delete(made: ReachFile) -> None:
    """The row, its file, and the parts of one that was never finished."""
    job = Job.objects.filter(pk=made.job or 0).first()
    parts = (job.cursor or {}).get("parts", []) if job and made.file is None else []
    stored = [*StoredFile.objects.filter(pk__in=[pk for pk, _unit in parts]), *([made.file] if made.file else [])]
    made.delete()
    for row in stored:
        files.delete(row)
