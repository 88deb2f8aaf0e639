"""Joining online: 70 people within a minute, each by code, PIN and one press, some of them twice; then all at one instant."""

import asyncio
import random
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bench import hall, load, serving
from bench.part import Options
from bench.table import Line
from ikrar.agencies.models import Agency
from ikrar.core import zones
from ikrar.demo.driving import DUPLICATES, RETRIES, Drive, Person, Phone
from ikrar.demo.founding import FIRST
from ikrar.outreach.models import Activity, Attendance, Seen
from ikrar.outreach.rules import ActivityState, Mode, Source

#: As many as were called to Konawe Selatan's bimtek, and over how many seconds they come.
_PEOPLE, LONG, SHORT = 70, 60.0, 15.0
_MEETING = "https://rapat.kota.example/netralitas"


@dataclass
class Joined:
    """Who was led to the meeting, and when the last of them was."""

    drive: Drive = field(default_factory=Drive)
    people: set[str] = field(default_factory=set)
    seconds: float = 0.0


def online(options: Options) -> list[Line]:
    """p95 of every request, whether a presence was lost or made twice, and how long 70 at one instant take."""
    people = [person for person, _is_new in hall.set_pins(every=1)][:_PEOPLE]
    spread, at_once = _meeting(), _meeting()
    with serving.ours() as base:
        load.rate(base, range(60), 8, _look(spread.code))
        came = _join(base, spread, people, over=SHORT if options.quick else LONG)
        rush = _join(base, at_once, people, over=0.0)
    lost = double = 0
    for held, joined in ((spread, came), (at_once, rush)):
        acts = Attendance.objects.filter(activity=held)
        present = acts.filter(void=None, source=Source.ONLINE).values("staff").distinct().count()
        lost += len(people) - min(len(joined.people), present)
        double += acts.count() - present + Seen.objects.filter(attendance__activity=held).count()
    failures = "; ".join([*came.drive.failures, *rush.drive.failures][:2])
    note = f"{len(came.people)} joined in {came.seconds:.0f} s, {came.drive.requests} requests"
    return [
        Line("70 joining in a minute, p95", came.drive.percentile(0.95) * 1000, "ms", target=500, at_most=True, note=note),
        Line("70 joining at one instant, all in", rush.seconds, "s", target=10, at_most=True,
             note=f"p95 {rush.drive.percentile(0.95) * 1000:.0f} ms"),
        Line("joining: lost", lost, "people", target=0, at_most=True, note=failures),
        Line("joining: recorded twice", double, "records", target=0, at_most=True),
    ]  # fmt: skip


def _meeting() -> Activity:
    agency, at = Agency.objects.get(code=FIRST), zones.now()
    return Activity.objects.create(
        agency=agency, title="Bimtek ukur", on=zones.today(agency.zone, at), state=ActivityState.OPEN, made_at=at,
        mode=Mode.ONLINE, meeting=_MEETING,
    )  # fmt: skip


def _join(base: str, held: Activity, people: list[Person], *, over: float) -> Joined:
    joined, rng = Joined(), random.Random(7)

    async def one(person: Person, wait: float, again: bool, other: bool) -> None:
        await asyncio.sleep(wait)
        for turn in range(2 if other else 1):
            phone = Phone(base, joined.drive)
            try:
                await _press(phone, held, person, again=again and not turn)
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as fault:
                joined.drive.failures.append(repr(fault))
            else:
                joined.people.add(person.code)
            finally:
                await phone.close()

    async def all_of_them() -> None:
        async with asyncio.timeout(load.BOUND):
            await asyncio.gather(
                *(one(who, rng.random() * over, rng.random() < RETRIES, rng.random() < DUPLICATES) for who in people)
            )

    began = time.perf_counter()
    asyncio.run(all_of_them())
    joined.seconds = time.perf_counter() - began
    return joined


async def _press(phone: Phone, held: Activity, person: Person, *, again: bool) -> None:
    """The group's address, code, PIN, the own page, and its button: once, or twice with the same number."""
    door, own = f"/k/{held.code}", f"/saya/kegiatan/{held.pk}/"
    found = load.TOKEN.search(await _answer(phone, "GET", door))
    form = {"csrfmiddlewaretoken": found[1] if found else ""}
    await _answer(phone, "POST", door, {**form, "code": person.code}, leads="/saya/pin/")
    await _answer(phone, "GET", "/saya/pin/")
    await _answer(phone, "POST", "/saya/pin/", {**form, "pin": person.pin}, leads=own)
    await _answer(phone, "GET", own)
    number = {**form, "uuid": str(uuid.uuid4())}
    for _turn in range(2 if again else 1):
        await _answer(phone, "POST", own, number, leads=_MEETING)


async def _answer(phone: Phone, method: str, path: str, form: dict[str, str] | None = None, leads: str = "") -> str:
    status, where, page = await phone.ask(method, path, form)
    if (status, where) != ((302, leads) if leads else (200, "")):
        raise ValueError(f"{method} {path}: {status} {where}")
    return page


def _look(code: str) -> Callable[[Phone, int], Awaitable[None]]:
    async def play(phone: Phone, _number: int) -> None:
        await _answer(phone, "GET", f"/k/{code}")

    return play
