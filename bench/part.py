"""One measurement in a process of its own, inside an installation of its own: `python -m bench.part flow`, started by `bench`."""

import argparse
import importlib
import json
import sys
from dataclasses import dataclass

#: Name → module and function. Each is measured on PostgreSQL; `peak` on SQLite too.
PARTS = {
    "flow": ("bench.signing", "flow"),
    "peak": ("bench.signing", "peak"),
    "pending": ("bench.signing", "pending"),
    "crowd": ("bench.crowd", "crowd"),
    "roster": ("bench.roster", "roster"),
    "coverage": ("bench.coverage", "coverage"),
    "pacts": ("bench.pacts", "pacts"),
    "badges": ("bench.badges", "badge_file"),
    "checkin": ("bench.desk", "checkin"),
    "camera": ("bench.lens", "camera"),
    "online": ("bench.meeting", "online"),
    "lists": ("bench.lists", "lists"),
    "append": ("bench.register", "append"),
    "large": ("bench.register", "large"),
    "receipts": ("bench.proving", "receipts"),
}
MARK = "measured: "


@dataclass(frozen=True)
class Options:
    """How long to measure: pairs of ours and floor, and rows of the staff list."""

    pairs: int
    quick: bool
    rows: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rows", type=int, default=100_000)
    choice = parser.parse_args()
    import django

    django.setup()
    module, name = PARTS[choice.part]
    options = Options(choice.pairs, choice.quick, choice.rows)
    lines = getattr(importlib.import_module(module), name)(options)
    print(MARK + json.dumps([line.told for line in lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
