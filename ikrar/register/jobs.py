"""Work of the register that comes round by the clock."""

import datetime as dt

from ikrar.core import jobs
from ikrar.register import actions


@jobs.every("register.sequence", seconds=5)
def sequence(*, at: dt.datetime) -> None:
    """Give what is committed its place."""
    actions.sequence_all(at)


@jobs.every("register.watch", seconds=60)
def watch(*, at: dt.datetime) -> None:
    """Notice a database that is behind what stands in public before more is built on it."""
    actions.watch(at)
