"""A row of the catalogue as a person reads and edits it: each field by its name, as text and back. Pure."""

from collections.abc import Callable, Mapping, Sequence
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
#: What the words of a row's other fields are called.
WORDS: Mapping[str, Mapping[str, Any]] = {
    "context": {"both": _("pemilu dan pilkada"), "pemilu": _("pemilu"), "pilkada": _("pilkada")},
    "category": {
        "kode_etik": _("kode etik"), "disiplin": _("disiplin"), "administratif": _("administratif"), "pidana": _("pidana"),
        "none": _("bukan pelanggaran"),
    },
    "who": {
        "pns": _("PNS"), "pppk": _("PPPK"), "pppk_paruh_waktu": _("PPPK paruh waktu"), "non_asn": _("pegawai non-ASN"),
        "structural_official": _("pejabat struktural"), "ppk_head_of_region": _("kepala daerah"), "candidate_side": _("pihak calon"),
    },
    "phases": {
        "any_time": _("kapan pun"), "before_candidate_determination": _("sebelum calon ditetapkan"),
        "after_candidate_determination": _("sesudah calon ditetapkan"), "campaign": _("masa kampanye"),
        "quiet_period": _("masa tenang"), "voting_day": _("hari pemungutan suara"), "after_voting": _("sesudah pemungutan suara"),
    },
}  # fmt: skip
#: Which row a word of a field names, if any: the name of an act, the citation of a basis.
Naming = Callable[[str, Any], str | None]
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


def paragraphs(body: Mapping[str, Any], naming: Naming) -> list[str]:
    """A row as lines “field: value”, so that two versions can be compared; codes and ticks in words."""
    told = [(part.label, in_words(part.name, value(body, part), naming)) for part in parts(body)]
    return [line for label, said in told for line in f"{label}: {said}".split("\n")]


def in_words(name: str, said: Any, naming: Naming) -> str:
    """A value for reading: several sentences stand on lines of their own, several words on one."""
    if isinstance(said, list):
        told = [_word(name, one, naming) for one in said]
        return ("\n" if any(map(is_sentence, said)) else "; ").join(told)
    return _word(name, said, naming)


def is_sentence(one: Any) -> bool:
    return isinstance(one, Mapping) and ("text" in one or "why" in one)


def _word(name: str, one: Any, naming: Naming) -> str:
    if isinstance(one, bool):
        return str(_("ya") if one else _("tidak"))
    if (named := naming(name, one)) is not None:
        return named
    if isinstance(one, Mapping):
        return _pieces(one, naming)
    words = {**dict(CHOICES.get(name, ())), **WORDS.get(name, {})}
    return str(words.get(one, as_text(one)))


def _pieces(one: Mapping[str, Any], naming: Naming) -> str:
    """A value of several parts: what it says first, what it was read in behind it in brackets."""
    if is_text(one):
        return str(one["id"])
    first, *more = [_word(name, said, naming) for name, said in one.items() if said not in ("", None)]
    if "text" in one:
        return f"{first} ({', '.join(more)})" if more else first
    return ", ".join([first, *more])
