"""The minutes of a signing in the states that matter, and the totals in public: running, waiting, bound, none closed."""

import datetime as dt
from collections.abc import Iterator

from ikrar.agencies.roles import Role
from ikrar.pledges.actions import campaigns
from ikrar.register import actions as register
from tests.access_samples import NOW
from tests.factories import agencies as make
from tests.factories import pledges
from tests.factories import register as logs
from tests.journeys.scene import Scene
from tests.journeys.world import World


def scenes(world: World) -> Iterator[Scene]:
    url = f"/ikrar/{world.campaign.code}/berita-acara/"
    empty = logs.log(make.agency("sepi", name="Pemerintah Kabupaten Sepi Sekali"))
    yield Scene("public totals, none closed", None, f"/register/{empty.origin}/hasil/")
    yield Scene("minutes, while people sign", Role.OBSERVER, url)
    campaigns.close_campaign(world.campaign, by=make.actor(world.officer(Role.PERSONNEL)), at=NOW)
    yield Scene("minutes, the totals wait", Role.PERSONNEL, url)
    log = world.campaign.log
    assert log is not None
    register.sequence(log, NOW)
    yield Scene("minutes, bound to the register", Role.LEADER, url)
    yield Scene("closed campaign with its minutes", Role.PERSONNEL, f"/ikrar/{world.campaign.code}/")
    yield Scene("public totals", None, f"/register/{log.origin}/hasil/")
    yield Scene("public log with totals", None, f"/register/{log.origin}/")
    later = NOW + dt.timedelta(days=1)
    campaigns.extend_campaign(
        world.campaign, closes_at=later, by=make.actor(world.officer(Role.PERSONNEL)), at=NOW, reason="Susulan."
    )
    pledges.closed(world.campaign, at=later)
    yield Scene("public totals, closed twice", None, f"/register/{log.origin}/hasil/")
