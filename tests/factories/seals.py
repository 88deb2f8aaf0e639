"""The key with which the agencies of the tests seal."""

import datetime as dt

from ikrar.core import seal_key


def sealing_key() -> None:
    """One for all of them, made once, valid through all years in which the tests play."""
    place = seal_key.place("")
    if not place.key.exists():
        seal_key.make(place, holder="Kota Contoh", at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), days=40 * 365)
