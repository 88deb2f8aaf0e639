"""The coverage page of 100,000 staff in 500 units, against Django and one SELECT; with 1,000 and with 100,000 signatures."""

import datetime as dt
import statistics
import time
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model
from django.test import Client

from bench import hall, load, serving
from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies.models import Account, Agency, Assignment, Staff, Unit
from ikrar.agencies.rules import StaffKind
from ikrar.core import zones
from ikrar.demo.driving import Phone
from ikrar.pledges.actions import folding
from ikrar.pledges.models import Campaign, Signature, UnitSize
from ikrar.pledges.rules import Method

PEOPLE, UNITS, FEW = 100_000, 500, 1_000


def coverage(options: Options) -> list[Line]:
    """p95 of the page by one caller after another, in turn with the floor."""
    people = PEOPLE // 5 if options.quick else PEOPLE
    few, many = hall.fresh_campaign(), hall.fresh_campaign()
    staff = _staff(few.agency, people)
    _sizes(few, staff), _sizes(many, staff)
    _sign(few, staff[:FEW]), _sign(many, staff)
    cookie = officer_cookie()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with serving.ours() as ours, serving.floor(bare=True) as floor:
        for campaign in (few, many):
            _times(ours, f"/pantau/{campaign.code}/", cookie, 120, clients=8)  # every process and thread once
        _times(floor, "/one", {}, 120, clients=8)
        rounds = [(_p95(ours, many, cookie), _p95(ours, few, cookie), _floor(floor)) for _n in range(options.pairs)]
    return [
        compared(f"coverage page, {people:,} signed, p95", [(m, f) for m, _few, f in rounds], "ms", target=15, at_most=True, aim=4),
        compared(f"coverage page, {people:,} against {FEW:,} signed", [(m, f) for m, f, _f in rounds], "ms", target=1.1, at_most=True),
    ]  # fmt: skip


def _blocks(rows: Iterator[Model], model: Any) -> None:
    while block := list(islice(rows, 5_000)):
        model.objects.bulk_create(block)


def _staff(agency: Agency, count: int) -> list[tuple[int, int]]:
    """Person and unit of each, made in bulk."""
    Unit.objects.bulk_create(
        Unit(agency=agency, name=f"Dinas Ukur {n}", name_key=f"dinas ukur {n}") for n in range(UNITS)
    )
    units = list(Unit.objects.filter(agency=agency, name__startswith="Dinas Ukur").order_by("pk"))
    for unit in units:
        unit.path = f"/{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"], batch_size=500)
    kind = StaffKind.PNS
    _blocks((Staff(agency=agency, name=f"Pegawai {n}", name_key=f"ukur {n}", kind=kind) for n in range(count)), Staff)
    people = list(
        Staff.objects.filter(agency=agency, name_key__startswith="ukur ").order_by("pk").values_list("pk", flat=True)
    )
    placed = [(pk, units[n % UNITS].pk) for n, pk in enumerate(people)]
    day = dt.date(2020, 1, 1)
    _blocks(
        (Assignment(agency=agency, staff_id=pk, unit_id=unit, kind=kind, since=day) for pk, unit in placed), Assignment
    )
    return placed


def _sizes(campaign: Campaign, staff: list[tuple[int, int]]) -> None:
    each = len(staff) // UNITS
    units = sorted({unit for _pk, unit in staff})
    UnitSize.objects.bulk_create(
        UnitSize(campaign=campaign, unit_id=unit, kind=StaffKind.PNS, fixed=each, today=each) for unit in units
    )


def _sign(campaign: Campaign, staff: list[tuple[int, int]]) -> None:
    """Acts of an hour ago, all of them folded."""
    at = zones.now() - dt.timedelta(hours=1)
    shared: dict[str, Any] = {
        "agency_id": campaign.agency_id, "campaign": campaign, "kind": StaffKind.PNS, "level": 2, "method": Method.PHONE,
        "at": at, "ikrar_digest": "0" * 64, "listed": {}, "body": bytes(32), "r": bytes(32), "record": "{}", "commitment": bytes(33),
    }  # fmt: skip
    _blocks(
        (
            Signature(staff_id=pk, unit_id=unit, client_uuid=uuid.uuid4(), receipt=uuid.uuid4().hex[:12], **shared)
            for pk, unit in staff
        ),
        Signature,
    )
    while folding.fold(campaign, at=zones.now()):
        pass


def officer_cookie() -> dict[str, str]:
    """A personnel officer's session, as after a full log-in."""
    account = hall.with_second_factor(Account.objects.get(username="kepegawaian"))
    client = Client()
    client.force_login(account)
    return {"ikrar_petugas": client.cookies["ikrar_petugas"].value}


def _p95(base: str, campaign: Campaign, cookies: dict[str, str]) -> float:
    return _times(base, f"/pantau/{campaign.code}/", cookies, 120)


def _floor(base: str) -> float:
    return _times(base, "/one", {}, 200)


def _times(base: str, path: str, cookies: dict[str, str], count: int, clients: int = 1) -> float:
    """p95 in milliseconds of so many requests, one after another on each connection."""
    seconds: list[float] = []

    async def play(phone: Phone, _n: int) -> None:
        phone.cookies = dict(cookies)
        began = time.perf_counter()
        status, where, _page = await phone.ask("GET", path)
        assert status == 200, (status, where)
        seconds.append(time.perf_counter() - began)

    load.rate(base, range(count), clients, play)
    return 1000 * statistics.quantiles(seconds, n=20)[-1]
