"""Signing on the phone: at most five statements between BEGIN and COMMIT."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies import levels
from ikrar.agencies.actions.credentials import WrongPin, count_wrong, is_right, wrong_words
from ikrar.agencies.pins import Counter
from ikrar.agencies.rules import Level
from ikrar.agencies.tokens import Signer
from ikrar.core.errors import Conflict, Refused
from ikrar.pledges import drawings, receipts
from ikrar.pledges.actions.acts import Act, store_act
from ikrar.pledges.queries.signing import SigningRow, signing_row
from ikrar.pledges.rules import Method


@dataclass(frozen=True)
class Sent:
    """What a phone sends with a signing. `stated` holds only the fields that the signer says are otherwise."""

    campaign: str
    client_uuid: uuid.UUID
    pin: str
    ikrar_digest: str
    pact_digest: str
    stated: Mapping[str, str]
    drawing: str = ""
    client_at: dt.datetime | None = None

    @property
    def body(self) -> bytes:
        return receipts.body_digest(
            campaign=self.campaign, ikrar=self.ikrar_digest, pact=self.pact_digest, stated=dict(self.stated), drawing=self.drawing
        )  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """The receipt; `again` says that it was there before."""

    receipt: str
    again: bool = False


def sign(signer: Signer, sent: Sent, *, at: dt.datetime) -> Signed:
    """Sign both texts at once. The same UUID and body, or a second signing, is answered with the first receipt."""
    try:
        outcome = _sign_once(signer, sent, at=at)
    except IntegrityError:  # another request of the same person was faster, or the UUID is somebody else's
        outcome = _sign_once(signer, sent, at=at, retried=True)
    if isinstance(outcome, Counter):
        raise WrongPin(wrong_words(outcome, at), field="pin")
    return outcome


def _sign_once(signer: Signer, sent: Sent, *, at: dt.datetime, retried: bool = False) -> Signed | Counter:
    with transaction.atomic():
        row = signing_row(signer.credential, sent.campaign, signer.device, lock=True)
        if row is None:
            raise Refused(_("Penandatanganan ini tidak ada."))
        known, counter = row.counter
        if not is_right(row.is_live, bytes(row.pin or b""), row.credential_id, sent.pin, counter, at):
            heard = not counter.is_closed(at)
            return count_wrong(row.credential_id, signer.device if known else "", counter, at) if heard else counter
        if row.signed:
            return _first_answer(row, sent)
        if retried:
            raise Conflict(
                _("Kiriman ini bernomor sama dengan kiriman lain. Muat ulang halaman, lalu tanda tangani lagi.")
            )
        _refuse(row, signer, sent, at)
        return _store(row, signer, sent, at)


def _first_answer(row: SigningRow, sent: Sent) -> Signed:
    same_uuid = row.last_uuid_hex == sent.client_uuid.hex
    if same_uuid and bytes(row.last_body or b"") != sent.body:
        raise Conflict(_("Kiriman ini bernomor sama dengan kiriman lain yang isinya berbeda. Tidak ada yang diubah."))
    return Signed(row.last_receipt or "", again=True)


def _refuse(row: SigningRow, signer: Signer, sent: Sent, at: dt.datetime) -> None:
    """Every reason why this person cannot sign here and now, in words."""
    if not row.is_open(at):
        raise Refused(_("Penandatanganan ini sudah ditutup atau belum dibuka. Tanyakan sesi susulan kepada unit Anda."))
    if not row.serves:
        raise Refused(_("Anda tidak tercatat bertugas di unit mana pun. Hubungi petugas kepegawaian."))
    if not row.is_addressed:
        raise Refused(
            _("Anda tidak termasuk sasaran penandatanganan ini. Bila ini keliru, hubungi petugas kepegawaian.")
        )
    if (sent.ikrar_digest, sent.pact_digest) != (row.ikrar_digest, row.pact_digest or ""):
        raise Refused(_("Naskahnya berubah sejak halaman ini dibuka. Muat ulang, baca lagi, lalu tanda tangani."))
    if sent.drawing and not drawings.is_drawing(sent.drawing):
        raise Refused(_("Coretan tanda tangan tidak terbaca. Ulangi, atau tanda tangani tanpa coretan."))
    level = levels.by_phone(is_handed=row.is_handed, otp_at=signer.otp_at, at=at)
    if level < row.least_level:
        raise Refused(_nearest_way(row), field="level")


def _nearest_way(row: SigningRow) -> str:
    """How this person reaches the level that the text asks for."""
    if row.least_level >= Level.ONE_TIME_CODE:
        return _("Naskah ini minta bukti diri yang lebih kuat. Konfirmasi dulu lewat surel terdaftar.")
    return _(
        "Naskah ini minta bukti diri yang lebih kuat. Konfirmasi dulu lewat surel terdaftar, atau di meja petugas lain."
    )


def _store(row: SigningRow, signer: Signer, sent: Sent, at: dt.datetime) -> Signed:
    act = Act(
        level=levels.by_phone(is_handed=row.is_handed, otp_at=signer.otp_at, at=at), method=Method.PHONE,
        client_uuid=sent.client_uuid, body=sent.body, at=at, officer=row.handed_by if row.is_handed else None,
        device=signer.device, credential=row.credential_id, drawing=sent.drawing, client_at=sent.client_at,
        stated=sent.stated,
    )  # fmt: skip
    return Signed(store_act(row, act).receipt)
