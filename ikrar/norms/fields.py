"""A row of the catalogue as a person reads and edits it: each field by its name, as text and back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from ikrar.norms.clock import Unit
from ikrar.norms.rules import Ladder, SanctionClass, Toward, Verdict
from ikrar.norms.rules.provisions import ALLOWANCE_CUTS, Kind

#: What each field of a row is called.
LABELS: Mapping[str, Any] = {
    "act": _("Perbuatan"), "name": _("Nama"), "why": _("Mengapa"), "instead": _("Yang boleh dilakukan"), "toward": _("Terhadap siapa"),
    "words": _("Kata sehari-hari"), "verdict": _("Jawaban"), "condition": _("Syaratnya"), "who": _("Siapa"),
    "context": _("Pemilu atau pilkada"),
    "phases": _("Tahapan"), "category": _("Golongan perbuatan"), "class": _("Golongan sanksi"), "bases": _("Dasar"),
    "examples": _("Contoh"), "source": _("Dibaca di"), "seen": _("Dibaca sendiri di sumber itu"), "status": _("Status dalam berkas"),
    "kind": _("Jenis"), "number": _("Nomor atau jumlah"), "year": _("Tahun"), "title": _("Judul"), "issuer": _("Penerbit"),
    "short": _("Sebutan singkat"), "note": _("Catatan"), "unit": _("Satuan hari"), "counted_from": _("Dihitung sejak"),
    "readings": _("Bacaan lain"), "last_day": _("Bila hari terakhir libur"), "ladder": _("Tangga"), "by": _("Dijatuhkan oleh"),
    "effect": _("Akibatnya"), "interim": _("Pengganti selama belum berlaku"), "official": _("Pejabat"), "over": _("Terhadap"),
    "levels": _("Hukuman"), "text": _("Isi"), "positions": _("Pendapat yang berbeda"), "choice": _("Pilihan"),
    "since": _("Berlaku sejak"), "until": _("Berlaku sampai"), "verified": _("Sudah dicocokkan dalam berkas"),
    "id": _("Bahasa Indonesia"), "en": _("Bahasa Inggris"),
}  # fmt: skip
#: Fields that choose from a table.
CHOICES: Mapping[str, Sequence[tuple[str, Any]]] = {
    "verdict": Verdict.choices, "class": SanctionClass.choices, "ladder": Ladder.choices,
    "toward": [("", _("tidak bergantung")), *Toward.choices],
    "unit": [(Unit.WORKING.value, _("hari kerja")), (Unit.CALENDAR.value, _("hari kalender"))],
}  # fmt: skip
#: What stands in the columns of a version, not in its text.
COLUMNS = ("since", "until", "status", "verified", "approved_by", "approved_on")


@dataclass(frozen=True)
class Part:
    """One field of a row: its name, or the name and the language of a text."""

    name: str
    language: str = ""

    @property
    def key(self) -> str:
        return f"{self.name}_{self.language}" if self.language else self.name

    @property
    def label(self) -> str:
        word = LABELS.get(self.name, self.name)
        return f"{word} ({LABELS[self.language]})" if self.language else str(word)


def parts(body: Mapping[str, Any]) -> list[Part]:
    """The fields of a row that are its text, a text in two languages being two."""
    told = [(name, said) for name, said in body.items() if name not in COLUMNS]
    return [
        part
        for name, said in told
        for part in ([Part(name, "id"), Part(name, "en")] if is_text(said) else [Part(name)])
    ]


def name_of(kind: Kind, row: Mapping[str, Any], act: Mapping[str, Any] | None = None) -> str:
    """What a row is called in a list, in Indonesian as the catalogue is; a conduct and a line by their act."""
    if kind == Kind.LINE and row["slug"] == ALLOWANCE_CUTS:
        return str(_("Pemotongan tunjangan"))
    if kind in {Kind.CONDUCT, Kind.LINE} and act:
        toward = f" ({Toward(row['toward']).label})" if row.get("toward") else ""
        return f"{act['name']['id']}{toward}"
    if kind == Kind.BASIS:
        return str(row.get("short") or f"{row['kind']} {row['number']}/{row['year']}")
    told = row.get("name") or row.get("official") or row.get("text") or {}
    return str(told.get("id") or row["slug"])


def is_text(said: Any) -> bool:
    return isinstance(said, Mapping) and "id" in said


def value(body: Mapping[str, Any], part: Part) -> Any:
    said = body.get(part.name)
    return said.get(part.language, "") if part.language and isinstance(said, Mapping) else said


def as_text(said: Any) -> str:
    """A value as lines that a person edits; `from_text` reads them again."""
    if isinstance(said, list):
        return "\n".join(map(_line, said)) if not any(_is_deep(one) for one in said) else _yaml(said)
    return "" if said is None else str(said)


def _is_deep(one: Any) -> bool:
    return isinstance(one, Mapping) and set(one) != {"basis", "article"}


def _line(one: Any) -> str:
    return f"{one['basis']}; {one['article']}" if isinstance(one, Mapping) else str(one)


def _yaml(said: Any) -> str:
    return str(yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)).strip()


def from_text(text: str, before: Any) -> Any:
    """What was typed, in the shape of the value before; raises `ValueError` where it has another shape."""
    if isinstance(before, list):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if before and isinstance(before[0], Mapping):
            return _deep(text) if any(_is_deep(one) for one in before) else [_basis(line) for line in lines]
        return lines
    if isinstance(before, int) and not isinstance(before, bool):
        return int(text)
    return text


def _basis(line: str) -> dict[str, str]:
    basis, _sign, article = line.partition(";")
    return {"basis": basis.strip(), "article": article.strip()}


def _deep(text: str) -> Any:
    try:
        told = yaml.safe_load(text) or []
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(told, list):
        raise ValueError("no list")
    return told


def paragraphs(body: Mapping[str, Any]) -> list[str]:
    """A row as lines “field: value”, so that two versions can be compared; ticks and choices in words."""
    return [f"{part.label}: {in_words(part.name, value(body, part))}" for part in parts(body)]


def in_words(name: str, said: Any) -> str:
    if isinstance(said, bool):
        return str(_("ya") if said else _("tidak"))
    if name in CHOICES:
        return str(dict(CHOICES[name]).get(said, said))
    return "; ".join(map(_flat, said)) if isinstance(said, list) else as_text(said)


def _flat(one: Any) -> str:
    if isinstance(one, Mapping):
        return ", ".join(_flat(part) for part in one.values() if part)
    return str(one)
