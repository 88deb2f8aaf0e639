"""Whether what somebody brings stands in a log, step by step, from the thing itself and the log's public keys alone. Pure."""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from ikrar.pledges.takehome import Opening, TakeHome
from ikrar.register import merkle
from ikrar.register.notes import Checkpoint, Malformed, Note, Unsigned, Verifier, b64
from ikrar.register.promises import Promise
from ikrar.register.proofs import Proof

#: First byte of a signature's entry.
SIGNATURE_LEAF = b"\x01"
Known = Callable[[str], Sequence[Verifier]]


class Verdict(StrEnum):
    STANDS = "stands"
    PROMISED = "promised"
    LATE = "late"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Step:
    """One step of the way from the record to the key: what was done, what came out, whether it holds."""

    what: str
    shown: str
    holds: bool = True


@dataclass
class Checked:
    """The way as far as it holds; the last step is the one that failed, where one did."""

    verdict: Verdict = Verdict.CHANGED
    record: Mapping[str, Any] = field(default_factory=dict)
    commitment: bytes = b""
    steps: list[Step] = field(default_factory=list)
    origin: str = ""
    index: int | None = None
    checkpoint: Checkpoint | None = None
    promise: Promise | None = None

    @property
    def is_valid(self) -> bool:
        return self.verdict in {Verdict.STANDS, Verdict.PROMISED}

    @property
    def fault(self) -> str:
        """Why it does not hold, in one line; "" where it does."""
        failed = next((step.what for step in self.steps if not step.holds), "")
        return "" if self.is_valid else failed


def entry_of(opening: Opening) -> bytes:
    """What stands in the log for this opening."""
    return SIGNATURE_LEAF + hmac.digest(opening.r, opening.record.encode(), hashlib.sha256)


def check(given: TakeHome, known: Known, *, at: dt.datetime) -> Checked:
    """Walk from the record to the key. Without a key of its log nothing is said of it but that the log is unknown."""
    found = Checked(record=json.loads(given.opening.record), commitment=entry_of(given.opening))
    leaf = merkle.leaf_hash(found.commitment)
    found.steps = [
        Step(_("Komitmen: bita 01 dan HMAC-SHA256 dari catatan dengan bilangan acak r"), found.commitment.hex()),
        Step(_("Sidik daun: SHA-256 dari bita 00 dan komitmen"), b64(leaf)),
    ]
    try:
        if found.record.get("act") != "signature" or found.record.get("v") != 1:
            raise Malformed("no signature")
        if given.proof is None:
            _promised(found, given.promise, leaf, known, at)
        else:
            _stands(found, given.proof, leaf, known)
    except Malformed:
        found.steps.append(Step(_("Bentuk: catatan, kepala register, atau janji tidak terbaca"), "", holds=False))
    return found


def _stands(found: Checked, proof: Proof, leaf: bytes, known: Known) -> None:
    note = Note.parse(proof.checkpoint)
    head = found.checkpoint = Checkpoint.parse(note.text)
    found.origin, found.index = head.origin, proof.index
    keys = known(head.origin)
    if not keys:
        found.verdict = Verdict.UNKNOWN
        found.steps.append(Step(_("Register ini tidak dikenal di sini"), head.origin, holds=False))
        return
    place = f"{proof.index} / {head.size}"
    try:
        merkle.verify_inclusion(proof.index, head.size, leaf, proof.hashes, head.root)
    except merkle.Invalid:
        found.steps.append(Step(_("Letak dan jalur: jalur bukti tidak sampai ke akar register"), place, holds=False))
        return
    found.steps += [
        Step(_("Letak: nomor daun, dihitung dari 0, dan ukuran register"), place),
        Step(
            _("Akar: dihitung dari sidik daun lewat %(count)d sidik jalur (RFC 9162)") % {"count": len(proof.hashes)},
            b64(head.root),
        ),
        Step(_("Kepala register: memuat ukuran dan akar yang sama"), head.origin),
    ]
    if _signed(found, note, keys):
        found.verdict = Verdict.STANDS


def _promised(found: Checked, text: str, leaf: bytes, known: Known, at: dt.datetime) -> None:
    note = Note.parse(text)
    promise = found.promise = Promise.parse(note.text)
    found.origin = promise.origin
    keys = known(promise.origin)
    if not keys:
        found.verdict = Verdict.UNKNOWN
        found.steps.append(Step(_("Register ini tidak dikenal di sini"), promise.origin, holds=False))
        return
    if promise.leaf != leaf:
        found.steps.append(Step(_("Janji: untuk komitmen lain"), b64(promise.leaf), holds=False))
        return
    until = promise.until.strftime("%Y-%m-%d %H:%M:%S UTC")
    found.steps.append(
        Step(_("Janji: masuk ke register %(origin)s, paling lambat") % {"origin": promise.origin}, until)
    )
    if not _signed(found, note, keys):
        return
    found.verdict = Verdict.PROMISED if at <= promise.until else Verdict.LATE
    if found.verdict is Verdict.LATE:
        found.steps.append(Step(_("Waktu: janji sudah lewat, minta tanda terima yang baru"), until, holds=False))


def _signed(found: Checked, note: Note, keys: Sequence[Verifier]) -> bool:
    try:
        signers = note.opened([key for key in keys if key.name == found.origin])
    except Unsigned:
        names = ", ".join(key.text for key in keys)
        found.steps.append(Step(_("Kunci: tidak ada tanda tangan yang sah dari kunci register"), names, holds=False))
        return False
    found.steps += [Step(_("Kunci: tanda tangan Ed25519 sah"), key.text) for key in signers]
    return True


def published_words(is_same: bool) -> str:
    """The step that only the log's own site can take."""
    if is_same:
        return _("Terbitan: kepala ini sama dengan yang diterbitkan untuk ukuran ini")
    return _("Terbitan: kepala ini lain dari yang diterbitkan, atau tidak pernah diterbitkan")
