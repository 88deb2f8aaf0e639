"""Doors of a staff member with a personal code: enter, PIN, one-time code, not me, leave."""

import datetime as dt
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies import queries, tokens
from ikrar.agencies.access import Request, public, signer
from ikrar.agencies.actions import credentials
from ikrar.agencies.middleware import PHONE_AGE, PHONE_COOKIE, SIGNER_AGE, SIGNER_COOKIE
from ikrar.agencies.queries.credentials import Held
from ikrar.agencies.rules import DESK_NUMBER_MINUTES, OTP_COUNTS_MINUTES
from ikrar.agencies.tokens import Signer
from ikrar.core import zones
from ikrar.core.errors import Refused

#: A PIN typed in this session opens the own pages for so long.
PIN_COUNTS = dt.timedelta(minutes=30)


def keep(response: HttpResponse, who: Signer) -> HttpResponse:
    """Put the signer's cookie on an answer, and the phone's where the phone is known by name."""
    phone = [(PHONE_COOKIE, who.device, PHONE_AGE)] if who.device else []
    for name, value, age in [(SIGNER_COOKIE, tokens.seal(who), SIGNER_AGE), *phone]:
        response.set_cookie(
            name, value, max_age=age, path="/saya/", secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    return response


def phone_of(request: HttpRequest) -> str:
    """This phone's random name: the one that it brought, or a new one. Browsers bring it under `/saya/` alone."""
    known = request.COOKIES.get(PHONE_COOKIE, "")
    return known if len(known) == 16 and known.isalnum() else secrets.token_hex(8)


def pin_is_fresh(who: Signer, at: dt.datetime) -> bool:
    return at.timestamp() - who.pin_at < PIN_COUNTS.total_seconds()


def pin_counts(who: Signer, at: dt.datetime) -> bool:
    """Fresh, and its holder has not left since; for pages that do not read the phone's counter anyway."""
    return pin_is_fresh(who, at) and not who.has_left(queries.left_at(who.credential, who.device))


def otp_is_fresh(who: Signer, at: dt.datetime) -> bool:
    return at.timestamp() - who.otp_at < OTP_COUNTS_MINUTES * 60


def address_of(request: HttpRequest) -> str:
    """The address that counts unknown codes: the proxy's word where there is a proxy; of IPv6 the network of one line."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip() if settings.HTTPS else ""
    address = forwarded or request.META.get("REMOTE_ADDR", "")
    try:
        long = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    return str(long.ipv4_mapped or ipaddress.ip_network((long, 64), strict=False))


def masked(name: str) -> str:
    """`S••• R•••`: enough for the holder, little for a stranger."""
    return " ".join(f"{word[0]}•••" for word in name.split() if word)


def next_page(who: Signer) -> str:
    if who.activity:
        return f"/saya/kegiatan/{who.activity}/"
    return f"/saya/ikrar/{who.campaign}/" if who.campaign else "/saya/"


@public
def enter(request: Request) -> HttpResponse:
    """Type the own code. A GET changes nothing, so that a messenger's preview does nothing."""
    return entered(request) if request.method == "POST" else render(request, "agencies/enter.html")


def entered(
    request: Request, *, campaign: str = "", activity: int = 0, page: str = "agencies/enter.html",
    shown: Mapping[str, object] | None = None,
) -> HttpResponse:  # fmt: skip
    """A typed or linked code, posted once, becomes a cookie for `/saya/`; a refused one is shown on the same page."""
    try:
        credential = credentials.enter(request.POST.get("code", ""), address=address_of(request), at=zones.now())
    except Refused as refusal:
        context = {"error": refusal, "code": request.POST.get("code", "")[:20], "campaign_code": campaign}
        return render(request, page, {**context, **(shown or {})}, status=422)
    return keep(redirect("agencies:pin"), Signer(credential.pk, "", campaign, activity=activity))


@signer
def pin(request: Request) -> HttpResponse:
    """Set the PIN the first time, afterwards give it."""
    who = request.signer
    held = queries.held(who.credential) if who else None
    if who is None or held is None:
        return _forget(redirect("agencies:enter"))
    return _pin_given(request, who, held) if request.method == "POST" else _pin_page(request, held)


def _pin_page(request: Request, held: Held, error: Refused | None = None) -> HttpResponse:
    context = {"masked": masked(held.name), "is_new": not held.has_pin, "error": error}
    return render(request, "agencies/pin.html", context, status=422 if error else 200)


def _pin_given(request: Request, who: Signer, held: Held) -> HttpResponse:
    given, at = request.POST.get("pin", ""), zones.now()
    who = replace(who, device=phone_of(request))
    try:
        if not held.has_pin:
            if given != request.POST.get("again", ""):
                raise Refused(_("Kedua PIN tidak sama. Ketik lagi keduanya."), field="pin")
            credentials.set_pin(who.credential, given, device=who.device, at=at)
        else:
            credentials.check_pin(who.credential, given, device=who.device, at=at)
    except Refused as refusal:
        return _pin_page(request, held, refusal)
    return keep(redirect(next_page(who)), who.with_pin(at))


@signer
def not_me(request: Request) -> HttpResponse:
    """ "Ini bukan saya": stops, ends the code, opens a review."""
    who = request.signer
    credential = queries.live_credential(who.credential) if who else None
    if request.method != "POST" or credential is None:
        return render(request, "agencies/not_me.html", {"known": credential is not None})
    credentials.object_as_not_me(credential, where="code", at=zones.now())
    return _forget(render(request, "agencies/not_me_done.html"))


@signer
def one_time_code(request: Request) -> HttpResponse:
    """Confirm once by a code to the registered e-mail: lifts a handed code, and counts for the act."""
    who = request.signer
    credential = queries.live_credential(who.credential) if who else None
    if who is None or credential is None:
        return _forget(redirect("agencies:enter"))
    at, error, sent = zones.now(), None, False
    if not pin_counts(who, at):
        return redirect("agencies:pin")
    if request.method == "POST":
        try:
            if "code" in request.POST:
                credentials.use_one_time_code(credential, request.POST["code"], at=at)
                return keep(redirect(next_page(who)), who.with_otp(at))
            credentials.send_one_time_code(credential, at=at)
            sent = True
        except Refused as refusal:
            error = refusal
    context = {
        "email": _masked_email(queries.confirmable(credential)),
        "error": error,
        "sent": sent,
        "is_handed": credential.is_handed,
    }
    return render(request, "agencies/one_time_code.html", context, status=422 if error else 200)


@signer
def desk_number(request: Request) -> HttpResponse:
    """Six digits for the officer at a desk, who confirms a handed code; made by a POST, shown for ten minutes."""
    who, at, error = request.signer, zones.now(), None
    credential = queries.live_credential(who.credential) if who else None
    if who is None or credential is None:
        return _forget(redirect("agencies:enter"))
    if not pin_counts(who, at):
        return redirect("agencies:pin")
    if request.method == "POST":
        try:
            credentials.show_desk_number(credential, at=at)
            return redirect("agencies:desk_number")
        except Refused as refusal:
            error = refusal
    shown = queries.shown_number(credential.pk, at) if credential.is_handed else None
    context = {
        "credential": credential, "error": error, "minutes": DESK_NUMBER_MINUTES, "next": next_page(who),
        "number": _spaced(tokens.desk_number(credential.pk, shown.made_at)) if shown else "",
    }  # fmt: skip
    return render(request, "agencies/desk_number.html", context, status=422 if error else 200)


def _spaced(digits: str) -> str:
    return f"{digits[:3]}\u00a0{digits[3:]}"


def _masked_email(email: str) -> str:
    name, _at, host = email.partition("@")
    return f"{name[:2]}•••@{host}" if email else ""


@public
def leave(request: Request) -> HttpResponse:
    """Forget the person on this phone (a shared phone, a kiosk), here and on the server."""
    if request.method == "POST" and request.signer:
        credentials.leave(request.signer.credential, request.signer.device, at=zones.now())
    return _forget(redirect("agencies:enter")) if request.method == "POST" else redirect("agencies:enter")


@public
def help_page(request: Request) -> HttpResponse:
    """Lost code, lost PIN, other phone, "bukan saya": a rule and a way for each."""
    return render(request, "agencies/help.html")


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(SIGNER_COOKIE, path="/saya/")
    return response
