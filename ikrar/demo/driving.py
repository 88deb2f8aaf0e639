"""Drives people through signing over HTTP, as phones do: code, PIN, page, signature; with retries and duplicates.

Only loopback addresses are ever driven. Everything that was acknowledged is kept, so that a test can hold it
against the database afterwards.
"""

import asyncio
import ipaddress
import random
import re
import socket
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|ikrar|pact)" value="([^"]*)"')
_PATIENCE = 30.0
#: How long a person tries again before giving up: longer than a server takes to start on a busy machine.
_TRIES_SECONDS = 180.0
#: Shares of people who send twice, and who come back with another phone.
RETRIES, DUPLICATES = 0.2, 0.1


@dataclass(frozen=True)
class Person:
    """A code, and the PIN that is set or to be set."""

    code: str
    pin: str


@dataclass
class Drive:
    """What happened: receipts by person, persons by UUID sent, seconds per request, and who sent but got no answer yet."""

    receipts: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    requests: int = 0
    failures: list[str] = field(default_factory=list)
    open: list["Signing"] = field(default_factory=list)
    started: float = 0.0
    ended: float = 0.0

    def percentile(self, share: float) -> float:
        """Seconds under which this share of the requests was answered."""
        ranked = sorted(self.seconds)
        return ranked[min(int(share * len(ranked)), len(ranked) - 1)] if ranked else 0.0


class Phone:
    """One connection with its own cookies."""

    def __init__(self, base: str, drive: Drive) -> None:
        parts = urlsplit(base)
        self.host, self.port = parts.hostname or "", parts.port or 80
        addresses = {info[4][0] for info in socket.getaddrinfo(self.host, self.port)}
        if not all(ipaddress.ip_address(str(address)).is_loopback for address in addresses):
            raise ValueError(f"{self.host} is not a loopback address")
        self.drive, self.cookies = drive, dict[str, str]()
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def close(self) -> None:
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, Location and body of one request; its time is kept."""
        body = urlencode(form).encode() if form is not None else b""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nCookie: {cookies}\r\n"
        if form is not None:
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
        began = time.perf_counter()
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._exchange(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            await self.close()
            raise
        self.drive.requests += 1
        self.drive.seconds.append(time.perf_counter() - began)
        return answer

    async def _exchange(self, raw: bytes) -> tuple[int, str, str]:
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        self.writer.write(raw)
        await self.writer.drain()
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        length, location = 0, ""
        for line in head[1:]:
            name, _colon, value = line.partition(":")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "location":
                    location = value.strip()
                case "set-cookie":
                    pair = value.split(";", 1)[0].strip()
                    self.cookies[pair.partition("=")[0]] = pair.partition("=")[2]
        body = await self.reader.readexactly(length)
        return int(head[0].split(" ")[1]), location, body.decode()


async def open_page(phone: Phone, campaign: str, person: Person, *, new: bool) -> dict[str, str]:
    """Code, PIN (set or given), and the page to sign: its hidden fields, ready to be sent."""
    status, _where, page = await phone.ask("GET", f"/i/{campaign}")
    if status != 200:
        raise ValueError(f"address: {status}")
    form = {**dict(_HIDDEN.findall(page)), "code": person.code}
    status, _where, page = await phone.ask("POST", f"/i/{campaign}", form)
    if status != 302:
        raise ValueError(f"code: {status}")
    await phone.ask("GET", "/saya/pin/")
    token = {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]}
    status, where, page = await phone.ask(
        "POST", "/saya/pin/", {**token, "pin": person.pin, **({"again": person.pin} if new else {})}
    )
    if status != 302:
        raise ValueError(f"pin: {status}")
    status, where, page = await phone.ask("GET", f"/saya/ikrar/{campaign}/")
    if status == 302:
        return {"receipt": _receipt(where)}
    if status != 200:
        raise ValueError(f"page: {status}")
    return {**dict(_HIDDEN.findall(page)), "uuid": str(uuid.uuid4()), "pin": person.pin, "drawing": ""}


def _receipt(location: str) -> str:
    return location.rstrip("/").rsplit("/", 1)[-1] if "tanda-terima" in location else ""


async def send(phone: Phone, campaign: str, form: dict[str, str]) -> str:
    """Send a signing and look at the receipt; its number."""
    status, where, page = await phone.ask("POST", f"/saya/ikrar/{campaign}/", form)
    receipt = _receipt(where)
    if status != 302 or not receipt:
        raise ValueError(f"sign: {status} {where} {re.sub('<[^>]*>', ' ', page)[:80]}")
    return receipt


class Signing:
    """One person until a receipt is there: a fifth sends twice, a tenth comes back with another phone."""

    def __init__(self, base: str, campaign: str, person: Person, drive: Drive, rng: random.Random) -> None:
        self.base, self.campaign, self.person, self.drive, self.rng = base, campaign, person, drive, rng
        self.gives_up = False
        self.form: dict[str, str] = {}
        self.cookies: dict[str, str] = {}

    async def run(self, *, new: bool) -> None:
        """Try until it is acknowledged, with the same UUID from the moment the form was sent."""
        last, end = "", time.monotonic() + _TRIES_SECONDS
        while time.monotonic() < end:
            phone = Phone(self.base, self.drive)
            try:
                await self._once(phone, new=new and "pin: 422" not in last)
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as fault:
                last = repr(fault)
                if self.gives_up and "uuid" in self.form and self.form["uuid"] in self.drive.sent:
                    self.drive.open.append(self)
                    return
                await asyncio.sleep(0.2 + self.rng.random() * 0.3)
            else:
                return
            finally:
                await phone.close()
        self.drive.failures.append(f"{self.person.code}: {last}")

    async def _once(self, phone: Phone, *, new: bool) -> None:
        if self.form:
            phone.cookies = dict(self.cookies)
        else:
            self.form = await open_page(phone, self.campaign, self.person, new=new)
            self.cookies = dict(phone.cookies)
        receipt = self.form.get("receipt")
        if receipt is None:
            self.drive.sent.setdefault(self.form["uuid"], self.person.code)
            receipt = await send(phone, self.campaign, self.form)
        self.drive.receipts[self.person.code] = receipt
        await self._again(phone, receipt)

    async def _again(self, phone: Phone, receipt: str) -> None:
        if (
            "uuid" in self.form
            and self.rng.random() < RETRIES
            and await send(phone, self.campaign, self.form) != receipt
        ):
            self.drive.failures.append(f"{self.person.code}: a retry got another receipt")
        if self.rng.random() < DUPLICATES:
            other = Phone(self.base, self.drive)
            again = await open_page(other, self.campaign, self.person, new=False)
            await other.close()
            if again.get("receipt") != receipt:
                self.drive.failures.append(f"{self.person.code}: a second phone got another receipt")


async def drive_people(
    base: str,
    campaign: str,
    people: Sequence[Person],
    *,
    new: bool,
    clients: int = 32,
    over: float = 0.0,
    seed: int = 7,
    drive: Drive | None = None,
    give_up: bool = False,
) -> Drive:
    """Everybody signs, `clients` at once at most, arrivals spread over `over` seconds.

    With `give_up`, who sent the form and got no answer puts the phone away and stays in `drive.open`.
    """
    drive = drive or Drive()
    drive.started, gate, rng = time.time(), asyncio.Semaphore(clients), random.Random(seed)  # noqa: S311

    async def one(person: Person, wait: float) -> None:
        await asyncio.sleep(wait)
        async with gate:
            signing = Signing(base, campaign, person, drive, rng)
            signing.gives_up = give_up
            await signing.run(new=new)

    await asyncio.gather(*(one(person, rng.random() * over) for person in people))
    drive.ended = time.time()
    return drive


async def send_open(drive: Drive) -> None:
    """Whoever got no answer sends the same form with the same UUID again, until there is one."""
    waiting, drive.open = drive.open, []
    for signing in waiting:
        signing.gives_up = False
        await signing.run(new=False)
