"""Check-in at attendance desks: requests beside the floor's, a whole event through two desks, statements and CPU."""

import time
import uuid
from collections.abc import Awaitable, Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import hall, load, serving
from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies import queries as people
from ikrar.agencies import tokens
from ikrar.agencies.models import Account, Agency, Device, RoleGrant, Staff
from ikrar.agencies.roles import Role, system
from ikrar.core import zones
from ikrar.demo.driving import Phone
from ikrar.demo.founding import FIRST
from ikrar.outreach.actions import badges
from ikrar.outreach.actions import desk as actions
from ikrar.outreach.models import Activity, Attendance, Badge, Invitee
from ikrar.outreach.rules import ActivityState
from ikrar.outreach.views.desk import PART

#: As many as came to the hall in Kolaka.
_EVENT = 232
_TOKEN = "0" * 32


def checkin(options: Options) -> list[Line]:
    """One badge scanned, at 8 clients, against the floor's two rows; then 232 people through two desks."""
    count = 160 if options.quick else 400
    desks = [enrolled(label) for label in ("Meja 1", "Meja 2")]
    with serving.ours() as ours, serving.floor() as floor:
        _scans(ours, desks, 60, 8)
        load.rate(floor, load.forms(floor, 60), 8, load.pledge)
        pairs = [
            (_scans(ours, desks, count, 8)[0], load.rate(floor, load.forms(floor, count), 8, load.pledge)[0])
            for _pair in range(options.pairs)
        ]
        lines = [compared("check-in, 8 clients", pairs, "requests/s", target=0.3, aim=0.5)]
        _rate, seconds, worst = _scans(ours, desks, _EVENT, 2)
    lines.append(Line(f"{_EVENT} people through two desks", seconds, "s", target=60, at_most=True))
    lines.append(Line("of these, one scan (95 %)", worst * 1000, "ms", target=341, at_most=True))
    return [*lines, *_work(desks[0])]


def enrolled(label: str) -> str:
    """A desk of the committee; the token of its cookie."""
    agency = Agency.objects.get(code=FIRST)
    officer = RoleGrant.objects.filter(agency=agency, role=Role.COMMITTEE, ended_at=None).first()
    account = officer.account if officer else Account.objects.filter(agency=agency).order_by("pk")[0]
    hall.with_second_factor(account)
    token = tokens.new_token()
    Device.objects.create(
        agency=agency, label=label, token=tokens.token_digest(token), officer=account, made_at=zones.now()
    )
    return token


def event(size: int) -> tuple[Activity, list[str]]:
    """An open activity with so many invited people, and their badges as scanners read them."""
    agency, at = Agency.objects.get(code=FIRST), zones.now()
    held = Activity.objects.create(
        agency=agency, title="Sosialisasi ukur", on=zones.today(agency.zone, at), state=ActivityState.OPEN, made_at=at
    )
    staff = list(Staff.objects.filter(agency=agency, assignments__until=None).order_by("pk")[:size])
    units = dict(Staff.objects.filter(agency=agency, assignments__until=None).values_list("pk", "assignments__unit"))
    Invitee.objects.bulk_create(Invitee(activity=held, staff=one, unit_id=units[one.pk], at=at) for one in staff)
    badges.give_badges(held, [one.pk for one in staff], by=system(agency.pk), at=at)
    return held, [f"HTTPS://IKRAR.EXAMPLE/B/{badges.text(row)}" for row in Badge.objects.filter(activity=held)]


def _scans(base: str, desks: list[str], size: int, clients: int) -> tuple[float, float, float]:
    """Requests per second, seconds in all and the 95th percentile of one; everybody is present afterwards, once."""
    held, scanned = event(size)
    began = time.perf_counter()
    rate, drive = load.rate(base, [(desks[n % 2], text) for n, text in enumerate(scanned)], clients, _scan(held.pk))
    seconds = time.perf_counter() - began
    assert Attendance.objects.filter(activity=held).count() == size
    return rate, seconds, drive.percentile(0.95)


def _scan(activity: int) -> Callable[[Phone, tuple[str, str]], Awaitable[None]]:
    async def play(phone: Phone, one: tuple[str, str]) -> None:
        phone.cookies = {"ikrar_meja": one[0], "ikrar_formulir": _TOKEN}
        form = {"csrfmiddlewaretoken": _TOKEN, "typed": one[1], "uuid": str(uuid.uuid4())}
        status, _where, page = await phone.ask("POST", f"/meja/kegiatan/{activity}/", form)
        assert (status, "Hadir" in page) == (200, True), status

    return play


def _work(token: str) -> list[Line]:
    """What one check-in asks of the database, door included, and how much of a processor its whole request takes."""
    from django.test import Client

    held, scanned = event(240)
    with CaptureQueriesContext(connection) as seen:
        actor = people.device_actor(token)
        actions.check_in(held.pk, actions.Arrival(uuid.uuid4(), scanned=scanned[0]), by=actor, at=zones.now())
    work = [query for query in seen if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    desk = Client(HTTP_HOST="127.0.0.1")
    desk.cookies["ikrar_meja"] = token

    def cpu(texts: list[str], **headers: str) -> float:
        """Median milliseconds of a processor, after some to warm up."""
        taken = []
        for text in texts:
            began = time.process_time()
            answer = desk.post(f"/meja/kegiatan/{held.pk}/", {"typed": text, "uuid": uuid.uuid4()}, headers=headers)
            taken.append(time.process_time() - began)
            assert answer.status_code == 200, answer.status_code
        return sorted(taken[20:])[len(taken[20:]) // 2] * 1000

    half = len(scanned) // 2
    return [
        Line("statements of a check-in", len(work), "statements", target=5, at_most=True),
        Line("processor time of a check-in", cpu(scanned[half:], **{PART: "answer"}), "ms", target=6, at_most=True),
        Line("the same without a script", cpu(scanned[1:half]), "ms", target=10, at_most=True, note="the whole page"),
    ]
