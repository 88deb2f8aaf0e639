"""The catalogue as YAML: out for a lawyer to read or to carry elsewhere, in again row by row. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from ikrar.norms import catalogue, checking
from ikrar.norms.held import Rows
from ikrar.norms.rules.provisions import FILES, Kind

#: What an agency's lines would be called as a file.
LINES = "lines.yaml"
#: An upload beyond this is no catalogue: the largest file that the project carries has a twentieth of it.
LARGEST = 2_000_000


class _Dumper(yaml.SafeDumper):
    """Texts in double quotes, as the project's own files are written."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


_Dumper.add_representer(str, _quoted)


def file_of(kind: Kind) -> str:
    return FILES.get(kind, LINES)


def text_of(kind: Kind, rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as a file, their fields in the order of the project's own file."""
    order = list(dict.fromkeys(name for row in catalogue.rows(kind) for name in row))
    ranked = {name: number for number, name in enumerate(order)}

    def in_order(row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: row[name] for name in sorted(row, key=lambda name: (name != "slug", ranked.get(name, 99), name))}

    return yaml.dump([in_order(row) for row in rows], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


def faults_of(kind: Kind, text: str, rows: Rows) -> tuple[list[checking.Fault], list[dict[str, Any]]]:
    """What is wrong in a file of one kind, by line, and its rows; `rows` is what they may refer to."""
    slugs = {of: {row.slug for row in rows.all(of)} for of in (Kind.BASIS, Kind.ACT, Kind.CONDUCT)}
    known = checking.Known(slugs[Kind.BASIS], slugs[Kind.ACT], slugs[Kind.CONDUCT], set())
    return checking.of_file(file_of(kind), text, known)


def faults_of_row(kind: Kind, slug: str, body: Mapping[str, Any], rows: Rows) -> list[str]:
    found, _rows = faults_of(kind, text_of(kind, [{"slug": slug, **body}]), rows)
    return list(dict.fromkeys(fault.says for fault in found))
