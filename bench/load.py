"""Callers: as many connections as there are clients, each kept, cookies new for each person. Loopback only, bounded in time."""

import asyncio
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from bench.hall import Ready
from ikrar.demo.driving import Drive, Person, Phone, open_page, send

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
_Item = TypeVar("_Item")
#: No run of a generator takes longer than this many seconds.
BOUND = 300.0


def rate(
    base: str, items: Sequence[_Item], clients: int, play: Callable[[Phone, _Item], Awaitable[Any]]
) -> tuple[float, Drive]:
    """Requests per second while `clients` callers play all items, and what was measured."""
    drive, waiting = Drive(), list(reversed(items))

    async def caller() -> None:
        phone = Phone(base, drive)
        while waiting:
            phone.cookies = {}
            await play(phone, waiting.pop())
        await phone.close()

    async def all_callers() -> None:
        async with asyncio.timeout(BOUND):
            await asyncio.gather(*(caller() for _n in range(clients)))

    began = time.perf_counter()
    asyncio.run(all_callers())
    return drive.requests / (time.perf_counter() - began), drive


def signing(campaign: str) -> Callable[[Phone, tuple[Person, bool]], Awaitable[None]]:
    """The whole way as a browser goes it: address, code, page of the PIN, PIN, points, signing, receipt."""

    async def play(phone: Phone, item: tuple[Person, bool]) -> None:
        person, is_new = item
        receipt = await send(phone, campaign, await open_page(phone, campaign, person, new=is_new))
        status, _where, _page = await phone.ask("GET", f"/saya/tanda-terima/{receipt}/")
        assert status == 200, status

    return play


def accepting(campaign: str) -> Callable[[Phone, Ready], Awaitable[None]]:
    """Only the request that signs."""

    async def play(phone: Phone, one: Ready) -> None:
        phone.cookies = dict(one.cookies)
        await send(phone, campaign, {**one.form, "uuid": str(uuid.uuid4())})

    return play


async def form_and_pledge(phone: Phone, person: str) -> None:
    """The floor's form, then its two rows."""
    _status, _where, page = await phone.ask("GET", "/form")
    found = TOKEN.search(page)
    assert found
    await _pledge(phone, found[1], person)


async def _pledge(phone: Phone, token: str, person: str) -> None:
    status, _where, _page = await phone.ask("POST", "/pledge", {"csrfmiddlewaretoken": token, "person": person})
    assert status == 201, status


async def pledge(phone: Phone, one: Ready) -> None:
    """Only the floor's two rows; the session's form was fetched before."""
    phone.cookies = dict(one.cookies)
    await _pledge(phone, one.form["csrfmiddlewaretoken"], uuid.uuid4().hex)


def forms(base: str, count: int) -> list[Ready]:
    """Sessions of the floor with their form."""
    made: list[Ready] = []

    async def fetch(phone: Phone, _number: int) -> None:
        _status, _where, page = await phone.ask("GET", "/form")
        found = TOKEN.search(page)
        assert found
        made.append(Ready(dict(phone.cookies), {"csrfmiddlewaretoken": found[1]}))

    rate(base, range(count), 8, fetch)
    return made
