"""A promise: the log's key says by when a commitment will stand in the log. Pure.

Its first line can never be taken for a checkpoint's, whose first line is the log's own name.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ikrar.register import merkle
from ikrar.register.notes import Malformed, Note, Signer, Verifier, b64, from_b64, is_name, sign

_FIRST = "ikrar-promise/v1"
_SECONDS = re.compile(r"[1-9]\d{0,8}")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Promise:
    """The leaf of this hash stands in the log `seconds` after `at`, at the latest."""

    origin: str
    leaf: bytes
    at: dt.datetime
    seconds: int

    @property
    def until(self) -> dt.datetime:
        return self.at + dt.timedelta(seconds=self.seconds)

    @property
    def text(self) -> str:
        """What is signed."""
        at = self.at.astimezone(dt.UTC).strftime(_MOMENT)
        return "".join(f"{line}\n" for line in (_FIRST, self.origin, b64(self.leaf), at, str(self.seconds)))

    def signed(self, signers: Sequence[Signer]) -> str:
        """The note, the same one whenever it is asked for."""
        return sign(self.text, signers)

    @classmethod
    def parse(cls, text: str) -> "Promise":
        """From the text of a note; raises `Malformed`."""
        lines = text.split("\n")
        if (
            len(lines) != 6
            or lines[0] != _FIRST
            or lines[5]
            or not is_name(lines[1])
            or not _SECONDS.fullmatch(lines[4])
        ):
            raise Malformed("no promise")
        try:
            at = dt.datetime.strptime(lines[3], _MOMENT).replace(tzinfo=dt.UTC)
            found = cls(lines[1], from_b64(lines[2], merkle.LENGTH), at, int(lines[4]))
            is_exact = found.text == text and found.until > found.at
        except (ValueError, OverflowError) as error:
            raise Malformed("no promise") from error
        if not is_exact:
            raise Malformed("a promise of another form")
        return found


def promise_of(note: str, known: Sequence[Verifier]) -> Promise:
    """The promise of a note that a known key of just this log signed; raises `Malformed` or `Unsigned`."""
    parsed = Note.parse(note)
    found = Promise.parse(parsed.text)
    parsed.opened([key for key in known if key.name == found.origin])
    return found
