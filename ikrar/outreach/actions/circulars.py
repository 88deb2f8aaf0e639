"""Recording that a circular was gone through in an activity: who was present counts as having acknowledged it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.access import may
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.norms.actions.acknowledging import Heard, acknowledge_by_meeting
from ikrar.norms.models import Circular
from ikrar.outreach import paperwork
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import NOTE_CIRCULAR
from ikrar.outreach.queries import circulars as queries


@dataclass(frozen=True)
class Noted:
    """How many acknowledgements are new, of how many staff present."""

    new: int
    present: int


def note_circular(activity: Activity, circular: Circular, *, by: Actor, at: dt.datetime) -> Noted:
    """Record for everybody present that this circular of the activity was gone through there; pressed again, only who is new.

    Level and officer are those of the presence; whoever acknowledged already, or is not addressed, stays as it was.
    """
    if not may(by, NOTE_CIRCULAR, on=activity):
        raise Refused(_("Anda tidak berhak mencatat pemahaman edaran di kegiatan ini."))
    if not queries.circulars_of(activity).filter(pk=circular.pk).exists():
        raise Refused(_("Edaran ini tidak tercatat sebagai dasar kegiatan ini. Tambahkan dulu lewat “Ubah kegiatan”."))
    acts = list(queries.present_staff(activity))
    if not acts:
        raise Refused(_("Belum ada pegawai yang tercatat hadir di kegiatan ini."))
    heard = [
        Heard(
            staff=act.staff_id, unit=act.unit_id, kind=act.kind, level=act.level, officer=act.officer,
            client_uuid=uuid.uuid5(act.client_uuid, f"circular {circular.pk}"),
        )
        for act in acts if act.staff_id is not None and act.unit_id is not None
    ]  # fmt: skip
    new = acknowledge_by_meeting(circular, heard, evidence=_evidence(activity), by=by, at=at)
    if new:
        audit.record("outreach.circular_noted", activity, by=by, fields=[str(new)], values={"circular": circular.pk})
    return Noted(new, len(acts))


@override(settings.LANGUAGE_CODE)
def _evidence(activity: Activity) -> str:
    """The meeting in words that stay readable without the row."""
    told = {"title": activity.title, "day": paperwork.day(activity), "pk": activity.pk}
    return (_("Kegiatan %(pk)d: %(title)s, %(day)s") % told)[:200]
