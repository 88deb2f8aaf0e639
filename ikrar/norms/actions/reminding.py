"""Reminding those who have not acknowledged a circular: never by itself, and nobody again within a day."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Assignment
from ikrar.agencies.roles import Actor
from ikrar.core import audit, contacts, jobs, outbox
from ikrar.core.errors import Refused
from ikrar.norms.models import Circular, CircularReminder
from ikrar.norms.permissions import REMIND_READERS
from ikrar.norms.queries import readers as queries

#: The job that queues the letters of many, and above how many it is asked.
QUEUE_LETTERS, AT_ONCE = "norms.queue_circular_reminders", 200
TEMPLATE = "circular_reminder"


@transaction.atomic
def remind_readers(circular: Circular, *, by: Actor, at: dt.datetime) -> int:
    """Have everybody in reach written to who has not acknowledged, has a registered e-mail and was not just reminded."""
    circular = Circular.objects.select_for_update(of=("self",)).select_related("agency").get(pk=circular.pk)
    if not circular.is_issued:
        raise Refused(_("Edaran ini tidak berlaku lagi, jadi tidak ada yang diingatkan."))
    told = queries.reminding(by, REMIND_READERS, circular, at)
    if not told.count:
        raise Refused(
            _("Tidak ada orang yang dapat diingatkan sekarang: semua sudah membaca, baru diingatkan, atau tanpa surel.")
        )
    made = CircularReminder.objects.create(
        agency_id=circular.agency_id, circular=circular, people=told.count, by=by.id, at=at
    )
    if told.count > AT_ONCE:
        args = {"reminder": made.pk, "by": by.id, "asked_at": at.isoformat()}
        jobs.enqueue(QUEUE_LETTERS, args=args, agency=circular.agency_id, key=f"{circular.pk} {by.id}", at=at)
    else:
        queue_letters(made, told.rows, at=at)
    audit.record("norms.readers_reminded", circular, by=by, fields=[str(told.count)])
    return told.count


def queue_letters(reminder: CircularReminder, rows: Iterable[Assignment], *, at: dt.datetime) -> None:
    """One letter a person and reminder, outside the quiet hours."""
    circular, agency = reminder.circular, reminder.circular.agency
    due = contacts.loud_from(at, agency.zone, agency.quiet_from, agency.quiet_until)
    for row in rows:
        outbox.queue(
            TEMPLATE, to=row.staff.email, key=f"{TEMPLATE} {reminder.pk} {row.staff_id}", at=at, not_before=due,
            context={"circular": circular.pk}, agency=agency.pk, topic=queries.topic(circular), about=row.staff_id,
        )  # fmt: skip


def queue_next(
    reminder: CircularReminder, after: int, *, most: int, by: Actor, at: dt.datetime
) -> tuple[int | None, int]:
    """The letters of the next people by id, while nobody else queues any of this circular; the last id and how many."""
    Circular.objects.select_for_update(of=("self",)).get(pk=reminder.circular_id)
    rows = queries.reminding(by, REMIND_READERS, reminder.circular, at).rows.filter(staff_id__gt=after)
    batch = list(rows.order_by("staff_id")[:most])
    queue_letters(reminder, batch, at=at)
    return (batch[-1].staff_id if batch else None), len(batch)


def words(circular: Circular) -> str:
    """What the letter says, for the officer who decides; link and code are the person's own."""
    told = {
        "name": _("(nama)"), "circular": circular, "agency": circular.agency, "link": _("(tautan pribadi)"),
        "code": _("(kode pribadi)"), "help": "",
    }  # fmt: skip
    subject, body = outbox.letter(TEMPLATE, told)
    return f"{subject}\n\n{body}"
