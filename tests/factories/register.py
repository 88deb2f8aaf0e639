"""Logs and entries for tests, and a reader that knows nothing of the product but its files."""

import datetime as dt
import secrets

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import system
from ikrar.register import actions
from ikrar.register.models import Head, Log
from ikrar.register.store import Store
from ikrar.register.tiles import TileReader
from tests.factories import agencies as cast

AT = dt.datetime(2029, 1, 10, 3, tzinfo=dt.UTC)
TEXT = "ab" * 32


def log(agency: Agency | None = None, cycle: str = "pemilu-2029") -> Log:
    return actions.open_log(agency or cast.agency(), cycle, by=system(), at=AT)


def entries(count: int) -> list[bytes]:
    return [b"\x01" + secrets.token_bytes(32) for _ in range(count)]


def committed(to: Log, count: int, *, at: dt.datetime = AT, about: str = TEXT) -> list[bytes]:
    made = entries(count)
    actions.commit_many(to.pk, about, made, at=at)
    return made


def published(agency: Agency, *, at: dt.datetime = AT) -> Log:
    """A log with eight entries and the leaf of their batch."""
    made = log(agency, "pilkada-2024")
    committed(made, 8, at=at)
    actions.sequence(made, at)
    return Log.objects.get(pk=made.pk)


def reader(of: Log, size: int) -> TileReader:
    """The tree of a log's public files at a size."""
    return TileReader(Store(of.origin).read, size)


def head(of: Log) -> Head:
    return Head.objects.filter(log=of).latest("size")
