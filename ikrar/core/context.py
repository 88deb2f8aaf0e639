"""What every page knows: the reader, the agency, the menu."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

#: Filled by `config/urls.py` (which sees all rooms) with the menu: (URL name, icon, words, permission or None).
MENU: list[tuple[str, str, Any, Any]] = []


def page(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "demo": settings.IKRAR_DEMO,
        "host": settings.PUBLIC_URL.split("://", 1)[1],
        "menu": _Menu(request, actor),
    }


class _Menu:
    """The entries that the reader may open; looked up only by pages that show a menu."""

    def __init__(self, request: HttpRequest, actor: Any) -> None:
        self.request, self.actor = request, actor

    def __iter__(self) -> Any:
        if not self.actor or not self.actor.is_officer:
            return
        here = getattr(self.request.resolver_match, "app_name", "") if self.request.resolver_match else ""
        for name, icon, words, permission in MENU:
            if permission is None or self.actor.has(permission):
                yield {"name": name, "icon": icon, "words": words, "here": name.split(":")[0] == here}
