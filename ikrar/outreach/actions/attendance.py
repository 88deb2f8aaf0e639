"""Recording who came: at a desk, online, on paper; once for each person, whoever was first."""

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Level
from ikrar.core import audit, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach import badges
from ikrar.outreach.models import Activity, Attendance, AttendanceVoid, BadgeRefusal, Seen
from ikrar.outreach.queries import standing as queries
from ikrar.outreach.queries.standing import Standing
from ikrar.outreach.rules import ActivityState, Found, Source


@dataclass(frozen=True)
class Coming:
    """What tells of somebody's presence. Exactly one of `staff` and `guest`; `body` is worked out from the rest."""

    source: Source
    client_uuid: uuid.UUID
    level: Level
    staff: int | None = None
    guest: int | None = None
    found: str = ""
    officer: int | None = None
    device: str = ""
    credential: int | None = None
    evidence: int | None = None
    client_at: dt.datetime | None = None

    def body(self, activity: int) -> bytes:
        told = [activity, self.staff, self.guest, self.source.value, self.found, self.evidence]
        return hashlib.sha256(json.dumps(told).encode()).digest()


@dataclass(frozen=True)
class Recorded:
    """What a desk hears: present now, or already, since when and where. `is_new` is true for one caller only."""

    attendance: int
    is_new: bool
    at: dt.datetime
    where: str
    who: Standing


def record(activity: Activity, coming: Coming, *, at: dt.datetime) -> Recorded:
    """Record a presence once. The same UUID and body, or a person who is present already, hears the first answer."""
    return record_in(activity.pk, coming, at=at)


def record_in(activity: int, coming: Coming, *, at: dt.datetime) -> Recorded:
    """The same, where only the activity's key is at hand."""
    try:
        return _record_once(activity, coming, at=at)
    except IntegrityError:  # another desk was faster, or the UUID stands on somebody else's act
        return _record_once(activity, coming, at=at, retried=True)


@transaction.atomic
def _record_once(activity: int, coming: Coming, *, at: dt.datetime, retried: bool = False) -> Recorded:
    row = queries.standing(activity, staff=coming.staff, guest=coming.guest, lock=True)
    if row is None:
        raise Refused(_("Orang ini tidak ada di daftar kegiatan ini."))
    if row.is_present:
        return _again(activity, coming, row, at)
    if retried:
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain. Mulai lagi dari pemindaian."))
    if not row.takes(coming.source):
        raise Refused(_("Kegiatan ini belum dibuka atau sudah ditutup. Tidak ada yang dicatat."))
    if row.is_merged or (row.guest_id is None and row.unit_id is None):
        raise Refused(_("Orang ini tidak tercatat bertugas di unit mana pun. Hubungi petugas kepegawaian."))
    found = Found.WALK_IN if coming.found == Found.SEARCH and not row.is_invited else coming.found
    made = Attendance.objects.create(
        agency_id=row.agency_id, activity_id=row.activity_id, staff_id=row.staff_id, guest_id=row.guest_id,
        unit_id=row.unit_id, kind=row.kind or "", attempt=(row.last_attempt or 0) + 1, level=coming.level,
        source=coming.source, found=found, credential_id=coming.credential, officer=coming.officer,
        device=coming.device, evidence_id=coming.evidence, client_uuid=coming.client_uuid, body=coming.body(activity),
        client_at=coming.client_at, at=at,
    )  # fmt: skip
    return Recorded(made.pk, True, at, coming.device, row)


def _again(activity: int, coming: Coming, row: Standing, at: dt.datetime) -> Recorded:
    """Already present: the first answer, and another source is kept beside it."""
    assert row.last_id is not None
    assert row.since is not None
    if row.last_uuid_hex == coming.client_uuid.hex and bytes(row.last_body or b"") != coming.body(activity):
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain yang isinya berbeda. Tidak ada yang diubah."))
    if row.last_source != coming.source and row.takes(coming.source):
        Seen.objects.get_or_create(
            attendance_id=row.last_id, source=coming.source, is_exit=False,
            defaults={"officer": coming.officer, "device": coming.device, "at": at},
        )  # fmt: skip
    is_mine = row.last_uuid_hex == coming.client_uuid.hex
    return Recorded(row.last_id, is_mine, row.since, row.last_device or "", row)


@transaction.atomic
def leave(
    activity: Activity, attendance: int, *, officer: int | None, device: str, client_uuid: uuid.UUID | None = None,
    at: dt.datetime,
) -> Seen:  # fmt: skip
    """Record the way out of somebody who is present; asked twice, the first hour stays."""
    if not activity.has_exit:
        raise Refused(_("Kegiatan ini tidak mencatat jam pulang."))
    present = Attendance.objects.filter(activity=activity, pk=attendance, void=None).first()
    if present is None:
        raise Refused(_("Orang ini belum tercatat hadir."))
    if not Activity.objects.filter(pk=activity.pk, state=ActivityState.OPEN).exists():
        raise Refused(_("Kegiatan ini belum dibuka atau sudah ditutup. Tidak ada yang dicatat."))
    told = {"officer": officer, "device": device, "at": at, "client_uuid": client_uuid}
    try:
        with transaction.atomic():
            seen, _made = Seen.objects.get_or_create(
                attendance=present, source=Source.DESK, is_exit=True, defaults=told
            )
    except IntegrityError as error:
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain. Mulai lagi dari pemindaian.")) from error
    return seen


@transaction.atomic
def void_attendance(
    attendance: Attendance, *, reason: str, note: str = "", officer: int | None, at: dt.datetime
) -> AttendanceVoid:
    """Say that an attendance does not count; asked twice, it is said once."""
    queries.standing(attendance.activity_id, staff=attendance.staff_id, guest=attendance.guest_id, lock=True)
    void, _made = AttendanceVoid.objects.get_or_create(
        attendance=attendance,
        defaults={"activity_id": attendance.activity_id, "reason": reason, "note": note, "officer": officer, "at": at},
    )
    return void


class NotOurs(Refused):
    """What was scanned is no badge of this activity: its holder may come in all the same, by another way."""


def by_badge(activity: Activity, scanned: str, key: badges.Ed25519PublicKey, *, at: dt.datetime) -> queries.BadgeRow:
    """The badge behind what was scanned, or why it opens nothing here."""
    told = read_badge(scanned, key)
    return good_badge(activity.pk, activity.agency_id, told, queries.badge(told.serial), at=at)


def read_badge(scanned: str, key: badges.Ed25519PublicKey) -> badges.Told:
    """What the text says, if we signed it."""
    told = badges.read(scanned, key)
    if told is None:
        raise NotOurs(_("Ini bukan lencana Ikrar, atau kodenya rusak. Cari namanya."))
    return told


def good_badge(
    activity: int, agency: int, told: badges.Told, row: queries.BadgeRow | None, *, at: dt.datetime
) -> queries.BadgeRow:
    """The row behind a text that we signed, or why it opens nothing here."""
    if row is None or row.activity_id != activity:
        raise NotOurs(_of_another(row if row and row.agency_id == agency else None))
    if row.ended_at is not None:
        raise Refused(_("Lencana ini sudah dicabut. Cari namanya dan periksa orangnya."))
    if told.expires_at <= at:
        raise Refused(_("Masa lencana ini sudah lewat. Cari namanya."))
    return row


def _of_another(row: queries.BadgeRow | None) -> str:
    """Another activity of the same agency is named; another agency's is not."""
    if row is None or not row.on:
        return _("Lencana ini untuk kegiatan lain. Cari namanya.")
    on = row.on if isinstance(row.on, dt.date) else dt.date.fromisoformat(row.on)
    return _("Lencana dari kegiatan lain: %(title)s, %(on)s.") % {"title": row.title, "on": zones.long_date(on)}


@transaction.atomic
def refuse_badge(
    activity: Activity, badge: int, *, officer: int | None, device: str, note: str = "",
    client_uuid: uuid.UUID | None = None, by: Actor, at: dt.datetime,
) -> BadgeRefusal:  # fmt: skip
    """The desk saw somebody else than the badge names: nobody is recorded, and that it was refused is kept once."""
    told = {
        "agency_id": activity.agency_id, "activity": activity, "badge_id": badge, "officer": officer, "device": device,
        "note": note, "at": at,
    }  # fmt: skip
    made, is_new = BadgeRefusal.objects.get_or_create(client_uuid=client_uuid or uuid.uuid4(), defaults=told)
    if made.activity_id != activity.pk or made.badge_id != badge:
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain. Mulai lagi dari pemindaian."))
    if is_new:
        audit.record("outreach.badge_refused", made, by=by, fields=["badge"])
    return made
