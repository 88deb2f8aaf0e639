"""Rows of the norms room as they stand."""

import datetime as dt
import uuid
from typing import Any

import typst

from ikrar.agencies.models import Account, Agency, Credential
from ikrar.agencies.roles import Actor, system
from ikrar.agencies.tokens import Signer
from ikrar.core import tickets, zones
from ikrar.norms.actions import acknowledging
from ikrar.norms.actions import circulars as actions
from ikrar.norms.actions.acknowledging import Sent
from ikrar.norms.actions.catalogue import load_catalogue
from ikrar.norms.actions.circulars import Words
from ikrar.norms.models import Acknowledgement, Circular, Election, Inquiry, OwnStage, Provision, Stage, StageProposal
from ikrar.norms.queries import provisions
from ikrar.norms.rules.provisions import Kind, Stance
from tests.factories.agencies import MADE_AT


def inquiry(
    to: Agency, text: str = "Boleh jadi moderator lomba karaoke relawan?", *, day: dt.date
) -> tuple[Inquiry, str]:
    """A question to the legal office, and the code by which its answer is read."""
    number = uuid.uuid4()
    code = tickets.code(number)
    return Inquiry.objects.create(agency=to, ticket=number, lookup=tickets.lookup(code), text=text, day=day), code


def circular(
    of: Agency, number: str = "800/7/2024", *, by: Actor | None = None, at: dt.datetime, **told: Any
) -> Circular:
    """A circular in force, through the actions; `file` is a signed PDF, `replaces` an earlier version."""
    by = by or system(of.pk)
    is_material, replaces = told.pop("is_material", True), told.pop("replaces", None)
    body = told.pop("body", {"duties": ["membacakan edaran ini;"], "prohibited": ["mengajak memilih calon."]})
    words = Words(told.pop("title", "Netralitas Pegawai (Contoh)"), body, **told)
    written = actions.draft_circular(of, words, replaces=replaces, by=by, at=at)
    on = zones.today(of.zone, at)
    return actions.issue_circular(written, number=number, dated_on=on, is_material=is_material, by=by, at=at)


def draft(of: Agency, *, at: dt.datetime) -> Circular:
    words = Words("Netralitas Pegawai, konsep (Contoh)", {"duties": ["membacakan edaran ini;"]})
    return actions.draft_circular(of, words, by=system(of.pk), at=at)


def acknowledgement(circular: Circular, held: Credential, *, at: dt.datetime) -> Acknowledgement:
    """By the holder of this code, on the own phone."""
    sent = Sent(circular.pk, uuid.uuid4(), circular.digest, to_end=True)
    done = acknowledging.acknowledge(Signer(held.pk, "hp-contoh"), sent, at=at)
    return Acknowledgement.objects.get(pk=done.act)


def signed_pdf() -> bytes:
    """One page, as a scanner or an office program would bring it."""
    return bytes(typst.compile(b"#set page(width: 210mm, height: 297mm)\nEdaran Contoh bertanda tangan"))


def election(day: dt.date, slug: str = "pilkada_contoh", **fields: Any) -> Election:
    """An invented election whose campaign begins in three days and whose vote follows in two months."""
    told = {"name": "Pilkada Contoh", "kind": "pilkada", "year": day.year, "source": "Laman contoh", **fields}
    made, is_new = Election.objects.get_or_create(slug=slug, defaults=told)
    if is_new:
        stage(made, "candidate_determination", "Penetapan pasangan calon", day - dt.timedelta(days=2))
        stage(made, "campaign", "Masa kampanye", day + dt.timedelta(days=3), day + dt.timedelta(days=50))
        stage(made, "voting_day", "Hari pemungutan suara", day + dt.timedelta(days=60))
    return made


def stage(
    of: Election, slug: str, name: str, since: dt.date, until: dt.date | None = None, *, region: str = "", **fields: Any
) -> Stage:
    """A stage as the file would tell it; of one day where no other is told."""
    told = {"name": name, "since": since, "until": until or since, "source": "Laman contoh", "seen": True, **fields}
    return Stage.objects.create(election=of, slug=slug, region=region, **told)


def own_stage(of: Agency, by: Account, *, day: dt.date, **fields: Any) -> OwnStage:
    """Dates of the revote in the agency's region, which an officer wrote and another is to approve."""
    told = {
        "slug": "revote", "name": "Pemungutan suara ulang", "since": day, "until": day, "source": "Keputusan contoh",
        "reason": "Putusan contoh", "written_by": by.pk, "written_at": MADE_AT, **fields,
    }  # fmt: skip
    return OwnStage.objects.create(
        agency=of, election=told.pop("election", None) or election(day), uuid=uuid.uuid4(), **told
    )


def proposal(to: Agency, *, day: dt.date, kind: str = "reminder", **fields: Any) -> StageProposal:
    """What the campaign of the invented election proposes."""
    told = {
        "election": election(day), "stage": "campaign", "stage_name": "Masa kampanye", "since": day + dt.timedelta(days=3),
        "until": day + dt.timedelta(days=50), "subject": "Masa kampanye: tetap netral", "text": "Tetap netral.",
        "made_at": MADE_AT, **fields,
    }  # fmt: skip
    return StageProposal.objects.create(agency=to, kind=kind, **told)


def own_row(of: Agency, *, at: dt.datetime, slug: str = "") -> Provision:
    """A text that waits for its approval: beside the national row of `slug`, or without one a row of the agency's own."""
    load_catalogue(at)
    row = provisions.standing(Kind.CONDUCT, "cond_attend_campaign_passively", None, at.date()).national
    assert row is not None
    return Provision.objects.create(
        agency=of, kind=row.kind, slug=slug or f"own_{of.pk}", version=1, body={**row.body, "verdict": "forbidden"},
        about=row if slug else None, stance=Stance.DIFFERS, reason="Edaran wali kota, rekaan", made_at=at,
    )  # fmt: skip


def contested(at: dt.datetime) -> str:
    """An act about which sources disagree."""
    load_catalogue(at)
    return "attend_passively"
