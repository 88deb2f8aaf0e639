"""A badge at a signing desk: whose it is, that it stands as evidence, and that it is refused where the face is another's."""

import datetime as dt

from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.core.errors import Refused
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions import desk as arrivals
from ikrar.outreach.actions.badges import key
from ikrar.outreach.models import Badge, BadgeRefusal
from ikrar.pledges.models import SigningSession


def holder(session: SigningSession, scanned: str, *, at: dt.datetime) -> tuple[int, int]:
    """The staff member whom a good badge of the session's activity names, and the badge; nothing is written."""
    if session.activity is None:
        raise Refused(_("Sesi ini bukan bagian dari kegiatan, jadi lencana tidak berlaku di sini. Cari namanya."))
    row = attendance.by_badge(session.activity, scanned, key().public_key(), at=at)
    if row.staff_id is None:
        raise Refused(_("Ini lencana tamu. Tamu tidak menandatangani ikrar di meja ini."))
    return row.staff_id, row.id


def live_badge(session: SigningSession, badge: int, staff: int, *, at: dt.datetime) -> Badge:
    """The scanned badge as it is now: of this activity and this person, neither ended nor over."""
    row = Badge.objects.filter(pk=badge, activity=session.activity_id, staff=staff).first()
    if session.activity_id is None or row is None or not row.is_live(at):
        raise Refused(
            _("Lencana ini baru saja dicabut atau habis masanya. Cari namanya, lalu ambil coretan atau foto.")
        )
    return row


def refuse_badge(session: SigningSession, badge: int, *, by: Actor, at: dt.datetime) -> BadgeRefusal:
    """The face is not the badge's: nobody signs, and the refusal is kept with the activity's others."""
    if session.activity is None:
        raise Refused(_("Sesi ini bukan bagian dari kegiatan, jadi lencana tidak berlaku di sini. Cari namanya."))
    return arrivals.refuse(session.activity, badge, None, by=by, at=at)
