"""A hall of people for a measurement: campaigns, PINs and cookies of Kendari's staff, made beforehand."""

import datetime as dt
import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from ikrar.agencies.models import Account, Agency, Credential, PinCounter, Staff
from ikrar.agencies.roles import system
from ikrar.agencies.tokens import Signer, code_of, pin_verifier, seal
from ikrar.core import zones
from ikrar.demo.driving import Person
from ikrar.demo.founding import FIRST
from ikrar.norms.models import Election
from ikrar.pledges.actions import campaigns
from ikrar.pledges.models import Campaign, PledgeText

PIN = "482915"


def fresh_campaign() -> Campaign:
    """One more open campaign, in which nobody has signed yet."""
    agency, at = Agency.objects.get(code=FIRST), zones.now()
    ikrar, pact = (PledgeText.objects.get(agency=agency, kind=kind) for kind in ("ikrar", "pact"))
    planned = campaigns.create_campaign(
        agency, title="Ikrar ukur", cycle="ukur", elections=Election.objects.all()[:1], ikrar=ikrar, pact=pact,
        opens_at=at - dt.timedelta(minutes=1), closes_at=at + dt.timedelta(days=1), by=system(agency.pk), at=at,
    )  # fmt: skip
    return campaigns.open_campaign(planned, by=system(agency.pk), at=at)


def with_second_factor(account: Account) -> Account:
    """An officer as after a full log-in: without a second factor nobody may do anything."""
    Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return account


def new_degrees() -> None:
    """Another degree behind every name: the compiler of papers keeps what it has set once, and no hall comes twice."""
    Staff.objects.filter(agency__code=FIRST).update(title_back=f"S.U{secrets.token_hex(3)}.")


def set_pins(*, every: int) -> list[tuple[Person, bool]]:
    """Everybody, and whether the PIN is still to be set: for all but each `every`-th person."""
    PinCounter.objects.all().delete()
    held = list(Credential.objects.filter(agency__code=FIRST, ended_at=None).order_by("pk"))
    for number, row in enumerate(held):
        row.pin = None if number % every else pin_verifier(row.pk, PIN)
    Credential.objects.bulk_update(held, ["pin"], batch_size=500)
    return [(Person(code_of(row.nonce), PIN), row.pin is None) for row in held]


@dataclass(frozen=True)
class Ready:
    """Somebody with the page to sign before the eyes: cookies and form."""

    cookies: dict[str, str]
    form: dict[str, str]


def ready(campaign: Campaign, count: int) -> list[Ready]:
    """The first people of the staff, code and PIN given, about to sign."""
    made, now = [], int(zones.now().timestamp())
    for row in Credential.objects.filter(agency__code=FIRST, ended_at=None).order_by("pk")[:count]:
        device, token = secrets.token_hex(8), secrets.token_hex(16)
        PinCounter.objects.update_or_create(credential=row, device=device)
        cookies = {
            "ikrar_saya": seal(Signer(row.pk, device, campaign.code, now)),
            "ikrar_hp": device,
            "ikrar_formulir": token,
        }
        digests = {"ikrar": campaign.ikrar.digest, "pact": campaign.pact.digest if campaign.pact else ""}
        made.append(Ready(cookies, {"csrfmiddlewaretoken": token, "pin": PIN, "drawing": "", **digests}))
    return made
