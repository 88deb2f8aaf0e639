"""What the machine does besides us, and what our own processes took: read from /proc."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def _stats() -> dict[int, tuple[int, float]]:
    """Parent, and seconds of CPU with those of ended children, of each process."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[int(stat.parent.name)] = (int(words[1]), sum(map(int, words[11:15])) / _TICK)
    return found


def tree_seconds(roots: Iterable[int]) -> float:
    """Seconds of CPU of these processes and of all below them."""
    stats, wanted = _stats(), set(roots)
    below: dict[int, list[int]] = {}
    for pid, (parent, _seconds) in stats.items():
        below.setdefault(parent, []).append(pid)
    seen, waiting = set[int](), list(wanted)
    while waiting:
        pid = waiting.pop()
        if pid not in seen:
            seen.add(pid)
            waiting += below.get(pid, [])
    return sum(stats[pid][1] for pid in seen if pid in stats)


def busy_seconds() -> float:
    """Seconds of CPU that all processors together were not idle."""
    words = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(words[:3]) + sum(words[5:8])) / _TICK


class Watch:
    """How many cores others used between two moments; `roots` are the processes whose trees are ours."""

    def __init__(self, roots: Iterable[int]) -> None:
        self.roots = set(roots)
        self.began, self.busy, self.own = time.monotonic(), busy_seconds(), tree_seconds(self.roots)

    def others(self) -> float:
        wall = max(time.monotonic() - self.began, 0.01)
        return max(busy_seconds() - self.busy - (tree_seconds(self.roots) - self.own), 0.0) / wall


def wait_until_quiet(*, limit: float = 0.2, patience: float = 60.0) -> float:
    """Wait for a machine on which others use less than `limit` cores; returns what they use in the end."""
    end = time.monotonic() + patience
    while True:
        watch = Watch([os.getpid()])
        time.sleep(1.0)
        used = watch.others()
        if used < limit or time.monotonic() > end:
            return used
