"""What a hall sees on the day: a desk's answers, the screen's views, an activity in each of its states."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.outreach.rules import ActivityState
from ikrar.pledges.actions import ceremony
from ikrar.pledges.rules import Turn
from tests.access_samples import TODAY
from tests.factories import agencies as make
from tests.factories import outreach
from tests.journeys.scene import Scene, Steps
from tests.journeys.world import World


def scenes(world: World) -> Iterator[Scene]:
    yield from _answers(world)
    yield from _screen(world)
    yield from _states(world)


def _answers(world: World) -> Iterator[Scene]:
    """A desk says Hadir, then that it was recorded already; and whom it does not find."""
    held = outreach.activity(world.agency, on=TODAY, place="Aula Contoh")
    person, room = world.unsigned(9), reverse("outreach:desk_attendance", args=[held.pk])
    outreach.invitee(held, person)

    def typed(words: str, *, picks: bool = False) -> Steps:
        def steps(page: Any) -> None:
            page.locator("#typed").fill(words)
            page.get_by_role("button", name="Cari", exact=True).click()
            if picks:
                page.locator(".hit", has_text=person.name).first.click()
            page.locator(".verdict").first.wait_for()

        return steps

    yield Scene("attendance desk, present", "desk", room, typed(person.name, picks=True))
    yield Scene("attendance desk, present already", "desk", room, typed(person.name, picks=True))
    yield Scene("attendance desk, nobody found", "desk", room, typed("Zzyzx"))
    yield Scene("attendance desk, badge of somewhere else", "desk", room, typed("IK1" + "A" * 44))


def _screen(world: World) -> Iterator[Scene]:
    """Each view of the hall's screen, and the remote beside the reading."""
    shown, token = world.screen
    address = reverse("pledges:screen", args=[shown.ceremony_id, token])
    by = make.actor(world.officer(Role.LEADER))
    for name, turn in (
        ("a point", Turn.NEXT),
        ("together", Turn.TOGETHER),
        ("count", Turn.COUNT),
        ("thanks", Turn.THANKS),
    ):
        shown.ceremony.refresh_from_db()
        ceremony.turn_screen(shown.ceremony, turn, seq=shown.ceremony.seq, by=by)
        yield Scene(f"hall screen, {name}", None, address, status="")
        if name == "a point":
            remote = reverse("pledges:remote", args=[world.activity.pk])
            yield Scene("remote, a point", Role.LEADER, remote, status="")


def _states(world: World) -> Iterator[Scene]:
    """The head of an activity's page says what is next."""
    for state in ActivityState.values:
        held = outreach.activity(
            world.agency,
            state=state,
            on=TODAY + dt.timedelta(days=2),
            place="Aula Contoh",
            title="Apel netralitas",
        )
        yield Scene(f"activity, {state}", Role.PERSONNEL, reverse("outreach:activity", args=[held.pk]), status="")
