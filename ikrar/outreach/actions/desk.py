"""What an attendance desk does: records who is before it and who leaves, refuses a badge that is another's, takes back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Device
from ikrar.agencies.queries.desks import desk_of, officer_of
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Level
from ikrar.core import prepared
from ikrar.core.errors import Refused
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions.attendance import Coming, Recorded
from ikrar.outreach.actions.badges import key
from ikrar.outreach.models import Activity, Attendance, AttendanceVoid, Badge, BadgeRefusal, Guest
from ikrar.outreach.permissions import CHECK_IN
from ikrar.outreach.queries.here import Here, here
from ikrar.outreach.queries.standing import Standing, standing
from ikrar.outreach.rules import ActivityState, AttendanceVoidReason, Found, Source, Way

#: A phone's clock may run ahead; a desk without signal may send on the next day.
_AHEAD, _BACK = dt.timedelta(minutes=5), dt.timedelta(days=2)


@dataclass(frozen=True)
class Arrival:
    """Whom a desk has before it. Exactly one of `scanned`, `staff` and `guest`; `way` says whether in or out."""

    client_uuid: uuid.UUID
    scanned: str = ""
    staff: int | None = None
    guest: int | None = None
    way: str = Way.IN
    client_at: dt.datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """What the desk shows: the record, where it stands, the badge where one was scanned; `left` since when one is gone."""

    recorded: Recorded
    here: Here
    badge: int | None = None
    left: dt.datetime | None = None


def check_in(activity: int, arrival: Arrival, *, by: Actor, at: dt.datetime) -> Verdict:
    """Record one person, in or out; whoever was recorded before is told since when and where."""
    told = attendance.read_badge(arrival.scanned, key().public_key()) if arrival.scanned else None
    room = _here(activity, by, serial=told.serial if told else None)
    badge = attendance.good_badge(room.pk, room.agency_id, told, room.badge, at=at) if told else None
    staff = badge.staff_id if badge else arrival.staff
    guest = badge.guest_id if badge else arrival.guest
    if staff is None and guest is None:
        raise Refused(_("Cari dulu orangnya."))
    if arrival.way == Way.OUT:
        return _check_out(room, arrival, staff, guest, badge.id if badge else None, at)
    coming = Coming(
        source=Source.DESK, client_uuid=arrival.client_uuid, level=Level.VOUCHED, staff=staff, guest=guest,
        found=Found.BADGE if badge else Found.SEARCH, officer=room.officer_id, device=named(room),
        client_at=_plausible(arrival.client_at, at),
    )  # fmt: skip
    return Verdict(attendance.record_in(room.pk, coming, at=at), room, badge.id if badge else None)


def _check_out(
    room: Here, arrival: Arrival, staff: int | None, guest: int | None, badge: int | None, at: dt.datetime
) -> Verdict:
    row = standing(room.pk, staff=staff, guest=guest)
    if row is None:
        raise Refused(_("Orang ini tidak ada di daftar kegiatan ini."))
    if row.last_id is None or row.since is None:
        raise Refused(_("%(name)s belum tercatat hadir, jadi jam pulangnya tidak dicatat.") % {"name": row.name})
    seen = attendance.leave(
        Activity(pk=room.pk, has_exit=room.has_exit), row.last_id, officer=room.officer_id, device=named(room),
        client_uuid=arrival.client_uuid, at=at,
    )  # fmt: skip
    is_mine = seen.client_uuid == arrival.client_uuid
    return Verdict(_gone(row, is_mine, seen.device), room, badge, prepared.moment(seen.at))


def _gone(row: Standing, is_new: bool, where: str) -> Recorded:
    assert row.last_id is not None
    assert row.since is not None
    return Recorded(row.last_id, is_new, row.since, where, row)


def _plausible(told: dt.datetime | None, at: dt.datetime) -> dt.datetime | None:
    """The hour of the desk's own clock, kept beside ours unless it cannot be right."""
    return told if told and at - _BACK < told < at + _AHEAD else None


def named(desk: Device | Here) -> str:
    """How a record names the desk; people read the label it had then."""
    return desk.label[:40]


def _here(activity: int, by: Actor, *, serial: bytes | None = None) -> Here:
    room = here(by, activity, serial=serial)
    if room is None:
        raise Refused(_("Kegiatan ini belum dibuka atau sudah ditutup. Tidak ada yang dicatat."))
    if by.officer is None or by.officer.id != room.officer_id or not by.officer.has(CHECK_IN):
        raise Refused(_("Petugas perangkat ini tidak berhak mencatat kehadiran. Hubungi petugas kepegawaian."))
    return room


def _desk(by: Actor) -> Device:
    desk = desk_of(by)
    if desk is None:
        raise Refused(_("Perangkat ini sudah dicabut. Tidak ada yang dicatat. Minta didaftarkan lagi."))
    if not officer_of(desk).has(CHECK_IN):
        raise Refused(_("Petugas perangkat ini tidak berhak mencatat kehadiran. Hubungi petugas kepegawaian."))
    return desk


@transaction.atomic
def add_guest(
    activity: Activity, *, name: str, office: str, institution: str, client_uuid: uuid.UUID, by: Actor, at: dt.datetime
) -> Verdict:
    """Write down a guest who was not announced and record the presence at once; the same message does it once."""
    desk = _desk(by)
    before = Attendance.objects.filter(agency=activity.agency_id, client_uuid=client_uuid, guest__isnull=False).first()
    guest = before.guest if before else None
    if guest is None:
        guest = Guest.objects.create(
            activity=activity, name=name, office=office, institution=institution, by=desk.officer_id, at=at
        )
    return check_in(activity.pk, Arrival(client_uuid, guest=guest.pk), by=by, at=at)


@transaction.atomic
def undo(activity: Activity, act: int, *, reason: str, note: str = "", by: Actor, at: dt.datetime) -> AttendanceVoid:
    """Take back what this desk recorded, while the activity is open."""
    desk = _desk(by)
    mine = Attendance.objects.filter(activity=activity, pk=act, device=named(desk), officer=desk.officer_id).first()
    if mine is None:
        raise Refused(_("Catatan ini bukan dari meja ini."))
    if not Activity.objects.filter(pk=activity.pk, state=ActivityState.OPEN).exists():
        raise Refused(_("Kegiatan ini sudah ditutup. Panitia membatalkannya di halaman kegiatan."))
    if reason == AttendanceVoidReason.OTHER and not note.strip():
        raise Refused(_("Tulis alasannya. Ia tersimpan di daftar pembatalan."), field="note")
    return attendance.void_attendance(mine, reason=reason, note=note, officer=desk.officer_id, at=at)


@transaction.atomic
def refuse(
    activity: Activity, badge: int, act: int | None, *, note: str = "", client_uuid: uuid.UUID | None = None, by: Actor,
    at: dt.datetime,
) -> BadgeRefusal:  # fmt: skip
    """Somebody else than the badge names: what the scan recorded is void, and the refusal is kept."""
    desk = _desk(by)
    row = Badge.objects.filter(activity=activity, pk=badge).first()
    if row is None:
        raise Refused(_("Lencana ini untuk kegiatan lain. Cari namanya."))
    if act is not None:
        whose = {"staff": row.staff_id, "guest": row.guest_id}
        if not Attendance.objects.filter(activity=activity, pk=act, **whose).exists():
            raise Refused(_("Catatan ini bukan dari lencana itu. Tidak ada yang dibatalkan."))
        undo(activity, act, reason="wrong_person", note=note, by=by, at=at)
    return attendance.refuse_badge(
        activity, row.pk, officer=desk.officer_id, device=named(desk), note=note, client_uuid=client_uuid, by=by, at=at
    )
