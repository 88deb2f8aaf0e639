"""The committee takes an attendance back, away from any desk."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.roles import Actor
from ikrar.core.errors import Refused
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.actions.attendance import void_attendance
from ikrar.outreach.models import Attendance, AttendanceVoid
from ikrar.outreach.permissions import VOID_ATTENDANCE
from ikrar.outreach.rules import ActivityState, AttendanceVoidReason


@transaction.atomic
def void_by_committee(
    attendance: Attendance, *, reason: str, note: str = "", by: Actor, at: dt.datetime
) -> AttendanceVoid:
    """Say that an attendance does not count, until the activity is reported; asked twice, the first reason stays."""
    activity = locked(attendance.activity)
    if not may(by, VOID_ATTENDANCE, on=activity):
        raise Refused(_("Anda tidak berhak membatalkan kehadiran."))
    if activity.state == ActivityState.REPORTED:
        raise Refused(_("Kegiatan ini sudah dilaporkan, jadi kehadirannya tidak diubah lagi."))
    if reason == AttendanceVoidReason.OTHER and not note.strip():
        raise Refused(_("Tulis alasannya. Ia tersimpan di daftar pembatalan."), field="note")
    return void_attendance(attendance, reason=reason, note=note.strip(), officer=by.id, at=at)
