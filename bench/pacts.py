"""Pacts as the worker makes them (read, checked, made, stored), against the library alone with its compiler kept."""

import json
import time
import uuid

from bench import hall
from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies.models import Credential
from ikrar.agencies.tokens import Signer
from ikrar.core import zones
from ikrar.core.documents import making
from ikrar.demo.founding import FIRST
from ikrar.pledges import paperwork
from ikrar.pledges.actions import pacts as actions
from ikrar.pledges.actions import signing
from ikrar.pledges.models import Campaign, PactFile, Signature


def pacts(options: Options) -> list[Line]:
    """Per second, in turn; both make the very same papers."""
    count = 60 if options.quick else 200
    campaign = _signed(count)
    _ours(campaign, 20), _floor(campaign, 20)
    pairs = [(_ours(campaign, count), _floor(campaign, count)) for _pair in range(options.pairs)]
    return [compared("pacts", pairs, "pacts/s", target=0.8)]


def _signed(count: int) -> Campaign:
    campaign, at = hall.fresh_campaign(), zones.now()
    hall.set_pins(every=1)
    for row in Credential.objects.filter(agency__code=FIRST, ended_at=None).order_by("pk")[:count]:
        sent = signing.Sent(
            campaign=campaign.code, client_uuid=uuid.uuid4(), pin=hall.PIN, ikrar_digest=campaign.ikrar.digest,
            pact_digest=campaign.pact.digest if campaign.pact else "", stated={},
        )  # fmt: skip
        signing.sign(Signer(row.pk, "0" * 16), sent, at=at)
    return campaign


def _ours(campaign: Campaign, count: int) -> float:
    PactFile.objects.all().delete()
    made, last, began = 0, 0, time.perf_counter()
    while made < count and (step := actions.make_next(campaign, last, at=zones.now())):
        last, made = step[0], made + step[1]
    return made / (time.perf_counter() - began)


def _floor(campaign: Campaign, count: int) -> float:
    """The same template and data, prepared beforehand, through one kept compiler."""
    compiler, shared = making._compiler("pakta"), paperwork.pact_shared(campaign)
    acts = list(Signature.objects.filter(campaign=campaign).order_by("pk")[:count])
    papers = [({**shared, **paperwork.pact_row(campaign, act, {})}, int(act.at.timestamp())) for act in acts]
    inputs = []
    for data, moment in papers:
        clean = making._checked("pakta", making._fields("pakta"), data, data, "", frozenset())
        inputs.append(({"shared": "{}", "rows": json.dumps([clean]), "careful": "no"}, moment))
    began = time.perf_counter()
    for words, moment in inputs:
        compiler.compile(format="pdf", sys_inputs=words, pdf_standards=making.STANDARDS, timestamp=moment)
    return len(inputs) / (time.perf_counter() - began)
