"""Is the worker alive, and does what it has to do get done."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from ikrar.core import jobs, zones
from ikrar.core.doctor import Finding, check
from ikrar.core.models import Job, JobState, MailState, OutboxMessage

#: A periodic call that is due for so long means that nobody makes it.
_SILENT = dt.timedelta(minutes=5)
_STUCK = dt.timedelta(hours=2)
#: So long a failure is told.
RECENT = dt.timedelta(days=7)


@check("worker")
def worker() -> Iterator[Finding]:
    """Periodic calls are made when they are due."""
    now = zones.now()
    rows = jobs.periodic_rows()
    late = Q(state=JobState.WAITING, not_before__lt=now - _SILENT) | Q(
        state=JobState.RUNNING, lease_until__lt=now - _SILENT
    )
    if not rows.exists():
        yield Finding(
            _("Pekerja latar belum pernah berjalan."),
            _("Jalankan: ikrar serve, atau ikrar worker di mesin tersendiri."),
        )
    elif rows.filter(late).exists():
        oldest = rows.filter(late).order_by("not_before").values_list("not_before", flat=True)[0]
        yield Finding(
            _("Pekerja latar tidak berjalan sejak %s.") % f"{oldest:%Y-%m-%d %H:%M} UTC",
            _("Jalankan: systemctl restart ikrar"),
        )


@check("jobs")
def failed_jobs() -> Iterator[Finding]:
    """No long work of the last week was given up."""
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gte=zones.now() - RECENT)
    for kind in failed.order_by("kind").values_list("kind", flat=True).distinct():
        rows = failed.filter(kind=kind)
        message = rows.order_by("-id").values_list("message", flat=True)[0]
        yield Finding(
            _("%(count)d pekerjaan %(kind)s gagal: %(message)s")
            % {"count": rows.count(), "kind": kind, "message": message},
            _("Baca journalctl -u ikrar, benahi sebabnya, lalu ulangi dari halaman yang memintanya."),
        )


@check("outbox")
def outbox() -> Iterator[Finding]:
    """No message waits for hours after its time, and none of the last week was given up."""
    now = zones.now()
    stuck = OutboxMessage.objects.filter(state=MailState.QUEUED, not_before__lt=now - _STUCK).count()
    if stuck and not (settings.MAIL_NONE or settings.IKRAR_DEMO):
        yield Finding(
            _("%d surel menunggu lebih dari dua jam.") % stuck,
            _("Jalankan: ikrar doctor --mail untuk menguji server surel."),
        )
    failed = OutboxMessage.objects.filter(state=MailState.FAILED, made_at__gte=now - RECENT).count()
    if failed:
        yield Finding(
            _("%d surel gagal terkirim dalam tujuh hari.") % failed,
            _("Periksa alamatnya di halaman petugas, dan server surel."),
        )
