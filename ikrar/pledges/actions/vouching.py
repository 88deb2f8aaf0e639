"""Vouching at a desk: one person at a time, one piece of evidence each, by the desk's named officer."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Device
from ikrar.agencies.queries import desks
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Level
from ikrar.core import files
from ikrar.core.errors import Conflict, Refused
from ikrar.core.models import StoredFile
from ikrar.outreach.models import Badge
from ikrar.pledges import drawings, receipts
from ikrar.pledges.actions.acts import Act, refuse_unfit, store_act
from ikrar.pledges.actions.badged import live_badge
from ikrar.pledges.actions.sessions import hold_session
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import Signature, SignatureVoid, SigningSession
from ikrar.pledges.permissions import VOUCH
from ikrar.pledges.queries import desk as queries
from ikrar.pledges.queries.standing import Standing, standings
from ikrar.pledges.rules import Method


@dataclass(frozen=True)
class Seen:
    """What a desk sends: whom it saw, how, and what it stands on: a scanned badge, and at most one of a drawn signature and a photo."""

    staff: int
    client_uuid: uuid.UUID
    ikrar_digest: str
    pact_digest: str
    method: Method = Method.VOUCH
    drawing: str = ""
    photo: bytes = b""
    badge: int = 0
    stated: Mapping[str, str] = field(default_factory=dict)
    client_at: dt.datetime | None = None

    def body(self, session: int) -> bytes:
        scanned = {"badge": self.badge} if self.badge else {}
        return receipts.body_digest(
            session=session, staff=self.staff, method=self.method.value, ikrar=self.ikrar_digest, pact=self.pact_digest,
            stated=dict(self.stated), drawing=self.drawing, photo=hashlib.sha256(self.photo).hexdigest() if self.photo else "",
            **scanned,
        )  # fmt: skip


@dataclass(frozen=True)
class Vouched:
    """What a desk hears: recorded now, or "sudah" since when. Nothing else about an earlier signing."""

    at: dt.datetime
    signature: int | None = None

    @property
    def again(self) -> bool:
        return self.signature is None


def vouch(session: SigningSession, seen: Seen, *, by: Actor, at: dt.datetime) -> Vouched:
    """Record one person in a session. The same UUID and body is answered as the first time."""
    photo = _evidence(seen)
    try:
        return _vouch_once(session, seen, photo, by=by, at=at)
    except IntegrityError:  # the UUID stands on somebody else's act
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain. Mulai lagi dari pencarian.")) from None


def _evidence(seen: Seen) -> files.Accepted | None:
    """The photo drawn anew, or nothing; exactly one of photo and drawing, where a badge was scanned at most one."""
    told = bool(seen.drawing) + bool(seen.photo)
    if told > 1 or not (told or seen.badge):
        raise Refused(_("Pilih satu bukti: coretan tanda tangan, atau satu foto."), field="evidence")
    if seen.photo:
        return files.accept_image(seen.photo)
    if seen.drawing and not drawings.is_signature(seen.drawing):
        raise Refused(_("Coretannya belum terbaca sebagai tanda tangan. Ulangi, atau ambil foto."), field="evidence")
    return None


@transaction.atomic
def _vouch_once(
    session: SigningSession, seen: Seen, photo: files.Accepted | None, *, by: Actor, at: dt.datetime
) -> Vouched:
    desk, session = open_desk(by, at, session.pk)
    row = in_reach(session, desk, seen.staff, at)
    if row.signed and row.signed_at is not None:
        return _first_answer(session, row, seen, row.signed_at)
    _refuse(session, desk, row, seen)
    badge = live_badge(session, seen.badge, seen.staff, at=at) if seen.badge else None
    evidence = _stored(session, seen, photo, at)
    act = Act(
        level=Level.VOUCHED, method=seen.method, client_uuid=seen.client_uuid, body=seen.body(session.pk), at=at,
        officer=desk.officer_id, device=f"desk {desk.pk}", session=session.pk, evidence=evidence, drawing=seen.drawing,
        client_at=seen.client_at, stated=seen.stated, badge=badge.pk if badge else None,
        more={"officer": desk.officer_id, "session": session.pk, **_digests(seen, evidence, badge)},
    )  # fmt: skip
    return Vouched(at, store_act(row, act).pk)


def open_desk(by: Actor, at: dt.datetime, session_pk: int) -> tuple[Device, SigningSession]:
    """The desk and the session as they are now: either may have been ended since the page was opened."""
    desk = desks.desk_of(by)
    if desk is None:
        raise Refused(_("Perangkat ini sudah dicabut. Tidak ada yang dicatat. Minta didaftarkan lagi."))
    session = queries.sessions_of(desk, at).filter(pk=session_pk).first()
    if session is None or not hold_session(session.pk):
        raise Refused(_("Sesi ini sudah ditutup. Tidak ada yang dicatat. Pilih sesi yang masih dibuka."))
    return desk, session


def in_reach(session: SigningSession, desk: Device, staff: int, at: dt.datetime) -> Standing:
    """The person under the row lock, if the desk's officer may vouch for that person in this session."""
    row = standings(session.campaign_id, [staff], lock=True).get(staff)
    officer = desks.officer_of(desk)
    if not officer.has(VOUCH):
        raise Refused(_("Petugas perangkat ini tidak lagi berhak menyaksikan. Hubungi petugas kepegawaian."))
    if row is None or not queries.people(session, officer, at).filter(staff=staff).exists():
        raise Refused(_("Orang ini tidak ada di daftar sesi ini."))
    return row


def _first_answer(session: SigningSession, row: Standing, seen: Seen, signed_at: dt.datetime) -> Vouched:
    if row.last_uuid_hex != seen.client_uuid.hex:
        return Vouched(signed_at)
    if bytes(row.last_body or b"") != seen.body(session.pk):
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain yang isinya berbeda. Tidak ada yang diubah."))
    return Vouched(signed_at, row.last_id)


def _refuse(session: SigningSession, desk: Device, row: Standing, seen: Seen) -> None:
    """Who may not vouch for whom, and what must have been read aloud."""
    if desk.officer.staff_id == row.staff_id:
        raise Refused(
            _("Anda tidak bisa menyaksikan diri sendiri. Pakai kode dan PIN di HP Anda, atau minta petugas lain.")
        )
    if session.opened_by_id == desk.officer_id:
        raise Refused(_("Pembuka sesi tidak menyaksikan orang lain di sesi ini. Minta petugas lain di meja ini."))
    if (seen.ikrar_digest, seen.pact_digest) != (row.ikrar_digest, row.pact_digest or ""):
        raise Refused(_("Naskahnya berubah sejak halaman ini dibuka. Bacakan naskah yang baru, lalu catat lagi."))
    refuse_unfit(row, Level.VOUCHED)


def _stored(session: SigningSession, seen: Seen, photo: files.Accepted | None, at: dt.datetime) -> StoredFile | None:
    if photo is None:
        return None
    name = f"bukti{photo.extension}"
    return files.store(
        session.agency_id, photo.data, name=name, content_type=photo.content_type, purpose="vouch", at=at
    )


def _digests(seen: Seen, evidence: StoredFile | None, badge: Badge | None) -> dict[str, str]:
    """What the record says of the evidence: the digest of the photo as kept or of the drawing, and of the badge's serial."""
    told = {"badge": hashlib.sha256(bytes(badge.serial)).hexdigest()} if badge else {}
    if evidence or seen.drawing:
        told["evidence"] = evidence.sha256 if evidence else hashlib.sha256(seen.drawing.encode()).hexdigest()
    return told


@transaction.atomic
def undo_vouch(
    session: SigningSession, signature: Signature, *, reason: str, note: str = "", by: Actor, at: dt.datetime
) -> SignatureVoid:
    """The same officer takes back what was just recorded, while the session is open."""
    desk, session = open_desk(by, at, session.pk)
    mine = queries.at_desk(session, desk.officer).filter(pk=signature.pk).first()
    if mine is None:
        raise Refused(_("Catatan ini bukan dari meja ini, atau sudah dibatalkan."))
    return void_signature(mine, reason=reason, note=note, by=by, at=at, officer=desk.officer_id)
