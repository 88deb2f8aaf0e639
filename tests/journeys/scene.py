"""One page in one state, for the pictures and the checks of pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Steps = Callable[[Any], None]


@dataclass(frozen=True)
class Scene:
    """What `who` sees at `url` after `steps`; `status` is what the browser's console may say of a refused form."""

    name: str
    who: Any
    url: str
    steps: Steps = lambda page: None
    status: str = "422"


def press(page: Any, name: str) -> None:
    """The button of this name, and the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()
