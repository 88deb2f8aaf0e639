"""Checks one staff list from the command line and prints counts and speed as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from . import RosterUnreadable, open_roster


def measure(path: str | Path) -> dict[str, object]:
    """Read and check a whole file: what came out, how fast, and in how much memory."""
    began = time.perf_counter()
    with open_roster(path) as roster:
        told = sum(1 for _ in roster.rows())
        amended = len(roster.amendments())
        seconds = time.perf_counter() - began
        counts = {str(outcome): count for outcome, count in roster.counts().items()}
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "format": roster.format,
        "encoding": roster.encoding,
        "delimiter": roster.delimiter,
        "data_rows": roster.data_rows,
        **counts,
        "amended": amended,
        "seconds": round(seconds, 3),
        "rows_per_second": round(told / seconds),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "peak_child_mb": round(children / 1024),
    }


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m ikrar.agencies.roster FILE", file=sys.stderr)
        return 2
    try:
        print(json.dumps(measure(arguments[0])))
    except RosterUnreadable as fault:
        print(json.dumps({"unreadable": fault.reason, "detail": fault.detail}))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
