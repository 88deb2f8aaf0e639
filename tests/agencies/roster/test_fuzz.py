"""Spoiled files never end in anything but words."""

import os
import random

from tests.agencies.roster.fuzz import fuzz


def test_spoiled_files_are_read_or_refused_in_words():
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    ends = fuzz(5_000 if os.environ.get("IKRAR_SOAK") == "1" else 250, seed)
    assert min(ends.values()) > 0, f"seed {seed}: {ends}"
