"""Photos, invitation, letters of assignment, minutes: attached clean, ordered, removed with a trace until reported."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.roles import Actor
from ikrar.core import audit, files
from ikrar.core.errors import Refused
from ikrar.core.files import Accepted
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.models import Activity, Attachment
from ikrar.outreach.permissions import ATTACH
from ikrar.outreach.queries import attachments as queries
from ikrar.outreach.rules import ATTACHED_AT_ONCE, ATTACHMENTS_MOST, CHANGING, AttachmentKind


@dataclass(frozen=True)
class Brought:
    """A file as somebody brings it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Attached:
    """How many of the files are new, and how many the activity had already."""

    new: int
    known: int


def attach(
    activity: Activity, brought: Sequence[Brought], *, kind: str, caption: str = "", by: Actor, at: dt.datetime
) -> Attached:
    """Keep these files; what a photo knew of its place and camera is gone before it is stored.

    One bad file refuses all. The same file once more is left as it is, so sending it again is harmless.
    """
    if len(brought) > ATTACHED_AT_ONCE:
        raise Refused(_("Paling banyak %(most)d berkas sekali kirim.") % {"most": ATTACHED_AT_ONCE}, field="brought")
    _held(activity, by, lock=False)
    clean = [(one, _accepted(one, kind)) for one in brought]
    return _kept(activity, clean, kind=kind, caption=caption, by=by, at=at)


def _accepted(one: Brought, kind: str) -> Accepted:
    try:
        return files.accept_image(one.data) if kind == AttachmentKind.PHOTO else files.accept_scan(one.data)
    except Refused as refusal:
        told = {"name": one.name[:80], "why": str(refusal)}
        raise Refused(_("%(name)s: %(why)s Tidak ada yang dilampirkan.") % told, field="brought") from refusal


@transaction.atomic
def _kept(
    activity: Activity, clean: list[tuple[Brought, Accepted]], *, kind: str, caption: str, by: Actor, at: dt.datetime
) -> Attached:
    activity = _held(activity, by)
    known = queries.known_sources(activity)
    made: list[Attachment] = []
    place = queries.next_place(activity, kind)
    for one, accepted in clean:
        source = hashlib.sha256(one.data).hexdigest()
        if source in known:
            continue
        known.add(source)
        if len(known) > ATTACHMENTS_MOST:
            raise Refused(
                _("Satu kegiatan paling banyak %(most)d berkas. Hapus yang tidak perlu.") % {"most": ATTACHMENTS_MOST},
                field="brought",
            )
        stored = files.store(
            activity.agency_id, accepted.data, name=Path(one.name).stem[:150] + accepted.extension,
            content_type=accepted.content_type, purpose="activity", at=at,
        )  # fmt: skip
        made.append(
            Attachment(
                agency_id=activity.agency_id, activity=activity, kind=kind, place=place + len(made), caption=caption,
                file=stored, source=source, by=by.id, at=at,
            )
        )  # fmt: skip
    Attachment.objects.bulk_create(made)
    if made:
        audit.record("outreach.files_attached", activity, by=by, fields=[f"attached_{kind}", str(len(made))])
    return Attached(len(made), len(clean) - len(made))


def _held(activity: Activity, by: Actor, *, lock: bool = True) -> Activity:
    if not may(by, ATTACH, on=activity):
        raise Refused(_("Anda tidak berhak melampirkan berkas ke kegiatan ini."))
    activity = locked(activity) if lock else activity
    if activity.state not in CHANGING:
        raise Refused(_("Kegiatan ini sudah dilaporkan, jadi berkasnya tidak diubah lagi."))
    return activity


def _found(attachment: Attachment, by: Actor) -> Attachment:
    """The file as it is now, with its activity held."""
    _held(attachment.activity, by)
    found = Attachment.objects.select_related("activity", "file").filter(pk=attachment.pk).first()
    if found is None:
        raise Refused(_("Berkas ini sudah dihapus."))
    return found


@transaction.atomic
def move_attachment(attachment: Attachment, *, is_up: bool, by: Actor, at: dt.datetime) -> None:
    """Change places with the one before or after it, among its kind."""
    found = _found(attachment, by)
    other = queries.neighbour(found, is_up=is_up)
    if other is None:
        return
    found.place, other.place = other.place, found.place
    Attachment.objects.bulk_update([found, other], ["place"])
    audit.record("outreach.file_moved", found.activity, by=by, fields=[f"attached_{found.kind}"])


@transaction.atomic
def describe_attachment(attachment: Attachment, *, caption: str, by: Actor, at: dt.datetime) -> None:
    """Say what is to be seen on it."""
    found = _found(attachment, by)
    if found.caption != caption:
        found.caption = caption
        found.save(update_fields=["caption"])
        audit.record("outreach.file_described", found.activity, by=by, fields=[f"attached_{found.kind}", "caption"])


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: Actor, at: dt.datetime) -> None:
    """Take a file away; that it was there, of which kind, and its digest stay in the trace."""
    found = _found(attachment, by)
    stored = found.file
    told = {"sha256": stored.sha256, "name": stored.name}
    audit.record("outreach.file_removed", found.activity, by=by, fields=[f"attached_{found.kind}"], values=told)
    found.delete()
    files.delete(stored)
