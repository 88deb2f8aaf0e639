"""What every page knows: the reader, the host, the menu."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Entry:
    """One entry of the menu; `places` are the paths that lie under it, `permission` None is for every officer."""

    name: str
    icon: str
    words: Any
    permission: Any
    places: tuple[str, ...]


@dataclass(frozen=True)
class Door:
    """A page about one thing of a room, maybe in a room above; shown in `states`, its address takes the thing's key.

    No `states` means in all of them, `permission` None that anyone may come in. `told` says how things stand behind it,
    in words for the page that holds the door; "" says nothing. `leads` says whether there is anything behind it at all.
    """

    name: str
    icon: str
    words: Any
    permission: Any
    states: tuple[str, ...]
    told: Callable[[Any], str] = lambda thing: ""
    takes_key: bool = True
    key: str = "pk"
    leads: Callable[[Any], bool] = lambda thing: True

    def address(self, thing: Any) -> str:
        return reverse(self.name, args=[getattr(thing, self.key)] if self.takes_key else [])


@dataclass(frozen=True)
class Group:
    """Doors under one heading; in the states of `first` they stand before the others."""

    words: Any
    first: tuple[str, ...]
    doors: tuple[Door, ...]


@dataclass(frozen=True)
class Way:
    """An open door as a page shows it."""

    icon: str
    words: Any
    url: str
    told: str


def door_groups(setting: str, actor: Any, thing: Any = None) -> list[tuple[Any, list[Way]]]:
    """Headings of a list in `config`, each with the doors that are open to the reader; the state's own come first."""
    listed: tuple[Group, ...] = import_string(setting)
    ordered = sorted(listed, key=lambda group: _state(thing) not in group.first)
    shown = [(group.words, [_way(door, thing) for door in _open(group.doors, actor, thing)]) for group in ordered]
    return [(words, ways) for words, ways in shown if ways]


def _way(door: Door, thing: Any) -> Way:
    return Way(door.icon, door.words, door.address(thing), door.told(thing))


def _open(listed: tuple[Door, ...], actor: Any, thing: Any) -> list[Door]:
    fits = [door for door in listed if not door.states or _state(thing) in door.states]
    mine = [door for door in fits if door.permission is None or actor.has(door.permission)]
    return [door for door in mine if door.leads(thing)]


def _state(thing: Any) -> str:
    return getattr(thing, "state", "")


def doors(setting: str, actor: Any, thing: Any) -> list[tuple[Door, str]]:
    """Those of a list in `config` that the reader may open while the thing is in this state, and what each tells."""
    listed: tuple[Door, ...] = import_string(setting)
    return [(door, door.told(thing)) for door in _open(listed, actor, thing)]


def page(request: HttpRequest) -> dict[str, Any]:
    """Added to every template's context."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "demo": settings.IKRAR_DEMO,
        "host": settings.PUBLIC_URL.split("://", 1)[1],
        "menu": Menu(request.path, actor),
    }


class Menu:
    """The entries that the reader may open; looked up only by pages that show a menu."""

    def __init__(self, path: str, actor: Any) -> None:
        self.path, self.actor = path, actor

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if not self.actor or not self.actor.is_officer:
            return
        entries: tuple[Entry, ...] = import_string(settings.MENU)
        shown = [entry for entry in entries if entry.permission is None or self.actor.has(entry.permission)]
        here = max(shown, key=self._nearness, default=None)
        for entry in shown:
            yield {
                "name": entry.name,
                "icon": entry.icon,
                "words": entry.words,
                "here": entry is here and self._nearness(entry) > 0,
            }

    def _nearness(self, entry: Entry) -> int:
        """How much of the present path the entry covers; the start page covers itself alone."""
        fits = (
            place for place in entry.places if (self.path == place if place == "/" else self.path.startswith(place))
        )
        return max((len(place) for place in fits), default=0)
