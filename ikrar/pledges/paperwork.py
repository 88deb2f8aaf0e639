"""What stands on the papers of a campaign: letterhead, sheets to sign, pacts, receipts. Reads rows given, writes nothing."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ikrar.agencies.letterhead import letterhead
from ikrar.agencies.models import Agency, Assignment, Staff
from ikrar.agencies.rules import Level, StaffKind
from ikrar.core import documents, ids, seal_key, zones
from ikrar.core.seal_key import Opened
from ikrar.core.sealed_papers import Order
from ikrar.pledges import drawings
from ikrar.pledges.models import Campaign, PaperSheet, PledgeText, Signature
from ikrar.pledges.rules import Method
from ikrar.pledges.takehome import TakeHome
from ikrar.register.notes import Note
from ikrar.register.promises import Promise

_LABELS = {
    "name": gettext_lazy("Nama"), "number": gettext_lazy("NI PPPK"), "grade": gettext_lazy("Golongan"),
    "position": gettext_lazy("Jabatan"), "unit": gettext_lazy("Unit kerja"), "kind": gettext_lazy("Status"),
}  # fmt: skip
_NOTES = {
    Method.PHONE: gettext_lazy("Ditandatangani dengan kode dan PIN, %(when)s"),
    Method.KIOSK: gettext_lazy("Ditandatangani di meja, disaksikan petugas, %(when)s"),
    Method.VOUCH: gettext_lazy("Dinyatakan di depan petugas, %(when)s"),
    Method.PAPER: gettext_lazy("Ditandatangani dengan tinta, disahkan %(when)s"),
}
_NUMBERS: dict[str, Any] = {StaffKind.PNS: gettext_lazy("NIP"), StaffKind.NON_CIVIL_SERVANT: gettext_lazy("Nomor")}


def _text(text: PledgeText) -> dict[str, str]:
    return {
        "title": text.title,
        "version": str(text.version),
        "digest": ids.grouped(text.digest[:12], 4).replace("-", " "),
    }


def _texts(campaign: Campaign) -> dict[str, Any]:
    """Both texts that one signature stands under; `pledge` only where there is a pact besides."""
    return {"text": _text(pact_text(campaign)), "pledge": _text(campaign.ikrar) if campaign.pact else None}


def sheet_link(sheet: PaperSheet) -> str:
    """What the QR code of a sheet says: in capitals but for the path, which is as it is typed."""
    scheme, _mark, host = settings.PUBLIC_URL.partition("://")
    return f"{scheme.upper()}://{host.upper()}/ikrar/kertas/{sheet.code}/"


def roster_pdf(
    campaign: Campaign, sheets: Sequence[PaperSheet], people: Mapping[int, Assignment], at: dt.datetime
) -> bytes:
    """Sheets of names of one unit, each page with its own code."""
    with override(settings.LANGUAGE_CODE):
        agency, unit = campaign.agency, sheets[0].unit
        data = {
            "letterhead": letterhead(agency), "title": campaign.ikrar.title, "campaign": campaign.title,
            "unit": unit.name if unit else agency.name, **_texts(campaign),
            "statement": _statement(campaign),
            "printed": zones.moment(at, agency.zone), "sheets": [_sheet(sheet, people) for sheet in sheets],
        }  # fmt: skip
    return documents.render("roster", data, timestamp=int(at.timestamp()))


def _statement(campaign: Campaign) -> str:
    if campaign.pact is None:
        return _(
            "Dengan menandatangani, saya menyatakan telah membaca atau mendengar naskah di atas, dan berikrar menjaganya."
        )
    return _(
        "Dengan menandatangani, saya menyatakan telah membaca atau mendengar ikrar dan pakta integritas, dan menyetujui keduanya."
    )


def _sheet(sheet: PaperSheet, people: Mapping[int, Assignment]) -> dict[str, Any]:
    rows = [people[pk] for pk in sheet.staff if pk in people]
    return {
        "code": sheet.code, "link": sheet_link(sheet),
        "rows": [_row(row) for row in rows],
    }  # fmt: skip


def _row(row: Assignment) -> dict[str, str]:
    end = row.staff.number_end.replace("\u00a0", " ")
    return {"name": row.staff.full_name[:160], "number": end, "position": row.position[:160]}


def forms_pdf(
    campaign: Campaign, sheets: Iterable[PaperSheet], people: Mapping[int, Assignment], at: dt.datetime
) -> bytes:
    """Blank pacts, one page a person, each with its own code; at most `documents.MERGE_MOST`."""
    with override(settings.LANGUAGE_CODE):
        points = [point["text"] for point in campaign.ikrar.body["points"]] if campaign.pact else None
        shared = {**_pact_shared(campaign), "points": points}
        rows = [_form(campaign, sheet, people[sheet.staff[0]]) for sheet in sheets if sheet.staff[0] in people]
    return documents.render_merged("pact_form", rows, shared=shared, timestamp=int(at.timestamp()))


def _form(campaign: Campaign, sheet: PaperSheet, row: Assignment) -> dict[str, Any]:
    return {
        "identity": _identity(campaign, _listed(row), {}), "signer": _signer(row.staff.full_name),
        "sheet": {"code": sheet.code, "link": sheet_link(sheet)},
    }  # fmt: skip


def _listed(row: Assignment) -> dict[str, str]:
    staff: Staff = row.staff
    return {
        "name": staff.full_name, "number": staff.number, "kind": row.kind, "position": row.position, "grade": row.grade,
        "unit": row.unit.name,
    }  # fmt: skip


def pact_text(campaign: Campaign) -> PledgeText:
    """What a signed paper prints: the pact, or the ikrar where the campaign has no pact."""
    return campaign.pact or campaign.ikrar


def _pact_shared(campaign: Campaign) -> dict[str, Any]:
    text = pact_text(campaign)
    leader = campaign.leader if text.body.get("leader") and campaign.leader.get("name") else None
    witnesses = [{"role": [_("Saksi,")], "name": "." * 40} for _n in range(int(text.body.get("witnesses") or 0))]
    return {
        "letterhead": letterhead(campaign.agency), "title": text.title, "opening": text.body.get("opening") or text.title,
        "clauses": [point["text"] for point in text.body["points"]], "closing": text.body.get("closing"),
        "place": campaign.agency.place or campaign.agency.name, **_texts(campaign),
        "leader": _leader(leader) if leader else None, "witnesses": witnesses[:2] or None,
    }  # fmt: skip


def _leader(leader: Mapping[str, str]) -> dict[str, Any]:
    nip = leader.get("nip", "")
    grouped = f"NIP\u00a0{nip[:8]}\u00a0{nip[8:14]}\u00a0{nip[14]}\u00a0{nip[15:]}" if len(nip) == 18 else nip
    return {
        "role": [f"{leader['office']},"] if leader.get("office") else [_("Pimpinan,")], "name": leader["name"],
        "rank": leader.get("rank"), "number": grouped or None,
    }  # fmt: skip


def _signer(name: str, **more: Any) -> dict[str, Any]:
    return {"role": [_("Yang membuat pernyataan,")], "name": name, **more}


def _label(field: str, kind: str) -> str:
    return str(_NUMBERS.get(kind, _LABELS[field]) if field == "number" else _LABELS[field])


def _identity(campaign: Campaign, listed: Mapping[str, str], said: Mapping[str, str]) -> list[dict[str, Any]]:
    """The identity block in the order that the text asks for; what is unknown is left out."""
    wanted = [name for name in pact_text(campaign).body.get("identity") or ("name", "unit") if name in _LABELS]
    return [
        {
            "label": _label(name, listed.get("kind", "")), "value": _shown(name, listed[name]) or "–",
            "said": said.get(name) or None,
        }
        for name in wanted
        if listed.get(name) or said.get(name)
    ]  # fmt: skip


def _shown(field: str, value: str) -> str:
    if field == "number" and len(value) == 18:
        return f"{value[:8]}\u00a0{value[8:14]}\u00a0{value[14]}\u00a0{value[15:]}"
    if field == "kind" and value in StaffKind.values:
        return str(StaffKind(value).label)
    return value[:200]


def level_words(level: int) -> str:
    """`Kode dan PIN (tingkat 2 dari 5)`."""
    return _("%(level)s (tingkat %(n)d dari 5)") % {"level": Level(level).label, "n": level}


def pact_shared(campaign: Campaign, *, seal: str = "") -> dict[str, Any]:
    """What all signed pacts of a campaign have in common; made once for many. `seal` is what they say of their seal."""
    with override(settings.LANGUAGE_CODE):
        return {**_pact_shared(campaign), "seal": seal or _("Berkas ini belum bersegel elektronik.")}


def seal_order(agency: Agency, key: Opened) -> Order:
    """With what the agency's papers are sealed."""
    where = seal_key.place(agency.code)
    with override(settings.LANGUAGE_CODE):
        reason = _("Segel elektronik instansi, tidak tersertifikasi") if key.is_own else _("Segel elektronik instansi")
    return Order(str(where.key), str(where.phrase), key.fingerprint, reason, settings.SEAL_STAMPS)


def seal_words(key: Opened) -> str:
    """What a sealed pact says of its seal: whose it is and who stands for that; nothing of a level that we cannot know."""
    with override(settings.LANGUAGE_CODE):
        words = _("Berkas ini bersegel elektronik: %(holder)s, sertifikat dari %(issuer)s. %(check)s")
        if key.is_own:
            words = _("Berkas ini bersegel elektronik instansi, tidak tersertifikasi: %(holder)s. %(check)s")
        check = _("Periksa di panel tanda tangan pembaca PDF; cetakannya tidak membawa segel.")
        return words % {"holder": key.holder[:64], "issuer": key.issuer[:64], "check": check}


def merged_words() -> str:
    """What the file to print says on each page."""
    with override(settings.LANGUAGE_CODE):
        return _("Cetakan gabungan ini tidak bersegel elektronik; yang bersegel adalah berkas per orang.")


def pact_row(campaign: Campaign, signature: Signature, accepted: Mapping[str, str]) -> dict[str, Any]:
    """What one signed pact has of its own. `accepted` are corrections that the agency took over; they stand as listed."""
    with override(settings.LANGUAGE_CODE):
        zone = campaign.agency.zone
        listed = {**signature.listed, **accepted}
        said = {name: value for name, value in signature.stated.items() if name not in accepted}
        drawing = signature.drawing if drawings.is_drawing(signature.drawing) else None
        return {
            "identity": _identity(campaign, listed, said), "date": zones.long_date(signature.at.astimezone(zones.zone(zone)).date()),
            "signer": _signer(listed["name"], drawing=drawing, note=_note(signature, zone)),
            "receipt": ids.grouped(signature.receipt, 4), "level": level_words(signature.level), "check": number_check(signature),
        }  # fmt: skip


def number_check(signature: Signature) -> dict[str, str]:
    """Where the bare number of a paper is looked up in the register; nothing in it opens what was committed."""
    scheme, _mark, host = settings.PUBLIC_URL.partition("://")
    return {
        "address": f"{host}/verifikasi/", "link": f"{scheme.upper()}://{host.upper()}/V/{signature.receipt}",
    }  # fmt: skip


def _note(signature: Signature, zone: str) -> str:
    """How it was signed, in the words of the method."""
    return str(_NOTES[Method(signature.method)]) % {"when": zones.moment(signature.at, zone)}


def pact_pdf(campaign: Campaign, signature: Signature, accepted: Mapping[str, str]) -> bytes:
    """One signed pact. Made anew it is the same, byte by byte: its time stamp is the act's."""
    data = {**pact_shared(campaign), **pact_row(campaign, signature, accepted)}
    return documents.render("pakta", data, timestamp=int(signature.at.timestamp()))


def receipt_pdf(campaign: Campaign, signature: Signature, made: TakeHome | None) -> bytes:
    """What the signer takes home on A5: with the whole receipt in its code, or where there is none the address of its page."""
    with override(settings.LANGUAGE_CODE):
        path, host = f"/saya/tanda-terima/{signature.receipt}/", settings.PUBLIC_URL.split("://", 1)[1]
        texts = [text.title for text in (campaign.ikrar, campaign.pact) if text is not None]
        data = {
            "letterhead": letterhead(campaign.agency), "title": _("Tanda Terima"), "name": signature.listed["name"][:160],
            "unit": signature.listed["unit"][:160], "what": " dan ".join(texts)[:200],
            "when": zones.moment(signature.at, campaign.agency.zone), "level": level_words(signature.level),
            "receipt": ids.grouped(signature.receipt, 4), **_texts(campaign),
            "check": {"address": f"{host}/{'verifikasi' if made else 'saya'}/", "link": settings.PUBLIC_URL + path},
            "code": made.code if made else None, "state": _state(made, campaign.agency.zone),
            "proves": [
                _("Tanda tangan ini tercatat di register ikrar instansi, yang tidak bisa diubah tanpa ketahuan."),
                _("Naskah yang ditandatangani adalah versi dengan sidik digital di atas."),
            ],
            "limits": [
                _("PIN bukan tanda tangan elektronik tersertifikasi."),
                _("Tanda terima ini bukan bukti bahwa seseorang netral atau tidak netral."),
            ],
        }  # fmt: skip
    return documents.render("receipt", data, timestamp=int(signature.at.timestamp()))


def _state(made: TakeHome | None, zone: str) -> str | None:
    """Where the act stands in the register, or by when it will."""
    if made is None:
        return None
    if made.proof is not None:
        return _("Baris nomor %(index)d di register.") % {"index": made.proof.index}
    until = Promise.parse(Note.parse(made.promise).text).until
    return _("Masuk register paling lambat %(when)s. Sesudah itu unduh tanda terima yang baru.") % {
        "when": zones.moment(until, zone)
    }
