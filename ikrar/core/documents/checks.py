"""Checks data against the shape of a paper, and makes of it what the templates print."""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Annotated, Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict
from xml.etree import ElementTree

from ikrar.core import qr

FONTS = Path(__file__).parent.parent / "papers" / "fonts"
#: Longest emblem, as text of its SVG.
EMBLEM_MOST = 1_500_000
#: Longest drawn signature, as path data.
DRAWING_MOST = 20_000

#: White space that wraps; the no-break spaces of a name stay.
BREAKS = re.compile(r"[^\S\u00a0\u202f]+")


class PaperRefused(Exception):
    """A paper cannot be made of this data; `field` names the place at fault, such as `signer.name` or `clauses[2]`."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Few:
    """At most so many letters of a text, or entries of a list; at least one."""

    most: int

    def __call__(self, value: object, field: str) -> object:
        size = len(value) if isinstance(value, str | list) else 0
        if not size:
            raise PaperRefused(field, "is empty")
        if size > self.most:
            raise PaperRefused(field, f"holds {size}, at most {self.most} fit")
        return value


@dataclass(frozen=True)
class Match:
    """A text of exactly this form."""

    pattern: str
    reason: str

    def __call__(self, value: object, field: str) -> object:
        if not re.fullmatch(self.pattern, str(value)):
            raise PaperRefused(field, self.reason)
        return value


def as_qr(value: object, field: str) -> object:
    """The QR code that says `value`."""
    text = str(value)
    if len(text) > 300 or not text.isascii():
        raise PaperRefused(field, "is no short plain address")
    return qr.svg(text)


def as_long_qr(value: object, field: str) -> object:
    """The QR code of a long text, in the letters that it packs most densely."""
    text = str(value)
    if not re.fullmatch(r"[0-9A-Z $%*+\-./:]{1,3300}", text):
        raise PaperRefused(field, "is longer than a code on paper, or has other letters")
    return qr.svg(text)


def as_ink(value: object, field: str) -> object:
    """A drawn signature, rebuilt from its strokes alone: nothing else that came with it reaches the paper."""
    text = str(value)
    box, strokes = "0 0 320 150", [text]
    if text.lstrip().startswith("<"):
        strokes = re.findall(r"""<path\b[^>]*?\sd=["']([^"'<>]*)["']""", text)
        found = re.search(r"""\bviewBox=["']([-\d. ,]+)["']""", text)
        box = found[1] if found else box
    path = " ".join(strokes).strip()
    if len(path) > DRAWING_MOST or not re.fullmatch(r"[Mm][-+\d.,eE\sMmLlHhVvCcSsQqTtAaZz]+", path):
        raise PaperRefused(field, "is no drawing made of strokes")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="none" stroke="#1b2a6b" stroke-width="3"'
        f' stroke-linecap="round" stroke-linejoin="round"><path d="{path}"/></svg>'
    )


@lru_cache(maxsize=64)
def as_emblem(value: object, field: str) -> object:
    """An emblem's SVG, if it draws only from itself."""
    text = str(value)
    if len(text) > EMBLEM_MOST:
        raise PaperRefused(field, "is too large")
    if re.search(r"<!(DOCTYPE|ENTITY)|<(script|foreignObject)\b", text, re.IGNORECASE):
        raise PaperRefused(field, "holds more than a drawing")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - entities were turned away above.
    except ElementTree.ParseError as broken:
        raise PaperRefused(field, "is no readable SVG") from broken
    if root.tag.rpartition("}")[2] != "svg":
        raise PaperRefused(field, "is no SVG")
    for part in root.iter():
        for name, target in part.attrib.items():
            if name.rpartition("}")[2] == "href" and not target.startswith(
                ("#", "data:image/png;", "data:image/jpeg;")
            ):
                raise PaperRefused(field, "draws on something outside itself")
    return text


Code = Annotated[str, Match(r"[0-9A-Z]{1,12}(-[0-9A-Z]{1,12}){0,5}", "is no code of capitals, digits and hyphens")]
Ending = Annotated[str, Match(r"[0-9A-Za-z. ]{1,7}", "is longer than the short end of a number")]
Link = Annotated[str, as_qr]
LongCode = Annotated[str, as_long_qr]
Ink = Annotated[str, as_ink]
Emblem = Annotated[str, as_emblem]


Checker = Callable[[object, str], object]


@cache
def checker(shape: object) -> Checker:
    """A function that checks a value against `shape` and returns what the template prints of it."""
    if is_typeddict(shape):
        return Fields.of(shape)
    origin, arguments = get_origin(shape), get_args(shape)
    if origin is Annotated:
        first, *then = checker(arguments[0]), *arguments[1:]
        return partial(_in_turn, first, then)
    if origin is list:
        return partial(_entries, checker(arguments[0]))
    return _text if shape is str else _whole


@dataclass(frozen=True)
class Fields:
    """The keys of one shape."""

    needed: frozenset[str]
    checkers: Mapping[str, Checker]

    @classmethod
    def of(cls, shape: Any) -> "Fields":
        hints = {key: hint for key, hint in get_type_hints(shape, include_extras=True).items()}
        bare = {key: get_args(hint)[0] if get_origin(hint) is NotRequired else hint for key, hint in hints.items()}
        return cls(shape.__required_keys__, {key: checker(hint) for key, hint in bare.items()})

    def __call__(self, value: object, field: str, *, elsewhere: Collection[str] = ()) -> dict[str, object]:
        """`elsewhere` names needed keys that another part of the data brings."""
        if not isinstance(value, Mapping):
            raise PaperRefused(field, "is no group of fields")
        told = {key: entry for key, entry in value.items() if entry is not None and entry != ""}
        for key in self.needed.difference(told, elsewhere):
            raise PaperRefused(_join(field, key), "is missing")
        for key in value.keys() - self.checkers.keys():
            raise PaperRefused(_join(field, str(key)), "is not known here")
        return {key: self.checkers[key](entry, _join(field, key)) for key, entry in told.items()}


def _join(field: str, key: str) -> str:
    return f"{field}.{key}" if field else key


def _in_turn(first: Checker, then: Sequence[Checker], value: object, field: str) -> object:
    value = first(value, field)
    for step in then:
        value = step(value, field)
    return value


def _entries(each: Checker, value: object, field: str) -> list[object]:
    if not isinstance(value, list | tuple):
        raise PaperRefused(field, "is no list")
    return [each(entry, f"{field}[{at}]") for at, entry in enumerate(value)]


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise PaperRefused(field, "is no text")
    return plain(value)


def _whole(value: object, field: str) -> int:
    if not isinstance(value, int) or not 0 < value < 1000:
        raise PaperRefused(field, "is no small whole number")
    return value


@cache
def unprintable() -> re.Pattern[str]:
    """Letters that no font on board can draw. Which those can was found by trying each one, as the tests do again."""
    ranges = json.loads((FONTS / "coverage.json").read_text())
    return re.compile("[^" + "".join(f"{re.escape(chr(a))}-{re.escape(chr(z))}" for a, z in ranges) + "]+")


def plain(text: str) -> str:
    """One line of text that prints: what no font draws becomes a box, and signs that turn or hide letters go."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", BREAKS.sub(" ", text)).strip()
    return unprintable().sub("□", "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf"}))
