"""Pages that need steps, in a world of their own: the scenes close, void and erase what other pages show."""

from random import Random

import pytest

from tests.journeys import pages, scenes
from tests.journeys.test_pages import looker, server, world  # noqa: F401

pytestmark = [pytest.mark.browser]


@pytest.mark.long
def test_scenes_behind_a_step_an_error_or_another_role_are_whole(looker, world, seed, share):  # noqa: F811
    """axe looks at all of them in the soak, and at half of them, drawn anew, in every run."""
    faults = {}
    for scene in scenes.scenes(world):
        is_drawn = Random(f"{seed} {scene.name}").randrange(2) < share(2, 1)
        with looker.look(scene) as page:
            if found := pages.faults_of(page, axe_at=(360,) if is_drawn else ()) + page.watch.unexpected():
                faults[scene.name] = found
    assert not faults, "\n".join(f"{name}: {found}" for name, found in faults.items())
