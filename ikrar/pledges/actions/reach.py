"""Reaching people: lists with codes, marks of sending by hand, mail, and new codes."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ikrar.agencies.actions import credentials
from ikrar.agencies.models import Assignment, Credential, Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit, contacts, jobs, outbox, zones
from ikrar.core.errors import Refused
from ikrar.pledges.models import Campaign, SentByHand
from ikrar.pledges.queries import reach as queries
from ikrar.pledges.queries.reach import Invited
from ikrar.pledges.rules import REACH_AT_ONCE, CampaignState, ReachOnly

#: The job that queues the mail of many people.
QUEUE_MAIL = "pledges.queue_mail"
INVITATION, REMINDER = "pledge_invitation", "pledge_reminder"


@transaction.atomic
def open_code_list(
    campaign: Campaign, rows: Iterable[Assignment], *, unit: Unit | None, what: str, by: Actor, at: dt.datetime
) -> list[Invited]:
    """Show somebody the codes of these people: from now on they count as handed on by this officer; that leaves a trace."""
    people = queries.invited(campaign, rows)
    credentials.hand_on([one.credential for one in people], by=by, at=at)
    where = [f"unit {unit.pk}"] if unit else []
    audit.record("pledges.codes_shown", campaign, by=by, fields=[what, str(len(people)), *where])
    return people


@transaction.atomic
def mark_sent(campaign: Campaign, row: Assignment, *, by: Actor, at: dt.datetime, undo: bool = False) -> None:
    """An officer says to have sent the invitation by hand, or takes that back."""
    if undo:
        SentByHand.objects.filter(campaign=campaign, staff=row.staff_id).delete()
    else:
        SentByHand.objects.update_or_create(
            campaign=campaign, staff_id=row.staff_id,
            defaults={"agency_id": campaign.agency_id, "by": by.id or 0, "at": at},
        )  # fmt: skip
    audit.record(
        "pledges.sent_by_hand", campaign, by=by, fields=["undone" if undo else "sent", f"staff {row.staff_id}"]
    )


@transaction.atomic
def send_mail(campaign: Campaign, *, reminder: bool, by: Actor, at: dt.datetime) -> int:
    """Queue the invitation, or a reminder, to all in reach who have not signed and have a registered e-mail."""
    if campaign.state != CampaignState.OPEN or campaign.closes_at <= at:
        raise Refused(_("Penandatanganan ini tidak sedang dibuka, jadi tidak ada yang diajak."))
    template = REMINDER if reminder else INVITATION
    count = mail_rows(by, campaign, at).count()
    if not count:
        raise Refused(_("Tidak ada orang yang belum tanda tangan dan punya surel terdaftar."))
    if count > REACH_AT_ONCE:
        args = {"campaign": campaign.pk, "template": template, "by": by.id, "asked_at": at.isoformat()}
        jobs.enqueue(QUEUE_MAIL, args=args, agency=campaign.agency_id, key=f"{campaign.pk} {by.id}", at=at)
    else:
        queue_letters(campaign, mail_rows(by, campaign, at), template=template, at=at)
    audit.record("pledges.mail_queued", campaign, by=by, fields=[template, str(count)])
    return count


def mail_rows(viewer: Actor, campaign: Campaign, at: dt.datetime) -> QuerySet[Assignment]:
    """People in reach who have not signed and whose registered e-mail is known."""
    day = zones.today(campaign.agency.zone, at)
    return queries.people(viewer, campaign, day, only=ReachOnly.MISSING).filter(queries.REGISTERED)


def queue_letters(campaign: Campaign, rows: Iterable[Assignment], *, template: str, at: dt.datetime) -> int:
    """One message a person; the same invitation never twice, a reminder at most once a day."""
    agency = campaign.agency
    due = contacts.loud_from(at, agency.zone, agency.quiet_from, agency.quiet_until)
    mark = f" {zones.today(agency.zone, at)}" if template == REMINDER else ""
    count = 0
    for row in rows:
        outbox.queue(
            template, to=row.staff.email, key=f"{template} {campaign.pk} {row.staff_id}{mark}", at=at, not_before=due,
            context={"campaign": campaign.pk}, agency=campaign.agency_id, topic=queries.topic(campaign), about=row.staff_id,
        )  # fmt: skip
        count += 1
    return count


@transaction.atomic
def give_new_code(row: Assignment, *, reason: str, by_mail: bool, by: Actor, at: dt.datetime) -> Credential:
    """End the present code and PIN and make new ones: sent to the registered e-mail, or shown once to the officer."""
    if not reason.strip():
        raise Refused(_("Tulis alasannya, contoh: slip hilang."), field="reason")
    if by_mail and not queries.registered_email(row.staff):
        raise Refused(_("Tidak ada surel terdaftar yang sudah pasti milik orang ini. Tunjukkan kodenya langsung."))
    credential = credentials.reissue_credential(row.staff, by=by, at=at, reason=reason.strip(), mail_code=by_mail)
    if not by_mail:
        credentials.hand_on([credential.pk], by=by, at=at)
        credential.refresh_from_db()
    return credential


@transaction.atomic
def note_list_opened(campaign: Campaign, *, unit: Unit, what: str, by: Actor) -> None:
    """A personal list was opened: that leaves a trace."""
    audit.record("pledges.list_opened", campaign, by=by, fields=[what, f"unit {unit.pk}"])
