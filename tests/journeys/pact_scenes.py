"""The page of pacts in the states that matter: unsealed ones, work going on, waiting, sealed, and no usable key."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.test import override_settings

from ikrar.agencies.roles import Role
from ikrar.core import files, sealed_papers
from ikrar.core.models import Job, JobState
from ikrar.pledges import paperwork
from ikrar.pledges.actions import pacts
from ikrar.pledges.models import PactFile, SupersededPact
from tests.access_samples import NOW
from tests.factories import agencies as make
from tests.journeys.scene import Scene
from tests.journeys.world import World


def scenes(world: World) -> Iterator[Scene]:
    url = f"/ikrar/{world.campaign.code}/pakta/"
    act = world.campaign.signatures.filter(void=None, staff__isnull=False, pact_file=None).order_by("pk")[0]
    pdf = paperwork.pact_pdf(world.campaign, act, {})
    kept = files.store(world.agency.pk, pdf, name="x.pdf", content_type="application/pdf", purpose="pact", at=NOW)
    PactFile.objects.create(signature=act, file=kept)
    yield Scene("pacts, one not sealed", Role.PERSONNEL, url, status="")
    with override_settings(SEAL_KEY=str(settings.IKRAR_KEYS / "tidak-ada.p12")):
        yield Scene("pacts, no key that can seal", Role.PERSONNEL, url, status="")
    job = pacts.make_pacts(world.campaign, by=make.actor(world.officer(Role.PERSONNEL)), at=NOW)
    Job.objects.filter(pk=job.pk).update(done=120, total=302, not_before=NOW + dt.timedelta(days=9))
    yield Scene("pacts, being sealed", Role.PERSONNEL, url, status="")
    Job.objects.filter(pk=job.pk).update(message=str(pacts.no_stamp()))
    yield Scene("pacts, waiting for a time stamp", Role.PERSONNEL, url, status="")
    pacts.keep_next(world.campaign, pacts.draw_next(world.campaign, 0, at=NOW), at=NOW)
    sealed_papers.rest()
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, message="")
    assert SupersededPact.objects.filter(signature=act).exists()
    yield Scene("pacts, sealed", Role.PERSONNEL, url, status="")
