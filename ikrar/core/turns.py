"""SQLite has one writer at a time and no queue: whoever writes again and again lets the others in between."""

import time

from django.db import connection

#: A waiting writer looks again every tenth of a second at the latest; twice as long a pause gives each one its turn. After
#: longer work more of them wait, so the pause is a share of it.
PAUSE_SECONDS, _SHARE = 0.22, 0.5
#: Work that took less has kept nobody waiting for long.
_SHORT_SECONDS = 0.05


def give_way(began: float) -> None:
    """Pause after a transaction that began at this moment of the monotonic clock, where others may wait for it."""
    worked = time.monotonic() - began
    if connection.vendor == "sqlite" and worked > _SHORT_SECONDS:
        time.sleep(max(PAUSE_SECONDS, worked * _SHARE))
