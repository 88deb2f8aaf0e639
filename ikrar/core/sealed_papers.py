"""Sealed papers, many at once: set and sealed by processes of their own, one a processor, that end with this one.

Each keeps its compiler and its key loaded. It waits for the next paper on its standard input, which closes when this
process goes, however it goes; so a kill leaves nobody behind.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

#: More at once would take the whole of a large machine from those who sign.
_MOST = 4
_REST_SECONDS = 30
_ROOT = Path(__file__).resolve().parent.parent.parent
_MADE, _NO_STAMP, _FAILED = b"M", b"S", b"F"


class NoStamp(Exception):
    """The time-stamp server gave no time stamp."""


class NotMade(Exception):
    """A process could not make or seal a paper; the text says why and may hold what stands on it."""


@dataclass(frozen=True)
class Order:
    """With what is sealed: the key's file and that of its pass phrase, which certificate it must hold, what is said of it."""

    key: str
    phrase: str
    fingerprint: str
    reason: str
    stamps: str = ""


@dataclass(frozen=True)
class Row:
    """One paper: its own data and its moment (Unix seconds)."""

    data: Mapping[str, Any]
    timestamp: int


class _Process:
    """One process and what it was told last."""

    def __init__(self, order: Order) -> None:
        path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.shared = ""
        self.running = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        self._say(json.dumps(order.__dict__))

    def make(self, shared: str, row: Row) -> bytes:
        if shared != self.shared:
            self._say(shared)
            self.shared = shared
        self._say(json.dumps({"row": row.data, "timestamp": row.timestamp}))
        assert self.running.stdout is not None
        kind, data = _answer(self.running.stdout)
        if kind == _NO_STAMP:
            raise NoStamp
        if kind != _MADE:
            raise NotMade(data.decode("utf-8", "replace"))
        return data

    def _say(self, line: str) -> None:
        assert self.running.stdin is not None
        try:
            self.running.stdin.write(line.encode() + b"\n")
            self.running.stdin.flush()
        except BrokenPipeError:
            raise NotMade("the process ended") from None

    def end(self) -> None:
        self.running.kill()
        self.running.wait()
        for pipe in (self.running.stdin, self.running.stdout):
            if pipe is not None:
                pipe.close()


def _answer(source: IO[bytes]) -> tuple[bytes, bytes]:
    head = source.read(9)
    if len(head) < 9:
        return _FAILED, b"the process ended"
    return head[:1], source.read(int.from_bytes(head[1:], "big"))


class Makers:
    """The processes of one order; safe for several threads."""

    def __init__(self, order: Order, processes: int | None = None) -> None:
        self.order = order
        self._most = processes or min(_MOST, _processors())
        self._all: list[_Process] = []
        self._free: SimpleQueue[_Process] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(self._most, thread_name_prefix="sealing")

    def begin(self, paper: str, shared: Mapping[str, Any], rows: Iterable[Row]) -> list[Future[bytes]]:
        """The sealed PDF of each row, once it is made; `shared` is what all have in common."""
        common = json.dumps({"paper": paper, "shared": shared})
        return [self._threads.submit(self._make, common, row) for row in rows]

    def make(self, paper: str, shared: Mapping[str, Any], rows: Iterable[Row]) -> list[bytes]:
        """The sealed PDF of each row, in its order."""
        return [one.result() for one in self.begin(paper, shared, rows)]

    def _make(self, shared: str, row: Row) -> bytes:
        process = self._taken()
        try:
            return process.make(shared, row)
        finally:
            self._free.put(process)

    def _taken(self) -> _Process:
        """One that is free, a new one while there may be more, or the next that becomes free."""
        with self._lock:
            if self._free.empty() and len(self._all) < self._most:
                self._all.append(_Process(self.order))
                return self._all[-1]
        return self._free.get()

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        for one in self._all:
            one.end()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_lock = threading.Lock()
_kept: Makers | None = None
_rest: threading.Timer | None = None


def makers(order: Order) -> Makers:
    """The processes of this order, started when first wanted and kept; those of another order end."""
    global _kept
    with _lock:
        _stop_timer()
        if _kept is None or _kept.order != order:
            _end()
            _kept = Makers(order)
        return _kept


def rest_soon() -> None:
    """End the processes unless they are wanted again within half a minute."""
    global _rest
    with _lock:
        _stop_timer()
        _rest = threading.Timer(_REST_SECONDS, _rest_after, [_kept])
        _rest.daemon = True
        _rest.start()


def rest() -> None:
    """End the processes now; the next that are wanted are new."""
    with _lock:
        _stop_timer()
        _end()


def _rest_after(idle: Makers | None) -> None:
    with _lock:
        if _rest is threading.current_thread() and _kept is idle:
            _end()


def _stop_timer() -> None:
    global _rest
    if _rest is not None:
        _rest.cancel()
    _rest = None


def _end() -> None:
    global _kept
    if _kept is not None:
        _kept.close()
    _kept = None


def _serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """What one of the processes does until nobody asks any more."""
    from ikrar.core import documents, pades, seal_key

    order = Order(**json.loads(source.readline()))
    key = seal_key.opened(seal_key.Place(Path(order.key), Path(order.phrase)))
    if key.fingerprint != order.fingerprint:
        raise SystemExit("another certificate")
    sealer, told = pades.Sealer(key, stamps=order.stamps), dict[str, Any]()
    for line in source:
        said = json.loads(line)
        if "paper" in said:
            told = said
            continue
        try:
            pdf = documents.render(told["paper"], {**told["shared"], **said["row"]}, timestamp=said["timestamp"])
            kind, data = _MADE, sealer.seal(pdf, reason=order.reason)
        except pades.StampMissing:
            kind, data = _NO_STAMP, b""
        except Exception as failure:
            kind, data = _FAILED, f"{type(failure).__name__}: {failure}".encode()[:500]
        try:
            sink.write(kind + len(data).to_bytes(8, "big") + data)
            sink.flush()
        except BrokenPipeError:
            os._exit(0)  # nobody is left to hear it


if __name__ == "__main__":
    os.nice(5)
    _serve(sys.stdin.buffer, sys.stdout.buffer)
