"""Joining online: who entered code and PIN is recorded as present, once, and hears where the meeting is."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from ikrar.agencies import levels
from ikrar.agencies.tokens import Signer
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions.attendance import Coming
from ikrar.outreach.queries.online import OwnMeeting
from ikrar.outreach.rules import Found, Source


def join_online(own: OwnMeeting, who: Signer, *, client_uuid: uuid.UUID, at: dt.datetime) -> str:
    """Record the presence and return the meeting's address. Whoever comes again, or was in the hall, counts once."""
    activity, held = own.activity, own.credential
    opens_at = activity.door_opens_at
    if opens_at and at < opens_at:
        raise Refused(_("Pintu rapat dibuka %(when)s.") % {"when": zones.moment(opens_at, activity.agency.zone)})
    if not activity.meeting:
        raise Refused(_("Panitia belum menulis alamat rapatnya. Hubungi panitia."))
    coming = Coming(
        source=Source.ONLINE, client_uuid=client_uuid, staff=held.staff_id, credential=held.pk,
        level=levels.by_phone(is_handed=held.is_handed, otp_at=who.otp_at, at=at),
        officer=held.handed_by if held.is_handed else None, found="" if own.is_invited else Found.WALK_IN,
    )  # fmt: skip
    attendance.record(activity, coming, at=at)
    return activity.meeting
