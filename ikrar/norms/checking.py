"""Looks over the files of the catalogue and names each fault with its file and line. Pure.

A rule may have several versions: rows of one slug whose times follow each other without overlap and without a hole.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from ikrar.norms import choosing
from ikrar.norms.clock import Unit
from ikrar.norms.rules import Ladder, SanctionClass, Toward, Verdict

STATUSES = {"draft", "approved", "rejected"}
#: Fields that choose from a table.
CHOSEN: Mapping[str, set[str]] = {
    "verdict": set(Verdict.values), "class": set(SanctionClass.values), "ladder": set(Ladder.values),
    "toward": {"", *Toward.values},
}  # fmt: skip
#: Per file what each of its rows must tell.
NEEDED: Mapping[str, Sequence[str]] = {
    "elections.yaml": ("slug", "name", "long_name", "kind", "year", "source"),
    "freezes.yaml": (
        "slug",
        "name",
        "kinds",
        "from_stage",
        "months_before",
        "until_stage",
        "means",
        "source",
        "status",
    ),
    "legal_bases.yaml": ("slug", "kind", "number", "year", "title", "issuer"),
    "acts.yaml": ("slug", "name", "why", "instead", "words"),
    "conducts.yaml": ("slug", "act", "verdict", "who", "phases", "category", "class", "source"),
    "terms.yaml": ("slug", "name", "number", "unit", "counted_from", "since", "status"),
    "sanctions.yaml": ("slug", "ladder", "name", "source", "status"),
    "sanction_powers.yaml": ("slug", "official", "over", "levels"),
    "sanction_notes.yaml": ("slug", "text", "source"),
    "lines.yaml": ("slug", "text"),
    "questions.yaml": ("rule", "q"),
}
#: Files whose rows rest on legal bases.
CITING = ("conducts.yaml", "freezes.yaml", "terms.yaml", "sanctions.yaml")
_DATES = ("since", "until", "day", "decreed", "approved_on")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PART = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, and where."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


class _Row(dict[str, Any]):
    """A mapping that knows on which line it and each of its keys stand."""

    line: int
    lines: dict[str, int]

    def at(self, key: str) -> int:
        return self.lines.get(key, self.line)


class _Loader(yaml.SafeLoader):
    """Keeps lines, and leaves dates as they are written, so that one that does not exist can be named."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Iterator[_Row]:
    row = _Row()
    row.line = node.start_mark.line + 1
    row.lines = {str(key.value): key.start_mark.line + 1 for key, _value in node.value}
    yield row
    row.update({str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, rule) for tag, rule in found if tag != "tag:yaml.org,2002:timestamp"]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(folder: Path) -> list[Fault]:
    """Everything wrong in the files of a folder, by file and line; empty where all is in order."""
    read, found = _read({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))})
    known = Known.of(read)
    for name, told in read.items():
        found += [Fault(name, line, says) for line, says in _of_file(name, told, known)]
    found += [Fault(*told) for told in choosing.faults(read)]
    return sorted(set(found))


def of_file(name: str, text: str, known: "Known") -> tuple[list[Fault], list[dict[str, Any]]]:
    """Everything wrong in one file of rows that may refer to each other and to what is known; and its rows."""
    read, found = _read({name: text})
    if name in read:
        inside = Known.of({name: read[name]})
        found += [Fault(name, line, says) for line, says in _of_file(name, read[name], known | inside)]
    return sorted(set(found)), [_plain(row) for row in _listed(read.get(name))]


def _plain(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _plain(one) for key, one in told.items()}
    return [_plain(one) for one in told] if isinstance(told, list) else told


def _read(texts: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    read: dict[str, Any] = {}
    found: list[Fault] = []
    for name, text in texts.items():
        try:
            read[name] = yaml.load(text, _Loader)  # noqa: S506 (a safe loader)
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or type(error).__name__
            found.append(
                Fault(name, mark.line + 1 if mark else 1, _("Tidak terbaca: %(problem)s.") % {"problem": problem})
            )
    return read, found


@dataclass(frozen=True)
class Known:
    """What rows may refer to."""

    bases: set[str]
    acts: set[str]
    conducts: set[str]
    decrees: set[str]

    @classmethod
    def of(cls, read: Mapping[str, Any]) -> "Known":
        def slugs(rows: Any) -> set[str]:
            return {str(row.get("slug")) for row in _listed(rows)}

        bases, acts, conducts = (slugs(read.get(f"{name}.yaml")) for name in ("legal_bases", "acts", "conducts"))
        return cls(bases, acts, conducts, slugs(_within(read.get("workdays.yaml"), "decrees")))

    def __or__(self, other: "Known") -> "Known":
        return Known(
            self.bases | other.bases,
            self.acts | other.acts,
            self.conducts | other.conducts,
            self.decrees | other.decrees,
        )


_Said = Iterator[tuple[int, str]]


def _of_file(name: str, told: Any, known: Known) -> _Said:
    for row in _rows_within(told):
        yield from _texts(row)
        yield from _times(row)
        yield from _status(row)
        yield from _references(row, known)
    if name in NEEDED and (not isinstance(told, list) or len(_listed(told)) != len(told)):
        yield 1, _("Isinya harus berupa daftar baris.")
    rows = _listed(told)
    for row in rows:
        for field in NEEDED.get(name, ()):
            if row.get(field) in (None, "", []):
                yield row.line, _("%(row)s tidak memuat %(field)s.") % {"row": _called(row), "field": field}
        if name in CITING and not row.get("bases"):
            yield row.line, _("%(row)s tidak mengutip dasar apa pun.") % {"row": _called(row)}
        if name == "terms.yaml":
            for reading in (row, *_listed(row.get("readings"))):
                yield from _length(row, reading)
    if name == "elections.yaml":
        for row in rows:
            yield from _versions(
                _listed(row.get("stages")), lambda one: f"{one.get('slug')} {one.get('region', '')}", apart=True
            )
    if name in NEEDED and name != "questions.yaml":
        yield from _versions(rows, _called)


def _listed(told: Any) -> list[_Row]:
    """The rows of a list; what is no row is left out."""
    return [row for row in told if isinstance(row, _Row)] if isinstance(told, list) else []


def _within(told: Any, key: str) -> Any:
    return told.get(key) if isinstance(told, _Row) else None


def _rows_within(told: Any) -> Iterator[_Row]:
    """Every mapping of a file, however deep; once, also where a file refers to itself."""
    waiting, seen = [told], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, _Row | list) and id(one) not in seen:
            seen.add(id(one))
            waiting += one.values() if isinstance(one, _Row) else one
            if isinstance(one, _Row):
                yield one


def _called(row: Mapping[str, Any]) -> str:
    return str(row.get("slug") or row.get("q") or "a row")


def _texts(row: _Row) -> _Said:
    is_text = "en" in row or set(row) == {"id"}
    if is_text and not str(row.get("id") or "").strip():
        yield row.line, _("Teks ini tidak punya bahasa Indonesia.")


def _times(row: _Row) -> _Said:
    for key in _DATES:
        said = row.get(key)
        if said and day(str(said)) is None and not _PART.fullmatch(str(said)):
            yield row.at(key), _("%(field)s: tanggal %(day)s tidak ada.") % {"field": key, "day": said}
    since, until = (day(str(row.get(key) or "")) for key in ("since", "until"))
    if since and until and until < since:
        yield row.at("until"), _("%(row)s berakhir sebelum mulai.") % {"row": _called(row)}


def _status(row: _Row) -> _Said:
    if "status" not in row:
        return
    if str(row["status"]) not in STATUSES:
        yield (
            row.at("status"),
            _("%(row)s: status %(status)s tidak dikenal.") % {"row": _called(row), "status": row["status"]},
        )
    if row["status"] == "approved" and not (row.get("approved_by") and row.get("approved_on")):
        yield (
            row.at("status"),
            _("%(row)s disetujui, tetapi oleh siapa dan kapan tidak disebut.") % {"row": _called(row)},
        )


def _references(row: _Row, known: Known) -> _Said:
    told = (("basis", known.bases), ("act", known.acts), ("rule", known.conducts), ("decree", known.decrees))
    for key, values in (*told, *CHOSEN.items()):
        if key in row and str(row[key]) not in values:
            yield row.at(key), _("%(field)s: %(said)s tidak dikenal.") % {"field": key, "said": row[key]}


def _length(row: _Row, reading: _Row) -> _Said:
    if str(reading.get("unit")) not in set(Unit):
        yield (
            reading.at("unit"),
            _("%(row)s: satuan %(unit)s tidak dikenal.") % {"row": _called(row), "unit": reading.get("unit")},
        )
    number = reading.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        yield (
            reading.at("number"),
            _("%(row)s: %(number)s bukan jumlah hari mulai 1.") % {"row": _called(row), "number": number},
        )


def _versions(rows: Sequence[_Row], key: Callable[[_Row], str], *, apart: bool = False) -> _Said:
    """Rows of one key: told once, or one after the other in time; with `apart` never twice."""
    grouped: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    for same in grouped.values():
        ordered = sorted(same, key=lambda row: str(row.get("since") or ""))
        for before, after in pairwise(ordered):
            if apart or before.get("since") == after.get("since"):
                yield after.line, _("%(row)s ditulis dua kali.") % {"row": _called(after)}
                continue
            ends, begins = day(str(before.get("until") or "")), day(str(after.get("since") or ""))
            if ends is None or (begins and ends >= begins):
                yield (
                    after.at("since"),
                    _("%(row)s mulai berlaku selagi versi sebelumnya masih berlaku.") % {"row": _called(after)},
                )
            elif begins and begins - ends > dt.timedelta(days=1):
                yield (
                    after.at("since"),
                    _("%(row)s: antara %(ends)s dan %(begins)s tidak ada versi yang berlaku.")
                    % {"row": _called(after), "ends": ends, "begins": begins},
                )


def day(text: str) -> dt.date | None:
    """The day, where the text is one that exists."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
