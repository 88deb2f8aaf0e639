"""Erasing who signed, in every state: looked for, forbidden, proposed, decided, done."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from ikrar.agencies.roles import Role, system
from ikrar.pledges.actions import campaigns, erasures
from tests.access_samples import NOW
from tests.factories import agencies as make
from tests.factories import pledges
from tests.journeys.scene import Scene, press
from tests.journeys.world import World


def scenes(world: World) -> Iterator[Scene]:
    began = NOW - dt.timedelta(days=2)
    over = pledges.campaign(world.agency, at=began, days=1)
    people = [world.unsigned(n) for n in range(2, 6)]
    for person in people:
        pledges.signature(over, person, at=began + dt.timedelta(hours=1))
    campaigns.close_campaign(over, by=system(world.agency.pk), at=NOW)
    ratna, legal = world.officer(Role.PERSONNEL), world.officer(Role.LEGAL)
    pledges.hold(people[0], legal, at=NOW)
    waiting = pledges.erasure(people[1], ratna, at=NOW)
    running = pledges.erasure(people[2], legal, at=NOW)
    erasures.approve_erasure(running, by=make.actor(ratna), at=NOW)
    not_agreed = pledges.erasure(people[3], legal, at=NOW)
    erasures.refuse_erasure(not_agreed, words="Dasarnya belum cocok.", by=make.actor(ratna), at=NOW)

    def saves_nothing(page: Any) -> None:
        page.locator("form.card").evaluate("form => { form.noValidate = true }")
        press(page, "Simpan, minta persetujuan")

    def refuses_wordless(page: Any) -> None:
        page.locator("details > summary").last.click()
        page.locator("details form").last.evaluate("form => { form.noValidate = true }")
        press(page, "Simpan, tidak dihapus")

    everyone, one = reverse("pledges:erasure_list"), people[3].name.split()[0]
    yield Scene("erasures, looked for", Role.LEGAL, f"{everyone}?cari={one}", status="")
    yield Scene("erasures, nobody of that name", Role.PERSONNEL, f"{everyone}?cari=Zzyzx", status="")
    yield Scene(
        "erasure, under a hold", Role.PERSONNEL, reverse("pledges:propose_erasure", args=[people[0].pk]), status=""
    )
    proposing = reverse("pledges:propose_erasure", args=[people[3].pk])
    yield Scene("erasure, proposed empty", Role.PERSONNEL, proposing, saves_nothing)
    yield Scene("hold, a second one", Role.LEGAL, reverse("pledges:set_hold", args=[people[0].pk]), status="")
    own = reverse("pledges:erasure", args=[waiting.pk])
    yield Scene("erasure, waits for another", Role.PERSONNEL, own, status="")
    yield Scene("erasure, to approve", Role.LEGAL, own, status="")
    yield Scene("erasure, refused without words", Role.LEGAL, own, refuses_wordless)
    yield Scene("erasure, running", Role.LEGAL, reverse("pledges:erasure", args=[running.pk]), status="")
    yield Scene("erasure, not agreed", Role.LEGAL, reverse("pledges:erasure", args=[not_agreed.pk]), status="")
    running.refresh_from_db()
    running.staff, running.state, running.acts = None, "cleaned", 1
    running.erased_at = running.cleaned_at = NOW
    running.save()
    yield Scene("erasure, complete", Role.LEGAL, reverse("pledges:erasure", args=[running.pk]), status="")
    yield Scene("erasures, some over", Role.LEGAL, everyone, status="")
