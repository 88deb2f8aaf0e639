"""The register in public: which logs there are, how each stands, and its files as other programs read them."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from ikrar.agencies.access import Request, anonymous
from ikrar.core import zones
from ikrar.core.context import doors
from ikrar.register import growth, queries, signing_keys, tiles
from ikrar.register.models import Log
from ikrar.register.rules import PROMISED
from ikrar.register.store import CHECKPOINT, Store

_YEAR_SECONDS = 365 * 24 * 3600


def _log(origin: str) -> Log:
    found = queries.log_of(origin)
    if found is None:
        raise Http404
    return found


@anonymous
def log_list(request: Request) -> HttpResponse:
    """Every log of this installation with its size and its last head."""
    return render(request, "register/log_list.html", {"rows": queries.standing_logs()})


@anonymous
def log(request: Request, origin: str) -> HttpResponse:
    """One log: size, root, heads over time, its keys, how to check it elsewhere, what it proves and what not."""
    found = _log(origin)
    heads = list(queries.heads(found))
    context = {
        "log": found, "head": heads[-1] if heads else None, "heads": heads[::-1][:20], "line": growth.line(heads),
        "verifiers": signing_keys.verifiers(found), "address": request.build_absolute_uri().partition("?")[0],
        "late": queries.overdue(zones.now(), found), "promised": int(PROMISED.total_seconds() // 60), "zone": found.agency.zone,
        "doors": [(door, door.address(found), told) for door, told in doors(settings.LOG_DOORS, request.actor, found)],
    }  # fmt: skip
    return render(request, "register/log.html", context)


@anonymous
def checkpoint(request: Request, origin: str) -> HttpResponse:
    """The last head as a signed note (tlog-checkpoint)."""
    answer = _file(origin, CHECKPOINT, "text/plain; charset=utf-8")
    patch_cache_control(answer, no_cache=True)
    return answer


@anonymous
def tile(request: Request, origin: str, path: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries (tlog-tiles); none ever changes."""
    try:
        name = tiles.Tile.parse(f"tile/{path}").path
    except tiles.Damaged:
        raise Http404 from None
    answer = _file(origin, name, "application/octet-stream")
    patch_cache_control(answer, public=True, max_age=_YEAR_SECONDS, immutable=True)
    return answer


def _file(origin: str, path: str, content_type: str) -> HttpResponse:
    try:
        return HttpResponse(Store(_log(origin).origin).read(path), content_type=content_type)
    except FileNotFoundError:
        raise Http404 from None
