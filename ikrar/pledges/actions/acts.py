"""Writing a signature, whichever way it came: phone, desk, kiosk or paper."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field
from django.utils.translation import gettext as _

from ikrar.agencies.roster import names
from ikrar.agencies.rules import Level
from ikrar.core import prepared
from ikrar.core.errors import Refused
from ikrar.core.models import StoredFile
from ikrar.pledges import receipts
from ikrar.pledges.models import Campaign, Correction, Signature
from ikrar.pledges.queries.standing import Standing
from ikrar.pledges.rules import CORRECTABLE, CampaignState, Method
from ikrar.register import actions as register


@dataclass(frozen=True)
class Act:
    """How somebody signed. `more` joins the committed record: what this way of signing has besides."""

    level: Level
    method: Method
    client_uuid: uuid.UUID
    body: bytes
    at: dt.datetime
    officer: int | None = None
    device: str = ""
    credential: int | None = None
    session: int | None = None
    evidence: StoredFile | None = None
    drawing: str = ""
    badge: int | None = None
    client_at: dt.datetime | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


def refuse_unfit(row: Standing, level: Level) -> None:
    """Why this person can be signed for by nobody else here: no place of work, or a text that asks for more."""
    if not row.serves:
        raise Refused(_nowhere())
    if level < row.least_level:
        raise Refused(
            _("Naskah ini minta bukti diri paling rendah “%(level)s”. Jalan terdekat: kode dan PIN di HP sendiri.")
            % {"level": Level(row.least_level).label}
        )


def _nowhere() -> str:
    return _("Orang ini tidak tercatat bertugas di unit mana pun. Hubungi petugas kepegawaian.")


def compose(row: Standing, act: Act) -> Signature:
    """Attempt n+1, only where n is voided; whoever calls holds the person's row lock. Nothing is written yet."""
    if row.signed:
        raise Refused(_("Orang ini sudah tercatat. Tidak dicatat dua kali."))
    if row.unit_id is None or row.kind is None:
        raise Refused(_nowhere())
    register.refuse_held(row.log_held)
    listed = row.listed
    said = {name: names.clean(value) for name, value in act.stated.items() if name in CORRECTABLE}
    stated = {name: value for name, value in said.items() if value and value != listed[name]}
    attempt, receipt = (row.last_attempt or 0) + 1, receipts.new_receipt()
    committed = receipts.commit(
        {
            "v": 1, "act": "signature", "agency": row.agency, "cycle": row.cycle, "campaign": row.campaign,
            "receipt": receipt, "at": act.at.isoformat(timespec="seconds"), "attempt": attempt, "level": int(act.level),
            "method": act.method.value, "ikrar": row.ikrar_digest, "pact": row.pact_digest or "", "listed": listed,
            "stated": stated, **act.more,
        }
    )  # fmt: skip
    return Signature(
        agency_id=row.agency_id, campaign_id=row.campaign_id, session_id=act.session, staff_id=row.staff_id,
        credential_id=act.credential, unit_id=row.unit_id, kind=row.kind, attempt=attempt, level=act.level,
        method=act.method, officer=act.officer, device=act.device, evidence=act.evidence, drawing=act.drawing, badge_id=act.badge,
        client_uuid=act.client_uuid, body=act.body, client_at=act.client_at, at=act.at, ikrar_digest=row.ikrar_digest,
        pact_digest=row.pact_digest or "", listed=listed, stated=stated, receipt=receipt, r=committed.r,
        record=committed.record, commitment=committed.commitment,
    )  # fmt: skip


def store_act(row: Standing, act: Act) -> Signature:
    """Write one act and what its signer says is otherwise."""
    signature = compose(row, act)
    _insert(signature)
    if row.log_id:
        register.commit(row.log_id, row.about, bytes(signature.commitment), at=act.at)
    if signature.stated:
        Correction.objects.bulk_create(_corrections(signature))
    return signature


#: The campaign's row while it is open, kept from being closed until this transaction ends. Closing takes the row
#: `FOR UPDATE`, so it waits for acts on their way and they for it; signers, who hold `KEY SHARE` with their foreign
#: key anyway, never wait for each other. SQLite has one writer at a time, so what was read stands.
_OPEN = f"SELECT %s FROM {Campaign._meta.db_table} WHERE id = %s AND state = '{CampaignState.OPEN}'"  # noqa: S608


def _while_open(selected: str) -> str:
    sql = _OPEN.replace("%s", selected, 1)
    return f"{sql} FOR KEY SHARE" if connection.vendor == "postgresql" else sql


def hold_open(campaign_id: int) -> None:
    """Refuse unless the campaign is open, and keep it so until the transaction ends."""
    if prepared.row(_while_open("id"), [campaign_id]) is None:
        raise Refused(_closed())


def _closed() -> str:
    return _("Penandatanganan ini baru saja ditutup. Tidak ada yang dicatat. Tanyakan sesi susulan kepada unit Anda.")


@cache
def _insertion() -> "tuple[str, tuple[Field[Any, Any], ...]]":
    columns = tuple(field for field in Signature._meta.local_concrete_fields if not field.primary_key)
    names, marks = ", ".join(f'"{field.column}"' for field in columns), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {Signature._meta.db_table} ({names}) {_while_open(marks)} RETURNING id", columns


def _insert(signature: Signature) -> None:
    """As `save` would, in a statement that the database has planned before, and only while the campaign is open."""
    sql, columns = _insertion()
    values = [field.get_db_prep_save(getattr(signature, field.attname), connection) for field in columns]
    made = prepared.row(sql, [*values, signature.campaign_id])
    if made is None:
        raise Refused(_closed())
    signature.pk, signature._state.adding = made[0], False


def store_acts(rows: Sequence[Standing], acts: Sequence[Act]) -> list[Signature]:
    """Write many acts of one campaign at once (a sheet of paper states nothing otherwise); whoever calls holds it open."""
    signatures = [compose(row, act) for row, act in zip(rows, acts, strict=True)]
    Signature.objects.bulk_create(signatures, batch_size=200)
    for log_id, about in {(row.log_id, row.about) for row in rows if row.log_id}:
        register.commit_many(log_id, about, [bytes(one.commitment) for one in signatures], at=acts[0].at)
    return signatures


def _corrections(signature: Signature) -> list[Correction]:
    return [
        Correction(
            agency_id=signature.agency_id, signature=signature, staff_id=signature.staff_id or 0, field=name,
            listed=signature.listed[name], stated=value,
        )
        for name, value in signature.stated.items()
    ]  # fmt: skip
