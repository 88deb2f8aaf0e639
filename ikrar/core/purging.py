"""Done jobs and sent mail do not stay for ever; what waits, what runs and what failed is never touched."""

import datetime as dt
import time

from django.conf import settings
from django.db.models import QuerySet

from ikrar.core import jobs, outbox
from ikrar.core.models import Job, JobState, MailState, OutboxMessage

#: So many rows at once, each time in a transaction of its own, and for so long at most in one call.
_BATCH, _SECONDS = 500, 5.0


@jobs.every("core.purge", seconds=3600)
def purge(*, at: dt.datetime) -> int:
    """Delete what is older than `[keep]` in `ikrar.toml` says; returns how many rows went."""
    end = time.monotonic() + _SECONDS
    return _delete(old_jobs(at), end) + _delete(old_mail(at), end)


def old_jobs(at: dt.datetime) -> QuerySet[Job]:
    """Work that came to a good end; what failed waits for somebody to read it."""
    return Job.objects.filter(state=JobState.DONE, finished_at__lt=at - dt.timedelta(days=settings.KEEP_JOBS_DAYS))


def old_mail(at: dt.datetime) -> QuerySet[OutboxMessage]:
    """Mail that went out or need not go, unless a page still counts it."""
    before = at - dt.timedelta(days=settings.KEEP_MAIL_DAYS)
    rows = OutboxMessage.objects.filter(state__in=[MailState.SENT, MailState.STOPPED], not_before__lt=before)
    return rows.exclude(topic__in=outbox.topics_in_use(at))


def _delete(rows: QuerySet[Job] | QuerySet[OutboxMessage], end: float) -> int:
    gone = 0
    while time.monotonic() < end:
        batch = list(rows.values_list("pk", flat=True)[:_BATCH])
        rows.model._default_manager.filter(pk__in=batch).delete()
        gone += len(batch)
        if len(batch) < _BATCH:
            break
    return gone
