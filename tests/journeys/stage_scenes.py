"""Election stages in every state: on a day, an agency's own dates, what a stage's beginning proposes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.norms import strip
from ikrar.norms.actions import proposals
from ikrar.norms.actions import stages as actions
from ikrar.norms.models import StageProposal
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import norms
from tests.journeys.scene import Scene, press
from tests.journeys.world import World


def scenes(world: World) -> Iterator[Scene]:
    yield from _on_days()
    yield from _own(world)
    yield from _proposed(world)


def _on_days() -> Iterator[Scene]:
    stages, freeze = reverse("norms:stages"), reverse("norms:freeze")
    yield Scene("stages, sources disagree", None, f"{stages}?tanggal=2024-11-23&instansi=kendari", status="")
    yield Scene(
        "stages, campaign of an officer", Role.LEGAL, f"{stages}?tanggal=2024-10-14&instansi=kendari", status=""
    )
    yield Scene("stages, no such day", None, f"{stages}?tanggal=2024-02-30")
    yield Scene("freeze, inside", None, f"{freeze}?tanggal=2024-10-14&instansi=kendari", status="")
    yield Scene("freeze, end not known", Role.LEGAL, freeze, status="")


def _own(world: World) -> Iterator[Scene]:
    norms.election(TODAY)
    strip.forget_all()
    by, other = (make.actor(world.officer(role)) for role in (Role.LEGAL, Role.PERSONNEL))
    told = {"day": TODAY + dt.timedelta(days=4)}
    first = norms.own_stage(world.agency, world.officer(Role.LEGAL), **told)

    def saves_nothing(page: Any) -> None:
        page.locator("form.card").evaluate("form => { form.noValidate = true }")
        press(page, "Simpan, minta persetujuan")

    yield Scene("own stage, waiting for another", Role.LEGAL, reverse("norms:own_stage", args=[first.pk]), status="")
    yield Scene("own stage, to approve", Role.PERSONNEL, reverse("norms:own_stage", args=[first.pk]), status="")
    yield Scene(
        "own stage, rejected without a reason", Role.PERSONNEL, reverse("norms:own_stage", args=[first.pk]), _rejects
    )
    yield Scene("own stage, written empty", Role.LEGAL, reverse("norms:write_stage"), saves_nothing)
    actions.take(first, "approve_stage", by=other, at=NOW)
    later = norms.own_stage(world.agency, world.officer(Role.LEGAL), day=TODAY + dt.timedelta(days=5))
    actions.take(later, "approve_stage", by=other, at=NOW)
    actions.take(norms.own_stage(world.agency, world.officer(Role.LEGAL), **told), "withdraw_stage", by=by, at=NOW)
    norms.own_stage(world.agency, world.officer(Role.PERSONNEL), **told)
    strip.forget_all()
    yield Scene("own stage, with its history", Role.LEGAL, reverse("norms:own_stage", args=[later.pk]), status="")
    yield Scene("own stages", Role.LEGAL, reverse("norms:own_stages"), status="")
    yield Scene(
        "own stage, corrected", Role.LEGAL, f"{reverse('norms:write_stage')}?tahap=pilkada_contoh/revote", status=""
    )
    yield Scene("stages with the region's own", Role.LEGAL, reverse("norms:stages"), status="")


def _rejects(page: Any) -> None:
    page.locator("details").evaluate("one => { one.open = true }")
    page.locator("details form").evaluate("form => { form.noValidate = true }")
    press(page, "Tolak")


def _proposed(world: World) -> Iterator[Scene]:
    proposals.propose(world.agency, at=NOW)
    rows = {row.kind: row for row in StageProposal.objects.filter(agency=world.agency, stage="campaign")}
    by = make.actor(world.officer(Role.LEGAL))
    yield Scene("start page with proposals", Role.LEGAL, "/", status="")
    yield Scene("proposals", Role.LEGAL, reverse("norms:proposals"), status="")
    for kind, row in rows.items():
        yield Scene(f"proposal, {kind}", Role.LEGAL, reverse("norms:proposal", args=[row.pk]), status="")

    def without_reason(page: Any) -> None:
        page.locator("details").last.evaluate("one => { one.open = true }")
        page.locator("details form").last.evaluate("form => { form.noValidate = true }")
        press(page, "Sisihkan usulan ini")

    def without_day(page: Any) -> None:
        page.locator("form[action*=take_proposal]").evaluate("form => { form.noValidate = true }")
        page.locator("[name=shown_until]").fill("")
        press(page, "Tampilkan pengumuman")

    banner, letter = (reverse("norms:proposal", args=[rows[kind].pk]) for kind in ("banner", "reminder"))
    yield Scene("proposal, set aside without a reason", Role.LEGAL, letter, without_reason)
    yield Scene("proposal, banner without a day", Role.LEGAL, banner, without_day)
    proposals.take(rows["reminder"], "take_proposal", by=by, at=NOW)
    proposals.take(rows["banner"], "take_proposal", by=by, at=NOW, shown_until=TODAY + dt.timedelta(days=7))
    proposals.take(rows["acknowledgement"], "dismiss_proposal", by=by, at=NOW, reason="Sudah dibaca bulan ini.")
    yield Scene("proposal, letters queued", Role.LEGAL, letter, status="")
    yield Scene("proposal, banner shown", Role.LEGAL, banner, status="")
    yield Scene("own page with a banner", "signer", "/saya/", status="")
    yield Scene(
        "proposal, set aside", Role.LEGAL, reverse("norms:proposal", args=[rows["acknowledgement"].pk]), status=""
    )
    yield Scene("proposals, decided", Role.LEGAL, reverse("norms:proposals"), status="")
