"""An agency of the demonstration: founded, staffed and given officers by the same actions as a real one."""

import datetime as dt
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.files.base import ContentFile

from ikrar.agencies.actions import grants, roster
from ikrar.agencies.actions import officers as accounts
from ikrar.agencies.actions.founding import found_agency
from ikrar.agencies.models import Account, Agency, Unit
from ikrar.agencies.queries.officers import officer_actor
from ikrar.agencies.roles import Actor, Role, system
from ikrar.core import jobs

PASSWORD: str = settings.DEMO_PASSWORD
#: The district whose officers log in by the bare name; the others' carry their district behind it.
FIRST = "kendari"
#: Chosen name → name, role, whether at the first unit only.
OFFICERS = {
    "kepegawaian": ("Petugas Kepegawaian Peraga", Role.PERSONNEL, False),
    "kepegawaian2": ("Petugas Kedua Peraga", Role.PERSONNEL, False),
    "panitia": ("Panitia Peraga", Role.COMMITTEE, False),
    "koordinator": ("Koordinator Unit Peraga", Role.COORDINATOR, True),
    "pimpinan": ("Pimpinan Peraga", Role.LEADER, False),
    "hukum": ("Bagian Hukum Peraga", Role.LEGAL, False),
    "pengamat": ("Pengamat Bawaslu Peraga", Role.OBSERVER, False),
}


def facts(name: str) -> dict[str, Any]:
    """What a seed article tells, from `data/`."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / f"{name}.yaml").read_text("utf-8"))
    return found


def login(username: str, code: str) -> str:
    """The name under which an officer of a district logs in: `panitia`, `panitia.kolaka`."""
    return username if code == FIRST else f"{username}.{code}"


def agency(told: dict[str, str], *, at: dt.datetime) -> Agency:
    """The agency with its letterhead, and its first personnel officer."""
    code, (username, (name, _role, _at_unit)) = told["code"], next(iter(OFFICERS.items()))
    founded = found_agency(
        code=code, name=told["name"], zone=told["zone"], officer=name, email=f"{username}@{code}.example", by=system(), at=at
    )  # fmt: skip
    accounts.accept_invitation(founded.code, username=login(username, code), password=PASSWORD, at=at)
    made = founded.agency
    made.government, made.place, made.office = told["government"], told["place"], told["office"]
    made.region = told["region"]
    made.address = [f"Jalan Contoh Nomor 1, {told['place']}", f"Laman {code}.example"]
    made.save()
    return made


def staff(of: Agency, file: bytes, *, name: str, by: Actor, at: dt.datetime) -> None:
    """Upload and apply the staff list as of the day before."""
    day = at.date() - dt.timedelta(days=1)
    made = roster.upload_roster(
        of, file=ContentFile(file, name=name), name=name, as_of=day, by=by, at=at, asks=False
    )  # fmt: skip
    jobs.drain(at)
    made.refresh_from_db()
    roster.apply_roster(made, by=by, at=at)
    jobs.drain(at)


def officers(of: Agency, *, by: Actor, at: dt.datetime) -> None:
    """Everybody who has a part in the programme, besides the first personnel officer."""
    first = Unit.objects.filter(agency=of).order_by("pk").first()
    for username, (name, role, at_unit) in list(OFFICERS.items())[1:]:
        account, code = accounts.invite_officer(of, name=name, email=f"{username}@{of.code}.example", by=by, at=at)
        grants.grant_role(account, role=role, unit=first if at_unit else None, by=by, at=at)
        accounts.accept_invitation(code, username=login(username, of.code), password=PASSWORD, at=at)


def officer(of: Agency, username: str) -> Actor:
    """One of them, with the rights of the role."""
    return officer_actor(Account.objects.get(agency=of, username=login(username, of.code)))
