"""Makes the demonstration: everything through the same actions that an agency's own officers use."""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext

from ikrar.agencies.actions import credentials
from ikrar.agencies.models import Agency, Credential
from ikrar.agencies.roles import Actor, system
from ikrar.agencies.tokens import Signer
from ikrar.core import jobs, zones
from ikrar.demo import declarations, founding, law
from ikrar.demo.founding import facts
from ikrar.demo.people import roster_csv
from ikrar.norms.actions.catalogue import load_catalogue
from ikrar.norms.models import Election
from ikrar.outreach.actions import activities, inviting
from ikrar.outreach.actions.activities import Facts, create_activity
from ikrar.outreach.models import Activity
from ikrar.outreach.queries.inviting import Group
from ikrar.outreach.rules import ActivityKind, Part
from ikrar.pledges.actions import campaigns, folding, sessions, signing, texts
from ikrar.pledges.models import Campaign

PIN = "482915"


def seed_kendari(*, at: dt.datetime, signed: int = 0) -> Campaign:
    """Kendari's 1,246 PPPK with an open campaign; `signed` of them have signed already."""
    told = facts("kendari")
    by = system()
    load_catalogue(at)
    agency = founding.agency(told["agency"], at=at)
    by = system(agency.pk)
    shares = [(str(name), int(share)) for name, share in told["units"]]
    founding.staff(agency, roster_csv(told["event"]["people"], shares), name="pppk-kendari.csv", by=by, at=at)
    founding.officers(agency, by=by, at=at)
    law.keep(agency, by=founding.officer(agency, "hukum"), at=at)
    _activity(agency, told, by=by, at=at)
    campaign = open_campaign(agency, told["event"], opens_at=at - dt.timedelta(minutes=1), by=by, at=at)
    jobs.drain(at)
    sign_some(campaign, signed, at=at)
    folding.fold_all(at=at)
    return campaign


def rehearse(campaign: Campaign, *, at: dt.datetime) -> Activity:
    """An invented event of today, open, everybody invited, and invented declarations: to try desk, screen and lists at once."""
    agency = campaign.agency
    by = founding.officer(agency, "panitia")
    said = Facts(
        kind=ActivityKind.SIGNING, title=gettext("Peragaan: penandatanganan bersama di aula"), on=zones.today(agency.zone, at),
        purpose=gettext("Kegiatan rekaan, supaya meja, layar, dan daftar hadir dapat dicoba hari ini."),
        place=gettext("Aula Contoh"), organiser=agency.government, elections=list(campaign.elections.all()),
    )  # fmt: skip
    held = create_activity(agency, said, by=by, at=at)
    inviting.invite_group(held, Group(), by=by, at=at)
    held = activities.take(held, "open_activity", by=by, at=at)
    opener, hours = founding.officer(agency, "kepegawaian"), dt.timedelta(hours=12)
    sessions.open_session(
        campaign, unit=None, title=held.title, opens_at=at, closes_at=at + hours, activity=held, by=opener, at=at
    )
    declarations.seed(agency, at=at)
    return held


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


def open_campaign(
    agency: Agency, event: dict[str, Any], *, opens_at: dt.datetime, by: Actor, at: dt.datetime
) -> Campaign:
    """Texts, plan and opening of a district's campaign, for two weeks."""
    elections = list(Election.objects.filter(slug__in=event["elections"]))
    ikrar, pact = (
        texts.approve_text(texts.draft_from_default(agency, kind=kind, elections=elections, by=by, at=at), by=by, at=at)
        for kind in ("ikrar", "pact")
    )
    planned = campaigns.create_campaign(
        agency, title=event["title"], cycle=event["cycle"], elections=elections, ikrar=ikrar, pact=pact, kinds=event["kinds"],
        opens_at=opens_at, closes_at=at + dt.timedelta(days=14), by=by, at=at,
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
