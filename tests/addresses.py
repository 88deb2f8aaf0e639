"""Every address of the application with its door, read from the resolver: a new one joins by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Address:
    name: str
    door: Any
    arguments: tuple[str, ...]
    route: str


def _walk(patterns: Any, namespace: str = "", above: str = "") -> Iterator[Address]:
    for pattern in patterns:
        route = above + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLPattern):
            keys = tuple(pattern.pattern.regex.groupindex)
            yield Address(f"{namespace}{pattern.name}", getattr(pattern.callback, "door", None), keys, route)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, route)


ADDRESSES = list(_walk(get_resolver().url_patterns))
