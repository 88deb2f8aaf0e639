"""What the pages of a signer need to know, in one statement each."""

import datetime as dt
import json
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import cast

from django.db.models import QuerySet

from ikrar.agencies.pins import Counter
from ikrar.agencies.queries.credentials import hold
from ikrar.agencies.rules import Level
from ikrar.core import prepared
from ikrar.pledges.models import Correction, PledgeText
from ikrar.pledges.queries.standing import COLUMNS, JOINS, Standing, aware
from ikrar.pledges.rules import CampaignState, VoidReason

_SQL = f"""
SELECT {COLUMNS},
       c.id, c.ended_at IS NULL, c.pin, c.handed_by IS NOT NULL AND c.confirmed_at IS NULL, c.handed_by,
       own.wrong, own.closed_until, shared.wrong, shared.closed_until, own.left_at, k.title, ag.name, ti.id, tp.id,
       k.kinds, NOT EXISTS (SELECT 1 FROM pledges_campaign_units z WHERE z.campaign_id = k.id)
       OR EXISTS (SELECT 1 FROM pledges_campaign_units z JOIN agencies_unit zu ON zu.id = z.unit_id
                  WHERE z.campaign_id = k.id AND substr(u.path, 1, length(zu.path)) = zu.path)
FROM agencies_credential c
JOIN agencies_staff s ON s.id = c.staff_id
JOIN pledges_campaign k ON k.agency_id = c.agency_id AND k.code = %s
{JOINS}
LEFT JOIN agencies_pincounter own ON own.credential_id = c.id AND own.device = %s AND own.device <> ''
LEFT JOIN agencies_pincounter shared ON shared.credential_id = c.id AND shared.device = ''
WHERE c.id = %s
"""  # noqa: S608 (constants only)


@dataclass(frozen=True)
class SigningRow(Standing):
    """A person's standing with the code and its counters."""

    credential_id: int
    is_live: bool
    pin: bytes | None
    is_handed: bool
    handed_by: int | None
    own_wrong: int | None
    own_closed: dt.datetime | None
    shared_wrong: int | None
    shared_closed: dt.datetime | None
    left_at: dt.datetime | None
    title: str
    agency_name: str
    ikrar_id: int
    pact_id: int | None
    kinds: str
    is_placed: bool | None

    @property
    def is_addressed(self) -> bool:
        """Does the campaign speak to this person: the kind, and the unit or one above it?"""
        kinds = json.loads(self.kinds)
        return bool(self.is_placed) and (not kinds or self.kind in kinds)

    @property
    def counter(self) -> tuple[bool, Counter]:
        """Whether this phone is known, and the counter that its wrong PINs go to."""
        if self.own_wrong is not None:
            return True, Counter(self.own_wrong, aware(self.own_closed))
        return False, Counter(self.shared_wrong or 0, aware(self.shared_closed))


_WIDTH = len(fields(SigningRow))


def signing_row(credential_id: int, campaign: str, device: str, *, lock: bool = False) -> SigningRow | None:
    """The row of this credential in this campaign; with `lock` it holds the person until the transaction ends."""
    if lock:
        hold(credential_id)
    found = prepared.row(_SQL, [campaign, device, credential_id])
    return SigningRow(*found) if found and len(found) == _WIDTH else None


@dataclass(frozen=True)
class Door:
    """What a campaign's public address shows."""

    code: str
    title: str
    agency_name: str
    state: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    zone: str

    def is_open(self, at: dt.datetime) -> bool:
        return self.state == CampaignState.OPEN and self.opens <= at < self.closes

    def is_over(self, at: dt.datetime) -> bool:
        """Was it open once? Else it has not begun."""
        return self.state == CampaignState.CLOSED or (self.state == CampaignState.OPEN and self.closes <= at)

    @property
    def opens(self) -> dt.datetime:
        return cast(dt.datetime, aware(self.opens_at))

    @property
    def closes(self) -> dt.datetime:
        return cast(dt.datetime, aware(self.closes_at))


def door(code: str) -> Door | None:
    """A campaign by its public code, whatever its state."""
    found = prepared.row(
        "SELECT k.code, k.title, ag.name, k.state, k.opens_at, k.closes_at, ag.zone "
        "FROM pledges_campaign k JOIN agencies_agency ag ON ag.id = k.agency_id WHERE k.code = %s",
        [code.upper()],
    )
    return Door(*found) if found else None


@dataclass(frozen=True)
class Receipt:
    """A signature as its signer keeps it; `void_reason` and `void_note` are "" while it counts."""

    signature: int
    receipt: str
    at: dt.datetime
    level: Level
    zone: str
    void_reason: str
    void_note: str
    has_corrections: bool
    left_at: dt.datetime | None
    ikrar: PledgeText
    pact: PledgeText | None
    log: int | None
    commitment: bytes
    place: int | None


_RECEIPT = """
SELECT g.id, g.receipt, g.at, g.level, ag.zone, v.reason, v.note,
       EXISTS (SELECT 1 FROM pledges_correction x WHERE x.signature_id = g.id), own.left_at,
       ti.id, ti.digest, tp.id, tp.digest, k.log_id, g.commitment,
       (SELECT l."index" FROM register_leaf l WHERE l.log_id = k.log_id AND l.entry = g.commitment AND l."index" < lg.published)
FROM pledges_signature g
JOIN agencies_credential c ON c.staff_id = g.staff_id AND c.id = %s AND c.ended_at IS NULL
JOIN pledges_campaign k ON k.id = g.campaign_id
JOIN agencies_agency ag ON ag.id = k.agency_id
JOIN pledges_pledgetext ti ON ti.id = k.ikrar_id
LEFT JOIN pledges_pledgetext tp ON tp.id = k.pact_id
LEFT JOIN register_log lg ON lg.id = k.log_id
LEFT JOIN pledges_signaturevoid v ON v.signature_id = g.id
LEFT JOIN agencies_pincounter own ON own.credential_id = c.id AND own.device = %s AND own.device <> ''
WHERE g.receipt = %s
"""


def receipt_of(credential_id: int, receipt: str, device: str) -> Receipt | None:
    """A signature of the person who holds this live code, by its receipt number; `left_at` as of this device."""
    found = prepared.row(_RECEIPT, [credential_id, device, receipt.replace("-", "")])
    if found is None:
        return None
    signature, number, at, level, zone, reason, note, corrected, left_at, *rest = found
    ikrar, ikrar_digest, pact, pact_digest, log, commitment, place = rest
    return Receipt(
        signature, number, aware(at) or at, Level(level), zone, str(VoidReason(reason).label) if reason else "",
        note or "", bool(corrected), aware(left_at), text(ikrar, ikrar_digest), text(pact, pact_digest) if pact else None,
        log, bytes(commitment), place,
    )  # fmt: skip


def corrections_of(signature_id: int) -> QuerySet[Correction]:
    """What the signer said is wrong in the staff list, with the answers."""
    return Correction.objects.filter(signature=signature_id).order_by("pk")


@lru_cache(maxsize=200)
def text(pk: int, digest: str) -> PledgeText:
    """An approved text, which never changes; the digest is asked for so that no other one is ever taken for it."""
    return PledgeText.objects.get(pk=pk, digest=digest)
