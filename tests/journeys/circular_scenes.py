"""Circulars after a step, in a state or before another reader: what an address alone does not show."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.norms.actions import circulars as actions
from ikrar.norms.actions import numbering
from ikrar.norms.actions.circulars import Words
from ikrar.norms.models import LegalBasis
from ikrar.outreach.actions.circulars import note_circular
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import norms
from tests.journeys.scene import Scene, press
from tests.journeys.world import World

BODY = {
    "background": "Menjelang pemilihan setiap pegawai melayani masyarakat tanpa membedakan pilihan politik.",
    "duties": ["membacakan edaran ini pada apel pertama;", "mengawasi kendaraan dan gedung dinas."],
    "prohibited": ["memberi suka pada unggahan calon;", "mengajak pegawai lain memilih calon tertentu."],
    "rights": ["Pegawai tetap berhak memilih secara rahasia."],
    "sanctions": "Pelanggaran ditangani menurut peraturan yang berlaku bagi jenis pegawainya.",
}
OTHER = {**BODY, "prohibited": ["memberi suka, mengomentari, atau membagikan unggahan calon;", *BODY["prohibited"][1:]]}


def _presses(page: Any) -> None:
    press(page, "Saya sudah membaca dan memahami")


def scenes(world: World) -> Iterator[Scene]:
    agency, by = world.agency, make.actor(world.officer(Role.LEGAL))
    at = {name: lambda one, name=name: reverse(f"norms:{name}", args=[one.pk]) for name in (
        "circular", "issue_circular", "compare_circular", "read_circular", "remind_readers", "unread", "read",
    )}  # fmt: skip
    bases = tuple(LegalBasis.objects.filter(slug__in=["pp_94_2021", "skb_2022"]))
    yield Scene("circular, without a text and number", Role.LEGAL, reverse("norms:draft_circular"), _empties)
    first = norms.circular(agency, "800/21/2024", body=BODY, bases=bases, by=by, at=NOW)
    yield Scene("circular, read on the phone", "signer", at["read_circular"](first), status="")
    yield Scene("circular, just acknowledged", "signer", at["read_circular"](first), _presses, status="")
    world.activity.circulars.add(first)
    assert world.attendance
    note_circular(world.activity, first, by=make.actor(world.officer(Role.COMMITTEE)), at=NOW)
    yield Scene("circular, figures", Role.PERSONNEL, at["circular"](first), status="")
    yield Scene("circular, who has read", Role.PERSONNEL, at["read"](first), status="")
    yield Scene("circular, figures of one unit", Role.COORDINATOR, at["circular"](first), status="")
    yield Scene(
        "activity, circular heard",
        Role.COMMITTEE,
        reverse("outreach:note_circular", args=[world.activity.pk]),
        status="",
    )
    words = Words(first.title, OTHER, bases)
    draft = actions.draft_circular(agency, words, replaces=first, by=by, at=NOW)
    yield Scene("circular, draft of a new version", Role.LEGAL, at["circular"](draft), status="")
    yield Scene("circular, issue of a new version", Role.LEGAL, at["issue_circular"](draft), _taken)
    second = actions.issue_circular(draft, number="800/22/2024", dated_on=TODAY, by=by, at=NOW)
    yield Scene("circular, what changed", Role.LEGAL, at["compare_circular"](second), status="")
    yield Scene("circular, replaced, on the phone", "signer", at["read_circular"](first), status="")
    person = world.unsigned(4)
    person.email, person.email_source = "pegawai@kota.example", "roster"
    person.save(update_fields=["email", "email_source"])
    yield Scene("circular, reminders", Role.PERSONNEL, at["remind_readers"](second), status="")
    signed = norms.circular(agency, "800/23/2024", body={"summary": "Ringkas."}, file=norms.signed_pdf(), by=by, at=NOW)
    assert signed.file is not None
    assert default_storage.exists(signed.file.path)
    yield Scene("circular, a PDF on the phone, not opened", "signer", at["read_circular"](signed), _presses)
    numbering.set_numbering(
        agency, pattern="800/{nomor}/{tahun}", is_own=True, following=24, reason="dari buku agenda lama", by=by, on=TODAY,
        at=NOW,
    )  # fmt: skip
    numbering.cancel_number(agency, number="800/99/2024", year=TODAY.year, reason="salah ketik", by=by, at=NOW)
    yield Scene("circular, numbers with reasons", Role.LEGAL, reverse("norms:numbers"), status="")
    actions.end_circular(signed, "withdraw_circular", reason="Tahapan selesai", by=by, at=NOW)
    yield Scene("circular, withdrawn", Role.LEGAL, at["circular"](signed), status="")
    yield Scene("circular, all of them", Role.LEGAL, reverse("norms:circular_list"), status="")


def _empties(page: Any) -> None:
    for name in ("title", "background", "duties", "prohibited", "rights", "reporting", "sanctions", "closing"):
        page.locator(f"[name={name}]").fill("")
    page.locator("form.stack").evaluate("form => { form.noValidate = true }")
    press(page, "Simpan konsep")


def _taken(page: Any) -> None:
    page.locator("[name=number]").fill("800/21/2024")
    page.locator("[name=is_material]").first.check()
    press(page, "Terbitkan edaran")
