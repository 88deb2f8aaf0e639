"""What an official letter of invitation says, to a unit or to a person. Reads rows given, writes nothing."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.letterhead import letterhead
from ikrar.core import documents, zones
from ikrar.outreach import paperwork
from ikrar.outreach.models import Activity, Guest, InvitationLetter, Invitee

_HEADS = Path(__file__).parent / "data" / "unit_heads.yaml"


@cache
def _heads() -> list[tuple[str, str]]:
    return [(row["begins"], row["head"]) for row in yaml.safe_load(_HEADS.read_text("utf-8"))]


def head_of(unit: str) -> str:
    """`Kepala Dinas Kesehatan`, `Camat Poasia`: how the head of a unit is addressed."""
    for begins, head in _heads():
        if f"{unit} ".casefold().startswith(f"{begins} ".casefold()):
            return f"{head}{unit[len(begins) :]}"[:160]
    return _("Pimpinan %(unit)s") % {"unit": unit}


@override(settings.LANGUAGE_CODE)
def first_words(activity: Activity) -> dict[str, Any]:
    """What the form proposes for a first letter."""
    names = [election.long_name or election.name for election in activity.elections.all()]
    occasion = (
        _("Dalam rangka menjaga netralitas pegawai pada %(elections)s") % {"elections": " dan ".join(names)}
        if names
        else _("Dalam rangka menjaga netralitas pegawai aparatur sipil negara")
    )
    return {
        "subject": _("Undangan %(title)s") % {"title": activity.title},
        "occasion": occasion,
        "nature": _("Penting"),
    }


@override(settings.LANGUAGE_CODE)
def letters_pdf(letter: InvitationLetter, units: Iterable[Sequence[Invitee]], *, timestamp: int) -> bytes:
    """Letters to the heads of units, each with its list; at most `documents.MERGE_MOST`."""
    shared = _shared(letter)
    rows = [_to_unit(letter, people) for people in units]
    return documents.render_merged("invitation", rows, shared=shared, timestamp=timestamp)


@override(settings.LANGUAGE_CODE)
def personal_pdf(letter: InvitationLetter, one: Invitee | Guest, *, timestamp: int) -> bytes:
    """A letter to one person or guest."""
    to = [one.staff.full_name] if isinstance(one, Invitee) else [one.name, one.office, one.institution]
    ask = _("%(occasion)s, kami mengundang Saudara untuk hadir pada:") % {"occasion": letter.occasion.rstrip(" ,.")}
    own = {
        "head": _head(letter, ""), "to": [line[:160] for line in to if line], "opening": [ask],
        "closing": _closing(letter, _("Demikian disampaikan, atas perhatian dan kehadiran Saudara diucapkan terima kasih.")),
    }  # fmt: skip
    return documents.render("invitation", {**_shared(letter), **own}, timestamp=timestamp)


def _to_unit(letter: InvitationLetter, people: Sequence[Invitee]) -> dict[str, Any]:
    unit = people[0].unit.name
    ask = _("%(occasion)s, mohon Saudara menugaskan pegawai yang namanya ada pada lampiran surat ini untuk hadir pada:")
    return {
        "head": _head(letter, _("1 (satu) berkas")), "to": [head_of(unit)],
        "opening": [ask % {"occasion": letter.occasion.rstrip(" ,.")}],
        "closing": _closing(letter, _("Demikian disampaikan, atas perhatian dan kerja sama Saudara diucapkan terima kasih.")),
        "annex": {"title": _("Daftar pegawai yang diundang"), "unit": unit[:160], "rows": [_row(one) for one in people]},
    }  # fmt: skip


def _row(one: Invitee) -> dict[str, str]:
    served = next((row for row in one.staff.assignments.all() if row.until is None), None)
    return {"name": one.staff.full_name[:160], "position": served.position[:160] if served else ""}


def _head(letter: InvitationLetter, annex: str) -> list[dict[str, str]]:
    lines = [(_("Sifat"), letter.nature), (_("Lampiran"), annex), (_("Hal"), letter.subject)]
    return [{"label": label, "value": value} for label, value in lines if value]


def _closing(letter: InvitationLetter, thanks: str) -> list[str]:
    return [words for words in (letter.note, thanks) if words]


def _shared(letter: InvitationLetter) -> dict[str, Any]:
    activity, agency = letter.activity, letter.activity.agency
    lines = [
        (_("Hari, tanggal"), paperwork.day(activity)), (_("Pukul"), paperwork.hours(activity)),
        (_("Tempat"), paperwork.place(activity)), (_("Acara"), activity.title), (_("Pakaian"), letter.dress),
    ]  # fmt: skip
    return {
        "letterhead": letterhead(agency), "number": letter.number or None,
        "date": zones.long_date(letter.dated_on) if letter.dated_on else None, "place": agency.place or agency.name,
        "at": _("Tempat"), "facts": [{"label": label, "value": value} for label, value in lines if value],
        "signer": _signer(letter), "copies": [str(line)[:200] for line in letter.copies][:10] or None,
    }  # fmt: skip


def _signer(letter: InvitationLetter) -> dict[str, Any]:
    form = str(letter.get_signer_form_display()) if letter.signer_form else ""
    n = letter.signer_number
    return {
        "role": [f"{form} {letter.signer_office},".strip()], "name": letter.signer_name, "rank": letter.signer_rank or None,
        "number": f"NIP\u00a0{n[:8]}\u00a0{n[8:14]}\u00a0{n[14]}\u00a0{n[15:]}" if len(n) == 18 else None,
    }  # fmt: skip
