"""The operator's page while things are wrong: a log that takes nothing in, promises overdue, work given up."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core import jobs
from ikrar.core.models import Job, JobState
from ikrar.register.models import Log
from ikrar.register.rules import PROMISED, Held
from tests.access_samples import NOW
from tests.factories import register as make
from tests.journeys.scene import Scene
from tests.journeys.world import World


def scenes(world: World) -> Iterator[Scene]:
    log = world.log
    waited = list(log.pending.values_list("pk", flat=True))
    make.committed(log, 3, at=NOW - PROMISED - dt.timedelta(minutes=20))
    Log.objects.filter(pk=log.pk).update(held=Held.UNCONFIRMED)
    job = jobs.enqueue("pledges.make_pacts", at=NOW)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, message="OSError", finished_at=NOW)
    yield Scene("machine in trouble", Role.OPERATOR, reverse("oversight:machine"))
    yield Scene("start of an operator", Role.OPERATOR, "/")
    Job.objects.filter(pk=job.pk).delete()
    log.pending.exclude(pk__in=waited).delete()
    Log.objects.filter(pk=log.pk).update(held=Held.NO)
