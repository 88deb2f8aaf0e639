"""Rules of the PIN: which are too easy, and what a counter of wrong ones allows. Pure."""

import datetime as dt
import itertools
from dataclasses import dataclass
from enum import StrEnum

from ikrar.agencies.rules import PIN_END_AT, PIN_LENGTH, PIN_PAUSE_AT, PIN_PAUSE_MINUTES


class Weak(StrEnum):
    """Why a PIN is refused."""

    SHAPE = "shape"
    RUN = "run"
    REPEATED = "repeated"
    NUMBER = "number"
    BIRTH = "birth"


def weakness(pin: str, number: str = "") -> Weak | None:
    """Why `pin` is too easy for the person with this NIP, or None."""
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdigit()):
        return Weak.SHAPE
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    if steps <= {1} or steps <= {9}:
        return Weak.RUN
    if len(set(pin)) == 1 or pin == pin[:2] * 3 or pin == pin[:3] * 2:
        return Weak.REPEATED
    if number[:8].isdigit() and pin in _birthdays(number[:8]):
        return Weak.BIRTH
    return Weak.NUMBER if pin in number else None


def _birthdays(birth: str) -> set[str]:
    """The ways in which people write a date (YYYYMMDD) in six digits."""
    year, month, day = birth[:4], birth[4:6], birth[6:8]
    return {
        day + month + year[2:], month + day + year[2:], year[2:] + month + day, year[2:] + day + month,
        day + year, month + year, year + month, year + day, day[-1] + month[-1] + year,
    }  # fmt: skip


@dataclass(frozen=True)
class Counter:
    """Wrong PINs so far, and until when no more are heard."""

    wrong: int = 0
    closed_until: dt.datetime | None = None

    def is_closed(self, at: dt.datetime) -> bool:
        return self.wrong >= PIN_END_AT or (self.closed_until is not None and at < self.closed_until)

    @property
    def is_over(self) -> bool:
        """Only a new code, in person, helps."""
        return self.wrong >= PIN_END_AT

    @property
    def left(self) -> int:
        """Tries until the next pause, or until the end."""
        bound = PIN_PAUSE_AT if self.wrong < PIN_PAUSE_AT else PIN_END_AT
        return bound - self.wrong

    def after_wrong(self, at: dt.datetime) -> "Counter":
        wrong = self.wrong + 1
        return Counter(wrong, at + dt.timedelta(minutes=PIN_PAUSE_MINUTES) if wrong == PIN_PAUSE_AT else None)
