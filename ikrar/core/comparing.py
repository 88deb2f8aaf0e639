"""What changed between two versions of a text, paragraph by paragraph and word by word. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Piece:
    """A run of words: `same`, `new` or `gone`."""

    what: str
    text: str


@dataclass(frozen=True)
class Line:
    """One paragraph with its changes."""

    pieces: list[Piece]

    @property
    def changed(self) -> bool:
        return any(piece.what != "same" for piece in self.pieces)


def compare(before: list[str], after: list[str]) -> list[Line]:
    """The paragraphs of both, each with what came and what went."""
    lines: list[Line] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = before[i1:i2], after[j1:j2]
        if what == "equal":
            lines += [Line([Piece("same", text)]) for text in new]
            continue
        paired = min(len(old), len(new))
        lines += [Line(_words(a, b)) for a, b in zip(old, new, strict=False)]
        lines += [Line([Piece("gone", text)]) for text in old[paired:]]
        lines += [Line([Piece("new", text)]) for text in new[paired:]]
    return lines


def _words(before: str, after: str) -> list[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(new[j1:j2])))
            continue
        pieces += [Piece("gone", "".join(old[i1:i2]))] if i1 < i2 else []
        pieces += [Piece("new", "".join(new[j1:j2]))] if j1 < j2 else []
    return pieces
