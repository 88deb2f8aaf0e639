"""Files of declarations: looked into, sealed, kept for a while also before the form was accepted."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit, files, sealing
from ikrar.core.errors import Refused
from ikrar.norms.models import Declaration, DeclarationFile
from ikrar.norms.queries import declarations as queries
from ikrar.norms.rules.declarations import FILES_MOST, UNSENT_HOURS, WAITING


@dataclass(frozen=True)
class Brought:
    """A file as somebody brings it."""

    name: str
    data: bytes


def whose(by: Actor) -> str:
    """Who brings files under a UUID: nobody else's form takes them over."""
    return f"{by.kind} {by.staff_id if by.staff_id and not by.is_officer else by.id}"


def bring(
    agency: Agency, client_uuid: uuid.UUID, brought: Sequence[Brought], *, by: Actor, at: dt.datetime
) -> list[DeclarationFile]:
    """Keep files of a form that is being filled in, so that a mistake elsewhere in it loses none; the same file is one."""
    clean = [(one, _accepted(one)) for one in brought]
    try:
        with transaction.atomic():
            return _kept(agency, client_uuid, clean, by, at)
    except IntegrityError:  # the same form came twice at the same moment
        return list(queries.files_under(agency.pk, client_uuid, whose(by)))


def _kept(
    agency: Agency, client_uuid: uuid.UUID, clean: list[tuple[Brought, files.Accepted]], by: Actor, at: dt.datetime
) -> list[DeclarationFile]:
    known = {row.source: row for row in queries.files_under(agency.pk, client_uuid, whose(by))}
    for one, accepted in clean:
        source = hashlib.sha256(one.data).hexdigest()
        if source in known:
            continue
        if len(known) >= FILES_MOST:
            raise Refused(_("Paling banyak %(most)d berkas.") % {"most": FILES_MOST}, field="brought")
        stored = files.store(
            agency.pk, sealing.seal(accepted.data, _about(client_uuid)),
            name=Path(one.name).stem[:150] + accepted.extension, content_type=accepted.content_type,
            purpose="declaration", at=at,
        )  # fmt: skip
        known[source] = DeclarationFile.objects.create(
            agency=agency, client_uuid=client_uuid, whose=whose(by), file=stored, source=source, at=at
        )
    return list(known.values())


def _accepted(one: Brought) -> files.Accepted:
    try:
        return files.accept_scan(one.data)
    except Refused as refusal:
        raise Refused(f"{one.name[:80]}: {refusal}", field="brought") from refusal


def claim(declaration: Declaration, *, by: Actor) -> int:
    """Take over the files of the form that became this declaration; returns how many."""
    rows = queries.files_under(declaration.agency_id, declaration.client_uuid, whose(by))
    return rows.filter(declaration=None).update(declaration=declaration)


@transaction.atomic
def add(declaration: Declaration, brought: Sequence[Brought], *, by: Actor, at: dt.datetime) -> None:
    """Files that come later, as long as nobody decided."""
    held = Declaration.objects.select_for_update(of=("self",)).select_related("agency").get(pk=declaration.pk)
    if held.state not in WAITING:
        raise Refused(_("Pernyataan ini sudah selesai diperiksa, jadi berkasnya tidak ditambah lagi."))
    known = set(held.files.values_list("source", flat=True))
    new = [one for one in brought if hashlib.sha256(one.data).hexdigest() not in known]
    if len(known) + len(new) > FILES_MOST:
        raise Refused(_("Paling banyak %(most)d berkas.") % {"most": FILES_MOST}, field="brought")
    bring(held.agency, held.client_uuid, new, by=by, at=at)
    if claim(held, by=by):
        audit.record("norms.declaration_files_added", held, by=by, fields=["file"])


def opened(row: DeclarationFile) -> bytes:
    """The bytes as they came. Whoever opens them for an officer leaves a trace first."""
    with files.open_file(row.file) as kept:
        return sealing.unseal(kept.read(), _about(row.client_uuid))


@transaction.atomic
def forget_unsent(*, at: dt.datetime) -> int:
    """Delete files of forms that were never sent; how many went."""
    rows = list(queries.forgotten_files(at - dt.timedelta(hours=UNSENT_HOURS))[:200])
    for row in rows:
        stored = row.file
        row.delete()
        files.delete(stored)
    return len(rows)


def _about(client_uuid: uuid.UUID) -> str:
    return f"declaration file {client_uuid}"
