"""The key with which the agencies of the tests seal."""

import datetime as dt
import time

from ikrar.core import seal_key


def sealing_key() -> None:
    """One for all of them, made once, valid through all years in which the tests play."""
    place = seal_key.place("")
    if place.key.exists():
        return
    try:
        seal_key.make(place, holder="Kota Contoh", at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), days=40 * 365)
    except FileExistsError:  # another process of the same home makes it
        until = time.monotonic() + 60
        while not place.key.exists() and time.monotonic() < until:
            time.sleep(0.05)
