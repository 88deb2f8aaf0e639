"""The screen in the hall: a link that shows, to anyone who has it, the ikrar and one number. It reads no cookie."""

import math
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.access import public
from ikrar.agencies.tokens import token_digest
from ikrar.core import ids, qr, zones
from ikrar.core.recent import Recent
from ikrar.core.templatetags.ikrar import thousands
from ikrar.pledges import slips
from ikrar.pledges.ceremony import Number, rows_of
from ikrar.pledges.queries import ceremony as queries
from ikrar.pledges.queries.ceremony import Picture

#: Ten screens that ask in the same second cost one reading.
_pictures: Recent[Picture] = Recent(1.0)
#: Side of the square that holds one dot of the strip.
_DOT = 7


def picture_of(pk: int, token: str) -> Picture | None:
    """The ceremony's picture for a live link; a link made or ended a moment ago is looked up anew."""
    told = ids.clean(token)
    shown = _pictures.get(pk, lambda: queries.picture(pk, at=zones.now()))
    if shown is not None and token_digest(told) in shown.tokens:
        return shown
    if not queries.is_live(pk, told):
        return None
    _pictures.drop(pk)
    return _pictures.get(pk, lambda: queries.picture(pk, at=zones.now()))


@public
@override(settings.LANGUAGE_CODE)
def screen(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The whole picture with every page in it, so that it goes on when the line breaks; without a script it reloads itself."""
    found = picture_of(pk, token)
    if found is None:
        return render(request, "pledges/hall/screen_ended.html", status=404)
    return render(request, "pledges/hall/screen.html", {**_context(found), "pk": pk, "token": token})


@public
@override(settings.LANGUAGE_CODE)
def screen_now(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """What changes from second to second."""
    found = picture_of(pk, token)
    if found is None:
        return JsonResponse({"ended": True}, status=404)
    return JsonResponse(now(found))


def now(found: Picture) -> dict[str, Any]:
    """For the screen's script; the number is left out where the hall does not see it."""
    zone = found.ceremony.activity.agency.zone
    return {
        "seq": found.ceremony.seq, "view": found.ceremony.view, "place": found.place, "together": found.ceremony.together,
        "signed": _told(found.signed), "present": _told(found.present) if found.present else None,
        "corrected": found.corrected, "at": math.floor(found.at.timestamp() * 1000), "clock": zones.clock(found.at, zone),
    }  # fmt: skip


def _told(number: Number) -> dict[str, Any]:
    """The number as letters, as a number (-1 where it is not told), and how the strip is filled."""
    words = thousands(number.count) if number.count is not None else _("Hampir lengkap")
    return {"words": words, "count": -1 if number.count is None else number.count, **_strip(number)}


def _strip(number: Number) -> dict[str, int]:
    """Whole columns of dots, and the dots of the column that is being filled; of a plain bar the share alone."""
    rows = rows_of(number.total)
    if not rows:
        return {"full": number.filled * 1000 // number.total if number.total else 0, "rest": 0}
    return {"full": number.filled // rows * _DOT, "rest": number.filled % rows * _DOT}


def _context(found: Picture) -> dict[str, Any]:
    ceremony = found.ceremony
    last = len(ceremony.campaign.ikrar.body["points"])
    rows = rows_of(found.signed.total)
    return {
        "ceremony": ceremony, "activity": ceremony.activity, "agency": ceremony.activity.agency, "now": now(found),
        "campaign": ceremony.campaign, "pages": found.pages, "last": last, "points": range(1, last + 1),
        "signed": found.signed, "present": found.present, "here": found.pages[found.place],
        "host": settings.PUBLIC_URL.split("://", 1)[1].split("."), "qr": _qr(found),
        "dot": _DOT, "height": rows * _DOT,
        "whole": found.signed.total // rows * _DOT if rows else 1000, "odd": found.signed.total % rows * _DOT if rows else 0,
        "width": -(-found.signed.total // rows) * _DOT if rows else 1000,
    }  # fmt: skip


def _qr(found: Picture) -> str:
    return mark_safe(qr.svg(slips.qr_link(found.ceremony.campaign)))  # noqa: S308  # our own drawing of our own address
