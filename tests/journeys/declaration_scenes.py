"""Declarations and permits in every state, on the phone and in the office, and with each error."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.norms.actions import declaration_letters as letters
from ikrar.norms.actions import declarations as actions
from ikrar.norms.models import Election
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import declarations
from tests.journeys.scene import Scene, Steps, press
from tests.journeys.world import World

SIGNED_BY = {"signer_name": "Drs. Budi Rekaan, M.Si.", "signer_office": "Sekretaris Daerah", "number": ""}


def scenes(world: World) -> Iterator[Scene]:
    """In the order in which each goes on from the one before."""
    person, at = world.unsigned(1), NOW - dt.timedelta(hours=2)
    election = Election.objects.get(slug="pilkada_2024")
    hall = declarations.asset(world.agency, "Aula Kantor Contoh", keeper=world.unit)
    yield from _own(world)
    duty = declarations.declaration(person, "adhoc", at=at, election=election)
    relative = declarations.declaration(person, "relative", at=at, election=election)
    candidacy = declarations.declaration(person, "candidacy", at=at, election=election)
    use = declarations.declaration(person, "facility", at=at, asset=hall)
    old = declarations.declaration(world.unsigned(5), "adhoc", at=NOW - dt.timedelta(days=20))
    for row, name in ((duty, "duty"), (relative, "relative"), (candidacy, "candidacy"), (use, "facility")):
        yield Scene(f"own declaration, {name}, waiting", "signer", reverse("norms:own_declaration", args=[row.pk]))
        yield Scene(f"declaration, {name}, waiting", Role.PERSONNEL, reverse("norms:declaration", args=[row.pk]))
    yield Scene("declaration, late", Role.PERSONNEL, reverse("norms:declaration", args=[old.pk]))
    yield Scene("start page with declarations waiting", Role.PERSONNEL, "/")
    yield from _decided(world, duty, use, relative)


def _own(world: World) -> Iterator[Scene]:
    def sends_nothing(page: Any) -> None:
        press(page, "Kirim permohonan")

    def keeps_a_file(page: Any) -> None:
        file = {"name": "surat-permohonan.pdf", "mimeType": "application/pdf", "buffer": declarations.PDF}
        page.locator("[type=file]").set_input_files(file)
        page.locator("[name=region]").fill("Kelurahan Contoh, TPS 4")
        press(page, "Kirim permohonan")

    yield Scene("own declarations, none", "signed", reverse("norms:own_declarations"))
    for kind in ("relative", "candidacy", "facility"):
        yield Scene(f"declare, {kind}", "signer", reverse("norms:declare", args=[kind]))
    yield Scene("declare, nothing filled in", "signer", reverse("norms:declare", args=["adhoc"]), sends_nothing)
    yield Scene("declare, a file is kept", "signer", reverse("norms:declare", args=["adhoc"]), keeps_a_file)
    yield Scene("declarations, none", "fresh", reverse("norms:declaration_list"))
    yield Scene("duty permits, none", "fresh", reverse("norms:duty_permits"))
    yield Scene("facilities, none", "fresh", reverse("norms:asset_list"))
    choose, enter = reverse("norms:choose_declarer"), ["facility", world.unsigned(1).pk]
    yield Scene("entering from paper, found", Role.PERSONNEL, f"{choose}?jenis=facility&cari=a")
    yield Scene("entering from paper, nobody", Role.PERSONNEL, f"{choose}?cari=Zzyzx")
    yield Scene(
        "entering from paper, empty", Role.PERSONNEL, reverse("norms:enter_declaration", args=enter),
        lambda page: press(page, "Simpan"),
    )  # fmt: skip


def _decided(world: World, duty: Any, use: Any, relative: Any) -> Iterator[Scene]:
    office, leader = (make.actor(world.officer(role)) for role in (Role.PERSONNEL, Role.LEADER))

    def move(row: Any, name: str, by: Any, **said: str) -> None:
        actions.take(row, name, client_uuid=uuid.uuid4(), by=by, at=NOW, **said)

    def page_of(row: Any) -> str:
        return reverse("norms:declaration", args=[row.pk])

    def asks(row: Any, name: str, words: str = "") -> Scene:
        steps: Steps = (lambda page: press(page, words)) if words else (lambda page: None)
        address = reverse("norms:take_declaration", args=[row.pk, name])
        return Scene(f"{name}, {row.kind}{', empty' if words else ''}", Role.LEADER, address, steps)

    for row in (duty, use, relative):
        move(row, "review_declaration", office)
    yield Scene("declaration, before its decision", Role.LEADER, page_of(duty))
    yield asks(duty, "grant_declaration")
    yield asks(use, "grant_declaration", "Beri izin")
    yield asks(use, "refuse_declaration", "Tolak")
    move(duty, "grant_declaration", leader, reason="Jadwal kelas sudah diatur kepala sekolah.")
    said = {"reason": "Acaranya lomba warga, tetapi memakai bendera partai.", "rule": "crime_facilities_worship_school"}
    move(use, "refuse_declaration", leader, **said)
    move(relative, "note_declaration", office)
    yield Scene("letter of a refusal", Role.PERSONNEL, reverse("norms:declaration_letter", args=[use.pk]))
    yield Scene("declaration, granted without a letter", Role.PERSONNEL, page_of(duty))
    yield Scene("own declaration, granted without a letter", "signer", reverse("norms:own_declaration", args=[duty.pk]))
    letter = reverse("norms:declaration_letter", args=[duty.pk])
    yield Scene("letter of a decision, empty", Role.PERSONNEL, letter, lambda page: press(page, "Simpan surat"))
    for row in (duty, use):
        letters.write_declaration_letter(row, {**SIGNED_BY, "dated_on": TODAY}, by=office, at=NOW)
        yield Scene(f"declaration, {row.kind}, decided", Role.PERSONNEL, page_of(row))
        yield Scene(f"own declaration, {row.kind}, decided", "signer", reverse("norms:own_declaration", args=[row.pk]))
    yield Scene("own declaration, noted", "signer", reverse("norms:own_declaration", args=[relative.pk]))
    yield Scene("own declarations, several", "signer", reverse("norms:own_declarations"))
    yield Scene("declarations, of one kind", Role.LEADER, f"{reverse('norms:declaration_list')}?jenis=adhoc")
    yield Scene("duty permits", Role.COORDINATOR, reverse("norms:duty_permits"))
    yield Scene("facilities", Role.PERSONNEL, reverse("norms:asset_list"))
