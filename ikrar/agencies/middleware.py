"""Who is asking: sets `request.actor` and `request.signer`, each looked up only when somebody asks for it."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from ikrar.agencies import queries, tokens
from ikrar.agencies.access import Request
from ikrar.agencies.roles import NOBODY, Actor, Kind

#: Cookies: the signer's (a session of at most two hours), the phone's (so that strangers' wrong PINs do not lock it out).
SIGNER_COOKIE, PHONE_COOKIE, DESK_COOKIE = "ikrar_saya", "ikrar_hp", "ikrar_meja"
SIGNER_AGE = 2 * 3600
PHONE_AGE = 400 * 86_400


class Actors:
    """Under `/saya/` a staff member by code, under `/meja/` a desk's device, elsewhere an officer, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = cast(Request, request)
        own.signer = None
        own.holder = cast(Any, SimpleLazyObject(lambda: queries.account_actor(request.user)))
        if request.path.startswith(("/saya/", "/i/")):
            own.signer = tokens.unseal(request.COOKIES.get(SIGNER_COOKIE, ""), max_age=SIGNER_AGE)
            own.actor = Actor(Kind.STAFF, own.signer.credential) if own.signer else NOBODY
        elif request.path.startswith("/meja/"):
            own.actor = cast(Any, SimpleLazyObject(lambda: queries.device_actor(request.COOKIES.get(DESK_COOKIE, ""))))
        else:
            own.actor = cast(Any, SimpleLazyObject(lambda: queries.officer_actor(request.user)))
        return self.get_response(request)
