"""Mail that survives restarts: queued in the business transaction, rendered and sent by the worker, each key once.

A message is claimed and committed before the mail server hears of it, so no transaction waits for the network. Where
the process dies between the server's "accepted" and our "sent", that one message goes out once more after the lease;
both copies carry the same Message-ID, by which mail programs fold them into one.
"""

import datetime as dt
import logging
import smtplib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.mime.text import MIMEText
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from ikrar.core import jobs, keys
from ikrar.core.models import MailState, OutboxMessage

#: The wait after the first, second, … try that the server put off; after the last one the message has failed.
BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
#: How long a message that is being sent is kept from other workers, and from the next try where this one died.
SENDING = dt.timedelta(minutes=5)
#: One call sends for so long at most, then lets other work go on.
RUN_SECONDS = 8.0


@dataclass(frozen=True)
class Attachment:
    """A small text file that goes with a letter; `parameters` belong to its type, such as a calendar's method."""

    name: str
    data: bytes
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()


#: Subject and body, and maybe files that go with them.
Letter = tuple[str, str] | tuple[str, str, list[Attachment]]
Builder = Callable[[OutboxMessage], Letter | None]
Wait = Callable[[OutboxMessage, dt.datetime], dt.datetime]
_BUILDERS: dict[str, Builder] = {}
_WAITS: dict[str, Wait] = {}
_IN_USE: list[Callable[[dt.datetime], Iterable[str]]] = []
log = logging.getLogger(__name__)


def renders(template: str, *, waits: Wait | None = None) -> Callable[[Builder], Builder]:
    """Register who makes subject and body of a template when it is sent; None says that it need not go any more.

    `waits` tells from when on a message may go, asked once more in the moment in which it would: a queue that was held
    up must not be worked off in the night.
    """

    def register(build: Builder) -> Builder:
        _BUILDERS[template] = build
        if waits is not None:
            _WAITS[template] = waits
        return build

    return register


def in_use(topics: Callable[[dt.datetime], Iterable[str]]) -> Callable[[dt.datetime], Iterable[str]]:
    """Register who names the topics whose mail is still looked at, however old it is."""
    _IN_USE.append(topics)
    return topics


def topics_in_use(at: dt.datetime) -> set[str]:
    return {topic for named in _IN_USE for topic in named(at)}


def queue(
    template: str,
    *,
    to: str,
    key: str,
    at: dt.datetime,
    context: dict[str, Any] | None = None,
    agency: int | None = None,
    topic: str = "",
    about: int | None = None,
    not_before: dt.datetime | None = None,
) -> OutboxMessage:
    """Put one message in the outbox, in the caller's transaction; the same `key` again changes nothing."""
    fields = {"to": to, "context": context or {}, "agency": agency, "topic": topic, "about": about, "made_at": at}
    message, _made = OutboxMessage.objects.get_or_create(
        key=key, defaults={"template": template, "not_before": not_before or at, **fields}
    )
    return message


def stop(topic: str, about: int) -> int:
    """What is still queued on this matter need not go any more; returns how many."""
    queued = OutboxMessage.objects.filter(topic=topic, about=about, state=MailState.QUEUED)
    return queued.update(state=MailState.STOPPED)


def letter(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject (first line) and body of `mail/<template>.txt`, in the source language."""
    page: Any = get_template(f"mail/{template}.txt")
    with translation.override(settings.LANGUAGE_CODE):
        text = page.template.render(Context(context, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.lstrip("\n") + "\n"


@jobs.every("core.send_mail", seconds=2)
def send_due(*, at: dt.datetime) -> int:
    """Send what is due; returns how many the server took. A server out of reach costs no message a try."""
    if not _due(at).exists() or not _may_send():
        return 0
    began, sent = time.monotonic(), 0
    try:
        server: BaseEmailBackend = mail.get_connection()
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail server out of reach: %s", type(error).__name__)
        return 0
    with server:
        while time.monotonic() - began < RUN_SECONDS and (message := _claim(at)):
            sent += _send(message, server, at)
    return sent


def _may_send() -> bool:
    """SMTP needs a host; an installation without one keeps its mail queued, and so does a demonstration with one."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return True
    return bool(settings.EMAIL_HOST) and not settings.IKRAR_DEMO


def _due(at: dt.datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(state=MailState.QUEUED, not_before__lte=at).order_by("not_before", "pk")


@transaction.atomic
def _claim(at: dt.datetime) -> OutboxMessage | None:
    message = _due(at).select_for_update(skip_locked=True).first()
    if message is not None:
        message.attempts += 1
        message.not_before = at + SENDING
        message.save(update_fields=["attempts", "not_before"])
    return message


def _send(message: OutboxMessage, server: BaseEmailBackend, at: dt.datetime) -> bool:
    try:
        if (wait := _WAITS.get(message.template)) and (due := wait(message, at)) > at:
            _close(message, not_before=due, attempts=message.attempts - 1)
            return False
        build = _BUILDERS.get(message.template)
        made = build(message) if build else letter(message.template, message.context)
        if made is None:
            _close(message, state=MailState.STOPPED)
            return False
        server.send_messages([_mail(message, *made)])
    except Exception as error:
        _put_off(message, error, at)
        return False
    _close(message, state=MailState.SENT, sent_at=at, error="")
    return True


def _mail(message: OutboxMessage, subject: str, body: str, attached: Iterable[Attachment] = ()) -> EmailMessage:
    host = settings.PUBLIC_URL.split("://", 1)[1].split(":")[0]
    name = keys.mac("audit", "message-id", message.key).hex()[:32]
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    made = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers)
    for file in attached:
        part = MIMEText(file.data.decode(), file.subtype, "utf-8")
        for name, value in file.parameters:
            part.set_param(name, value)
        part.add_header("Content-Disposition", "attachment", filename=file.name)
        made.attach(part)
    return made


def _close(message: OutboxMessage, **fields: Any) -> None:
    OutboxMessage.objects.filter(pk=message.pk, state=MailState.QUEUED).update(**fields)


def _put_off(message: OutboxMessage, error: Exception, at: dt.datetime) -> None:
    """Try again later, unless the server refused for good (5xx) or it was the last try. Only code and class stay."""
    code = _smtp_code(error)
    reason = f"{type(error).__name__} {code or ''}".strip()
    log.warning("mail %s (%s): %s", message.pk, message.template, reason)
    if code >= 500 or message.attempts > len(BACK_OFF):
        _close(message, state=MailState.FAILED, error=reason)
    else:
        _close(message, error=reason, not_before=at + BACK_OFF[message.attempts - 1])


def _smtp_code(error: Exception) -> int:
    """The server's three digits, 0 where it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((int(code) for code, _said in error.recipients.values()), default=0)
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0
