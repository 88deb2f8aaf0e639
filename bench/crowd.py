"""The hall: everybody from one address in three minutes, with retries and duplicates, while an import waits and pacts are made."""

import asyncio
import io
import uuid

from django.core.files.base import ContentFile

from bench import hall, serving
from bench.part import Options
from bench.roster import rows, staff_list
from bench.table import Line
from ikrar.agencies.actions import roster
from ikrar.agencies.models import Account, Agency, Credential
from ikrar.agencies.queries.officers import actor_of
from ikrar.agencies.roles import system
from ikrar.agencies.tokens import Signer
from ikrar.core import zones
from ikrar.demo import driving
from ikrar.demo.founding import FIRST
from ikrar.pledges.actions import pacts, signing
from ikrar.pledges.models import Campaign, PactFile, Signature

#: Seconds over which people arrive.
LONG, SHORT = 180.0, 45.0


def crowd(options: Options) -> list[Line]:
    """p95 of every request, and whether a signature was lost or made twice."""
    before = _all_signed()
    campaign = hall.fresh_campaign()
    people = [person for person, _is_new in hall.set_pins(every=10**9)]
    _import_waits()
    pacts.make_pacts(before, by=actor_of(Account.objects.get(username="kepegawaian")), at=zones.now())
    over = SHORT if options.quick else LONG
    with serving.ours() as base:
        drive = asyncio.run(driving.drive_people(base, campaign.code, people, new=True, clients=400, over=over))
    stored = set(Signature.objects.filter(campaign=campaign).values_list("receipt", "client_uuid"))
    lost = len(drive.failures) + len(set(drive.receipts.values()) - {receipt for receipt, _uuid in stored})
    double = len(stored) - len({str(sent) for _receipt, sent in stored} & set(drive.sent))
    made = PactFile.objects.filter(signature__campaign=before).count()
    note = f"{len(stored)} signed in {drive.ended - drive.started:.0f} s, {drive.requests} requests, {made} pacts made meanwhile"
    return [
        Line("hall of 1,246, p95", drive.percentile(0.95), "s", target=1.0, at_most=True, note=note),
        Line(
            "hall: acknowledged and lost",
            lost,
            "signatures",
            target=0,
            at_most=True,
            note="; ".join(drive.failures[:2]),
        ),
        Line("hall: stored and never sent", double, "signatures", target=0, at_most=True),
    ]


def _all_signed() -> Campaign:
    """Another campaign that everybody has signed, so that there are pacts to make."""
    campaign, at = hall.fresh_campaign(), zones.now()
    hall.set_pins(every=1)
    for row in Credential.objects.filter(agency__code=FIRST, ended_at=None):
        sent = signing.Sent(
            campaign=campaign.code, client_uuid=uuid.uuid4(), pin=hall.PIN, ikrar_digest=campaign.ikrar.digest,
            pact_digest=campaign.pact.digest if campaign.pact else "", stated={},
        )  # fmt: skip
        signing.sign(Signer(row.pk, "0" * 16), sent, at=at)
    return campaign


def _import_waits() -> None:
    """A staff list of 20,000 more, uploaded and not applied: the worker reads and compares it meanwhile."""
    agency, at = Agency.objects.get(code=FIRST), zones.now()
    out = io.StringIO()
    staff_list(out, rows(20_000))
    file = ContentFile(out.getvalue().encode(), name="daftar.csv")
    roster.upload_roster(
        agency, file=file, name="daftar.csv", as_of=zones.today(agency.zone, at), by=system(agency.pk), at=at
    )
