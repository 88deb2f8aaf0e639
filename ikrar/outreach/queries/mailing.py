"""Invitations by mail: who is to get one, who got one, who has no registered address."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from ikrar.agencies.queries import REGISTERED
from ikrar.core.models import MailState, OutboxMessage
from ikrar.outreach.models import Activity, Invitee

INVITATION, CANCELLED = "activity_invitation", "activity_cancelled"


def topic(activity: Activity) -> str:
    """What all mail of one activity has in common in the outbox."""
    return f"activity {activity.pk}"


def mail_of(activity: Activity) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(topic=topic(activity), agency=activity.agency_id)


def with_address(activity: Activity) -> QuerySet[Invitee]:
    """Invited people whose registered e-mail is known, by id."""
    return activity.invitees.filter(REGISTERED).select_related("staff").order_by("staff_id")


def cancellations(activity: Activity, staff: Iterable[int]) -> Counter[int]:
    """How often each of these people was told that the invitation is cancelled."""
    rows = mail_of(activity).filter(template=CANCELLED, about__in=list(staff)).exclude(state=MailState.STOPPED)
    return Counter(pk for pk in rows.values_list("about", flat=True) if pk is not None)


@dataclass(frozen=True)
class Totals:
    """Of the people invited now: how the latest message to each stands, and who cannot get one or has none yet."""

    invited: int
    no_address: int
    queued: int
    sent: int
    failed: int
    to_send: int


def totals(activity: Activity, sequence: int) -> Totals:
    """`sequence` is what the next sending would tell: who has not been told that yet is to be sent to."""
    people = set(with_address(activity).values_list("staff_id", flat=True))
    invited = activity.invitees.count()
    latest: dict[int, OutboxMessage] = {}
    told: set[int] = set()
    for row in mail_of(activity).exclude(state=MailState.STOPPED).order_by("pk"):
        if row.about in people:
            latest[row.about] = row
            if row.template == CANCELLED:
                told.discard(row.about)
            elif row.context.get("sequence") == sequence:
                told.add(row.about)
    states = Counter(row.state for row in latest.values() if row.template == INVITATION)
    return Totals(
        invited, invited - len(people), states[MailState.QUEUED], states[MailState.SENT], states[MailState.FAILED],
        len(people - told),
    )  # fmt: skip


def uninvited(activity: Activity) -> list[OutboxMessage]:
    """The last message to each person who got an invitation, is not invited any more and has not been told so."""
    rows = mail_of(activity).exclude(state=MailState.STOPPED).exclude(about__in=activity.invitees.values("staff_id"))
    latest = {row.about: row for row in rows.order_by("pk") if row.about is not None}
    return [row for row in latest.values() if row.template == INVITATION and row.state == MailState.SENT]


def without_address(activity: Activity) -> QuerySet[Invitee]:
    """Whom no mail reaches, by unit and name."""
    rows = activity.invitees.exclude(REGISTERED).select_related("staff", "unit")
    return rows.order_by("unit__name", "staff__name_key", "pk")
