"""Doors of the house itself: health, errors."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from ikrar.core import metrics as figures


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The process answers and its database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse({"database": True})


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for a monitor on this very machine, or for one that sends the token of `ikrar.toml`."""
    if not _may_read_metrics(request):
        raise Http404
    return HttpResponse(figures.text(), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    """A request that a proxy handed on comes from loopback too: what gives it away is what the proxy adds."""
    wanted, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if wanted and constant_time_compare(given, f"Bearer {wanted}"):
        return True
    forwarded = any(
        name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP")
    )
    return not forwarded and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: opened long ago, or sent from elsewhere. Nothing was done."""
    return render(request, "core/form_expired.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "core/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "core/broken.html", status=500)


for _view in (healthz, readyz, metrics):
    _view.door = "public"  # type: ignore[attr-defined]
