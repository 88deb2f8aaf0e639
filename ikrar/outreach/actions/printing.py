"""Files with names to print before an activity: made by the worker, sealed on the disk, soon deleted."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit, files, jobs, sealing
from ikrar.core.errors import Refused
from ikrar.core.models import StoredFile
from ikrar.outreach.models import Activity, PrintFile
from ikrar.outreach.queries import badges as queries
from ikrar.outreach.rules import FETCHED_FILE_MINUTES, PrintForm, PrintKind

_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@transaction.atomic
def ask_file(
    activity: Activity, *, what: PrintKind, job: str, unit: Unit | None, form: str = PrintForm.MERGED, people: int,
    by: Actor, at: dt.datetime,
) -> PrintFile:  # fmt: skip
    """Have the worker make a file; while the same one is being made, that one stays."""
    if not people:
        raise Refused(_("Belum ada orang yang diundang di sini."))
    key = f"{activity.pk} {unit.pk if unit else 0} {form}"
    mine = {"activity": activity, "what": what, "unit": unit, "form": form}
    waiting = PrintFile.objects.filter(**mine, file=None, agency=activity.agency_id).order_by("-pk").first()
    if waiting and jobs.is_open(job, key):
        return waiting
    made = PrintFile.objects.create(
        agency_id=activity.agency_id, **mine, people=people, made_by=by.id or 0, made_at=at
    )  # fmt: skip
    made.job = jobs.enqueue(job, args={"file": made.pk, "by": by.id}, agency=activity.agency_id, key=key, at=at).pk
    made.save(update_fields=["job"])
    return made


def store(made: PrintFile, data: bytes, kind: str, *, at: dt.datetime) -> StoredFile:
    """Seal and keep what was made."""
    unit = f"-{slugify(made.unit.name)[:60]}" if made.unit else ""
    name = f"{slugify(str(PrintKind(made.what).label))}-{made.activity_id}{unit}.{kind}"
    stored = files.store(
        made.agency_id, sealing.seal(data, _about(made)), name=name, content_type=_TYPES[kind], purpose="print", at=at
    )
    PrintFile.objects.filter(pk=made.pk).update(file=stored)
    return stored


def _about(made: PrintFile) -> str:
    return f"print file {made.pk}"


@transaction.atomic
def fetch_file(made: PrintFile, *, by: Actor, at: dt.datetime) -> tuple[StoredFile, bytes]:
    """Hand the file over, opened; that leaves a trace, and soon the file goes."""
    if made.file is None:
        raise Refused(_("Berkas ini masih dibuat."))
    with files.open_file(made.file) as kept:
        data = sealing.unseal(kept.read(), _about(made))
    PrintFile.objects.filter(pk=made.pk, fetched_at=None).update(fetched_at=at)
    audit.record("outreach.print_file_fetched", made.activity, by=by, fields=_told(made))
    return made.file, data


def _told(made: PrintFile) -> list[Any]:
    return [made.what, str(made.people), *([f"unit {made.unit_id}"] if made.unit_id else [])]


@transaction.atomic
def delete_old_files(at: dt.datetime) -> int:
    """Files with names are kept for some days, and a short while after they were fetched; returns how many went."""
    made_before = at - dt.timedelta(days=settings.KEEP_CODE_FILES_DAYS)
    old = list(queries.old_print_files(made_before, at - dt.timedelta(minutes=FETCHED_FILE_MINUTES)))
    for made in old:
        stored = made.file
        made.delete()
        if stored is not None:
            files.delete(stored)
    return len(old)
