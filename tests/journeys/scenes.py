"""Pages that no plain address shows: after a step, with an error, empty, or seen by another role."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings

from ikrar.agencies.actions import roster
from ikrar.agencies.models import RosterImport, Staff
from ikrar.agencies.roles import Role, system
from ikrar.core import jobs
from ikrar.norms.models import Election
from ikrar.outreach.actions import attendance, badge_sheets, letters, mailing, sheets
from ikrar.outreach.models import Quota
from ikrar.outreach.views import quota_texts
from ikrar.pledges.actions import campaigns, folding, texts, voids
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import outreach, pledges
from tests.journeys import (
    circular_scenes,
    clock_scenes,
    declaration_scenes,
    erasure_scenes,
    hall_scenes,
    machine_scenes,
    minutes_scenes,
    norms_scenes,
    pact_scenes,
    receipt_scenes,
    stage_scenes,
)
from tests.journeys.scene import Scene, Steps, press
from tests.journeys.world import World

UNKNOWN_HEADINGS = "Siapa;Kode Orang;Kantornya\nSari Contohwati;198609262024211001;Dinas Contoh\n"


def scenes(world: World) -> Iterator[Scene]:
    """All of them, in the order in which the world stays fit for the next."""
    yield from _strangers(world)
    yield from _signers(world)
    yield from _online(world)
    yield from _sheets(world)
    yield from _desks(world)
    yield from _forms(world)
    yield from _events(world)
    yield from _objects(world)
    yield from _roles(world)
    yield from _done(world)
    yield from _faults(world)
    yield from _invitations(world)
    yield from hall_scenes.scenes(world)
    yield from norms_scenes.scenes(world)
    yield from declaration_scenes.scenes(world)
    yield from stage_scenes.scenes(world)
    yield from circular_scenes.scenes(world)
    yield from clock_scenes.scenes(world)
    yield from erasure_scenes.scenes(world)
    yield from receipt_scenes.scenes(world)
    yield from pact_scenes.scenes(world)
    yield from machine_scenes.scenes(world)
    yield from _merging(world)
    yield from minutes_scenes.scenes(world)


def _merging(world: World) -> Iterator[Scene]:
    """Two records of one person, of which the one that would go has signed."""
    act = world.campaign.signatures.filter(unit=world.unit, void=None).order_by("-pk")[0]
    signed, other = act.staff, world.unsigned(8)

    def merges(page: Any) -> None:
        page.locator("#q").fill(other.name)
        press(page, "Cari")
        page.locator(f"[name=into][value='{other.pk}']").check()
        press(page, "Gabungkan")

    yield Scene("merging leaves a signature", Role.PERSONNEL, f"/pegawai/{signed.pk}/gabung/", merges)


def _strangers(world: World) -> Iterator[Scene]:
    def wrong_password(page: Any) -> None:
        page.locator("[name=login]").fill("rahmawati")
        page.locator("[name=password]").fill("bukan-sandinya")
        with page.expect_navigation():
            page.locator("main button[type=submit], main button:not([type])").first.click()

    def second_factor(page: Any) -> None:
        page.locator("[name=login]").fill(world.officer(Role.PERSONNEL).username)
        page.locator("[name=password]").fill(make.PASSWORD)
        with page.expect_navigation():
            page.locator("main button[type=submit], main button:not([type])").first.click()

    def wrong_code(page: Any) -> None:
        page.locator("#code, [name=code]").first.fill("AAAA-AAAA-A")
        press(page, "Lanjut")

    yield Scene("start for everybody", None, "/")
    yield Scene("log-in with a wrong password", None, "/akun/login/", wrong_password, "4")
    yield Scene("log-in, second factor", None, "/akun/login/", second_factor)
    yield Scene("code that nobody has", None, f"/i/{world.campaign.code}", wrong_code)
    yield Scene("page that does not exist", None, "/tidak-ada/", status="404")
    yield Scene("set up the second factor", "new", "/akun/pengaman/pasang/")


def _signers(world: World) -> Iterator[Scene]:
    def at(step: str) -> Steps:
        return lambda page: page.evaluate("step => { location.hash = step }", step)

    def no_pin(page: Any) -> None:
        page.evaluate("location.hash = 'tanda-tangan'")
        page.locator("[name=pin]").fill("111222")
        with page.expect_navigation():
            page.get_by_role("button", name="Tanda tangani").click()

    address = f"/saya/ikrar/{world.campaign.code}/"
    yield Scene("signing, a point", "signer", address, at("poin-2"))
    yield Scene("signing, the own data", "signer", address, at("data"))
    yield Scene("signing, the signature", "signer", address, at("tanda-tangan"))
    yield Scene("signing with a wrong PIN", "signer", address, no_pin)
    yield Scene("number for a desk", "signer", "/saya/nomor-meja/", lambda page: press(page, "Tampilkan nomor"))
    yield Scene("a new PIN", "unset", "/saya/pin/")
    yield Scene("own page before signing", "signer", "/saya/")


def _sheets(world: World) -> Iterator[Scene]:
    """Attendance on paper in its states, and the activity by unit."""
    held = outreach.activity(world.agency, on=TODAY)
    staff = [world.unsigned(number) for number in range(3, 9)]
    for person in staff:
        outreach.invitee(held, person)
    attendance.record(held, outreach.online(staff[0]), at=NOW)
    mine, yours = (make.actor(world.officer(role)) for role in (Role.COMMITTEE, Role.PERSONNEL))
    for name, by in (("printed", None), ("own", mine), ("to confirm", yours), ("confirmed", mine)):
        sheet = outreach.sheet(held, world.unit, staff, at=NOW)
        if by:
            ticked = [person.pk for person in staff[:4]]
            sheet = sheets.enter_sheet(sheet, scan=pledges.photo(900, 1200), ticked=ticked, by=by, at=NOW)
        if name == "own":
            told = {"name": "Wati Tamurekaan", "office": "", "institution": "Bawaslu Kota Contoh"}
            sheets.add_sheet_guest(sheet, **told, uuid=uuid.uuid4(), by=mine)
        if name == "confirmed":
            sheets.confirm_sheet(sheet, seen=sheet.said, by=yours, at=NOW)
        typed = "?cari=" + staff[5].name.split()[0] if name == "own" else ""
        yield Scene(f"attendance sheet, {name}", Role.COMMITTEE, f"/kegiatan/lembar/{sheet.code}/{typed}")
    yield Scene("attendance on paper", Role.COMMITTEE, f"/kegiatan/{held.pk}/kertas/")
    yield Scene("attendance sheet, unknown", Role.COMMITTEE, "/kegiatan/lembar/?kode=AAAA1111", status="404")
    yield Scene("attendance by unit", Role.COORDINATOR, f"/kegiatan/{held.pk}/unit/")
    yield Scene("attendance, missing of a unit", Role.COORDINATOR, f"/kegiatan/{held.pk}/unit/?unit={world.unit.pk}")
    yield Scene("attendance list to hand out", Role.COMMITTEE, f"/kegiatan/{held.pk}/daftar-hadir/")


def _online(world: World) -> Iterator[Scene]:
    who, told = world.unsigned(1), {"mode": "both", "meeting": "https://rapat.kota.example/netralitas"}
    later = {"begins": dt.time(8, 30), "on": TODAY + dt.timedelta(days=2)}
    states: dict[str, dict[str, Any]] = {
        "there": {}, "too early": later, "closed": {"state": "closed"}, "not begun": {"state": "planned"},
    }  # fmt: skip
    for name, more in states.items():
        held = outreach.activity(world.agency, **{"on": TODAY, **told, **more})
        outreach.invitee(held, who)
        if name == "there":
            attendance.record(held, outreach.online(who), at=NOW)
        yield Scene(f"joining online, {name}", "signer", f"/saya/kegiatan/{held.pk}/")
        yield Scene(f"door of a meeting, {name}", None, f"/k/{held.code}")
        yield Scene(f"activity with a meeting, {name}", Role.COMMITTEE, f"/kegiatan/{held.pk}/")


def _desks(world: World) -> Iterator[Scene]:
    room = f"/meja/sesi/{world.session.pk}/"
    word = world.unsigned(2).name

    def search(typed: str) -> Steps:
        def steps(page: Any) -> None:
            page.locator("#typed").fill(typed)
            press(page, "Cari")

        return steps

    def person(page: Any) -> None:
        search(word)(page)
        with page.expect_navigation():
            page.locator(".hit").first.click()

    def kiosk(page: Any) -> None:
        person(page)
        press(page, "Biar ia membaca dan menandatangani sendiri")

    def confirming(page: Any) -> None:
        person(page)
        page.goto(page.url.replace("/orang/", "/konfirmasi/"))

    def unproven(page: Any) -> None:
        person(page)
        press(page, "Catat")

    def said(page: Any) -> None:
        person(page)
        page.locator("#photo").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": pledges.photo()})
        press(page, "Catat")

    yield Scene("desk, hits", "desk", room, search(word))
    yield Scene("desk, nobody found", "desk", room, search("Zzyzx"))
    yield Scene("desk, one person", "desk", room, person)
    yield Scene("desk, without evidence", "desk", room, unproven)
    yield Scene("desk, confirming a code", "desk", room, confirming)
    yield Scene("desk, kiosk", "desk", room, kiosk)
    yield Scene("desk, recorded", "desk", room, said)
    yield Scene("desk, the latest", "desk", f"{room}terakhir/")
    yield Scene("desk that nobody enrolled", None, "/meja/", status="403")


#: Forms that are sent empty, past the browser's own check; the words are the button's.
EMPTY = {
    "add a person": "/pegawai/tambah/", "add a unit": "/pegawai/unit/tambah/", "upload a list": "/pegawai/unggah/",
    "invite an officer": "/petugas/undang/", "appoint coordinators": "/petugas/koordinator/", "new campaign": "/ikrar/baru/",
    "change the password": "/akun/kata-sandi/", "desks": "/perangkat/",
}  # fmt: skip


def _forms(world: World) -> Iterator[Scene]:
    def empty(page: Any) -> None:
        with page.expect_navigation():
            page.evaluate("""() => {
                const asks = form => form.querySelector('.input, .choice, input[type=file], input[type=text]');
                const form = [...document.querySelectorAll('main form[method=post]')].find(asks);
                form.noValidate = true; form.requestSubmit()
            }""")

    code = world.campaign.code
    more = {
        "print sheets": f"/ikrar/{code}/kertas/", "enter a sheet": f"/ikrar/kertas/{world.printed.code}/",
        "extend": f"/ikrar/{code}/waktu/", "new session": f"/ikrar/{code}/susulan/",
    }  # fmt: skip
    for name, url in {**EMPTY, **more}.items():
        yield Scene(f"empty form, {name}", Role.PERSONNEL, url, empty)


def _events(world: World) -> Iterator[Scene]:
    """Inviting to an activity, step by step."""
    invite = f"/kegiatan/{world.activity.pk}/undang/"

    def group(page: Any) -> None:
        press(page, "Lihat dulu berapa orang")

    def nobody(page: Any) -> None:
        page.locator("#id_position").fill("Astronaut")
        press(page, "Lihat dulu berapa orang")

    def person(typed: str) -> Steps:
        def steps(page: Any) -> None:
            page.locator("#typed").fill(typed)
            press(page, "Cari")

        return steps

    yield Scene("inviting, a group before it is invited", Role.COMMITTEE, invite, group)
    yield Scene("inviting, nobody fits", Role.COMMITTEE, invite, nobody)
    yield Scene("inviting, one person", Role.COMMITTEE, invite, person(world.staff.name))
    yield Scene("inviting, too little typed", Role.COMMITTEE, invite, person("a"))
    yield from _delegates(world, person)
    yield from _guests_and_files(world)


def _guests_and_files(world: World) -> Iterator[Scene]:
    """Announced guests and attached files: none, some, some lines wrong."""
    held = world.activity
    guests, attached = f"/kegiatan/{held.pk}/tamu/", f"/kegiatan/{held.pk}/berkas/"

    def paste(page: Any) -> None:
        page.get_by_text("Tempel beberapa baris").click()
        page.locator("#id_lines").fill(
            "Wati Tamurekaan; Anggota; Bawaslu Kota Contoh\nRudi Khayal\nSiti Umpama; KPU Kota Contoh"
        )
        press(page, "Periksa")

    def wrong(page: Any) -> None:
        torn = {"name": "notulen.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 torn"}
        page.locator("#id_kind").select_option("minutes")
        page.locator("#id_brought").set_input_files(torn)
        press(page, "Lampirkan")

    yield Scene("guests, lines checked", Role.COMMITTEE, guests, paste)
    for name, institution in (
        ("Hj. Dewi Umpama, S.H., M.H.", "Badan Pengawas Pemilihan Umum Kota Contoh"),
        ("Rudi Khayal", "KPU Kota Contoh"),
    ):
        outreach.guest(held, name, institution)
    yield Scene("guests", Role.COMMITTEE, guests, status="")
    for caption in ("Pembukaan oleh pimpinan daerah", "", "Pembacaan ikrar, empat poin"):
        outreach.attachment(held, at=NOW, caption=caption)
    outreach.attachment(held, at=NOW, kind="assignment", caption="SPT panitia")
    yield Scene("files", Role.COMMITTEE, attached, status="")
    yield Scene(
        "files, one file changed",
        Role.COMMITTEE,
        attached,
        lambda page: page.locator("details").first.click(),
        status="",
    )
    yield Scene("files, torn", Role.COMMITTEE, attached, wrong)
    yield Scene("files for the leader", Role.LEADER, attached, status="")


def _delegates(world: World, search: Callable[[str], Steps]) -> Iterator[Scene]:
    """A unit's seats, empty, half full, full and closed, by its link and for officers."""
    held, quota, chosen = world.activity, world.quota, world.unsigned(4)
    word = chosen.name
    link, own = quota_texts.address(quota).split("//", 1)[1].partition("/")[2], f"/kegiatan/jatah/{quota.pk}/"

    def pressed(page: Any) -> None:
        search(word)(page)
        with page.expect_navigation():
            page.locator(".hit:enabled").first.click()

    def empty(page: Any) -> None:
        page.locator("#id_seats").evaluate("field => { field.form.noValidate = true }")
        press(page, "Beri jatah")

    yield Scene("delegates by link, nobody yet", None, f"/{link}", status="")
    yield Scene("delegates by link, hits", None, f"/{link}", search(word), status="")
    yield Scene("delegates by link, nobody found", None, f"/{link}", search("Zzyzx"), status="")
    yield Scene("delegates by link, named", None, f"/{link}", pressed, status="")
    yield Scene(
        "delegates by link, replacing",
        None,
        f"/{link}",
        lambda page: press(page, f"Ganti {chosen.full_name}"),
        status="",
    )
    yield Scene("delegates for the coordinator", Role.COORDINATOR, own, search(word), status="")
    yield Scene("delegates for the committee", Role.COMMITTEE, own, status="")
    for number, unit in enumerate(world.agency.units.exclude(pk=world.unit.pk).order_by("pk")[:9]):
        outreach.quota(held, unit, seats=1 + number % 3, until=quota.until)
    yield Scene("units with seats", Role.COMMITTEE, f"/kegiatan/{held.pk}/utusan/", status="")
    yield Scene("units with seats, nothing chosen", Role.COMMITTEE, f"/kegiatan/{held.pk}/utusan/", empty)
    yield Scene("units with seats for a coordinator", Role.COORDINATOR, f"/kegiatan/{held.pk}/utusan/", status="")
    Quota.objects.filter(pk=quota.pk).update(closed_at=NOW)
    yield Scene("delegates by link, closed", None, f"/{link}", status="")
    yield Scene("delegates, closed, for the coordinator", Role.COORDINATOR, own, status="")


def _objects(world: World) -> Iterator[Scene]:
    by, code = system(world.agency.pk), world.campaign.code
    elections = list(Election.objects.filter(slug="pilkada_2024"))
    draft = texts.draft_from_default(world.agency, kind="ikrar", elections=elections, by=by, at=NOW)
    planned = campaigns.create_campaign(
        world.agency, title="Ikrar netralitas menjelang pemungutan suara ulang", cycle="psu-2024", elections=elections,
        ikrar=world.campaign.ikrar, pact=world.campaign.pact, opens_at=NOW + dt.timedelta(days=2),
        closes_at=NOW + dt.timedelta(days=9), by=by, at=NOW,
    )  # fmt: skip
    legal, personnel = Role.LEGAL, Role.PERSONNEL
    yield Scene("texts for the legal officer", legal, "/ikrar/naskah/")
    yield Scene("campaign for the legal officer", legal, f"/ikrar/{code}/")
    yield Scene("text, draft", legal, f"/ikrar/naskah/{draft.pk}/")
    yield Scene("text, edit", legal, f"/ikrar/naskah/{draft.pk}/ubah/")
    yield Scene("text, approve", legal, f"/ikrar/naskah/{draft.pk}/setujui/")
    yield Scene("campaign, planned", personnel, f"/ikrar/{planned.code}/")
    yield Scene("campaign, open it", personnel, f"/ikrar/{planned.code}/buka/")
    yield Scene("campaign, change the plan", personnel, f"/ikrar/{planned.code}/ubah/")
    yield Scene("campaign, delete the plan", personnel, f"/ikrar/{planned.code}/hapus/")
    yield Scene("campaign, planned, for a signer", None, f"/i/{planned.code}")
    yield from _rosters(world)
    yield Scene("audit trail", personnel, "/pantau/jejak/")
    yield Scene("coverage of PPPK", personnel, f"/pantau/{code}/?kind=pppk")


def _rosters(world: World) -> Iterator[Scene]:
    first = RosterImport.objects.filter(agency=world.agency).order_by("pk")[0]
    asked = roster.upload_roster(
        world.agency, file=ContentFile(UNKNOWN_HEADINGS.encode(), name="asing.csv"), name="asing.csv",
        as_of=TODAY - dt.timedelta(days=1), by=make.actor(world.officer(Role.PERSONNEL)), at=NOW,
    )  # fmt: skip
    yield Scene("list, waiting", Role.PERSONNEL, f"/pegawai/unggah/{asked.pk}/")
    jobs.drain(NOW)
    yield Scene("list, unknown headings", Role.PERSONNEL, f"/pegawai/unggah/{asked.pk}/")
    yield Scene("list, applied", Role.PERSONNEL, f"/pegawai/unggah/{first.pk}/")
    for what in ("refused", "skipped", "new", "gone"):
        yield Scene(
            f"list, rows {what}", Role.PERSONNEL, f"/pegawai/unggah/{world.roster.pk}/baris/{what}/", status="404"
        )


def _roles(world: World) -> Iterator[Scene]:
    code = world.campaign.code
    for role in (Role.COORDINATOR, Role.LEADER, Role.OBSERVER, Role.LEGAL, Role.COMMITTEE, Role.AUDITOR):
        yield Scene(f"start for {role.value}", role, "/")
    yield Scene("coverage for a coordinator", Role.COORDINATOR, f"/pantau/{code}/")
    yield Scene("the missing for a coordinator", Role.COORDINATOR, f"/pantau/{code}/belum/")
    yield Scene("recap for a coordinator", Role.COORDINATOR, f"/pantau/{code}/rekap/")
    yield Scene("page for another role", Role.OBSERVER, "/petugas/", status="403")
    for name, url in {"start": "/", "campaigns": "/ikrar/", "texts": "/ikrar/naskah/", "people": "/pegawai/", "units":
                      "/pegawai/unit/", "coverage": "/pantau/", "desks": "/perangkat/", "sheets": "/ikrar/kertas/",
                      "trail": "/pantau/jejak/"}.items():  # fmt: skip
        yield Scene(f"empty agency, {name}", "fresh", url)


def _done(world: World) -> Iterator[Scene]:
    """A campaign just opened, one that everybody signed, one that is closed, a signature that was voided."""
    agency, person = world.small
    campaign = pledges.campaign(agency, at=NOW)
    folding.fold_all(at=NOW)
    yield Scene("start, just opened", "small", "/")
    yield Scene("campaign, just opened", "small", f"/ikrar/{campaign.code}/")
    pledges.signature(campaign, person, at=NOW)
    folding.fold_all(at=NOW)
    yield Scene("start, nobody missing", "small", "/")
    yield Scene("nobody missing", "small", f"/pantau/{campaign.code}/belum/")
    yield Scene("coverage, nobody missing", "small", f"/pantau/{campaign.code}/")
    yield Scene("campaign, nobody missing", "small", f"/ikrar/{campaign.code}/")
    campaigns.close_campaign(campaign, by=system(agency.pk), at=NOW)
    yield Scene("campaign, closed", "small", f"/ikrar/{campaign.code}/")
    yield Scene("campaign, closed, for a signer", None, f"/i/{campaign.code}")
    act = world.signature
    voids.void_signature(
        act, reason="wrong_person", note="Baris di bawahnya yang dimaksud.", by=system(world.agency.pk), at=NOW
    )
    yield Scene("receipt of a voided signature", "signed", f"/saya/tanda-terima/{act.receipt}/")
    yield Scene("own page with a voided signature", "signed", "/saya/")
    yield Scene("voided signature for an officer", Role.PERSONNEL, f"/ikrar/tanda-tangan/{act.receipt}/")


def _faults(world: World) -> Iterator[Scene]:
    """What the machine says when it cannot: too much, too often, too late, broken."""
    # "stranger" is a window of its own: the others' is half-way through a log-in by now.
    login, sheet = "/akun/login/", f"/ikrar/kertas/{world.printed.code}/"

    def expired(page: Any) -> None:
        page.locator("[name=csrfmiddlewaretoken]").first.evaluate("field => { field.value = 'x'.repeat(64) }")
        page.locator("[name=login]").fill("rahmawati")
        page.locator("[name=password]").fill("bukan-sandinya")
        press(page, "Masuk")

    def too_often(page: Any) -> None:
        with override_settings(ACCOUNT_RATE_LIMITS={**settings.ACCOUNT_RATE_LIMITS, "login": "1/d/ip"}):
            for _n in range(2):
                page.goto(login)
                page.locator("[name=login]").fill("rahmawati")
                page.locator("[name=password]").fill("bukan-sandinya")
                press(page, "Masuk")

    def too_large(page: Any) -> None:
        photo = {"name": "lembar.jpg", "mimeType": "image/jpeg", "buffer": pledges.photo(900, 1200)}
        page.locator("input[type=file]").set_input_files(photo)
        with override_settings(BODY_MAX=1_000):
            press(page, "Simpan untuk petugas kedua")

    def broken(page: Any) -> None:
        with patch("ikrar.oversight.queries.open_first", side_effect=RuntimeError("a fault on purpose")):
            page.goto("/pantau/")

    yield Scene("form that has expired", "stranger", login, expired, "403")
    yield Scene("too many attempts", "stranger", login, too_often, "4")
    yield Scene("file too large", Role.PERSONNEL, sheet, too_large, "413")
    yield Scene("something broke", Role.PERSONNEL, "/", broken, "500")


def _invitations(world: World) -> Iterator[Scene]:
    """Badges given and printed, invitations sent, what the invited see of it."""
    held, by = world.activity, make.actor(world.officer(Role.COMMITTEE))
    address = f"/kegiatan/{held.pk}/lencana/"
    badge_sheets.make_sheets(held, unit=None, by=by, at=NOW)
    yield Scene("badges, being made", Role.COMMITTEE, address)
    jobs.drain(NOW)
    yield Scene("badges, made", Role.COMMITTEE, address)
    yield Scene("badges, nobody found", Role.COMMITTEE, f"{address}?cari=Zzyzx")
    yield Scene("badges, ended", Role.COMMITTEE, f"{address}?dicabut=1")
    yield Scene("own badge", "signer", f"/saya/lencana/{held.pk}/")
    yield Scene("own page of somebody invited", "signer", "/saya/")
    Staff.objects.filter(pk=world.staff.pk).update(email="pegawai@contoh.example")
    mailing.send_invitations(held, by=by, at=NOW)
    jobs.drain(NOW)
    yield Scene("invitations, sent", Role.COMMITTEE, f"/kegiatan/{held.pk}/surel/")
    type(held).objects.filter(pk=held.pk).update(place="Aula lain")
    yield Scene("invitations, changed since", Role.COMMITTEE, f"/kegiatan/{held.pk}/surel/")
    told = {"subject": "Undangan sosialisasi", "occasion": "Dalam rangka netralitas", "signer_name": "Budi Rekaan"}
    letters.write_letter(held, {**told, "signer_office": "Kepala Badan Contoh"}, by=by, at=NOW)
    letters.make_letters(held, unit=None, form="merged", by=by, at=NOW)
    jobs.drain(NOW)
    yield Scene("letter, written", Role.COMMITTEE, f"/kegiatan/{held.pk}/surat/")
    yield Scene("letter, for one person", Role.COMMITTEE, f"/kegiatan/{held.pk}/surat/?cari={world.staff.name[:4]}")
