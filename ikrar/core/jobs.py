"""Long work outside the request: a queue with leases in our own database, and calls that come round by the clock.

A step and the cursor after it are one transaction, so a worker that is killed at any instant loses nothing and does
nothing twice. Why not a library: docs/decisions/0001-own-job-queue.md.
"""

import datetime as dt
import logging
import os
import secrets
import socket
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from ikrar.core import turns
from ikrar.core.errors import Refused
from ikrar.core.models import Job, JobState

#: How long a silent worker keeps a job. A step may last longer (its row is locked); a periodic call must not.
LEASE = dt.timedelta(seconds=30)
#: The same while something long is made outside the queue's transaction.
LONG_LEASE = dt.timedelta(minutes=3)
#: After so much work on one job the worker looks whether another one waits longer.
SLICE_SECONDS = 1.0
#: The wait after the first, second, … failure without a step in between; one failure more is the last.
BACK_OFF = tuple(dt.timedelta(seconds=s) for s in (5, 30, 120, 600))
_OPEN = (JobState.WAITING, JobState.RUNNING)
_EVERY = "every"
log = logging.getLogger(__name__)


class Later(Exception):
    """Something outside does not answer now. The text is a sentence for the reader; the job is tried again without end."""


@dataclass(frozen=True)
class Step:
    """What a step leaves: where the next goes on, and how far the whole is."""

    cursor: Any = None
    done: int | None = None
    total: int | None = None
    message: str = ""
    is_last: bool = False

    @classmethod
    def finished(cls, message: str = "", *, done: int | None = None) -> Self:
        """The job is complete; `message` is what its page says."""
        return cls(done=done, message=message, is_last=True)


class Periodic(Protocol):
    def __call__(self, *, at: dt.datetime) -> object: ...


_HANDLERS: dict[str, Callable[..., Step]] = {}
_Step = TypeVar("_Step", bound=Callable[..., Step])
_BEFORE: dict[str, Callable[[Job], Any]] = {}
_PERIODIC: dict[str, tuple[Periodic, dt.timedelta]] = {}


def handler(kind: str, *, before: Callable[[Job], Any] | None = None) -> Callable[[_Step], _Step]:
    """Register the step function of a kind of job: at most 200 ms of work, inside the queue's own transaction.

    What takes seconds is made by `before`, outside any transaction, so that it holds up no write; the step gets it as
    `made` and stores it. A worker that dies meanwhile has written nothing, so `before` reads and never writes.
    """

    def register(step: _Step) -> _Step:
        if kind in _HANDLERS:
            raise ValueError(f"two handlers of {kind}")
        _HANDLERS[kind] = step
        if before is not None:
            _BEFORE[kind] = before
        return step

    return register


def every(kind: str, *, seconds: float) -> Callable[[Periodic], Periodic]:
    """Register a call that comes round; one worker at a time makes it, outside any transaction of the queue."""

    def register(call: Periodic) -> Periodic:
        _PERIODIC[kind] = (call, dt.timedelta(seconds=seconds))
        return call

    return register


def enqueue(
    kind: str,
    *,
    args: dict[str, Any] | None = None,
    agency: int | None = None,
    key: str = "",
    at: dt.datetime,
    not_before: dt.datetime | None = None,
) -> Job:
    """Put work in the queue, in the caller's transaction; while one with the same `key` is open, that one stays."""
    fields = {"args": args or {}, "agency": agency, "not_before": not_before or at, "made_at": at}
    if not key:
        return Job.objects.create(kind=kind, **fields)
    same = Job.objects.filter(kind=kind, key=key, state__in=_OPEN)
    if waiting := same.first():
        return waiting
    try:
        with transaction.atomic():
            return Job.objects.create(kind=kind, key=key, **fields)
    except IntegrityError:
        return same.get()


def is_open(kind: str, key: str) -> bool:
    """Is such work waiting or running?"""
    return Job.objects.filter(kind=kind, key=key, state__in=_OPEN).exists()


def enrol(at: dt.datetime) -> None:
    """Give each periodic call its row in the queue; a worker does so when it starts."""
    for kind in _PERIODIC:
        enqueue(kind, key=_EVERY, at=at)


def periodic_rows() -> QuerySet[Job]:
    """The rows of the periodic calls, by whose times one sees whether any worker is alive."""
    return Job.objects.filter(key=_EVERY)


def run_one(worker: str, *, at: dt.datetime, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Take one due job and work on it for a slice of time; False where nothing is due."""
    job = _claim(worker, at, [*_HANDLERS, *_PERIODIC])
    if job is None:
        return False
    if job.state == JobState.FAILED:
        return True
    if job.kind in _PERIODIC:
        _call(job, worker, at)
    else:
        _work(job, worker, at, is_stopping)
    return True


def worker_name() -> str:
    """A name that no other worker has had."""
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{secrets.token_hex(4)}"


def drain(at: dt.datetime) -> None:
    """Run all that is due at `at` in this process: periodic calls, then jobs, until no job is left."""
    is_busy, name = True, worker_name()
    while is_busy:
        for call, _period in _PERIODIC.values():
            call(at=at)
        is_busy = False
        while job := _claim(name, at, list(_HANDLERS)):
            is_busy = True
            if job.state != JobState.FAILED:
                _work(job, name, at, lambda: False)


def _due(at: dt.datetime, kinds: list[str]) -> QuerySet[Job]:
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING) & (Q(lease_until=None) | Q(lease_until__lte=at))
    return Job.objects.filter(free, kind__in=kinds, not_before__lte=at).order_by("not_before", "pk")


def _claim(worker: str, at: dt.datetime, kinds: list[str]) -> Job | None:
    """Lease the job that waits longest. A worker's death counts as a failure, so a deadly job comes to an end."""
    if not _due(at, kinds).exists():
        return None
    with transaction.atomic():
        job = _due(at, kinds).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        if job.lease_until is not None:
            _count_failure(job, "WorkerDied", at)
            if job.state == JobState.FAILED:
                return job
        job.state, job.lease_of, job.lease_until, job.not_before = JobState.RUNNING, worker, at + LEASE, at
        job.save()
        return job


def _work(job: Job, worker: str, at: dt.datetime, is_stopping: Callable[[], bool]) -> None:
    """Step after step until the job ends, the slice is over, the worker is asked to stop or a step fails."""
    began = time.monotonic()
    try:
        stepped = began
        while _step(job.pk, worker, at, **_made(job, worker, at)):
            turns.give_way(stepped)
            stepped = time.monotonic()
            if is_stopping() or time.monotonic() - began > SLICE_SECONDS:
                _held(job.pk, worker).update(lease_until=None, lease_of="", not_before=at)
                return
    except Exception as error:
        _fail(job.pk, worker, error, at)


def _held(pk: int, worker: str) -> QuerySet[Job]:
    return Job.objects.filter(pk=pk, state=JobState.RUNNING, lease_of=worker)


def _made(job: Job, worker: str, at: dt.datetime) -> dict[str, Any]:
    """What the next step needs beforehand; the job is kept from other workers for longer meanwhile."""
    if job.kind not in _BEFORE or not _held(job.pk, worker).update(lease_until=at + LONG_LEASE):
        return {}
    job.refresh_from_db()
    return {"made": _BEFORE[job.kind](job)}


@transaction.atomic
def _step(pk: int, worker: str, at: dt.datetime, **made: Any) -> bool:
    """One step and its cursor, or neither; False where the job is over or no longer ours."""
    job = _held(pk, worker).select_for_update().first()
    if job is None:
        return False
    step = _HANDLERS[job.kind](job, at=at, **made)
    job.cursor, job.message, job.attempts = step.cursor, step.message[:500], 0
    job.done = job.done if step.done is None else step.done
    job.total = job.total if step.total is None else step.total
    if step.is_last:
        job.state, job.finished_at, job.lease_until, job.lease_of = JobState.DONE, at, None, ""
    job.save()
    return not step.is_last


def _call(job: Job, worker: str, at: dt.datetime) -> None:
    """Make a periodic call and set down when it comes round again, whether it failed or not."""
    call, period = _PERIODIC[job.kind]
    message, attempts = "", 0
    try:
        call(at=at)
    except Exception as error:
        _report(job, error)
        message, attempts = type(error).__name__, job.attempts + 1
    wait = max(period, BACK_OFF[min(attempts, len(BACK_OFF)) - 1]) if attempts else period
    _held(job.pk, worker).update(
        state=JobState.WAITING, lease_until=None, lease_of="", message=message, attempts=attempts, not_before=at + wait
    )


@transaction.atomic
def _fail(pk: int, worker: str, error: Exception, at: dt.datetime) -> None:
    """A refusal ends the job with its sentence; anything else is tried again, and but for `Later` named by its class alone."""
    job = _held(pk, worker).select_for_update().first()
    if job is None:
        return
    if isinstance(error, Refused):
        _end(job, str(error), at)
        return
    if isinstance(error, Later):
        job.attempts = min(job.attempts, len(BACK_OFF) - 1)
        _count_failure(job, str(error)[:500], at)
    else:
        _report(job, error)
        _count_failure(job, type(error).__name__, at)
    job.save()


def _count_failure(job: Job, reason: str, at: dt.datetime) -> None:
    job.attempts += 1
    if job.attempts > len(BACK_OFF) and job.kind in _HANDLERS:
        _end(job, reason, at)
        return
    wait = BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1]
    job.state, job.message, job.lease_until, job.lease_of = JobState.WAITING, reason, None, ""
    job.not_before = at + wait


def _end(job: Job, message: str, at: dt.datetime) -> None:
    job.state, job.message, job.finished_at = JobState.FAILED, message[:500], at
    job.lease_until, job.lease_of = None, ""
    job.save()


def _report(job: Job, error: Exception) -> None:
    """Log class and place of an error, never its text, which may hold a name."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    log.error("job %s (%s): %s at %s:%s", job.pk, job.kind, type(error).__name__, frame.filename, frame.lineno)
