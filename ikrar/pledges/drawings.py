"""A drawn signature: the path data that a pad sends, and the picture made of it. Pure."""

import re

from ikrar.pledges.rules import DRAWING_MAX

#: Moves and lines between whole points of the pad, and nothing else: the text ends in an SVG on paper.
_PATH = re.compile(r"(?:[ML]-?\d{1,4} -?\d{1,4})+")
#: Fewer lines than this are a touch by mistake.
_LEAST = 4
WIDTH, HEIGHT = 320, 150


def is_drawing(text: str) -> bool:
    """Is this path data as our pad writes it, and no longer than allowed?"""
    return len(text) <= DRAWING_MAX and _PATH.fullmatch(text) is not None


def is_signature(text: str) -> bool:
    """A drawing with enough lines to be somebody's signature rather than a touch by mistake."""
    return is_drawing(text) and text.count("L") >= _LEAST


def as_svg(text: str) -> str:
    """The drawing as an SVG of its own, or "" where it is none."""
    if not is_drawing(text):
        return ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="#1b2a6b" '
        f'stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><path d="{text}"/></svg>'
    )
