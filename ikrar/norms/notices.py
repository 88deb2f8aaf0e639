"""Letters about circulars and stages: made when they are sent, so that they tell what is true then and no code rests."""

import datetime as dt

from django.conf import settings

from ikrar.agencies import tokens
from ikrar.agencies.models import Agency, Credential, Staff
from ikrar.agencies.queries import confirmable
from ikrar.core import contacts, ids, outbox, zones
from ikrar.core.models import OutboxMessage
from ikrar.norms.models import Acknowledgement, Circular, StageProposal
from ikrar.norms.queries import proposals, readers
from ikrar.norms.rules import NATIONAL_ZONE
from ikrar.norms.rules.circulars import CircularState
from ikrar.norms.rules.stages import ProposalState


@outbox.in_use
def _topics(at: dt.datetime) -> list[str]:
    """Mail of circulars in force: by it is known who was just reminded."""
    return [readers.topic(circular) for circular in readers.asking()]


def _loud(message: OutboxMessage, at: dt.datetime) -> dt.datetime:
    """From when on it is not in the quiet hours of its agency."""
    agency = Agency.objects.filter(pk=message.agency or 0).first()
    return contacts.loud_from(at, agency.zone, agency.quiet_from, agency.quiet_until) if agency else at


@outbox.renders("circular_reminder", waits=_loud)
def _reminder(message: OutboxMessage) -> outbox.Letter | None:
    """None where the person has acknowledged since, the circular ended or the address is another."""
    rows = Circular.objects.select_related("agency").filter(state=CircularState.ISSUED)
    circular = rows.filter(pk=message.context.get("circular")).first()
    if circular is None:
        return None
    if Acknowledgement.objects.filter(asked=circular.asked_id, staff=message.about, void=None).exists():
        return None
    held = Credential.objects.select_related("staff").filter(staff=message.about, ended_at=None).first()
    if held is None or confirmable(held) != message.to:
        return None
    code = tokens.code_of(bytes(held.nonce))
    told = {
        "name": held.staff.full_name, "circular": circular, "agency": circular.agency, "code": ids.grouped(code),
        "link": f"{settings.PUBLIC_URL}/saya/masuk/#{code}", "help": f"{settings.PUBLIC_URL}/bantuan/",
    }  # fmt: skip
    return outbox.letter(message.template, told)


@outbox.in_use
def _stage_topics(at: dt.datetime) -> list[str]:
    """Mail of stages that are not over: the proposal's page counts it."""
    return [proposals.topic(row) for row in proposals.sending(zones.today(NATIONAL_ZONE, at))]


@outbox.renders(proposals.REMINDER, waits=_loud)
def _stage_reminder(message: OutboxMessage) -> outbox.Letter | None:
    """None where an officer stopped it, the stage is over, the person left or the address is another."""
    rows = StageProposal.objects.select_related("agency").filter(state=ProposalState.TAKEN)
    row = rows.filter(pk=message.context.get("proposal")).first()
    if row is None or row.until < zones.today(row.agency.zone, zones.now()):
        return None
    staff = Staff.objects.filter(pk=message.about or 0, assignments__until=None).first()
    if staff is None or confirmable(Credential(staff=staff)) != message.to:
        return None
    told = {"name": staff.full_name, "subject": row.subject, "text": row.text, "agency": row.agency}
    return outbox.letter(message.template, {**told, "guide": f"{settings.PUBLIC_URL}/aturan/"})
