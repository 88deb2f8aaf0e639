"""The doors: every view wears `requires`, `signed_in`, `account_holder`, `signer`, `desk` or `public`; a button asks `may`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ikrar.agencies.models import Account, Agency
from ikrar.agencies.roles import Actor, Kind, Permission, Scope
from ikrar.agencies.tokens import Signer


class Request(HttpRequest):
    """A request after the middleware: `actor` is whoever acts, `signer` the content of a signer's cookie.

    `holder` is the account of a session that has no second factor yet: no officer, and never with a grant.
    """

    actor: Actor
    holder: Actor
    signer: Signer | None


#: What a browser says of a form that was sent from our own page, or typed.
_OURS = {"same-origin", "none"}
View = Callable[..., HttpResponseBase]


def _door(view: View, door: object) -> View:
    cast(Any, view).door = door
    return view


def public(view: View) -> View:
    """Anyone may come in, logged in or not."""
    return _door(view, "public")


def anonymous(view: View) -> View:
    """Anyone, without a cookie: there is no session that a forged form could borrow, so a form needs no token.

    One that another site sent is turned away all the same, by the browser's own word.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") not in _OURS:
            said = _("Formulir ini dikirim dari situs lain. Buka halamannya di sini, lalu isi lagi.")
            return render(request, "core/refused.html", {"sentence": said}, status=403)
        return view(request, *args, **kwargs)

    return public(guarded)


def signed_in(view: View) -> View:
    """Any officer may come in, whatever the role."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.actor.is_officer else _to_login(request)

    return _door(guarded, "signed_in")


def account_holder(view: View) -> View:
    """Whoever gave a password, even before the second factor is set up: the own account and nothing else."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.holder.id is None:
            return _to_login(request)
        return view(request, *args, **kwargs)

    return _door(guarded, "account_holder")


def requires(permission: Permission) -> Callable[[View], View]:
    """Only officers whose role carries the permission; which objects they reach is the query's matter."""

    def wear(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.is_officer:
                return _to_login(request)
            if not request.actor.has(permission):
                return forbidden(request, permission)
            return view(request, *args, **kwargs)

        return _door(guarded, permission)

    return wear


def signer(view: View) -> View:
    """Only somebody who typed a personal code; whether the PIN was given too is the view's matter."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.signer is None:
            return redirect("agencies:enter")
        return view(request, *args, **kwargs)

    return _door(guarded, "signer")


def desk(view: View) -> View:
    """Only an enrolled, unrevoked desk device."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.kind is not Kind.DEVICE:
            return render(request, "agencies/desk_unknown.html", status=403)
        return view(request, *args, **kwargs)

    return _door(guarded, "desk")


def own_agency(request: Request) -> Agency:
    """The agency of the officer who reads."""
    return cast(Agency, cast(Account, request.user).agency)


def may(actor: Actor, permission: Permission, *, on: object = None) -> bool:
    """May this actor do this, here? `on` is an object of an agency, with a unit where the scope is a unit.

    An object of another agency is never reached, whatever the role.
    """
    if not actor.has(permission):
        return False
    if on is None or permission.scope is Scope.INSTALLATION:
        return True
    agency = getattr(on, "agency_id", None)
    if agency is not None and agency != actor.agency_id:
        return False
    if permission.scope is Scope.OWN_AGENCY:
        return True
    path: str = getattr(on, "path", None) or getattr(getattr(on, "unit", None), "path", "") or ""
    return any(path.startswith(prefix) for prefix in actor.reach(permission))


def way(actor: Actor, name: str, *args: object) -> str:
    """The address of an officers' page; empty where no room has it, or where its door is shut to this actor."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    door = getattr(resolve(address).func, "door", None)
    return address if not isinstance(door, Permission) or actor.has(door) else ""


def _to_login(request: Request) -> HttpResponse:
    """To the log-in; or, once the password was given, to setting up the second factor that is still missing."""
    if request.holder.id is not None:
        return redirect("mfa_activate_totp")
    return cast(HttpResponse, redirect_to_login(request.get_full_path()))


def forbidden(request: HttpRequest, permission: Permission) -> HttpResponse:
    """The page that says for whom the page is."""
    return render(request, "core/forbidden.html", {"permission": permission}, status=403)
