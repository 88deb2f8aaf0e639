"""Pacts as the worker makes them (read, set, sealed, checked, stored), against the two libraries alone.

Both seal the same papers with the same RSA-3072 key in as many processes. The floor has its data prepared, its compiler
and its key kept loaded and the room for the signature reserved, as we do; it reads and stores nothing.
"""

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path

from bench import hall
from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies.models import Credential
from ikrar.agencies.tokens import Signer
from ikrar.core import seal_key, sealed_papers, zones
from ikrar.core.documents import making
from ikrar.demo.founding import FIRST
from ikrar.pledges import paperwork
from ikrar.pledges.actions import pacts as actions
from ikrar.pledges.actions import signing
from ikrar.pledges.models import Campaign, PactFile, Signature

ROOT = Path(__file__).resolve().parent.parent


def pacts(options: Options) -> list[Line]:
    """Per second, in turn; then what the processes hold after a tenth of many papers and after all of them."""
    count = 60 if options.quick else 400
    campaign = _signed(count)
    _ours(campaign, 40), _floor(campaign, 40)
    pairs = [(_ours(campaign, count), _floor(campaign, count)) for _pair in range(options.pairs)]
    return [
        compared("pacts sealed", pairs, "pacts/s", target=0.85),
        _memory(campaign, 600 if options.quick else 10_000),
    ]


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
    while made < count and (drawn := actions.draw_next(campaign, last, at=zones.now())).sheets:
        made += actions.keep_next(campaign, drawn, at=zones.now())
        last = drawn.sheets[-1].signature
    return made / (time.perf_counter() - began)


def _papers(campaign: Campaign, count: int) -> list[tuple[dict[str, object], int]]:
    key = seal_key.opened(seal_key.place(campaign.agency.code))
    shared = paperwork.pact_shared(campaign, seal=paperwork.seal_words(key))
    acts = Signature.objects.filter(campaign=campaign).order_by("pk")[:count]
    return [({**shared, **paperwork.pact_row(campaign, act, {})}, int(act.at.timestamp())) for act in acts]


def _floor(campaign: Campaign, count: int) -> float:
    place = seal_key.place(campaign.agency.code)
    inputs = []
    for data, moment in _papers(campaign, count):
        clean = making._checked("pakta", making._fields("pakta"), data, data, "", frozenset())
        inputs.append(({"shared": "{}", "rows": json.dumps([clean]), "careful": "no"}, moment))
    processes = sealed_papers._processors()
    parts = [inputs[number::processes] for number in range(processes)]
    command = [sys.executable, "-m", "bench.seal_floor", str(place.key), str(place.phrase)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _part in parts
    ]
    for one, part in zip(running, parts, strict=True):
        one.stdin.write(json.dumps(part) + "\n")
        one.stdin.flush()
    for one in running:
        one.stdout.readline()
    began = time.perf_counter()
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in running:
        one.communicate()
    return len(inputs) / (time.perf_counter() - began)


def _memory(campaign: Campaign, many: int) -> Line:
    """The largest of the processes that set and seal, resident."""
    key, (data, moment) = seal_key.opened(seal_key.place(campaign.agency.code)), _papers(campaign, 1)[0]
    makers = sealed_papers.Makers(paperwork.seal_order(campaign.agency, key))
    row, held = [sealed_papers.Row({}, moment)], []
    for part in (many // 10, many - many // 10):
        for _hundred in range(part // 20):
            makers.make("pakta", data, row * 20)
        held.append(max(_resident(one.running.pid) for one in makers._all))
    makers.close()
    return Line(
        "sealing memory",
        held[1],
        "MiB",
        1.1,
        floor=held[0],
        ratio=held[1] / held[0],
        at_most=True,
        note=f"{many} papers",
    )


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 2**20
