"""Every write about declarations and permits: sent, entered from paper, moved through its states, read with a trace."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Account, Agency, Staff
from ikrar.agencies.roles import Actor, Kind
from ikrar.core import audit, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import declaring
from ikrar.norms.actions import declaration_files
from ikrar.norms.models import Asset, Declaration, DeclarationStep, Election
from ikrar.norms.queries import declarations as queries
from ikrar.norms.rules.declarations import (
    LONGEST_DAYS,
    WAITING,
    WAITING_MOST,
    Came,
    DeclarationMove,
    DeclarationState,
)


@dataclass(frozen=True)
class Told:
    """All that a form tells. `facts` holds what has no column of its own, by the names of the kind's fields."""

    kind: str
    facts: dict[str, str] = field(default_factory=dict)
    election: Election | None = None
    asset: Asset | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    begins_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None


_COLUMNS = ("kind", "facts", "election", "asset", "until", "begins_at", "ends_at")


def declare(
    agency: Agency, staff: Staff | None, told: Told, *, client_uuid: uuid.UUID, came: str = Came.PHONE, by: Actor,
    at: dt.datetime,
) -> Declaration:  # fmt: skip
    """Keep a declaration once by its UUID, with the files that came with its form.

    An officer enters those of people without a phone and of outside organisers, always with the signed paper.
    """
    try:
        with transaction.atomic():
            found = Declaration.objects.filter(agency=agency, client_uuid=client_uuid).first()
            made = found or _declared(agency, staff, told, client_uuid, came, by, at)
    except IntegrityError:  # the same form came twice at the same moment
        made = Declaration.objects.get(agency=agency, client_uuid=client_uuid)
    if not _is_same(made, staff, told):
        raise Conflict(_("Pernyataan ini sudah terkirim dengan isi lain. Buka halaman baru untuk pernyataan lain."))
    return made


def _is_same(made: Declaration, staff: Staff | None, told: Told) -> bool:
    same = all(getattr(made, name) == getattr(told, name) for name in _COLUMNS)
    return same and made.staff_id == (staff.pk if staff else None) and told.since in (None, made.since)


def _declared(
    agency: Agency, staff: Staff | None, told: Told, client_uuid: uuid.UUID, came: str, by: Actor, at: dt.datetime
) -> Declaration:
    kind = declaring.kind_of(told.kind)
    if kind is None or not kind.is_for("staff" if staff else "outside"):
        raise Refused(_("Jenis pernyataan ini tidak dikenal di sini."))
    if staff is not None:
        staff = Staff.objects.select_for_update().get(pk=staff.pk, agency=agency, merged_into=None)
        if staff.declarations.filter(state__in=WAITING).count() >= WAITING_MOST:
            raise Refused(
                _("Masih ada %(n)d pernyataan Anda yang menunggu. Tarik dulu yang tidak perlu.") % {"n": WAITING_MOST}
            )
    _refuse(told, agency, zones.today(agency.zone, at))
    served = queries.unit_of(staff) if staff else None
    made = Declaration.objects.create(
        agency=agency, client_uuid=client_uuid, staff=staff, served_at=served.unit if served else None, came=came,
        since=told.since or zones.today(agency.zone, at), entered_by=by.id if by.is_officer else None, at=at,
        **{name: getattr(told, name) for name in _COLUMNS},
    )  # fmt: skip
    count = declaration_files.claim(made, by=by)
    if came == Came.PAPER and not count:
        raise Refused(_("Lampirkan pindaian surat yang ditandatangani."), field="brought")
    audit.record("norms.declaration_sent", made, by=by, fields=[came])
    return made


def _refuse(told: Told, agency: Agency, today: dt.date) -> None:
    """What no period and no booking may be, in words and with its field."""
    since = told.since or today
    if told.until and told.until < since:
        raise Refused(_("Hari terakhir harus sama dengan atau sesudah hari pertama."), field="until")
    if ((told.until or since) - since).days > LONGEST_DAYS or abs((since - today).days) > LONGEST_DAYS:
        raise Refused(_("Periksa tanggalnya: terlalu jauh dari hari ini."), field="since")
    if told.begins_at and told.ends_at and told.ends_at <= told.begins_at:
        raise Refused(_("Jam selesai harus sesudah jam mulai."), field="ends")
    if told.asset and (told.asset.agency_id != agency.pk or told.asset.ended_on):
        raise Refused(_("Gedung atau kendaraan ini tidak ada di daftar."), field="asset")
    if told.asset and told.begins_at and told.ends_at:
        _refuse_double(told.asset, told.begins_at, told.ends_at)


def _refuse_double(asset: Asset, begins: dt.datetime, ends: dt.datetime, *, but: int = 0) -> None:
    taken = queries.bookings(asset, begins, ends, but=but).select_related("agency").first()
    if taken and taken.begins_at and taken.ends_at:
        zone = taken.agency.zone
        told = {"from": zones.moment(taken.begins_at, zone), "until": zones.moment(taken.ends_at, zone), "what": asset}
        raise Refused(
            _("%(what)s sudah dipakai dari %(from)s sampai %(until)s. Pilih waktu lain.") % told, field="asset"
        )


def take(
    declaration: Declaration, name: str, *, client_uuid: uuid.UUID, reason: str = "", rule: str = "", by: Actor,
    at: dt.datetime,
) -> Declaration:  # fmt: skip
    """Take one of `MOVES`; sent twice it is taken once, and who comes second hears what was decided before."""
    try:
        with transaction.atomic():
            return _taken(declaration, name, client_uuid, reason.strip(), rule, by, at)
    except IntegrityError:
        declaration.refresh_from_db()
        return declaration


def _taken(
    declaration: Declaration, name: str, client_uuid: uuid.UUID, reason: str, rule: str, by: Actor, at: dt.datetime
) -> Declaration:
    rows = Declaration.objects.select_for_update(of=("self",)).select_related("agency", "asset", "election")
    declaration = rows.get(pk=declaration.pk)
    kind = declaring.kind_of(declaration.kind)
    move = next((one for one in (kind.moves() if kind else []) if one.name == name), None)
    if kind is None or move is None:
        raise Refused(_("Langkah ini tidak ada pada pernyataan ini."))
    if declaration.steps.filter(client_uuid=client_uuid, move=name).exists():
        return declaration
    _refuse_move(declaration, kind, move, reason, rule, by, at)
    if move.to == DeclarationState.GRANTED and declaration.asset and declaration.begins_at and declaration.ends_at:
        Asset.objects.select_for_update().get(pk=declaration.asset.pk)
        _refuse_double(declaration.asset, declaration.begins_at, declaration.ends_at, but=declaration.pk)
    changed = _changed(declaration, move, reason, rule, zones.today(declaration.agency.zone, at))
    declaration.save(update_fields=changed)
    DeclarationStep.objects.create(
        declaration=declaration, client_uuid=client_uuid, move=name, by_kind=by.kind, by=by.id, reason=reason, at=at
    )
    audit.record(f"norms.{name}", declaration, by=by, fields=["state"])
    return declaration


def _changed(declaration: Declaration, move: DeclarationMove, reason: str, rule: str, today: dt.date) -> list[str]:
    """Set what the move changes; ended today, it no longer holds tomorrow."""
    declaration.state = move.to
    if move.asks_rule or move.name == "reopen_declaration":
        declaration.rule, declaration.reason = rule, reason if move.asks_rule else ""
        return ["state", "rule", "reason"]
    if move.to == DeclarationState.ENDED and (declaration.until is None or declaration.until > today):
        declaration.until = max(today, declaration.since)
        return ["state", "until"]
    return ["state"]


def _refuse_move(
    declaration: Declaration,
    kind: declaring.Kind,
    move: DeclarationMove,
    reason: str,
    rule: str,
    by: Actor,
    at: dt.datetime,
) -> None:
    is_own = by.staff_id is not None and by.staff_id == declaration.staff_id
    if move.by is None and not (is_own and by.kind is Kind.STAFF):
        raise Refused(_("Hanya pembuatnya yang menarik pernyataan ini."))
    if move.by is not None:
        _refuse_officer(declaration, move, by, is_own=is_own, on=zones.today(declaration.agency.zone, at))
    if declaration.state not in move.since:
        raise Refused(_already(declaration))
    if move.name == "reopen_declaration" and hasattr(declaration, "letter"):
        raise Refused(_("Suratnya sudah dibuat, jadi keputusan ini tidak dibatalkan lagi. Akhiri izinnya bila perlu."))
    if move.asks_reason and not reason:
        raise Refused(_("Tulis alasannya. Pemohon membacanya."), field="reason")
    choices = dict(kind.rule_choices(move))
    if choices and rule not in choices:
        raise Refused(_("Pilih kaidah yang dipakai. Ia disebut di suratnya."), field="rule")


def _refuse_officer(declaration: Declaration, move: DeclarationMove, by: Actor, *, is_own: bool, on: dt.date) -> None:
    if move.by is None or not may(by, move.by, on=declaration):
        raise Refused(_("Langkah ini bukan hak Anda."))
    if is_own:
        raise Refused(_("Ini pernyataan Anda sendiri. Petugas lain yang memeriksa dan memutusnya."))
    if declaration.asset_id and by.staff_id and queries.conflicts_of(
        by.staff_id, on=on, election=declaration.election_id
    ):  # fmt: skip
        raise Refused(
            _(
                "Anda mencatat pernyataan tentang calon pada pemilihan ini, jadi pejabat lain yang memutus permohonan ini."
            )
        )


def _already(declaration: Declaration) -> str:
    """Who was first, and with what."""
    last = declaration.steps.last()
    told = {"state": DeclarationState(declaration.state).label, "who": _("orang lain"), "time": ""}
    if last is None:
        return _("Pernyataan ini %(state)s. Muat ulang halamannya.") % told
    if last.by_kind == Kind.OFFICER:
        told["who"] = str(Account.objects.filter(pk=last.by or 0).first() or told["who"])
    elif last.by_kind == Kind.STAFF:
        told["who"] = _("pembuatnya")
    told["time"] = zones.moment(last.at, declaration.agency.zone)
    return _("Sudah %(state)s oleh %(who)s pada %(time)s. Langkah Anda tidak disimpan; muat ulang halamannya.") % told


@transaction.atomic
def look(declaration: Declaration, *, by: Actor, at: dt.datetime, what: str = "declaration") -> Declaration:
    """Open a declaration, a file or a paper of it: whoever may, leaves a trace each time."""
    audit.record("norms.declaration_seen", declaration, by=by, fields=[what])
    return declaration


@transaction.atomic
def look_through(*, by: Actor, at: dt.datetime, what: str = "declarations") -> None:
    """Open the list, which tells who declared something."""
    audit.record("norms.declarations_listed", None, by=by, fields=[what])


def own_actor(credential: Any) -> Actor:
    """A staff member as the one who acts upon the own declarations."""
    return Actor(Kind.STAFF, credential.pk, credential.agency_id, str(credential.staff), staff_id=credential.staff_id)
