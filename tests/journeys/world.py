"""The world that every page is looked at in: Kendari a few days into its campaign, with something on every page."""

import datetime as dt
import time
import uuid
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from ikrar.agencies import tokens
from ikrar.agencies.actions import roster
from ikrar.agencies.middleware import DESK_COOKIE, SIGNER_COOKIE
from ikrar.agencies.models import Account, Agency, Credential, RosterImport, Staff, Unit
from ikrar.agencies.queries import device_actor
from ikrar.agencies.roles import Permission, Role
from ikrar.agencies.rules import AT_UNIT
from ikrar.core import jobs
from ikrar.demo.seeding import seed_kendari, sign_some
from ikrar.pledges.actions import draws, folding, papers, reach_files, reasons, vouching
from ikrar.pledges.models import Campaign, PaperSheet, Signature
from ikrar.pledges.rules import MissingReason
from tests.access_samples import NOW, SAMPLES, TODAY, Arguments, Place
from tests.addresses import Address
from tests.factories import agencies as make
from tests.factories import outreach, pledges

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
#: Who opens a page that several roles may open.
FIRST = (Role.PERSONNEL, Role.COMMITTEE, Role.LEGAL, Role.COORDINATOR, Role.LEADER)
NAMES = {
    Role.PERSONNEL: "Rahmawati Contohwati",
    Role.COORDINATOR: "La Ode Umpama Rekaanto",
    Role.OBSERVER: "Pengamat Contoh",
}
Cookies = dict[str, str]


@dataclass
class World(Place):
    """Kendari with a campaign that people sign by phone, at a desk and on paper."""

    campaign: Campaign

    def __post_init__(self) -> None:
        self.unit = Unit.objects.get(agency=self.agency, name="Dinas Kesehatan")
        self._officers: dict[Role, Account] = {}
        self._unsigned: dict[int, Staff] = {}

    def officer(self, role: Role) -> Account:
        if role not in self._officers:
            made = make.officer(
                role, self.agency, unit=self.unit if role in AT_UNIT else None, name=NAMES.get(role, f"{role.label} Rekaan")
            )  # fmt: skip
            self._officers[role] = made
        return self._officers[role]

    def unsigned(self, number: int) -> Staff:
        """Somebody of the unit who has not signed; the same number is the same person."""
        if number not in self._unsigned:
            signed = Signature.objects.values("staff")
            taken = [person.pk for person in self._unsigned.values()]
            people = Staff.objects.exclude(pk__in=signed).exclude(pk__in=taken).filter(assignments__unit=self.unit)
            self._unsigned[number] = people.order_by("pk")[0]
        return self._unsigned[number]

    @cached_property
    def staff(self) -> Staff:
        """The person whom the samples act upon."""
        return self.unsigned(0)

    @cached_property
    def credential(self) -> Credential:
        return self._with_pin(self.staff)

    @cached_property
    def signature(self) -> Signature:
        """The act of somebody at the same unit."""
        return self.campaign.signatures.filter(unit=self.unit).order_by("pk")[0]

    @cached_property
    def activity(self) -> Any:
        """The sample's, to which the signer of these pages is invited too."""
        held = super().activity
        outreach.invitee(held, self.unsigned(1))
        return held

    def _with_pin(self, person: Staff) -> Credential:
        found = Credential.objects.get(staff=person, ended_at=None)
        if found.pin is None:
            found.pin, found.pin_set_at = tokens.pin_verifier(found.pk, "482915"), NOW
            found.save(update_fields=["pin", "pin_set_at"])
        return found

    @cached_property
    def _new(self) -> Account:
        """An officer who has a password and no second factor yet."""
        return make.officer(Role.LEGAL, self.agency, name="Ratna Umpama", mfa=False)

    @cached_property
    def _fresh(self) -> Account:
        """The first officer of an agency that has nothing yet."""
        return make.officer(Role.PERSONNEL, make.agency("baru", name="Pemerintah Kabupaten Baru Sekali"))

    @cached_property
    def small(self) -> tuple[Agency, Staff]:
        """An agency of one person."""
        agency = make.agency("kecil", name="Pemerintah Kabupaten Kecil Sekali")
        return agency, make.staff(agency, "Wati Contohwati", at=make.unit(agency, "Sekretariat Contoh"))

    @cached_property
    def _small(self) -> Account:
        return make.officer(Role.PERSONNEL, self.small[0], name="Ratna Rekaan")

    @cached_property
    def vouched(self) -> Signature:
        """Somebody whom a desk saw, with a photo as evidence."""
        _device, token = make.device(self.agency, self.officer(Role.COMMITTEE))
        texts = self.campaign.ikrar, self.campaign.pact
        seen = vouching.Seen(
            staff=self.unsigned(3).pk, client_uuid=uuid.uuid4(), ikrar_digest=texts[0].digest,
            pact_digest=texts[1].digest if texts[1] else "", photo=pledges.photo(900, 600),
        )  # fmt: skip
        said = vouching.vouch(self.session, seen, by=device_actor(token), at=NOW)
        return Signature.objects.get(pk=said.signature)

    @cached_property
    def _unset(self) -> Credential:
        """The code of somebody who has no PIN yet."""
        return Credential.objects.filter(agency=self.agency, ended_at=None, pin=None).exclude(
            staff__in=[self.unsigned(1), self.unsigned(2)]
        )[0]

    def signer(self, person: Staff) -> Cookies:
        who = tokens.Signer(self._with_pin(person).pk, "hp-contoh", self.campaign.code).with_pin(
            dt.datetime.now(dt.UTC)
        )
        return {SIGNER_COOKIE: tokens.seal(who)}

    @cached_property
    def roster(self) -> RosterImport:
        """A list that waits for decisions."""
        personnel = self.officer(Role.PERSONNEL)
        file = ContentFile((FIXTURES / "rosters/siasn.csv").read_bytes(), name="siasn.csv")
        made = roster.upload_roster(
            self.agency, file=file, name="siasn.csv", as_of=TODAY - dt.timedelta(days=1), by=make.actor(personnel),
            at=NOW, asks=False,
        )  # fmt: skip
        jobs.drain(NOW)
        made.refresh_from_db()
        return made

    @cached_property
    def sheet(self) -> PaperSheet:
        """A sheet that one officer entered and another one shall confirm."""
        by = make.actor(make.officer(Role.PERSONNEL, self.agency, name="Petugas Kedua Rekaan"))
        made = papers.print_sheets(self.campaign, unit=self.unit, kind="roster", by=by, at=NOW).sheets[0]
        return papers.enter_sheet(
            made, scan=pledges.photo(900, 1200), ticked=made.staff[:12], signed_on=TODAY, by=by, at=NOW
        )

    @cached_property
    def printed(self) -> PaperSheet:
        """A sheet that has not come back yet."""
        return (
            PaperSheet.objects.filter(campaign=self.campaign, entered_at=None)
            .exclude(pk=self.sheet.pk)
            .order_by("pk")[0]
        )

    @cached_property
    def draw(self) -> Any:
        return draws.draw_signatures(self.campaign, by=make.actor(self.officer(Role.OBSERVER)), at=NOW)

    def url(self, address: Address) -> str:
        samples = {**SAMPLES, **OWN}
        return reverse(address.name, kwargs=samples[address.name](self) if address.arguments else {})

    def cookies(self, who: Any) -> Cookies:
        """What a browser holds that comes through this door: a permission, a role, or a door's name."""
        if isinstance(who, Permission):
            who = next(iter([role for role in FIRST if role in who.roles] or who.roles))
        if isinstance(who, Role):
            return self._session(self.officer(who))
        if who in {"signed_in", "account_holder"}:
            return self._session(self.officer(Role.PERSONNEL))
        if who in {"new", "fresh", "small"}:
            return self._session(getattr(self, f"_{who}"))
        if who == "unset":
            return {SIGNER_COOKIE: tokens.seal(tokens.Signer(self._unset.pk, "hp-contoh", self.campaign.code))}
        if who == "desk":
            return {DESK_COOKIE: self.desk[1]}
        if who == "signed":
            return self.signer(self.signature.staff)
        if who == "declarer":
            return self.signer(self.declaration.staff)
        return self.signer(self.unsigned(1)) if who == "signer" else {}

    def _session(self, account: Account) -> Cookies:
        """An officer's session, as just after the password."""
        client = Client()
        client.force_login(account)
        session = client.session
        session["account_authentication_methods_user"] = str(account.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session.save()
        return {"ikrar_petugas": client.cookies["ikrar_petugas"].value}


def _roster(world: Any) -> dict[str, Any]:
    return {"pk": world.roster.pk}


def _sheet(world: Any) -> dict[str, Any]:
    return {"code": world.sheet.code}


def _receipt(world: Any) -> dict[str, Any]:
    return {"receipt": world.signature.receipt}


_STAFF = ("staff", "move_staff", "end_staff", "change_contact", "show_number", "merge_staff", "unmerge_staff")
_UNIT = ("unit", "rename_unit", "move_unit", "merge_units", "unmerge_units")
_ROSTER = (
    "map_columns",
    "decide_row",
    "decide_units",
    "roster_errors",
    "apply_roster",
    "discard_roster",
    "take_back_roster",
)
_SHEET = ("enter_sheet", "confirm_sheet", "refuse_sheet", "sheet_scan", "reprint_sheet")
#: Objects that this world shows in place of the bare samples.
OWN: dict[str, Arguments] = {
    **{f"agencies:{name}": lambda world: {"pk": world.staff.pk} for name in _STAFF},
    **{f"agencies:{name}": lambda world: {"pk": world.unit.pk} for name in _UNIT},
    **dict.fromkeys([f"agencies:{name}" for name in ("roster", *_ROSTER)], _roster),
    "agencies:roster_rows": lambda world: _roster(world) | {"what": "held"},
    **dict.fromkeys([f"pledges:{name}" for name in ("sheet", *_SHEET)], _sheet),
    "pledges:sheet_scan_page": lambda world: _sheet(world) | {"page": 1},
    **dict.fromkeys(
        [f"pledges:{name}" for name in ("receipt", "signature", "pact", "own_pact", "own_receipt", "own_proof")],
        _receipt,
    ),
    "pledges:evidence": lambda world: {"receipt": world.vouched.receipt},
    "pledges:note_reason": lambda world: {"code": world.campaign.code, "staff": world.unsigned(1).pk},
    "pledges:draw_result": lambda world: {"code": world.campaign.code, "pk": world.draw.pk},
    **{
        f"pledges:{name}": lambda world: {"code": world.campaign.code}
        for name in ("paper_sheets", "print_sheets", "pacts", "make_pacts")
    },
}


def kendari() -> World:
    """The world as the tests and the pictures find it."""
    at = NOW - dt.timedelta(days=3)
    campaign = seed_kendari(at=at)
    sign_some(campaign, 240, at=at + dt.timedelta(hours=2))
    sign_some(campaign, 60, at=NOW - dt.timedelta(minutes=5))
    folding.fold_all(at=NOW)
    world = World(campaign.agency, campaign)
    by = make.actor(world.officer(Role.PERSONNEL))
    missing = Staff.objects.exclude(pk__in=Signature.objects.values("staff")).filter(assignments__unit=world.unit)
    for person, reason in zip(missing.order_by("-pk")[:4], MissingReason.values, strict=False):
        reasons.note_reason(campaign, person, reason=reason, by=by, at=NOW)
    reach_files.make_file(campaign, what="slips", only="all", unit=world.unit, by=by, at=NOW)
    jobs.drain(NOW)
    return world
