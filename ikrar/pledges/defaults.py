"""The texts that a new agency starts from, as a file, and filling in their placeholders. Pure."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "data" / "texts.yaml"
_FIELD = re.compile(r"\{[a-z_]+\}")
#: Parts of the body that both kinds of text have, and those of a pact alone.
_BODY, _PACT = ("opening", "points", "closing"), ("identity", "leader", "witnesses")


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load(_FILE.read_text("utf-8")))


def default_text(kind: str, fields: Mapping[str, str]) -> tuple[str, dict[str, Any], str]:
    """Title, body and source of the default text of this kind, with its placeholders filled in."""
    raw = _texts()[kind]
    names = _BODY + (_PACT if kind == "pact" else ())
    return raw["title"], filled({name: raw[name] for name in names}, fields), raw["source"]


def filled(part: Any, fields: Mapping[str, str]) -> Any:
    """The same structure with `{name}` replaced wherever `fields` has the name."""
    if isinstance(part, str):
        return _FIELD.sub(lambda match: fields.get(match[0][1:-1], match[0]), part)
    if isinstance(part, dict):
        return {key: filled(value, fields) for key, value in part.items()}
    return [filled(value, fields) for value in part] if isinstance(part, list) else part


def left_open(part: Any) -> list[str]:
    """Placeholders that nobody filled in."""
    if isinstance(part, str):
        return _FIELD.findall(part)
    values = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [name for value in values for name in left_open(value)]
