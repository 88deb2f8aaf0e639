"""Every write about norms: loading the catalogue that the project carries, an agency's circulars, questions to its legal office."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from ikrar.agencies.actions import addresses
from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor, system
from ikrar.core import audit, tickets, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import catalogue, queries
from ikrar.norms.models import Circular, Election, Inquiry, LegalBasis, Precedent, Stage
from ikrar.norms.rules import ADDRESS_MINUTES, CODES_PER_ADDRESS, INQUIRIES_MOST, INQUIRIES_PER_ADDRESS, INQUIRY_DAYS


@dataclass(frozen=True)
class Loaded:
    """How many rows the catalogue holds now."""

    elections: int
    stages: int
    legal_bases: int


@transaction.atomic
def load_catalogue(at: dt.datetime, *, by: Actor | None = None) -> Loaded:
    """Bring elections, stages and legal bases to what the files say; loading again changes nothing, and nothing is deleted."""
    stages, news = 0, []
    for row in catalogue.elections():
        election, is_new = _bring(Election, {"slug": row["slug"]}, _election(row))
        news += ["elections"] * is_new
        for stage in row.get("stages", []):
            key = {"election": election, "slug": stage["slug"], "region": stage.get("region", "")}
            news += ["stages"] * _bring(Stage, key, _stage(stage, row))[1]
            stages += 1
    for row in catalogue.legal_bases():
        news += ["legal_bases"] * _bring(LegalBasis, {"slug": row["slug"]}, _basis(row))[1]
    if news:
        audit.record("norms.catalogue_loaded", None, by=by or system(), fields=sorted(set(news)))
    return Loaded(len(catalogue.elections()), stages, len(catalogue.legal_bases()))


@transaction.atomic
def record_circular(
    agency: Agency, *, number: str, year: int, title: str, source: str = "", by: Actor, at: dt.datetime
) -> Circular:
    """Write down a circular by number and title, as a source tells it; told twice, it is one."""
    told = {"title": title, "source": source}
    made, is_new = Circular.objects.get_or_create(agency=agency, year=year, number=number, defaults=told)
    if is_new:
        audit.record("norms.circular_recorded", made, by=by, values={"number": number})
    return made


def send_inquiry(agency: Agency, text: str, *, ticket: str, address: str, at: dt.datetime) -> str:
    """Keep a question once by its ticket; returns the code by which its answer is read, each time the same."""
    number = tickets.read("inquiry", "", ticket)
    if number is None:
        raise Refused(_("Formulir ini tidak lengkap sampai. Muat ulang halamannya, lalu isi lagi."))
    try:
        with transaction.atomic():
            found = Inquiry.objects.filter(ticket=number).first() or _sent(agency, text, number, address, at)
    except IntegrityError:  # the same form came twice at the same moment
        found = Inquiry.objects.get(ticket=number)
    if (found.text, found.agency_id) != (text, agency.pk):
        raise Conflict(_("Pertanyaan ini sudah terkirim dengan kalimat lain. Buka halaman baru untuk pertanyaan lain."))
    return tickets.code(number)


def _sent(agency: Agency, text: str, number: uuid.UUID, address: str, at: dt.datetime) -> Inquiry:
    if addresses.count("inquiry", address, minutes=ADDRESS_MINUTES, at=at) > INQUIRIES_PER_ADDRESS:
        raise Refused(
            _("Terlalu banyak pertanyaan dari jaringan ini. Coba lagi satu jam lagi, atau pakai jaringan lain.")
        )
    if Inquiry.objects.filter(agency=agency).count() >= INQUIRIES_MOST:
        raise Refused(_("Kotak pertanyaan ini sudah penuh. Tidak ada yang disimpan."))
    return Inquiry.objects.create(
        agency=agency, ticket=number, lookup=tickets.lookup(tickets.code(number)), text=text,
        day=zones.today(agency.zone, at),
    )  # fmt: skip


def read_inquiry(typed: str, *, address: str, at: dt.datetime) -> Inquiry:
    """The question of a typed code. A right code is always answered; wrong ones are counted and soon told to stop."""
    found = queries.inquiry_by_code(typed)
    if found is not None:
        return found
    if addresses.count("inquiry code", address, minutes=ADDRESS_MINUTES, at=at) > CODES_PER_ADDRESS:
        raise Refused(_("Terlalu banyak kode salah dari jaringan ini. Coba lagi satu jam lagi."), field="code")
    raise Refused(
        _("Kode ini tidak dikenal, atau pertanyaannya sudah dihapus sesudah %(days)d hari.") % {"days": INQUIRY_DAYS},
        field="code",
    )


@transaction.atomic
def answer_inquiry(
    inquiry: Inquiry, answer: str, *, rule: str = "", precedent: str = "", by: Actor, at: dt.datetime
) -> Inquiry:
    """Answer, or change the answer; `precedent` is the question in words without persons, which stays with the answer."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).select_related("agency").get(pk=inquiry.pk)
    inquiry.answer, inquiry.rule, inquiry.answered_on = answer, rule, zones.today(inquiry.agency.zone, at)
    inquiry.save(update_fields=["answer", "rule", "answered_on"])
    audit.record("norms.inquiry_answered", inquiry, by=by, fields=["answer", "rule"])
    if precedent:
        kept = Precedent.objects.create(agency=inquiry.agency, question=precedent, answer=answer, rule=rule, made_at=at)
        audit.record("norms.precedent_kept", kept, by=by)
    return inquiry


def forget_inquiries(*, at: dt.datetime) -> int:
    """Delete questions whose days are over, answered or not; how many went."""
    gone, _each = Inquiry.objects.filter(day__lt=at.date() - dt.timedelta(days=INQUIRY_DAYS)).delete()
    return gone


def _bring(model: type[Model], key: dict[str, Any], told: dict[str, Any]) -> tuple[Any, bool]:
    """The row under `key` as the file tells it, and whether anything had to be written."""
    found = model._default_manager.filter(**key).first()
    if found and all(getattr(found, name) == said for name, said in told.items()):
        return found, False
    return model._default_manager.update_or_create(**key, defaults=told)[0], True


def _election(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row[name] for name in ("name", "long_name", "kind", "year", "source")}
    return {**named, "verified": bool(row.get("verified"))}


def _stage(stage: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": stage["name"], "since": catalogue.day(stage["since"]), "until": catalogue.day(stage.get("until", "")),
        "source": stage.get("source", row["source"]), "verified": bool(stage.get("verified")),
        "note": catalogue.note_of(stage),
    }  # fmt: skip


def _basis(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row.get(name, "") for name in ("kind", "number", "title", "issuer", "since", "until", "source")}
    return {**named, "year": row["year"], "verified": bool(row.get("verified")), "note": catalogue.note_of(row)}
