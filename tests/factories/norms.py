"""Rows of the norms room as they stand."""

import datetime as dt
import uuid
from typing import Any

import typst

from ikrar.agencies.models import Agency, Credential
from ikrar.agencies.roles import Actor, system
from ikrar.agencies.tokens import Signer
from ikrar.core import tickets, zones
from ikrar.norms.actions import acknowledging
from ikrar.norms.actions import circulars as actions
from ikrar.norms.actions.acknowledging import Sent
from ikrar.norms.actions.circulars import Words
from ikrar.norms.models import Acknowledgement, Circular, Inquiry


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
