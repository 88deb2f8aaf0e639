"""Answers that many ask for in the same second, worked out once per process."""

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class _Slot(Generic[Value]):
    def __init__(self) -> None:
        self.lock, self.until, self.value = Lock(), 0.0, None  # type: tuple[Lock, float, Value | None]


class Recent(Generic[Value]):
    """Keeps an answer for a moment; who comes while it is worked out waits for it instead of asking again."""

    def __init__(self, seconds: float, *, most: int = 500) -> None:
        self.seconds, self.most = seconds, most
        self._lock = Lock()
        self._slots: dict[Hashable, _Slot[Value]] = {}

    def get(self, key: Hashable, make: Callable[[], Value | None]) -> Value | None:
        """The kept answer, or a new one; None is never kept."""
        with self._lock:
            if len(self._slots) >= self.most and key not in self._slots:
                self._slots.clear()
            slot = self._slots.setdefault(key, _Slot())
        with slot.lock:
            if slot.value is None or time.monotonic() >= slot.until:
                slot.value, slot.until = make(), time.monotonic() + self.seconds
            return slot.value

    def clear(self) -> None:
        """Every next one asks anew."""
        with self._lock:
            self._slots.clear()

    def drop(self, key: Hashable) -> None:
        """The next one asks anew."""
        with self._lock:
            self._slots.pop(key, None)
