"""Opening a log, and going on after one that cannot."""

import datetime as dt
import ipaddress
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.register import signing_keys
from ikrar.register.models import Log
from ikrar.register.queries import current
from ikrar.register.store import Store


@transaction.atomic
def open_log(agency: Agency, cycle: str, *, by: Actor, at: dt.datetime) -> Log:
    """The log of this agency and cycle, made with its key where there is none yet."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    return current(agency, cycle) or make_log(agency, cycle, 1, by=by, at=at)


def make_log(agency: Agency, cycle: str, generation: int, *, by: Actor, at: dt.datetime) -> Log:
    """A log of this generation, or of the first one after it under whose name nothing stands in public yet.

    Where something does, this database is older than that log, or another one: under one name it would have two pasts.
    """
    while Store(origin := origin_of(agency, cycle, generation)).head() is not None:
        generation += 1
    log = Log.objects.create(agency=agency, cycle=cycle, generation=generation, origin=origin, made_at=at)
    signing_keys.make(log, at)
    audit.record("register.log_opened", log, by=by)
    return log


def origin_of(agency: Agency, cycle: str, generation: int) -> str:
    """A name that no other log has: cycle, agency and the installation's host, read as one host name (tlog-checkpoint)."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    name = f"{cycle}-{generation}" if generation > 1 else cycle
    parts = [name, agency.code, "ikrar.example" if _is_nowhere(host) else host]
    return ".".join(re.sub(r"[^a-z0-9.-]+", "-", part.lower()) for part in parts)


def _is_nowhere(host: str) -> bool:
    """Names that mean another machine for everybody who reads them."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return True
