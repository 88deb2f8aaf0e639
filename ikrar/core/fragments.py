"""Parts of pages that are the same for thousands of readers, rendered once per process and language.

The key must name everything that the part shows; nothing about a person or a request may be among it.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_MOST = 500
_kept: dict[Hashable, SafeString] = {}


def kept(template: str, key: Hashable, context: Callable[[], dict[str, Any]]) -> SafeString:
    """The rendered part; `context` is asked only the first time."""
    whole = (template, get_language(), key)
    found = _kept.get(whole)
    if found is None:
        if len(_kept) >= _MOST:
            _kept.clear()
        found = _kept[whole] = mark_safe(get_template(template).render(context()))  # noqa: S308 (rendered by a template)
    return found
