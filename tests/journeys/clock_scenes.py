"""Days off, counts and running terms, in the states that matter."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.norms.actions import clocks
from ikrar.norms.actions.clocks import Subject
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import workdays as make_days
from tests.journeys.scene import Scene, Steps, press
from tests.journeys.world import World

DAY = dt.timedelta(days=1)


def scenes(world: World) -> Iterator[Scene]:
    count, off, list_of, own = (
        reverse(f"norms:{name}") for name in ("count_days", "days_off", "clock_list", "local_days")
    )
    yield Scene("days off of a year", None, f"{off}?tahun=2024", status="")
    yield Scene("days off of a year without a decree", None, f"{off}?tahun=2031", status="")
    yield Scene("days counted", None, f"{count}?event=2024-04-03&number=7&unit=working&week=5", status="")
    yield Scene("days counted, two readings", None, f"{count}?event=2025-08-11&term=sbt_verification", status="")
    yield Scene(
        "days counted by a six-day week", None, f"{count}?event=2024-12-20&number=14&unit=working&week=6", status=""
    )
    yield Scene("a count without a decree", None, f"{count}?event=2031-01-05&number=7&unit=working&week=5")
    yield Scene("a count without anything", None, f"{count}?event=&number=")
    yield Scene("no running terms", Role.LEGAL, list_of, status="")
    _running(world)
    yield Scene("running terms", Role.LEGAL, list_of, status="")
    make_days.local_day(world.agency, TODAY + 30 * DAY)
    make_days.work_week(world.agency, TODAY - 60 * DAY, unit=world.unit)
    yield Scene("days off of the own region", Role.LEGAL, own, status="")
    yield Scene("a day off without a decree", Role.LEGAL, reverse("norms:add_local_day"), _adds)
    row = make_days.local_day(world.agency, TODAY + 40 * DAY, "Hari Contoh yang Keliru")
    yield Scene(
        "ending a day off without a reason", Role.LEGAL, reverse("norms:end_local_day", args=[row.pk]), _ends("")
    )
    yield Scene(
        "a day off ended",
        Role.LEGAL,
        reverse("norms:end_local_day", args=[row.pk]),
        _ends("Salah ketik tanggalnya"),
        status="",
    )


def _running(world: World) -> None:
    """One that is late, one soon, one that stands still, one with two readings and one into a year without a decree."""
    make_days.decreed_years(TODAY.year - 1, TODAY.year)
    by = make.actor(world.officer(Role.LEGAL))
    told = (("first_summons", TODAY - 30 * DAY), ("sbt_verification", TODAY - 3 * DAY), ("decision_effect", TODAY))
    for slug, on in told:
        clocks.start(world.agency, slug, subject=Subject("contoh", "12"), on=on, by=by, at=NOW)
    stands = clocks.start(
        world.agency, "appeal_answer", subject=Subject("contoh", "13"), on=TODAY - 5 * DAY, by=by, at=NOW
    )
    clocks.pause(stands, on=TODAY - DAY, reason="menunggu keterangan Bawaslu Contoh", by=by, at=NOW)
    clocks.start(world.agency, "appeal_decision", subject=Subject("contoh", "14"), on=TODAY, by=by, at=NOW)


def _unchecked(page: Any) -> None:
    page.locator("form.card").evaluate("form => { form.noValidate = true }")


def _adds(page: Any) -> None:
    _unchecked(page)
    page.locator("[name=name]").fill("Hari Jadi Kota Contoh")
    press(page, "Tambahkan")


def _ends(reason: str) -> Steps:
    def steps(page: Any) -> None:
        _unchecked(page)
        page.locator("[name=reason]").fill(reason)
        press(page, "Akhiri hari libur")

    return steps
