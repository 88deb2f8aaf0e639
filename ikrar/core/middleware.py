"""What every answer of ours tells the browser."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _

from ikrar.core.errors import Refused

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def loosened(directive: str, *sources: str) -> str:
    """The same policy with more sources for one directive, for the one page that needs them."""
    return _POLICY.replace(f"{directive} 'self'", " ".join((directive, "'self'", *sources)))


def with_scanner(response: HttpResponse) -> HttpResponse:
    """This page alone may compile the reader of QR codes, which is WebAssembly (`components/scanner.html`)."""
    response.headers["Content-Security-Policy"] = loosened("script-src", "'wasm-unsafe-eval'")
    return response


_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Strict policy on every answer; pages about people are never kept by a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = dict(_HEADERS)
        if settings.HTTPS:  # browsers ignore it on plain HTTP, and say so on the console of every page
            self.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if settings.SECURE_HSTS_SECONDS:
            self.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Bounds:
    """Turns away what no page of ours sends, before any of it is read: huge bodies, and addresses with a NUL.

    A parser keeps uploads on the disk before a door is reached, so a stranger could fill it. Only officers send the
    largest files, and only to the address that takes them. Stands last, so that it knows who asks. A NUL in a form,
    which PostgreSQL cannot keep, is answered once the form was read for its token, whether a form class reads it or not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        length = request.META.get("CONTENT_LENGTH") or "0"
        if (
            not length.isdecimal()
            or len(length) > 15
            or (int(length) > settings.BODY_MAX and not self._is_list(request))
        ):
            return render(request, "core/too_large.html", status=413)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: tuple[Any, ...], callback_kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not any("\x00" in text for name, values in request.POST.lists() for text in (name, *values)):
            return None
        sentence = _("Kiriman ini memuat tanda yang tidak bisa disimpan (NUL). Ketik ulang isiannya, lalu kirim lagi.")
        return render(request, "core/refused.html", {"sentence": sentence}, status=400)

    def _is_list(self, request: HttpRequest) -> bool:
        """A staff list, sent by somebody who has logged in."""
        is_there = (
            request.path == settings.ROSTER_PATH and int(request.META["CONTENT_LENGTH"]) <= settings.ROSTER_BODY_MAX
        )
        return is_there and bool(request.actor.is_officer)  # type: ignore[attr-defined]


class Forms(CsrfViewMiddleware):
    """Django's check of forms, for pages that send no referrer.

    `Referrer-Policy: no-referrer` makes browsers send `Origin: null` with our own forms. Such a form is heard as
    our own where the browser says it is (`Sec-Fetch-Site`), or is too old to say; its token is checked in any case.
    """

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: tuple[Any, ...], callback_kwargs: dict[str, Any]
    ) -> HttpResponseForbidden | None:
        if (
            request.headers.get("Origin") == "null"
            and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        ):
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return super().process_view(request, callback, callback_args, callback_kwargs)


class Refusals:
    """A refusal that no form shows becomes a page of its own: the sentence, and the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "core/refused.html", {"sentence": exception}, status=422)
