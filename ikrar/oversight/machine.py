"""The state of the machine, for its operator: quick checks, the registers, work that failed. No person, no agency's rows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ikrar.core import doctor, jobs
from ikrar.core.doctor.work import RECENT
from ikrar.core.models import Job, JobState, MailState, OutboxMessage
from ikrar.register import queries as register
from ikrar.register.rules import Held

#: The checks that are done while somebody waits for the page, and what each looks at.
CHECKED = {
    "worker": _("Pekerja latar"),
    "outbox": _("Surel keluar"),
    "mail": _("Pengaturan surel"),
    "disk": _("Ruang disk"),
    "database": _("Basis data"),
    "migrations": _("Skema basis data"),
    "durability": _("Ketahanan terhadap listrik padam"),
    "clock": _("Jam mesin dan basis data"),
    "zones": _("Zona waktu"),
    "home": _("Folder instalasi"),
    "keys": _("Kunci"),
    "canary": _("Kecocokan kunci dengan basis data"),
    "seal": _("Segel elektronik"),
    "address": _("Alamat"),
}
#: Checks that have a part of the page to themselves.
APART = frozenset({"jobs", "register"})
#: Checks that read whole tables or files, or make a paper: left to the command.
BY_COMMAND = frozenset({"files", "tallies", "attendance", "papers", "static"})
#: Kinds of work in words.
KINDS = {
    "agencies.read_roster": _("Pembacaan daftar pegawai"),
    "agencies.apply_roster": _("Penerapan daftar pegawai"),
    "agencies.take_back_roster": _("Penarikan kembali daftar pegawai"),
    "agencies.forget_roster": _("Penghapusan unggahan daftar pegawai"),
    "norms.count_clocks": _("Penghitungan ulang tenggat"),
    "norms.queue_circular_reminders": _("Penyiapan pengingat surat edaran"),
    "norms.queue_reminders": _("Penyiapan pengingat tahapan"),
    "outreach.make_badge_sheets": _("Pembuatan lembar lencana"),
    "outreach.make_letters": _("Pembuatan surat undangan"),
    "outreach.queue_invitations": _("Penyiapan surel undangan"),
    "pledges.erase": _("Penghapusan data yang disetujui"),
    "pledges.issue_codes": _("Pembuatan kode pribadi"),
    "pledges.make_pacts": _("Pembuatan dan penyegelan pakta"),
    "pledges.make_reach_file": _("Pembuatan berkas kode pribadi"),
    "pledges.queue_mail": _("Penyiapan surel penandatanganan"),
}
#: Rows of one part that a page shows.
MOST = 30


@dataclass(frozen=True)
class Checked:
    """A check in words; without findings all is well, unless it waits for another one."""

    words: Any
    findings: tuple[doctor.Finding, ...]
    waits_for: Any


@dataclass(frozen=True)
class Standing:
    """A log, what waits for it, and how many promises of receipts are overdue (the oldest since `queue.since`)."""

    log: Any
    queue: register.Queue

    @property
    def is_held(self) -> bool:
        return self.log.held not in {Held.NO, Held.ENDED}

    @property
    def is_wrong(self) -> bool:
        return self.is_held or self.queue.late > 0


@dataclass(frozen=True)
class Failure:
    """Work that was given up, or a call that goes on failing. `error` is the class of the error alone."""

    words: Any
    kind: str
    error: str
    at: dt.datetime | None


@dataclass(frozen=True)
class Machine:
    checked: list[Checked]
    logs: list[Standing]
    more_logs: int
    failed: list[Failure]
    more_failed: int
    failing: list[Failure]
    queues: dict[str, int]

    @property
    def troubles(self) -> int:
        """How many things somebody has to look after."""
        found = sum(len(check.findings) for check in self.checked) + sum(log.is_wrong for log in self.logs)
        return found + len(self.failed) + self.more_failed + len(self.failing)


def machine(at: dt.datetime) -> Machine:
    """Everything that the operator's page shows."""
    logs, failed = _logs(at), _given_up(at)
    return Machine(
        _checked(), logs[:MOST], len(logs[MOST:]), [_failure(job) for job in failed[:MOST]],
        max(failed.count() - MOST, 0), [_failure(job) for job in _failing()], _queues(at),
    )  # fmt: skip


def needs_somebody(at: dt.datetime) -> bool:
    """Is a promise overdue, does a log take nothing in, was work given up? Cheap enough for a start page."""
    return bool(register.overdue(at)) or register.held_logs().exists() or _given_up(at).exists() or _failing().exists()


def _checked() -> list[Checked]:
    """What was found first, then all that is well."""
    found = {one.name: one for one in doctor.examine(only=CHECKED)}
    rows = [
        Checked(words, found[name].findings, CHECKED.get(found[name].waits_for, "")) for name, words in CHECKED.items()
    ]
    return sorted(rows, key=lambda row: not row.findings)


def _logs(at: dt.datetime) -> list[Standing]:
    """Every log, those with something wrong first, those that ended last."""
    queues = register.queues(at)
    rows = [Standing(log, queues.get(log.pk, register.Queue())) for log in register.standing_logs()]
    return sorted(rows, key=lambda row: (not row.is_wrong, row.log.held == Held.ENDED))


def _given_up(at: dt.datetime) -> Any:
    return Job.objects.filter(state=JobState.FAILED, finished_at__gte=at - RECENT).order_by("-finished_at")


def _failing() -> Any:
    """Periodic calls whose last try failed."""
    return jobs.periodic_rows().filter(attempts__gt=0).order_by("kind")


def _failure(job: Job) -> Failure:
    """A refusal is a sentence for whoever asked for the work, and may name somebody: it stays there."""
    error = job.message if job.message.isidentifier() else ""
    return Failure(KINDS.get(job.kind, ""), job.kind, error, job.finished_at)


def _queues(at: dt.datetime) -> dict[str, int]:
    """How much waits, is being done, or has its time still to come."""
    is_due = Q(not_before__lte=at)
    work = Job.objects.exclude(pk__in=jobs.periodic_rows().values("pk")).aggregate(
        jobs_due=Count("pk", filter=Q(state=JobState.WAITING) & is_due),
        jobs_running=Count("pk", filter=Q(state=JobState.RUNNING)),
        jobs_later=Count("pk", filter=Q(state=JobState.WAITING) & ~is_due),
    )
    letters = OutboxMessage.objects.filter(state=MailState.QUEUED).aggregate(
        mail_due=Count("pk", filter=is_due), mail_later=Count("pk", filter=~is_due)
    )
    return work | letters
