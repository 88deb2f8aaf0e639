"""Sending invitations by mail, once a person and state of what is told; and telling who is not invited any more."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.core import audit, contacts, jobs, outbox, zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.models import Activity, Announcement, Invitee
from ikrar.outreach.queries import mailing as queries
from ikrar.outreach.queries import own
from ikrar.outreach.rules import INVITING

#: The job that queues the mail.
QUEUE_MAIL = "outreach.queue_invitations"


@transaction.atomic
def send_invitations(activity: Activity, *, by: Actor, at: dt.datetime) -> Announcement:
    """Have everybody invited written to who has not been told what is true now."""
    activity = locked(activity)
    if activity.state not in INVITING or activity.on is None or activity.on < zones.today(activity.agency.zone, at):
        raise Refused(_("Undangan dikirim sebelum hari kegiatan, dan hanya kegiatan yang bertanggal."))
    last = own.latest_announcement(activity)
    if last is None or own.is_changed(activity, last):
        told = {name: getattr(activity, name) for name in own.TOLD}
        sequence = last.sequence + 1 if last else 0
        last = Announcement.objects.create(activity=activity, sequence=sequence, by=by.id, at=at, **told)
    count = queries.totals(activity, last.sequence).to_send
    if not count:
        raise Refused(_("Semua orang yang punya surel terdaftar sudah dikirimi."))
    jobs.enqueue(
        QUEUE_MAIL, args={"announcement": last.pk, "by": by.id}, agency=activity.agency_id, key=str(activity.pk), at=at
    )
    audit.record("outreach.invitations_mailed", activity, by=by, fields=[str(count)])
    return last


def queue_letters(announcement: Announcement, rows: Iterable[Invitee], *, at: dt.datetime) -> None:
    """One message a person and announcement; the same never twice, but anew after a cancellation was told."""
    activity, people = announcement.activity, list(rows)
    cancelled = queries.cancellations(activity, [row.staff_id for row in people])
    for row in people:
        number = announcement.sequence + cancelled[row.staff_id]
        _queue(queries.INVITATION, activity, row.staff_id, row.staff.email, announcement.sequence, number, at)


@transaction.atomic
def tell_uninvited(activity: Activity, *, at: dt.datetime) -> int:
    """Who got an invitation and is not invited any more hears of it; returns how many."""
    gone = queries.uninvited(activity)
    cancelled = queries.cancellations(activity, [row.about for row in gone if row.about])
    for row in gone:
        assert row.about is not None
        sequence = int(row.context.get("sequence", 0))
        number = sequence + cancelled[row.about] + 1
        _queue(queries.CANCELLED, activity, row.about, row.to, sequence, number, at)
    return len(gone)


def _queue(template: str, activity: Activity, staff: int, to: str, sequence: int, number: int, at: dt.datetime) -> None:
    """`sequence` is of the announcement, `number` of the calendar entry, which also counts cancellations."""
    agency = activity.agency
    outbox.queue(
        template, to=to, key=f"{template} {activity.pk} {staff} {sequence} {number}", at=at, agency=agency.pk,
        not_before=contacts.loud_from(at, agency.zone, agency.quiet_from, agency.quiet_until),
        context={"activity": activity.pk, "sequence": sequence, "number": number}, topic=queries.topic(activity), about=staff,
    )  # fmt: skip
