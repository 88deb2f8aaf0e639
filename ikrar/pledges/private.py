"""What says that a person signed, row by row: in backups it lies under data keys that an erasure destroys.

The same that `actions/erasing.py` destroys, and what it leaves is what `left` says: an act without its key reads like an erased one.
"""

import uuid
from typing import Any

from ikrar.agencies.models import Objection
from ikrar.core import datakeys
from ikrar.core.datakeys import Sealed
from ikrar.core.models import AuditEvent, ObjectSalt, OutboxMessage, StoredFile
from ikrar.pledges.models import (
    Correction,
    CoveredScan,
    PactBundle,
    PactFile,
    PaperSheet,
    Signature,
    SignatureVoid,
    SupersededPact,
)
from ikrar.pledges.queries.objections import TOPIC
from ikrar.pledges.queries.takehome import TOPIC as RECEIPTS
from ikrar.pledges.rules import nobody

ACT, SHEET = "act", "sheet"
#: Letters about one act, by their topic and the act's id.
MAIL_TOPICS = (TOPIC, RECEIPTS)
#: The letter about an answered "bukan saya", by the objection's id.
ANSWERED = "objection_answered"
#: What stands in an erased act instead of what told of its signer.
ERASED: dict[str, Any] = {
    "staff_id": None, "credential_id": None, "badge_id": None, "device": "", "evidence_id": None, "drawing": "",
    "client_uuid": lambda pk: uuid.uuid4(), "body": b"", "client_at": None, "listed": {}, "stated": {},
    "receipt": nobody, "r": b"", "record": "",
}  # fmt: skip

_act, _void, _correction, _pact, _old, _bundle, _sheet, _covered, _objection, _file, _mail, _salt, _audit = (
    model._meta.db_table
    for model in (
        Signature, SignatureVoid, Correction, PactFile, SupersededPact, PactBundle, PaperSheet, CoveredScan, Objection,
        StoredFile, OutboxMessage, ObjectSalt, AuditEvent,
    )
)  # fmt: skip
_FILES = " UNION ".join(
    f"SELECT {column} AS id FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
    for column, table in [*(("file_id", t) for t in (_pact, _old, _bundle, _covered)), ("evidence_id", _act), ("scan_id", _sheet)]
)  # fmt: skip


def _act_where(act: str, source: str = "") -> str:
    """SQL of an act's id, if it still says whose it is."""
    return f"(SELECT s.id FROM {_act} s{source} WHERE s.id = {act} AND s.staff_id IS NOT NULL)"  # noqa: S608


def _act_of(table: str, column: str, pk: str) -> str:
    """SQL of the act to which a row of another table belongs."""
    return _act_where(f"o.{column}", f" JOIN {table} o ON o.id = {pk}")


#: The act that a salt or an audit row is about.
_ABOUT = f"""CASE t.object_type
WHEN 'pledges.signature' THEN {_act_where("t.object_id")}
WHEN 'pledges.signaturevoid' THEN {_act_of(_void, "signature_id", "t.object_id")}
WHEN 'pledges.correction' THEN {_act_of(_correction, "signature_id", "t.object_id")}
WHEN 'agencies.objection' THEN {_act_of(_objection, "act", "t.object_id")} END"""
#: The act about which a letter was written.
_TOLD = f"""CASE WHEN t.topic IN ({", ".join(f"'{topic}'" for topic in MAIL_TOPICS)}) THEN {_act_where("t.about")}
WHEN t.template = '{ANSWERED}' THEN {_act_of(_objection, "act", "t.about")} END"""

datakeys.keep_apart(
    {
        ACT: f"SELECT id FROM {_act} WHERE staff_id IS NOT NULL",  # noqa: S608
        SHEET: f"SELECT id FROM {_sheet}",  # noqa: S608
        datakeys.FILE: _FILES,
    },
    [
        Sealed(_file, datakeys.FILE, f"(SELECT w.id FROM ({_FILES}) w WHERE w.id = t.id)"),  # noqa: S608
        Sealed(_act, ACT, "CASE WHEN t.staff_id IS NOT NULL THEN t.id END", ERASED, {"evidence_id": _file}),
        Sealed(_void, ACT, _act_where("t.signature_id"), {"note": ""}),
        Sealed(_correction, ACT, "t.signature_id"),
        Sealed(_objection, ACT, _act_where("t.act")),
        *(Sealed(table, datakeys.FILE, "t.file_id") for table in (_pact, _old, _bundle, _covered)),
        Sealed(_sheet, SHEET, "t.id", {"staff": [], "ticked": [], "scan_id": None}, {"scan_id": _file}),
        Sealed(_mail, ACT, _TOLD),
        Sealed(_salt, ACT, _ABOUT),
        Sealed(_audit, ACT, f"CASE WHEN t.reason <> '' THEN {_ABOUT} END", {"reason": ""}),
    ],
)
