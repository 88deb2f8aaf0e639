"""The officers' guide of two pages, from `data/guide.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ikrar.core import documents

_SOURCE = Path(__file__).parent / "data" / "guide.yaml"


def told() -> dict[str, Any]:
    """The guide as data (documents.shapes.Guide)."""
    found: dict[str, Any] = yaml.safe_load(_SOURCE.read_text("utf-8"))
    return found


@cache
def printed_guide() -> bytes:
    """The guide as a PDF; made once a process."""
    return documents.render("guide", told(), timestamp=int(_SOURCE.stat().st_mtime))
