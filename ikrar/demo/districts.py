"""The four districts whose events have a day: planned, attended, signed and closed on that day, as their articles tell.

Who leads, where and when are the articles'. Staff, units, and who came when are invented.
"""

import datetime as dt
import uuid
from typing import Any

from ikrar.agencies.actions import devices
from ikrar.agencies.models import Account, Agency, Unit
from ikrar.agencies.queries.officers import device_actor
from ikrar.agencies.roles import Actor, system
from ikrar.agencies.rules import Level
from ikrar.core import jobs, zones
from ikrar.demo import circulars, founding, seeding
from ikrar.demo.people import district_csv, spread
from ikrar.norms.actions.circulars import record_circular
from ikrar.norms.models import Election, LegalBasis
from ikrar.outreach.actions import activities, attendance, desk, inviting, quotas
from ikrar.outreach.actions.activities import Facts
from ikrar.outreach.actions.attendance import Coming
from ikrar.outreach.actions.desk import Arrival
from ikrar.outreach.models import Activity, Quota
from ikrar.outreach.queries.inviting import Group
from ikrar.outreach.rules import Part, Source
from ikrar.pledges.actions import campaigns, folding

DISTRICTS = ("kolaka", "kutai-kartanegara", "konawe-selatan", "kotawaringin-timur")
#: Invented: when the first came, and the seconds until the next at one desk.
_FIRST_CAME, _PACE = dt.time(8, 0), 12
#: Which positions an event for heads of office invites.
_HEADS = "kepala, camat"


def seed_districts() -> list[Activity]:
    """All four; the law's catalogue is loaded already."""
    return [seed_district(name) for name in DISTRICTS]


def seed_district(name: str) -> Activity:
    """One district from its staff list, a week before, to the closed event."""
    told = founding.facts(name)
    event = told["event"]
    day = event["day"]
    at = moment(told, day - dt.timedelta(days=7), dt.time(9, 0))
    agency = prepare(told, at=at)
    by = founding.officer(agency, "panitia")
    held = plan(agency, told, by=by, at=at)
    invite(held, told, by=by, at=at)
    begun = moment(told, day, dt.time(7, 30))
    activities.take(held, "open_activity", by=by, at=begun)
    last = come(held, told, begun=begun)
    if "campaign" in told:
        sign(agency, event | told["campaign"], at=last + dt.timedelta(hours=2))
        sample = circulars.issue_sample(agency, at=last + dt.timedelta(days=1))
        circulars.read_some(sample, at=last + dt.timedelta(days=1, hours=1))
    activities.take(held, "close_activity", by=by, at=moment(told, day, dt.time(13, 0)))
    return Activity.objects.get(pk=held.pk)


def prepare(told: dict[str, Any], *, at: dt.datetime) -> Agency:
    """The agency with its staff and officers; no event yet."""
    agency = founding.agency(told["agency"], at=at)
    founding.staff(agency, district_csv(told), name=f"pegawai-{agency.code}.csv", by=system(agency.pk), at=at)
    founding.officers(agency, by=system(agency.pk), at=at)
    return agency


def moment(told: dict[str, Any], day: dt.date, hour: dt.time) -> dt.datetime:
    """A time of day in the district's zone."""
    return dt.datetime.combine(day, hour, zones.zone(told["agency"]["zone"]))


def plan(agency: Agency, told: dict[str, Any], *, by: Actor, at: dt.datetime) -> Activity:
    """The event as the article tells it; hours are not told."""
    event = told["event"]
    named = [
        record_circular(agency, **event["circular"], source=told["source"], by=by, at=at)
    ] if event["circular"] else []  # fmt: skip
    same = {name: event[name] for name in ("kind", "title", "purpose", "mode", "place", "organiser", "told")}
    said = Facts(
        **same, on=event["day"], is_backfilled=True, source=told["source"], circulars=named,
        elections=list(Election.objects.filter(slug__in=event["elections"])),
        bases=list(LegalBasis.objects.filter(slug__in=event["bases"])),
        officials=[{**row, "part": Part(row["part"])} for row in event["officials"]],
    )  # fmt: skip
    return activities.create_activity(agency, said, by=by, at=at)


def invite(held: Activity, told: dict[str, Any], *, by: Actor, at: dt.datetime) -> None:
    """Everybody, heads of office alone, or whomever each unit names for its seats."""
    if told["way"] != "quota":
        inviting.invite_group(held, Group(position=_HEADS if told["way"] == "heads" else ""), by=by, at=at)
        return
    sizes = dict(spread(told["units"]))
    for unit in Unit.objects.filter(agency=held.agency, name__in=sizes):
        day = (held.on or at.date()) - dt.timedelta(days=1)
        quotas.give_seats(held, [unit], seats=sizes[unit.name], until=day, by=by, at=at)
        quota = Quota.objects.get(activity=held, unit=unit)
        for person in unit.assignments.order_by("pk").values_list("staff", flat=True):
            quotas.name_delegate(quota, person, by=by, at=at)


def come(held: Activity, told: dict[str, Any], *, begun: dt.datetime) -> dt.datetime:
    """Those invited come: some from afar, the others through the desks in turn. Returns when the last came."""
    people = list(held.invitees.order_by("pk").values_list("staff", flat=True))
    joined = int(told.get("online", 0))
    at = moment(told, held.on or begun.date(), _FIRST_CAME)
    for number, person in enumerate(people[:joined]):
        coming = Coming(Source.ONLINE, uuid.uuid4(), Level.CODE_AND_PIN, staff=person)
        attendance.record(held, coming, at=at + dt.timedelta(seconds=number))
    desks = [_desk(held.agency, f"Meja {n + 1}", at=begun) for n in range(told["desks"])]
    for number, person in enumerate(people[joined:]):
        by, at_desk = desks[number % len(desks)], at + dt.timedelta(seconds=number * _PACE // len(desks))
        desk.check_in(held.pk, Arrival(uuid.uuid4(), staff=person), by=by, at=at_desk)
    return at + dt.timedelta(seconds=len(people) * _PACE)


def _desk(agency: Agency, label: str, *, at: dt.datetime) -> Actor:
    """An enrolled desk in the charge of the committee."""
    charge = Account.objects.get(agency=agency, username=founding.login("panitia", agency.code))
    by = founding.officer(agency, "kepegawaian")
    _device, code = devices.enrol_device(agency, label=label, officer=charge, by=by, at=at)
    return device_actor(devices.open_device(code, at=at)[1])


def sign(agency: Agency, event: dict[str, Any], *, at: dt.datetime) -> None:
    """The ikrar and the pact after the event, by everybody whom the campaign addresses."""
    by = founding.officer(agency, "kepegawaian")
    campaign = seeding.open_campaign(agency, event, opens_at=at, by=system(agency.pk), at=at)
    jobs.drain(at)
    seeding.sign_some(campaign, 10_000, at=at + dt.timedelta(minutes=20))
    folding.fold_all(at=at + dt.timedelta(minutes=30))
    campaigns.close_campaign(campaign, by=by, at=at + dt.timedelta(days=14))
