"""What an attendance desk does: records who is before it, refuses a badge that is another's, takes back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Device
from ikrar.agencies.queries.desks import desk_of, officer_of
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Level
from ikrar.core.errors import Refused
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions.attendance import Coming, Recorded
from ikrar.outreach.actions.badges import key
from ikrar.outreach.models import Activity, Attendance, AttendanceVoid, Badge, BadgeRefusal, Guest, Invitee
from ikrar.outreach.permissions import CHECK_IN
from ikrar.outreach.rules import Found, Source


@dataclass(frozen=True)
class Arrival:
    """Whom a desk has before it. Exactly one of `scanned`, `staff` and `guest`."""

    client_uuid: uuid.UUID
    scanned: str = ""
    staff: int | None = None
    guest: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What the desk shows: the record, and the badge where one was scanned."""

    recorded: Recorded
    badge: int | None = None


def check_in(activity: Activity, arrival: Arrival, *, by: Actor, at: dt.datetime) -> Verdict:
    """Record one person; whoever was recorded before is told since when and where."""
    desk = _desk(by)
    badge = attendance.by_badge(activity, arrival.scanned, key().public_key(), at=at) if arrival.scanned else None
    staff = badge.staff_id if badge else arrival.staff
    guest = badge.guest_id if badge else arrival.guest
    if staff is None and guest is None:
        raise Refused(_("Cari dulu orangnya."))
    coming = Coming(
        source=Source.DESK, client_uuid=arrival.client_uuid, level=Level.VOUCHED, staff=staff, guest=guest,
        found=Found.BADGE if badge else _found(activity, staff), officer=desk.officer_id, device=named(desk),
    )  # fmt: skip
    return Verdict(attendance.record(activity, coming, at=at), badge.id if badge else None)


def _found(activity: Activity, staff: int | None) -> Found:
    """Somebody who was not expected is an addition."""
    is_expected = staff is None or Invitee.objects.filter(activity=activity, staff=staff).exists()
    return Found.SEARCH if is_expected else Found.WALK_IN


def named(desk: Device) -> str:
    """How a record names the desk; people read the label it had then."""
    return desk.label[:40]


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
    return check_in(activity, Arrival(client_uuid, guest=guest.pk), by=by, at=at)


@transaction.atomic
def undo(activity: Activity, act: int, *, reason: str, note: str = "", by: Actor, at: dt.datetime) -> AttendanceVoid:
    """Take back what this desk recorded, while the activity is open."""
    desk = _desk(by)
    mine = Attendance.objects.filter(activity=activity, pk=act, device=named(desk), officer=desk.officer_id).first()
    if mine is None:
        raise Refused(_("Catatan ini bukan dari meja ini."))
    if not Activity.objects.filter(pk=activity.pk, state="open").exists():
        raise Refused(_("Kegiatan ini sudah ditutup. Panitia membatalkannya di halaman kegiatan."))
    return attendance.void_attendance(mine, reason=reason, note=note, officer=desk.officer_id, at=at)


@transaction.atomic
def refuse(
    activity: Activity, badge: int, act: int | None, *, note: str = "", by: Actor, at: dt.datetime
) -> BadgeRefusal:
    """Somebody else than the badge names: what the scan recorded is void, and the refusal is kept."""
    desk = _desk(by)
    row = Badge.objects.filter(activity=activity, pk=badge).first()
    if row is None:
        raise Refused(_("Lencana ini untuk kegiatan lain. Cari namanya."))
    if act is not None:
        undo(activity, act, reason="wrong_person", note=note, by=by, at=at)
    return attendance.refuse_badge(
        activity, row.pk, officer=desk.officer_id, device=named(desk), note=note, by=by, at=at
    )
