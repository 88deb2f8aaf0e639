"""Every write about an agency's circulars: drafted, uploaded, issued, replaced, withdrawn."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Agency, Unit
from ikrar.agencies.roles import Actor, Kind
from ikrar.core import audit, files, scan_pages, zones
from ikrar.core.errors import Refused
from ikrar.norms import circular_words
from ikrar.norms.actions import numbering
from ikrar.norms.models import Circular, LegalBasis
from ikrar.norms.permissions import EDIT_CIRCULARS
from ikrar.norms.queries import circulars as queries
from ikrar.norms.rules.circulars import MOVES, CircularForm, CircularState, Move


@dataclass(frozen=True)
class Words:
    """All that a form tells of a circular; `file` is a signed PDF where it was not written here."""

    title: str
    body: Mapping[str, Any]
    bases: Sequence[LegalBasis] = ()
    units: Sequence[Unit] = ()
    kinds: Sequence[str] = field(default_factory=list)
    file: bytes | None = None


@transaction.atomic
def record_circular(
    agency: Agency, *, number: str, year: int, title: str, source: str = "", by: Actor, at: dt.datetime
) -> Circular:
    """Write down a circular by number and title, as a source tells it; told twice, it is one."""
    told = {"title": title, "source": source}
    made, is_new = Circular.objects.get_or_create(agency=agency, year=year, number=number, defaults=told)
    if is_new:
        numbering.note_known(made, by=by, at=at)
        audit.record("norms.circular_recorded", made, by=by, values={"number": number})
    return made


def draft_circular(
    agency: Agency, words: Words, *, replaces: Circular | None = None, by: Actor, at: dt.datetime
) -> Circular:
    """Begin a circular, or a new version of one that is in force; of each version one draft at a time."""
    _allowed(by, agency.pk)
    accepted = _pdf(words.file) if words.file is not None else None
    return _drafted(agency, words, accepted, replaces=replaces, by=by, at=at)


@transaction.atomic
def _drafted(
    agency: Agency, words: Words, accepted: files.Accepted | None, *, replaces: Circular | None, by: Actor, at: dt.datetime
) -> Circular:  # fmt: skip
    if replaces is not None:
        replaces = _locked(replaces)
        if not replaces.is_issued:
            raise Refused(_("Hanya edaran yang berlaku yang dapat diganti."))
        if Circular.objects.filter(replaces=replaces).exists():
            raise Refused(_("Sudah ada konsep pengganti edaran ini. Lanjutkan konsep itu."))
    made = Circular.objects.create(
        agency=agency, state=CircularState.DRAFT, form=CircularForm.FILE if accepted else CircularForm.WRITTEN,
        title=words.title, body=dict(words.body), kinds=list(words.kinds), replaces=replaces, made_at=at,
    )  # fmt: skip
    _set(made, words, accepted, at=at)
    audit.record("norms.circular_drafted", made, by=by, values={"title": words.title})
    return made


def edit_circular(circular: Circular, words: Words, *, by: Actor, at: dt.datetime) -> Circular:
    """Change a draft; what is issued never changes."""
    _allowed(by, circular.agency_id)
    accepted = _pdf(words.file) if words.file is not None else None
    with transaction.atomic():
        circular = _draft(circular)
        circular.title, circular.body, circular.kinds = words.title, dict(words.body), list(words.kinds)
        circular.save(update_fields=["title", "body", "kinds"])
        _set(circular, words, accepted, at=at)
        audit.record("norms.circular_edited", circular, by=by, fields=["body"])
    return circular


def _set(circular: Circular, words: Words, accepted: files.Accepted | None, *, at: dt.datetime) -> None:
    circular.bases.set(words.bases)
    circular.units.set(words.units)
    if accepted is None:
        return
    before = circular.file
    name = "".join(c if c.isalnum() else "-" for c in circular.title.casefold())[:80].strip("-") + ".pdf"
    circular.file = files.store(
        circular.agency_id, accepted.data, name=name, content_type=accepted.content_type, purpose="circular", at=at
    )  # fmt: skip
    circular.save(update_fields=["file"])
    if before is not None:
        files.delete(before)


def _pdf(data: bytes) -> files.Accepted:
    """A PDF of which at least the first page can be shown."""
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise Refused(_("Unggah edarannya sebagai PDF."), field="file")
    try:
        accepted = files.accept_scan(data)
    except Refused as refusal:
        raise Refused(str(refusal), field="file") from refusal
    if scan_pages.page_png(data, 1) is None:
        raise Refused(
            _("PDF ini tidak dapat dibuka. Mungkin berkata sandi atau rusak. Simpan ulang, lalu unggah lagi."), field="file"
        )  # fmt: skip
    return accepted


@transaction.atomic
def delete_draft(circular: Circular, *, by: Actor, at: dt.datetime) -> None:
    """Throw a draft away; it has no number and nobody has seen it."""
    circular = _draft(circular)
    _allowed(by, circular.agency_id)
    audit.record("norms.circular_draft_deleted", circular, by=by, values={"title": circular.title})
    kept = circular.file
    circular.delete()
    if kept is not None:
        files.delete(kept)


@transaction.atomic
def issue_circular(
    circular: Circular, *, dated_on: dt.date, number: str = "", is_material: bool = True, by: Actor, at: dt.datetime
) -> Circular:
    """Give a draft its number and put it in force: from now on its words stay, and who is addressed is asked to read it.

    Where it replaces another version, that one ends here. Whoever acknowledged that one is asked again only where the
    change matters. Issued twice, it is issued once.
    """
    before = _locked(circular.replaces) if circular.replaces else None
    circular = _locked(circular)
    if circular.is_issued:
        return circular
    _take(circular, "issue_circular", by=by)
    if dated_on > zones.today(circular.agency.zone, at):
        raise Refused(_("Tanggal edaran tidak boleh sesudah hari ini."), field="dated_on")
    if before is not None and before.state != CircularState.ISSUED:
        raise Refused(_("Edaran yang diganti tidak berlaku lagi. Muat ulang halamannya."))
    taken = numbering.give(circular, number, dated_on=dated_on, by=by, at=at)
    circular.number, circular.year, circular.dated_on = taken.number, dated_on.year, dated_on
    circular.is_material = is_material or before is None
    circular.asked = circular if before is None or circular.is_material else before.asked
    _freeze(circular)
    circular.issued_at, circular.issued_by = at, by.id
    circular.save()
    if before is not None:
        before.ended_at = at
        _take(before, "replace_circular", by=by)
        before.save(update_fields=["state", "ended_at"])
        audit.record("norms.circular_replaced", before, by=by, fields=["state"])
    told = ["material" if circular.is_material else "immaterial"] if before else ["state"]
    audit.record("norms.circular_issued", circular, by=by, fields=told, values={"number": circular.number})
    return circular


def _freeze(circular: Circular) -> None:
    """Its words as they are read from now on: bases as cited today; of a file, the file."""
    if circular.file is not None:
        circular.digest = circular.file.sha256
        return
    circular.body = {**circular.body, "bases": circular_words.cited(queries.bases_of(circular))}
    circular.digest = circular_words.digest(
        number=circular.number, title=circular.title, dated_on=str(circular.dated_on), body=circular.body
    )


@transaction.atomic
def end_circular(circular: Circular, name: str, *, reason: str, by: Actor, at: dt.datetime) -> Circular:
    """Withdraw a circular; or cancel it, its number with it, while nobody has acknowledged it. Asked twice, done once."""
    circular = _locked(circular)
    move = next(move for move in MOVES if move.name == name and move.asks_reason)
    if circular.state == move.to:
        return circular
    if not reason.strip():
        raise Refused(_("Tulis alasannya. Ia tersimpan bersama edaran ini."), field="reason")
    _take(circular, name, by=by)
    if move.to == CircularState.CANCELLED:
        _refuse_cancelling(circular)
        numbering.mark_cancelled(circular, reason.strip())
    circular.ended_at, circular.ended_why = at, reason.strip()[:300]
    circular.save(update_fields=["state", "ended_at", "ended_why"])
    audit.record(f"norms.{name}", circular, by=by, fields=["state"], reason=reason)
    return circular


def _refuse_cancelling(circular: Circular) -> None:
    if circular.replaces_id is not None:
        raise Refused(_("Edaran ini sudah mengganti edaran lain, jadi tidak dapat dibatalkan. Cabut atau ganti."))
    if circular.acknowledgements.exists():
        raise Refused(
            _("Sudah ada yang menyatakan memahami edaran ini, jadi tidak dapat dibatalkan. Cabut atau ganti.")
        )


def _take(circular: Circular, name: str, *, by: Actor) -> Move:
    """The one step of `MOVES` from the present state, by somebody who may; the caller holds the row and saves it."""
    move = next(move for move in MOVES if move.name == name)
    _allowed(by, circular.agency_id)
    if circular.state != move.since:
        told = CircularState(circular.state).label
        raise Refused(_("Edaran ini %(state)s. Muat ulang halamannya.") % {"state": told})
    circular.state = move.to
    return move


def _allowed(by: Actor, agency: int) -> None:
    if by.kind is not Kind.SYSTEM and (by.agency_id != agency or not may(by, EDIT_CIRCULARS)):
        raise Refused(_("Anda tidak berhak mengubah edaran instansi ini."))


def _locked(circular: Circular) -> Circular:
    rows = Circular.objects.select_for_update(of=("self",)).select_related("agency", "file", "replaces", "asked")
    found = rows.filter(pk=circular.pk).first()
    if found is None:
        raise Refused(_("Konsep ini sudah dihapus."))
    return found


def _draft(circular: Circular) -> Circular:
    circular = _locked(circular)
    if not circular.is_draft:
        raise Refused(_("Edaran ini sudah terbit, jadi isinya tidak diubah lagi. Buat versi baru."))
    return circular
