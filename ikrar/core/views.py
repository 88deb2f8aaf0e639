"""Doors of the house itself: health, errors."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


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


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: opened long ago, or sent from elsewhere. Nothing was done."""
    return render(request, "core/form_expired.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "core/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "core/broken.html", status=500)


for _view in (healthz, readyz):
    _view.door = "public"  # type: ignore[attr-defined]
