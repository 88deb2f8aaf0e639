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

    def __init__(self, actor: Any, at: dt.datetime) -> None:
        self.actor, self.at = actor, at

    @cached_property
    def now(self) -> Now | None:
        """Who reads is asked here and not before: a page without the line keeps off the session, and so needs no cookie."""
        agency = self.actor.agency_id if self.actor and self.actor.is_officer else None
        return _seen.get(agency, lambda: self._ask(agency)) if agency else None

    def _ask(self, agency_id: int) -> Now | None:
        agency = Agency.objects.filter(pk=agency_id).first()
        return stages.now_of(agency, zones.today(agency.zone, self.at)) if agency else None

    def __bool__(self) -> bool:
        return self.now is not None


def page(request: HttpRequest) -> dict[str, Any]:
    """Added to every template's context."""
    return {"strip": Strip(getattr(request, "actor", None), zones.now())}
