"""Declarations, permits and facilities as they stand."""

import datetime as dt
import uuid
from typing import Any

from ikrar.agencies.models import Agency, Staff
from ikrar.agencies.roles import Actor, Kind
from ikrar.core import zones
from ikrar.norms.actions import declaration_files, declarations
from ikrar.norms.actions.declarations import Told
from ikrar.norms.models import Asset, Declaration, DeclarationLetter

#: A small PDF, as somebody attaches it.
PDF = b"%PDF-1.7\n%%EOF\n"
FACTS = {
    "adhoc": {"body": "kpps", "region": "Kelurahan Contoh, TPS 4", "duties": "Mengajar kelas V", "covered_by": "Budi Rekaan, guru"},
    "relative": {
        "relation": "spouse", "candidate": "Tono Calonrekaan", "office": "Wali Kota", "region": "Kota Contoh",
        "stage": "prospective", "duties": "Menyusun daftar hadir apel", "accompany": "no",
    },
    "candidacy": {
        "office": "Anggota DPRD", "region": "Kota Contoh", "stage": "planned", "resignation": "not_yet", "resigned_on": "",
    },
    "facility": {"organiser": "Karang Taruna Contoh", "purpose": "community", "event": "Lomba mewarnai, 80 anak"},
}  # fmt: skip


def asset(of: Agency, name: str = "Aula Contoh", **fields: Any) -> Asset:
    return Asset.objects.create(
        **{"agency": of, "kind": "building", "name": name, "name_key": name.casefold(), **fields}
    )


def told(kind: str, *, on: dt.date, **more: Any) -> Told:
    """What a form of this kind tells; a facility needs its `asset`."""
    facts = FACTS[kind] | ({} if kind == "facility" else {"promise": "yes"}) | more.pop("facts", {})
    if kind == "facility":
        hours = {"begins_at": zones.at_hour(on, dt.time(8), "WITA"), "ends_at": zones.at_hour(on, dt.time(12), "WITA")}
        more = {"until": on, **hours, **more}
    if kind == "adhoc":
        more = {"until": on + dt.timedelta(days=30), **more}
    return Told(kind=kind, facts=facts, **{"since": on, **more})


def declaration(
    by: Staff, kind: str = "adhoc", *, at: dt.datetime, state: str = "submitted", letter: bool = False, **more: Any
) -> Declaration:
    """One as it stands after its moves, with a file; `letter` gives it the office's letter."""
    rule, reason = more.pop("rule", ""), more.pop("reason", "")
    said, number = told(kind, on=zones.today(by.agency.zone, at), **more), uuid.uuid4()
    who = Actor(Kind.STAFF, 1, by.agency_id, staff_id=by.pk)
    declaration_files.bring(by.agency, number, [declaration_files.Brought("surat.pdf", PDF)], by=who, at=at)
    made = declarations.declare(by.agency, by, said, client_uuid=number, by=who, at=at)
    if state != made.state:
        made.state, made.rule, made.reason = state, rule, reason
        made.save(update_fields=["state", "rule", "reason"])
    if letter:
        DeclarationLetter.objects.create(
            declaration=made, what="permit" if state == "granted" else "refusal", number="800/1/2026", at=at,
            signer_name="Drs. Budi Rekaan, M.Si.", signer_office="Sekretaris Daerah",
        )  # fmt: skip
    return made
