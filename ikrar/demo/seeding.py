"""Makes the demonstration: everything through the same actions that an agency's own officers use."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.files.base import ContentFile

from ikrar.agencies.actions import credentials, grants, officers, roster
from ikrar.agencies.actions.founding import found_installation
from ikrar.agencies.models import Agency, Credential, Unit
from ikrar.agencies.roles import Actor, Role, system
from ikrar.agencies.tokens import Signer
from ikrar.core import jobs
from ikrar.demo.people import roster_csv
from ikrar.norms.actions import load_catalogue
from ikrar.norms.models import Election
from ikrar.outreach.actions.activities import Facts, create_activity
from ikrar.outreach.rules import ActivityKind, Part
from ikrar.pledges.actions import campaigns, folding, signing, texts
from ikrar.pledges.models import Campaign

PASSWORD: str = settings.DEMO_PASSWORD
PIN = "482915"
#: Chosen name → name, role, whether at the first unit only.
OFFICERS = {
    "kepegawaian": ("Petugas Kepegawaian Peraga", Role.PERSONNEL, False),
    "kepegawaian2": ("Petugas Kedua Peraga", Role.PERSONNEL, False),
    "koordinator": ("Koordinator Unit Peraga", Role.COORDINATOR, True),
    "pimpinan": ("Pimpinan Peraga", Role.LEADER, False),
    "hukum": ("Bagian Hukum Peraga", Role.LEGAL, False),
    "pengamat": ("Pengamat Bawaslu Peraga", Role.OBSERVER, False),
}


def facts(name: str) -> dict[str, Any]:
    """What a seed article tells, from `data/`."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / f"{name}.yaml").read_text("utf-8"))
    return found


def seed_kendari(*, at: dt.datetime, signed: int = 0) -> Campaign:
    """Kendari's 1,246 PPPK with an open campaign; `signed` of them have signed already."""
    told = facts("kendari")
    by = system()
    load_catalogue(at)
    agency = _agency(told["agency"], at)
    by = system(agency.pk)
    _staff(agency, told, by=by, at=at)
    _officers(agency, by=by, at=at)
    _activity(agency, told, by=by, at=at)
    campaign = _campaign(agency, told["event"], by=by, at=at)
    jobs.drain(at)
    sign_some(campaign, signed, at=at)
    folding.fold_all(at=at)
    return campaign


def _activity(agency: Agency, told: dict[str, Any], *, by: Actor, at: dt.datetime) -> None:
    """The event as the article tells it; who watched it is told by office alone."""
    event = told["event"]
    officials = [{"part": Part.WITNESS, "office": office} for office in event["witnesses"]]
    elections = Election.objects.filter(slug__in=event["elections"])
    said = Facts(
        kind=ActivityKind.SIGNING, title=event["title"], elections=list(elections), on=event["date"], place=event["place"] or "",
        organiser=agency.government, told=event["people"], is_backfilled=True, source=told["source"], officials=officials,
    )  # fmt: skip
    create_activity(agency, said, by=by, at=at)


def _agency(told: dict[str, str], at: dt.datetime) -> Agency:
    """The agency and its first personnel officer, founded as `ikrar init` does."""
    username, (name, _role, _at_unit) = next(iter(OFFICERS.items()))
    founded = found_installation(
        code=told["code"],
        name=told["name"],
        zone=told["zone"],
        officer=name,
        email=f"{username}@kendari.example",
        by=system(),
        at=at,
    )
    officers.accept_invitation(founded.code, username=username, password=PASSWORD, at=at)
    agency = founded.agency
    agency.government, agency.place = told["government"], told["place"]
    agency.office = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"
    agency.address = ["Jalan Contoh Nomor 1, Kendari", "Laman kendari.example"]
    agency.save()
    return agency


def _staff(agency: Agency, told: dict[str, Any], *, by: Actor, at: dt.datetime) -> None:
    shares = [(str(name), int(share)) for name, share in told["units"]]
    file = ContentFile(roster_csv(told["event"]["people"], shares), name="pppk-kendari.csv")
    day = at.date() - dt.timedelta(days=1)
    made = roster.upload_roster(agency, file=file, name="pppk-kendari.csv", as_of=day, by=by, at=at, asks=False)
    jobs.drain(at)
    made.refresh_from_db()
    roster.apply_roster(made, by=by, at=at)
    jobs.drain(at)


def _officers(agency: Agency, *, by: Actor, at: dt.datetime) -> None:
    first = Unit.objects.filter(agency=agency).order_by("pk").first()
    for username, (name, role, at_unit) in list(OFFICERS.items())[1:]:
        account, code = officers.invite_officer(agency, name=name, email=f"{username}@kendari.example", by=by, at=at)
        grants.grant_role(account, role=role, unit=first if at_unit else None, by=by, at=at)
        officers.accept_invitation(code, username=username, password=PASSWORD, at=at)


def _campaign(agency: Agency, event: dict[str, Any], *, by: Actor, at: dt.datetime) -> Campaign:
    elections = list(Election.objects.filter(slug__in=event["elections"]))
    ikrar, pact = (
        texts.approve_text(texts.draft_from_default(agency, kind=kind, elections=elections, by=by, at=at), by=by, at=at)
        for kind in ("ikrar", "pact")
    )
    planned = campaigns.create_campaign(
        agency, title=event["title"], cycle=event["cycle"], elections=elections, ikrar=ikrar, pact=pact, kinds=[event["kind"]],
        opens_at=at - dt.timedelta(minutes=1), closes_at=at + dt.timedelta(days=14), by=by, at=at,
    )  # fmt: skip
    return campaigns.open_campaign(planned, by=by, at=at)


def sign_some(campaign: Campaign, count: int, *, at: dt.datetime) -> int:
    """Let `count` people set a PIN and sign, as from their phones."""
    rows = Credential.objects.filter(agency=campaign.agency_id, ended_at=None, pin=None).order_by("lookup")[:count]
    for number, credential in enumerate(rows):
        device = f"{number:016x}"
        credentials.set_pin(credential.pk, PIN, device=device, at=at)
        sent = signing.Sent(
            campaign=campaign.code, client_uuid=uuid.uuid4(), pin=PIN, ikrar_digest=campaign.ikrar.digest,
            pact_digest=campaign.pact.digest if campaign.pact else "", stated={},
        )  # fmt: skip
        signing.sign(Signer(credential.pk, device), sent, at=at)
    return len(rows)
