"""A text of a pledge as paragraphs, so that two versions can be compared. Pure."""

from collections.abc import Mapping
from typing import Any


def paragraphs(title: str, body: Mapping[str, Any]) -> list[str]:
    """A text as its paragraphs, in reading order."""
    points = [point["text"] for point in body.get("points", [])]
    return [part for part in (title, body.get("opening", ""), *points, body.get("closing", "")) if part]
