"""Letters to people who are invited: made when they are sent, so that they tell what is true then and no code rests."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import override

from ikrar.agencies import tokens
from ikrar.agencies.models import Agency, Credential, Staff
from ikrar.agencies.queries import confirmable
from ikrar.core import contacts, ids, outbox, zones
from ikrar.core.models import OutboxMessage
from ikrar.outreach import calendar, paperwork
from ikrar.outreach.models import Activity, Invitee
from ikrar.outreach.queries import mailing, own
from ikrar.outreach.rules import INVITING


@outbox.in_use
def _topics(at: dt.datetime) -> list[str]:
    """Mail of activities that are not over: its pages count it, and its keys keep a second invitation from going out."""
    return [mailing.topic(activity) for activity in own.announcing()]


def _loud(message: OutboxMessage, at: dt.datetime) -> dt.datetime:
    """From when on it is not in the quiet hours of its agency."""
    agency = Agency.objects.filter(pk=message.agency or 0).first()
    return contacts.loud_from(at, agency.zone, agency.quiet_from, agency.quiet_until) if agency else at


@outbox.renders(mailing.INVITATION, waits=_loud)
def _invitation(message: OutboxMessage) -> outbox.Letter | None:
    """None where the activity is over, the person is not invited any more or the address is another."""
    activity, at = _activity(message), zones.now()
    if activity is None or activity.on is None or activity.on < zones.today(activity.agency.zone, at):
        return None
    row = Invitee.objects.select_related("staff").filter(activity=activity, staff=message.about).first()
    if row is None or confirmable(Credential(staff=row.staff)) != message.to:
        return None
    more = {"is_change": message.context["sequence"] > 0, **_way(row.staff)}
    return _letter(message, activity, row.staff, more, at, is_cancelled=False)


@outbox.renders(mailing.CANCELLED, waits=_loud)
def _cancelled(message: OutboxMessage) -> outbox.Letter | None:
    """None where the person is invited again, or the activity is over."""
    activity = _activity(message)
    if activity is None or Invitee.objects.filter(activity=activity, staff=message.about).exists():
        return None
    staff = Staff.objects.filter(pk=message.about or 0).first()
    return _letter(message, activity, staff, {}, zones.now(), is_cancelled=True) if staff else None


def _activity(message: OutboxMessage) -> Activity | None:
    rows = Activity.objects.select_related("agency").filter(state__in=INVITING)
    return rows.filter(pk=message.context.get("activity")).first()


def _way(staff: Staff) -> dict[str, str]:
    """The personal page: with the code behind "#", which no server and no log ever sees, where there is one."""
    held = Credential.objects.filter(staff=staff, ended_at=None).first()
    if held is None:
        return {"link": f"{settings.PUBLIC_URL}/saya/", "code": ""}
    code = tokens.code_of(bytes(held.nonce))
    return {"link": f"{settings.PUBLIC_URL}/saya/masuk/#{code}", "code": ids.grouped(code)}


@override(settings.LANGUAGE_CODE)
def _letter(
    message: OutboxMessage,
    activity: Activity,
    staff: Staff,
    more: dict[str, Any],
    at: dt.datetime,
    *,
    is_cancelled: bool,
) -> outbox.Letter:
    """The letter with its calendar file."""
    context = {
        "name": staff.full_name, "title": activity.title, "agency": activity.agency, "day": paperwork.day(activity),
        "hours": paperwork.hours(activity), "place": paperwork.place(activity), **more,
    }  # fmt: skip
    subject, body = outbox.letter(message.template, context)
    if activity.on is None:
        return subject, body
    data = calendar.ics(activity, sequence=message.context["number"], at=at, is_cancelled=is_cancelled)
    file = outbox.Attachment("undangan.ics", data, "calendar", (("method", "PUBLISH"),))
    return subject, body, [file]
