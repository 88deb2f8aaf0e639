"""What a declaration says, as lines for pages and papers. Reads rows given, writes nothing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.letterhead import letterhead
from ikrar.core import documents, zones
from ikrar.norms.declaring import Kind
from ikrar.norms.models import Declaration, DeclarationLetter
from ikrar.norms.queries import declarations as queries
from ikrar.norms.rules.declarations import Came, DeclarationState, PaperKind

Line = tuple[str, str]


def lines(declaration: Declaration, kind: Kind) -> list[Line]:
    """Each field with what was told, in the reader's language; what was left empty is left out."""
    zone, told = declaration.agency.zone, []
    for field in kind.fields():
        value = _value(declaration, kind, field.name, field.type, zone)
        if value:
            told.append((field.label, value))
    return told


def _value(declaration: Declaration, kind: Kind, name: str, sort: str, zone: str) -> str:
    """One field's value; hours stand with their day, so that they are no line of their own."""
    if sort in {"hour", "yes"}:
        return ""
    if sort == "election":
        return declaration.election.name if declaration.election else ""
    if sort == "asset":
        return declaration.asset.name if declaration.asset else ""
    moments = {"since": declaration.begins_at, "until": declaration.ends_at}
    if moments.get(name):
        return zones.moment(moments[name], zone)  # type: ignore[arg-type]
    if name in {"since", "until"}:
        day = getattr(declaration, name)
        return zones.long_date(day, named=True) if day else ""
    value = str(declaration.facts.get(name, ""))
    if sort == "date" and value:
        return zones.long_date(dt.date.fromisoformat(value), named=True)
    return kind.choice_in_words(name, value) if sort == "choice" else value


def papers(declaration: Declaration, kind: Kind) -> list[PaperKind]:
    """Which papers there are now: the receipt always, the person's own statement, the office's letter once written."""
    found = [PaperKind.RECEIPT]
    if kind.has_statement() and declaration.state != DeclarationState.WITHDRAWN:
        found.append(PaperKind.STATEMENT)
    if hasattr(declaration, "letter"):
        found.append(PaperKind(declaration.letter.what))
    return found


@override(settings.LANGUAGE_CODE)
def paper(declaration: Declaration, kind: Kind, what: str) -> bytes:
    """One of its papers as a PDF; official papers are in Indonesian."""
    own = {
        PaperKind.RECEIPT: _receipt, PaperKind.STATEMENT: _statement,
        PaperKind.PERMIT: _letter, PaperKind.REFUSAL: _letter,
    }[PaperKind(what)](declaration, kind)  # fmt: skip
    agency = declaration.agency
    data = {
        "letterhead": letterhead(agency), "place": agency.place or agency.name,
        "lines": [{"label": label[:80], "value": value[:1500]} for label, value in own.pop("lines")],
        **own,
    }  # fmt: skip
    return documents.render("declaration", data, timestamp=int(declaration.at.timestamp()))


def _person(declaration: Declaration) -> list[Line]:
    staff = declaration.staff
    if staff is None:
        return []
    served = staff.assignments.filter(unit=declaration.served_at).order_by("-since").first()
    told = [
        (_("Nama"), staff.full_name), (_("Nomor pegawai"), staff.number_grouped), (_("Jabatan"), served.position if served else ""),
        (_("Unit kerja"), declaration.served_at.name if declaration.served_at else ""),
    ]  # fmt: skip
    return [(label, value) for label, value in told if value]


def _receipt(declaration: Declaration, kind: Kind) -> dict[str, Any]:
    agency, due = declaration.agency, queries.reply_due(declaration, kind)
    what_next = [_("Tanda terima ini membuktikan bahwa kami menerimanya, bukan bahwa permohonannya dikabulkan.")]
    if due and due.due:
        what_next.append(
            _("Jawaban kami usahakan paling lambat %(day)s: hari kerja ke-%(n)d sesudah diterima.")
            % {"day": zones.long_date(due.due, named=True), "n": due.number}
        )
    what_next.append(
        _("Yang membacanya hanya petugas kepegawaian, Bagian Hukum, dan pimpinan; tiap kali dibuka, tercatat.")
    )
    return {
        "title": _("Tanda Terima"), "subject": kind.name,
        "opening": [_("Telah diterima pada %(time)s, %(came)s:")
                    % {"time": zones.moment(declaration.at, agency.zone), "came": Came(declaration.came).label}],
        "lines": [(_("Nomor terima"), f"{declaration.pk}"), *_person(declaration)[:1], *lines(declaration, kind)],
        "closing": what_next,
        "foot": _("Dibuat oleh Ikrar tanpa tanda tangan. Simpan sebagai bukti penerimaan."),
    }  # fmt: skip


def _statement(declaration: Declaration, kind: Kind) -> dict[str, Any]:
    told = kind.letter(PaperKind.STATEMENT)
    staff, moment = declaration.staff, zones.moment(declaration.at, declaration.agency.zone)
    if declaration.came == Came.PHONE:
        note = _("Dinyatakan dengan kode dan PIN, %(time)s") % {"time": moment}
    else:
        note = _("Ditandatangani di kertas; pindaiannya terlampir, dimasukkan %(time)s") % {"time": moment}
    number = staff.number_grouped if staff else ""
    signer = {
        "role": [_("Yang membuat pernyataan,")], "name": staff.full_name if staff else "–", "note": note,
        "number": f"NIP\u00a0{number}" if number else None,
    }  # fmt: skip
    day = zones.today(declaration.agency.zone, declaration.at)
    return {
        "title": told["title"], "subject": told["subject"], "opening": list(told["opening"]), "middle": told["middle"],
        "clauses": list(told["clauses"]), "closing": list(told["closing"]), "lines": _person(declaration) + lines(declaration, kind),
        "date": zones.long_date(day), "signer": signer,
    }  # fmt: skip


def _letter(declaration: Declaration, kind: Kind) -> dict[str, Any]:
    letter = declaration.letter
    told, cited = kind.letter(letter.what), kind.cited(declaration.rule)
    unverified = _("Kutipan kaidah belum dicocokkan Bagian Hukum dengan naskah resminya.")
    words = {
        "day": zones.long_date(zones.today(declaration.agency.zone, declaration.at)), "note": declaration.reason,
        "rule": f"{cited.name} ({'; '.join(cited.articles)})" if cited else "",
    }  # fmt: skip
    return {
        "title": told["title"], "subject": told["subject"], "number": letter.number or _("belum bernomor"),
        "opening": _filled(told["opening"], words), "lines": _person(declaration) + lines(declaration, kind),
        "closing": _filled(told["closing"], words),
        "date": zones.long_date(letter.dated_on) if letter.dated_on else None, "signer": _signer(letter),
        "foot": unverified if cited and not cited.is_verified else None,
    }  # fmt: skip


def _filled(sentences: list[str], words: Mapping[str, str]) -> list[str]:
    """Sentences with their places filled; one whose place has nothing to say is left out."""
    return [
        sentence.format_map(words)
        for sentence in sentences
        if all(said or f"{{{name}}}" not in sentence for name, said in words.items())
    ]


def _signer(letter: DeclarationLetter) -> dict[str, Any]:
    n = letter.signer_number
    return {
        "role": [f"{letter.signer_office},"], "name": letter.signer_name, "rank": letter.signer_rank or None,
        "number": f"NIP\u00a0{n[:8]}\u00a0{n[8:14]}\u00a0{n[14]}\u00a0{n[15:]}" if len(n) == 18 else None,
    }  # fmt: skip
