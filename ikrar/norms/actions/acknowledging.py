"""Acknowledging a circular: from the own phone, or in a meeting; each person once for what the circular asks."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies import levels
from ikrar.agencies.roles import Actor
from ikrar.agencies.tokens import Signer
from ikrar.core import audit
from ikrar.core.errors import Conflict, Refused
from ikrar.norms.models import Acknowledgement, AcknowledgementVoid, Circular, Opened
from ikrar.norms.queries import readers
from ikrar.norms.queries import reading as queries
from ikrar.norms.queries.reading import ReadingRow
from ikrar.norms.rules.circulars import CircularState, Read, Way


@dataclass(frozen=True)
class Sent:
    """What a phone sends: which words it showed, and that they were shown to their end."""

    circular: int
    client_uuid: uuid.UUID
    digest: str
    to_end: bool
    client_at: dt.datetime | None = None

    @property
    def body(self) -> bytes:
        return hashlib.sha256(json.dumps([self.circular, self.digest, self.to_end]).encode()).digest()


@dataclass(frozen=True)
class Done:
    """The act that counts; `again` says that it was there before."""

    act: int
    again: bool = False


def acknowledge(who: Signer, sent: Sent, *, at: dt.datetime) -> Done:
    """Acknowledge once. The same UUID and body, or a second time, is answered with the first act."""
    try:
        return _once(who, sent, at=at)
    except IntegrityError:  # another request of the same person was faster, or the UUID is another act's
        return _once(who, sent, at=at, retried=True)


@transaction.atomic
def _once(who: Signer, sent: Sent, *, at: dt.datetime, retried: bool = False) -> Done:
    row = queries.reading_row(who.credential, sent.circular, lock=True)
    if row is None or not row.is_live:
        raise Refused(_("Kode ini sudah tidak berlaku. Minta kode baru."))
    if row.has_done:
        return _first_answer(row, sent)
    if retried:
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain. Muat ulang halaman, lalu tekan lagi."))
    _refuse(row, sent)
    assert row.asked_id is not None
    assert row.unit_id is not None
    made = Acknowledgement.objects.create(
        agency_id=row.agency_id, circular_id=row.circular_id, asked_id=row.asked_id, digest=row.digest, staff_id=row.staff_id,
        unit_id=row.unit_id, kind=row.kind or "", attempt=(row.last_attempt or 0) + 1,
        level=levels.by_phone(is_handed=row.is_handed, otp_at=who.otp_at, at=at), way=Way.PHONE,
        read=Read.FILE if row.is_file else Read.PAGE, credential_id=row.credential_id,
        officer=row.handed_by if row.is_handed else None, device=who.device, client_uuid=sent.client_uuid, body=sent.body,
        client_at=sent.client_at, at=at,
    )  # fmt: skip
    return Done(made.pk)


def _first_answer(row: ReadingRow, sent: Sent) -> Done:
    assert row.last_id is not None
    if row.last_uuid_hex == sent.client_uuid.hex and bytes(row.last_body or b"") != sent.body:
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain yang isinya berbeda. Tidak ada yang diubah."))
    return Done(row.last_id, again=True)


def _refuse(row: ReadingRow, sent: Sent) -> None:
    """Every reason why this cannot be acknowledged here and now, in words."""
    if not row.is_issued:
        raise Refused(_("Edaran ini tidak berlaku lagi, jadi tidak perlu dinyatakan. Buka “Tugas saya”."))
    if not row.serves:
        raise Refused(_("Anda tidak tercatat bertugas di unit mana pun. Hubungi petugas kepegawaian."))
    if not row.is_addressed:
        raise Refused(_("Edaran ini tidak ditujukan kepada Anda, jadi tidak ada yang dicatat."))
    if sent.digest != row.digest:
        raise Refused(_("Isi edarannya berubah sejak halaman ini dibuka. Muat ulang, lalu baca lagi."))
    if row.is_file and not row.has_opened:
        raise Refused(_("Buka dulu berkas edarannya, baca, lalu tekan tombol ini lagi."))
    if not sent.to_end:
        raise Refused(_("Baca dulu sampai akhir. Tombolnya ada di bawah isi edaran."))


def note_opened(circular: int, staff: int, *, at: dt.datetime) -> None:
    """The person fetched the file; the first time is kept."""
    Opened.objects.get_or_create(circular_id=circular, staff_id=staff, defaults={"at": at})


@dataclass(frozen=True)
class Heard:
    """Somebody who was in a meeting where the circular was gone through; `client_uuid` is made of the presence."""

    staff: int
    unit: int
    kind: str
    level: int
    client_uuid: uuid.UUID
    officer: int | None = None


@transaction.atomic
def acknowledge_by_meeting(
    circular: Circular, people: Sequence[Heard], *, evidence: str, by: Actor, at: dt.datetime
) -> int:
    """Record those who were there and are addressed, once each; whoever acknowledged already stays as it was.

    `evidence` names the meeting in plain words: what it was is another room's matter. Returns how many are new.
    """
    circular = Circular.objects.select_for_update(of=("self",)).get(pk=circular.pk)
    if circular.state != CircularState.ISSUED or circular.agency_id != by.agency_id:
        raise Refused(_("Edaran ini tidak berlaku lagi, jadi pemahamannya tidak dicatat."))
    assert circular.asked_id is not None  # as of every circular in force
    waiting = readers.waiting(circular, [one.staff for one in people], at)
    body = hashlib.sha256(json.dumps([circular.pk, circular.digest, evidence]).encode()).digest()
    fresh = [
        Acknowledgement(
            agency_id=circular.agency_id, circular=circular, asked_id=circular.asked_id, digest=circular.digest,
            staff_id=one.staff, unit_id=one.unit, kind=one.kind, attempt=waiting[one.staff], level=one.level,
            way=Way.MEETING, read=Read.HEARD, evidence=evidence[:200], officer=one.officer or by.id,
            client_uuid=uuid.uuid5(one.client_uuid, str(waiting[one.staff])), body=body, at=at,
        )
        for one in people if one.staff in waiting
    ]  # fmt: skip
    return len(Acknowledgement.objects.bulk_create(fresh, batch_size=200))


@transaction.atomic
def void_acknowledgement(
    act: Acknowledgement, *, reason: str, note: str = "", by: Actor, at: dt.datetime
) -> AcknowledgementVoid:
    """Say that an act does not count; asked twice, it is said once."""
    void, is_new = AcknowledgementVoid.objects.get_or_create(
        acknowledgement=act, defaults={"reason": reason, "note": note[:300], "officer": by.id, "at": at}
    )
    if is_new:
        audit.record("norms.acknowledgement_voided", act, by=by, fields=[reason], reason=note)
    return void
