"""The evaluation that a new agency starts from, as a file that it can read. Pure."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "data" / "evaluation.yaml"


@cache
def _told() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text("utf-8")))


def evaluation() -> dict[str, Any]:
    """The three questions, the words of both scales, and for how many days it is open."""
    told = _told()
    return {
        "days": told["days"], "first": told["first"]["text"], "first_words": list(told["first"]["words"]),
        "second": told["second"]["text"], "second_words": list(told["second"]["words"]), "third": told["third"]["text"],
    }  # fmt: skip
