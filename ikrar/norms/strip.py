"""The line above officers' pages: which stage runs now, until when, and what begins next. Asked once a minute a process."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from ikrar.agencies.models import Agency
from ikrar.core import zones
from ikrar.core.recent import Recent
from ikrar.norms.queries import stages
from ikrar.norms.queries.stages import Now

_seen: Recent[Now] = Recent(60.0)


def forget(agency: int) -> None:
    """The next page asks anew, in this process: the officer who changed a date sees it at once."""
    _seen.drop(agency)


def forget_all() -> None:
    _seen.clear()


class Strip:
    """Looked up only by pages that show it."""

    template = "norms/_strip.html"

    def __init__(self, agency: int | None, at: dt.datetime) -> None:
        self.agency, self.at = agency, at

    @cached_property
    def now(self) -> Now | None:
        return _seen.get(self.agency, self._ask) if self.agency else None

    def _ask(self) -> Now | None:
        agency = Agency.objects.filter(pk=self.agency or 0).first()
        return stages.now_of(agency, zones.today(agency.zone, self.at)) if agency else None

    def __bool__(self) -> bool:
        return self.now is not None


def page(request: HttpRequest) -> dict[str, Any]:
    """Added to every template's context."""
    actor = getattr(request, "actor", None)
    return {"strip": Strip(actor.agency_id if actor and actor.is_officer else None, zones.now())}
