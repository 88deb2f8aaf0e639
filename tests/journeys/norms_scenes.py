"""“Boleh atau tidak?” after a step: answers, a question to the legal office and what becomes of it."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.norms.actions import inquiries as actions
from ikrar.norms.actions import provisions
from ikrar.norms.rules.provisions import Kind
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import norms
from tests.journeys.scene import Scene, Steps, press
from tests.journeys.world import World

ASKED = "boleh ga like status istri bupati yg nyalon"
ANSWER = "Jangan. Acara itu diadakan relawan seorang bakal calon, dan moderator terbaca ikut mendukung."


def scenes(world: World) -> Iterator[Scene]:
    guide, box, read = (reverse(f"norms:{name}") for name in ("ask", "inquire", "read_inquiry"))
    inquiry, code = norms.inquiry(world.agency, day=TODAY)

    def asks(words: str) -> Steps:
        def steps(page: Any) -> None:
            page.locator("#q").fill(words)
            press(page, "Cari jawaban")

        return steps

    def sends(words: str) -> Steps:
        def steps(page: Any) -> None:
            page.locator("form.card").evaluate("form => { form.noValidate = true }")
            page.locator("[name=text]").fill(words)
            if page.locator("[name=agency]").count():
                page.locator("[name=agency]").select_option(index=1)
            press(page, "Kirim pertanyaan")

        return steps

    def reads(typed: str) -> Steps:
        def steps(page: Any) -> None:
            page.locator("[name=code]").fill(typed)
            press(page, "Baca")

        return steps

    def saves_nothing(page: Any) -> None:
        page.locator("form.card").evaluate("form => { form.noValidate = true }")
        press(page, "Simpan jawaban")

    def chooses(*names: str) -> Steps:
        def steps(page: Any) -> None:
            for name in names:
                press(page, name)

        return steps

    def draws(page: Any) -> None:
        """The pictures are fetched as they come into view; here all of them."""
        page.locator(".posters img").evaluate_all(
            "all => Promise.all(all.map(one => { one.loading = 'eager'; return one.decode() }))"
        )

    yield Scene("posters", None, reverse("norms:poster_list"), draws, status="")
    steps = reverse("norms:steps")
    to_acts = ("PNS", "Calon yang sudah ditetapkan", "Sesudah calon ditetapkan dan masa kampanye")
    yield Scene("steps, acts", None, steps, chooses(*to_acts), status="")
    yield Scene(
        "steps, forbidden",
        None,
        steps,
        chooses(*to_acts, "Hadir di kampanye dengan atribut partai atau atribut pegawai"),
        status="",
    )
    to_vote = ("Pegawai non-ASN, honorer, atau kontrak", "Pemilihannya sendiri: memilih, bertugas, belajar, melapor")
    yield Scene(
        "steps, allowed", None, steps, chooses(*to_vote, "Hari pemungutan suara", "Menggunakan hak pilih"), status=""
    )
    yield Scene("guide, answers", None, guide, asks(ASKED), status="")
    yield Scene(
        "guide, an answer with a condition", None, guide, asks("cuma nonton kampanye dari pinggir lapangan"), status=""
    )
    yield Scene("guide, nothing found", None, guide, asks("zzyzx qwrtp"), status="")
    yield Scene("question to the legal office, sent", None, box, sends(inquiry.text), status="")
    yield Scene("question to the legal office, empty", None, box, sends(""))
    yield Scene("question waiting", None, read, reads(code), status="")
    yield Scene("question of an unknown code", None, read, reads("7Q4M2-F9K3T"))
    yield Scene(
        "answering without words", Role.LEGAL, reverse("norms:answer_inquiry", args=[inquiry.pk]), saves_nothing
    )
    by = make.actor(world.officer(Role.LEGAL))
    actions.answer_inquiry(
        inquiry,
        ANSWER,
        rule="ethics_join_promotion_activity",
        precedent="Membantu acara relawan bakal calon",
        by=by,
        at=NOW,
    )
    yield Scene("question answered", None, read, reads(code), status="")
    yield Scene("guide with a precedent", None, guide, status="")
    yield Scene("questions to the legal office", Role.LEGAL, reverse("norms:inquiry_list"), status="")
    yield from catalogue_scenes(world)


def catalogue_scenes(world: World) -> Iterator[Scene]:
    """The catalogue with a draft, an approved correction, a line, and a file with faults."""
    draft = norms.own_row(world.agency, at=NOW, slug="cond_attend_campaign_passively")
    by = make.actor(world.officer(Role.LEGAL))

    def way(name: str) -> str:
        return reverse(f"norms:{name}", args=[draft.kind, draft.slug])

    def unticks(page: Any) -> None:
        page.locator("form.card").last.evaluate("form => { form.noValidate = true }")
        page.locator("[name=reason]").fill("")
        page.locator("form.card button").last.click()

    def uploads(page: Any) -> None:
        file = {
            "name": "conducts.yaml",
            "mimeType": "application/yaml",
            "buffer": b"- {slug: contoh, verdict: mungkin}\n",
        }
        page.locator("[name=file]").set_input_files(files=[file])
        page.locator("[name=reason]").fill("Dari biro hukum, rekaan")
        press(page, "Periksa dan jadikan konsep")

    yield Scene("catalogue with a draft", Role.LEGAL, reverse("norms:catalogue_list"), status="")
    yield Scene("a row with a draft", Role.LEGAL, way("provision"), status="")
    yield Scene("approving a draft", Role.LEGAL, way("approve_provision"), status="")
    yield Scene("a correction without its reason", Role.LEGAL, way("correct_provision"), unticks)
    yield Scene("a catalogue file with faults", Role.LEGAL, reverse("norms:upload_catalogue"), uploads)
    provisions.approve_provision(draft, seen=draft.made_at, by=by, at=NOW)
    line = provisions.draft_provision(
        world.agency, kind=Kind.LINE, slug="attend_passively", body={"text": {"id": "Jangan hadir, juga bila diam."}},
        reason="Rapat pimpinan, rekaan", since=TODAY, by=by, at=NOW,
    )  # fmt: skip
    provisions.approve_provision(line, seen=line.made_at, by=by, at=NOW)
    yield Scene("a row that the agency corrected", Role.LEGAL, way("provision"), status="")
    yield Scene("lines on contested points", Role.LEGAL, reverse("norms:line_list"), status="")
    yield Scene("guide, an answer with the agency's line", None, reverse("norms:ask"), asks_watching(world), status="")


def asks_watching(world: World) -> Steps:
    def steps(page: Any) -> None:
        page.locator("#q").fill("cuma nonton kampanye dari pinggir lapangan")
        if page.locator("#instansi").count():
            page.locator("#instansi").select_option(world.agency.code)
        press(page, "Cari jawaban")

    return steps
