"""What papers to hang up or to carry take; see `shapes`."""

from typing import Annotated, NotRequired, TypedDict

from ikrar.core.documents.checks import Emblem, Few, Link, Match
from ikrar.core.documents.shapes import Line, Name

Language = Annotated[str, Match("id|en", "is no language of ours")]


class Saying(TypedDict):
    """A short sentence, and small below what it rests on."""

    text: Annotated[str, Few(130)]
    basis: Annotated[str, Few(300)]


class Column(TypedDict):
    """What is forbidden, needs care or is allowed: the word for it, and its sentences."""

    word: Annotated[str, Few(40)]
    sayings: Annotated[list[Saying], Few(7)]


class Display(TypedDict):
    """What posters and cards share. `status` says whether the sentences were compared with the official text."""

    lang: Language
    agency: Name
    emblem: NotRequired[Emblem]
    title: Line
    forbidden: NotRequired[Column]
    allowed: NotRequired[Column]
    ask: Line
    host: Line
    path: Annotated[str, Few(60)]
    link: Link
    status: Line
    edition: Line


class StagePoster(Display):
    """What holds at a stage, to hang up: one page, `width` wide in millimetres, 297 or 210, upright."""

    width: int
    careful: NotRequired[Column]
    audience: Line


class PocketCard(Display):
    """The same to carry: ten cards a sheet, fronts on the first page, backs on the second."""
