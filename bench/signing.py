"""Signing: the whole way of a signer, and the one request that signs, each beside the floor."""

import uuid

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import hall, load, serving
from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies.models import Credential
from ikrar.agencies.tokens import Signer
from ikrar.core import zones
from ikrar.demo.founding import FIRST
from ikrar.pledges.actions import signing
from ikrar.pledges.models import Campaign


def flow(options: Options) -> list[Line]:
    """Open, code, PIN (half set it now), page, sign, receipt; per request, against the floor's form and pledge."""
    lines, people = [], 60 if options.quick else 120
    with serving.ours() as ours, serving.floor() as floor:
        load.rate(floor, [uuid.uuid4().hex for _n in range(100)], 8, load.form_and_pledge)
        _flow_once(ours, 40, 8)
        for clients in (8, 32):
            pairs = [
                (
                    _flow_once(ours, people, clients),
                    load.rate(
                        floor, [uuid.uuid4().hex for _n in range(people * 7 // 2)], clients, load.form_and_pledge
                    )[0],
                )
                for _pair in range(options.pairs)
            ]
            lines.append(compared(f"signing, {clients} clients", pairs, "requests/s", target=0.4, aim=0.55))
    return [*lines, statements()]


def _flow_once(base: str, people: int, clients: int) -> float:
    campaign = hall.fresh_campaign()
    chosen = hall.set_pins(every=2)[:people]
    return load.rate(base, chosen, clients, load.signing(campaign.code))[0]


def pending(options: Options) -> list[Line]:
    """Only the request that signs, in turn into a campaign that is bound to a register and into one that is not."""
    count = 200 if options.quick else 400
    hall.set_pins(every=1)
    with serving.ours() as ours:
        _accept(ours, 60)
        pairs = [(_accept(ours, count), _accept(ours, count, is_bound=False)) for _pair in range(options.pairs)]
    return [compared("signing into a register beside none", pairs, "requests/s", target=0.85)]


def statements() -> Line:
    """What the signing request asks of the database besides BEGIN and COMMIT."""
    campaign = hall.fresh_campaign()
    hall.set_pins(every=1)
    row = Credential.objects.filter(agency__code=FIRST, ended_at=None).order_by("pk")[0]
    sent = signing.Sent(
        campaign=campaign.code, client_uuid=uuid.uuid4(), pin=hall.PIN, ikrar_digest=campaign.ikrar.digest,
        pact_digest=campaign.pact.digest if campaign.pact else "", stated={},
    )  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        signing.sign(Signer(row.pk, "0" * 16), sent, at=zones.now())
    work = [query for query in seen if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    return Line("statements of a signing", len(work), "statements", target=5, at_most=True)


def peak(options: Options) -> list[Line]:
    """Only the request that signs, sessions prepared, against the floor's pledge."""
    count = 200 if options.quick else 400
    hall.set_pins(every=1)
    with serving.ours() as ours, serving.floor() as floor:
        _accept(ours, 60)
        load.rate(floor, load.forms(floor, 60), 32, load.pledge)
        pairs = [
            (_accept(ours, count), load.rate(floor, load.forms(floor, count), 32, load.pledge)[0])
            for _pair in range(options.pairs)
        ]
    return [compared(f"peak acceptance, {connection.vendor}", pairs, "requests/s", target=0.35, aim=0.6)]


def _accept(base: str, count: int, *, is_bound: bool = True) -> float:
    campaign = hall.fresh_campaign()
    if not is_bound:
        Campaign.objects.filter(pk=campaign.pk).update(log=None)
    return load.rate(base, hall.ready(campaign, count), 32, load.accepting(campaign.code))[0]
