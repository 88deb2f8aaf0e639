"""What an observer does at an event: draws attendances, and writes remarks that stay as they are."""

import datetime as dt
import secrets
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.draws import drawn_by
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach import remarks
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.models import Activity, Attendance, AttendanceDraw, Remark
from ikrar.outreach.remarks import Said
from ikrar.outreach.rules import DRAW, ActivityState


@transaction.atomic
def draw_attendances(activity: Activity, *, by: Actor, at: dt.datetime) -> AttendanceDraw:
    """Draw 20 of the attendances that count now; seed and pool are kept before anybody sees what it drew."""
    pool = list(Attendance.objects.filter(activity=activity, void=None).order_by("pk").values_list("pk", flat=True))
    if not pool:
        raise Refused(_("Belum ada kehadiran untuk diundi."))
    seed = secrets.token_hex(32)
    made = AttendanceDraw.objects.create(
        agency_id=activity.agency_id, activity=activity, seed=seed, pool=pool, drawn=drawn_by(seed, pool, DRAW),
        by=by.id or 0, at=at,
    )  # fmt: skip
    audit.record("outreach.attendance_drawn", made, by=by, fields=["seed"], reason=seed[:16])
    return made


@transaction.atomic
def write_remark(activity: Activity, said: Said, *, client_uuid: uuid.UUID, by: Actor, at: dt.datetime) -> Remark:
    """Keep a remark for good, with a digest over it and the one before; sent again it is the same remark."""
    activity = locked(activity)
    again = Remark.objects.filter(agency=activity.agency_id, client_uuid=client_uuid).first()
    if again is not None:
        kept = Said(again.name, again.institution, again.text, again.corrects_id)
        if (kept, again.activity_id) != (said, activity.pk):
            raise Conflict(
                _("Kiriman ini bernomor sama dengan kiriman lain yang isinya berbeda. Tidak ada yang diubah.")
            )
        return again
    if activity.state == ActivityState.PLANNED:
        raise Refused(_("Kegiatan ini belum dimulai, jadi belum ada yang diamati."))
    earlier = Remark.objects.filter(activity=activity)
    if said.corrects is not None and not earlier.filter(pk=said.corrects, by=by.id or 0).exists():
        raise Refused(_("Yang dibetulkan hanya catatan Anda sendiri di kegiatan ini."), field="corrects")
    last = earlier.order_by("-pk").first()
    made = Remark.objects.create(
        agency_id=activity.agency_id, activity=activity, corrects_id=said.corrects, name=said.name,
        institution=said.institution, text=said.text, client_uuid=client_uuid, by=by.id or 0, at=at,
        digest=remarks.digest(activity.pk, said, at, bytes(last.digest) if last else b""),
    )  # fmt: skip
    audit.record("outreach.remark_written", made, by=by, fields=["digest"], reason=made.digest.hex()[:16])
    return made
