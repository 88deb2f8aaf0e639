"""Texts and campaigns for tests."""

import datetime as dt
import io
import uuid
from types import SimpleNamespace
from typing import Any

from django.db.models import Sum
from PIL import Image

from ikrar.agencies.models import Account, Agency, Credential, Objection, Staff, Unit
from ikrar.agencies.queries import device_actor
from ikrar.agencies.roles import Role, system
from ikrar.agencies.rules import Level
from ikrar.agencies.tokens import code_of
from ikrar.core import files, ids
from ikrar.norms.models import Election
from ikrar.outreach.models import Activity
from ikrar.pledges import receipts
from ikrar.pledges.actions import campaigns, ceremony, objections, texts, vouching
from ikrar.pledges.actions.acts import Act, store_act
from ikrar.pledges.models import (
    Campaign,
    Correction,
    Erasure,
    Hold,
    PactBundle,
    PaperSheet,
    PledgeText,
    ReachFile,
    Screen,
    Signature,
    SigningSession,
    UnitTally,
)
from ikrar.pledges.queries import tallies
from ikrar.pledges.queries.standing import standings
from ikrar.pledges.rules import Method
from ikrar.register import actions as register
from ikrar.register import queries as registers
from ikrar.register.models import Log
from ikrar.register.queries import Placed
from tests.factories import agencies as cast

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
POINTS = [{"text": f"Menjaga netralitas, butir {n}.", "meaning": f"Arti butir {n}."} for n in range(1, 5)]


def text(agency: Agency, kind: str = "ikrar", *, least_level: int = 0, at: dt.datetime = AT) -> PledgeText:
    body = {
        "opening": "Kami berikrar:", "points": POINTS, "closing": "Demikian.",
        "identity": ["name", "number", "grade", "position", "unit", "kind"], "leader": True, "witnesses": 0,
    }  # fmt: skip
    title = "Ikrar Netralitas" if kind == "ikrar" else "Pakta Integritas Netralitas"
    draft = texts.draft_text(
        agency, kind=kind, title=title, body=body, least_level=least_level, by=system(agency.pk), at=at
    )
    return texts.approve_text(draft, by=system(agency.pk), at=at)


def campaign(
    agency: Agency, *, is_open: bool = True, at: dt.datetime = AT, days: int = 7, least_level: int = 0, **more: object
) -> Campaign:
    """A campaign of all staff, opened at `at` for `days`."""
    election, _made = Election.objects.get_or_create(
        slug="pilkada_2024", defaults={"name": "Pilkada 2024", "kind": "pilkada"}
    )
    made = campaigns.create_campaign(
        agency, title="Ikrar Pilkada 2024", cycle="pilkada-2024", elections=[election], ikrar=text(agency, at=at),
        pact=text(agency, "pact", least_level=least_level, at=at), opens_at=at, closes_at=at + dt.timedelta(days=days),
        by=system(agency.pk), at=at, **more,
    )  # fmt: skip
    return campaigns.open_campaign(made, by=system(agency.pk), at=at) if is_open else made


def code(staff: Staff) -> str:
    """The personal code of somebody with a live credential."""
    return code_of(Credential.objects.get(staff=staff, ended_at=None).nonce)


def session(
    of: Campaign, by: Account, *, unit: Unit | None = None, at: dt.datetime = AT, hours: int = 8, **more: Any
) -> SigningSession:
    """A session that runs from `at`, opened by an officer."""
    return SigningSession.objects.create(
        agency=of.agency, campaign=of, unit=unit, title="Susulan", opened_by=by, opens_at=at,
        closes_at=at + dt.timedelta(hours=hours), **more,
    )  # fmt: skip


def screen(held: Activity, of: Campaign, *, at: dt.datetime = AT) -> tuple[Screen, str]:
    """A link that shows the ceremony of an activity, and its token."""
    by = cast.actor(cast.officer(Role.COMMITTEE, held.agency))
    return ceremony.open_screen(held, of, label="Proyektor utama", by=by, at=at)


def drawing() -> str:
    """Path data as the pad sends it."""
    return "M20 70" + "".join(f"L{20 + 9 * n} {70 - 40 * (n % 2)}" for n in range(1, 12))


def photo(width: int = 60, height: int = 40) -> bytes:
    """A small JPEG with a camera's name and a place in its EXIF."""
    image = Image.new("RGB", (width, height), (120, 90, 200))
    exif = image.getexif()
    exif[0x010F] = "Kamera Rekaan"
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def reach_file(of: Campaign, by: Account, *, at: dt.datetime = AT) -> ReachFile:
    """A file with codes that is still being made."""
    return ReachFile.objects.create(
        agency=of.agency, campaign=of, what="slips", only="all", people=1, made_by=by.pk, made_at=at
    )


def signature(
    of: Campaign, person: Staff, *, at: dt.datetime = AT, attempt: int = 1, level: int = 2, method: str = "phone"
) -> Signature:
    """An act as it stands in the register, by somebody who was not asked."""
    place = person.assignments.get(until=None)
    listed = {"name": person.full_name, "unit": place.unit.name}
    committed = receipts.commit({"name": person.name, "attempt": attempt})
    return Signature.objects.create(
        agency=of.agency, campaign=of, staff=person, unit=place.unit, kind=place.kind, attempt=attempt, level=level,
        method=method, client_uuid=uuid.uuid4(), body=bytes(32), at=at, ikrar_digest=of.ikrar.digest, listed=listed,
        receipt=receipts.new_receipt(), r=committed.r, record=committed.record, commitment=committed.commitment,
    )  # fmt: skip


def vouched_world(**seen: Any) -> SimpleNamespace:
    """Sari, vouched for by Budi in a session that Ratna of the personnel office opened; `act` is her signature."""
    agency = cast.agency(zone="WITA")
    unit = cast.unit(agency, "Dinas Contoh")
    sari = cast.staff(agency, "Sari Contohwati", at=unit)
    budi = cast.officer(Role.COMMITTEE, agency, name="Budi Rekaan", mfa=True)
    ratna = cast.officer(Role.PERSONNEL, agency, name="Ratna Khayal", mfa=True)
    of = campaign(agency)
    device, token = cast.device(agency, budi)
    assert of.pact is not None
    fields = {
        "staff": sari.pk, "client_uuid": uuid.uuid4(), "ikrar_digest": of.ikrar.digest, "pact_digest": of.pact.digest,
        "drawing": drawing(),
    }  # fmt: skip
    said = vouching.vouch(
        session(of, ratna), vouching.Seen(**{**fields, **seen}), by=device_actor(token), at=AT + dt.timedelta(hours=1)
    )
    act = Signature.objects.get(pk=said.signature)
    return SimpleNamespace(
        agency=agency, unit=unit, sari=sari, budi=budi, ratna=ratna, campaign=of, device=device, act=act
    )


def sheet(of: Campaign, unit: Unit, people: list[Staff], *, at: dt.datetime) -> PaperSheet:
    """An entered roster sheet with its scan, waiting for a second officer."""
    scan = files.store(of.agency_id, photo(), name="lembar.jpg", content_type="image/jpeg", purpose="paper", at=at)
    ids_of = [person.pk for person in people]
    return PaperSheet.objects.create(
        agency=of.agency, campaign=of, unit=unit, code=ids.short_code(8), staff=ids_of, ticked=ids_of, scan=scan,
        signed_on=at.date(), entered_by=0, entered_at=at, made_at=at,
    )  # fmt: skip


def vouched(of: Campaign, staff: Staff, *, at: dt.datetime) -> Signature:
    """An act of this person, vouched for by nobody in particular."""
    row = standings(of.pk, [staff.pk])[staff.pk]
    act = Act(
        level=Level.VOUCHED, method=Method.VOUCH, client_uuid=uuid.uuid4(), body=b"x" * 32, at=at, officer=0,
        drawing=drawing(), stated={"position": "Guru Ahli Muda"},
    )  # fmt: skip
    return store_act(row, act)


def correction(of: Signature) -> Correction:
    return of.corrections.get()


def objection(of: Signature, *, at: dt.datetime) -> Objection:
    return objections.object_to_act(of, at=at)


def erasure(person: Staff, by: Account, *, at: dt.datetime, **more: Any) -> Erasure:
    """A proposal that waits for its second officer."""
    told = {
        "reason": "Permintaan yang bersangkutan.",
        "authority": "UU Contoh 1/2020 ps. 8",
        "proposed_by": by.pk,
        **more,
    }
    return Erasure.objects.create(agency=person.agency, staff=person, uuid=uuid.uuid4(), proposed_at=at, **told)


def hold(person: Staff, by: Account, *, at: dt.datetime) -> Hold:
    """Nothing of this person's acts may be erased."""
    return Hold.objects.create(
        agency=person.agency, staff=person, kind="dispute", reason="Keberatan atas hasil.", authority="Perkara 7/G/2024",
        since=at.date(), uuid=uuid.uuid4(), set_by=by.pk, set_at=at,
    )  # fmt: skip


def bundle(of: Signature) -> PactBundle:
    """A bundle of pacts of the act's unit."""
    found = PactBundle.objects.filter(campaign=of.campaign, unit=of.unit).first()
    file = files.store(of.agency_id, b"PK", name="pakta.zip", content_type="application/zip", purpose="pact", at=of.at)
    return found or PactBundle.objects.create(
        campaign=of.campaign, unit=of.unit, kind="zip", part=1, pacts=1, file=file, made_at=of.at
    )


def closed(of: Campaign, *, at: dt.datetime) -> Placed:
    """Close a campaign and publish its totals: the entry in its place."""
    campaigns.close_campaign(of, by=system(of.agency_id), at=at)
    log = Campaign.objects.get(pk=of.pk).log
    assert log is not None
    return _last_closing(log, at)


def closing(log: Log, *, at: dt.datetime) -> Placed:
    """The closing entry of a campaign that this installation does not know."""
    told = {
        "v": 1, "act": "closing", "campaign": "C0NT0H", "texts": ["ab" * 32], "at": at.isoformat(timespec="seconds"),
        "acts": 303, "counted": 301, "levels": {"L0+L1": 21, "L2": 280},
    }  # fmt: skip
    register.commit(log.pk, "ab" * 32, receipts.closing_entry(told), at=at, is_closing=True)
    return _last_closing(log, at)


def _last_closing(log: Log, at: dt.datetime) -> Placed:
    register.sequence(log, at)
    log.refresh_from_db()
    return registers.told(log, receipts.CLOSING_LEAF)[-1]


def recount(of: Campaign) -> dict[str, int]:
    """Counted the slow way beside the kept counts and what pages read."""
    kept = UnitTally.objects.filter(campaign=of).aggregate(n=Sum("signed"))["n"] or 0
    cells = sum(cell.signed for cell in tallies.cells(of))
    return {"acts": of.signatures.filter(void=None).count(), "kept": kept, "cells": cells}
