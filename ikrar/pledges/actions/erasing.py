"""Destroying what says who signed. The act stays as a number among others and its leaf stays; nothing leads to a person."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Objection
from ikrar.agencies.roles import system
from ikrar.core import audit, backup, datakeys, erased, jobs, wiping
from ikrar.core.models import AuditEvent, DataKey, ObjectSalt, OutboxMessage, StoredFile
from ikrar.pledges import private
from ikrar.pledges.actions.pacts import MAKE_PACTS
from ikrar.pledges.models import (
    Correction,
    CoveredScan,
    Erasure,
    Hold,
    PactBundle,
    PactFile,
    PaperSheet,
    Signature,
    SignatureVoid,
    SupersededPact,
)
from ikrar.pledges.queries import acts as act_queries
from ikrar.pledges.queries import erasures as queries
from ikrar.pledges.rules import ErasureState

#: Tables that an erasure deletes from or writes over; afterwards they are written anew.
TABLES = tuple(
    model._meta.db_table
    for model in (
        Signature, SignatureVoid, Correction, PactFile, SupersededPact, PactBundle, PaperSheet, CoveredScan, Erasure, Hold,
        Objection, StoredFile, OutboxMessage, AuditEvent, ObjectSalt, DataKey,
    )
)  # fmt: skip


def erase_next(erasure: Erasure, *, at: dt.datetime) -> bool:
    """One act with all that hangs on it, then the bytes of its files; False once nothing is left.

    Files are named in the row before they are touched, so that whoever is killed in between, the next one goes on.
    """
    erasure = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    if erasure.state != ErasureState.APPROVED:
        return False
    if erasure.paths:
        for path in erasure.paths:
            wiping.wipe_file(path)
        erasure.paths = []
        erasure.save(update_fields=["paths"])
        return True
    act = Signature.objects.select_for_update(of=("self",)).filter(staff=erasure.staff_id).order_by("pk").first()
    if act is None or erasure.staff_id is None:
        _finish(erasure, at)
        return False
    if jobs.is_open(MAKE_PACTS, str(act.campaign_id)):
        raise jobs.Later(_("Pakta penandatanganan ini sedang dibuat. Penghapusan menunggu sampai selesai."))
    erased.add([bytes(act.commitment).hex()], at=at)
    erasure.paths, erasure.acts = erase_act(act), erasure.acts + 1
    erasure.save(update_fields=["paths", "acts"])
    return True


def _finish(erasure: Erasure, at: dt.datetime) -> None:
    Hold.objects.filter(staff=erasure.staff_id).exclude(lifted_at=None).delete()
    erasure.covered.all().delete()
    erasure.staff, erasure.state, erasure.erased_at = None, ErasureState.ERASED, at
    erasure.save(update_fields=["staff", "state", "erased_at"])
    audit.record("pledges.acts_erased", erasure, by=system(erasure.agency_id), fields=[str(erasure.acts)])


def erase_act(act: Signature) -> list[str]:
    """Everything of one act but the numbers; returns the files whose bytes the caller destroys once this is committed."""
    paths = _erase_sheets(act) + _erase_papers(act)
    objections = Objection.objects.filter(agency=act.agency_id, act=act.pk)
    said = list(objections.values_list("pk", flat=True))
    corrections = list(Correction.objects.filter(signature=act).values_list("pk", flat=True))
    voids = list(SignatureVoid.objects.filter(signature=act).values_list("pk", flat=True))
    _forget("pledges.signature", [act.pk])
    _forget("pledges.signaturevoid", voids)
    _forget("pledges.correction", corrections)
    _forget("agencies.objection", said)
    OutboxMessage.objects.filter(topic__in=private.MAIL_TOPICS, about=act.pk).delete()
    OutboxMessage.objects.filter(template=private.ANSWERED, about__in=said).delete()
    objections.delete()
    Correction.objects.filter(pk__in=corrections).delete()
    SignatureVoid.objects.filter(pk__in=voids).update(note="")
    evidence = act.evidence_id
    left = {name: plain(act.pk) if callable(plain) else plain for name, plain in private.ERASED.items()}
    Signature.objects.filter(pk=act.pk).update(**left)
    datakeys.destroy(private.ACT, [act.pk])
    if evidence and not Signature.objects.filter(evidence=evidence).exists():
        paths += _drop([evidence])
    return paths


def _erase_papers(act: Signature) -> list[str]:
    """The pact, those it took the place of, and every bundle in which it lies."""
    bundles = PactBundle.objects.filter(campaign=act.campaign_id, unit=act.unit_id)
    held: list[int] = []
    for rows in (PactFile.objects.filter(signature=act), SupersededPact.objects.filter(signature=act), bundles):
        held += rows.values_list("file", flat=True)
        rows.delete()
    return _drop(held)


def _erase_sheets(act: Signature) -> list[str]:
    """The row on paper: a sheet of one's own goes with its scan; on a shared one the covered scan takes its place."""
    paths: list[str] = []
    for sheet in queries.sheets_of(act.staff_id or 0, act.campaign_id):
        covered = CoveredScan.objects.filter(sheet=sheet, erasure__staff=act.staff_id).first()
        others = Signature.objects.filter(campaign=act.campaign_id, evidence=sheet.scan_id).exclude(pk=act.pk)
        old, new = sheet.scan_id, covered.file_id if covered else None
        others.update(evidence=new)
        Signature.objects.filter(pk=act.pk, evidence=old).update(evidence=None)
        PaperSheet.objects.filter(pk=sheet.pk).update(
            scan=new, staff=[0 if pk == act.staff_id else pk for pk in sheet.staff],
            ticked=[pk for pk in sheet.ticked if pk != act.staff_id],
        )  # fmt: skip
        datakeys.destroy(private.SHEET, [sheet.pk])
        if covered:
            covered.delete()
        paths += _drop([old] if old else [])
    act.refresh_from_db(fields=["evidence"])
    return paths


def _drop(pks: list[int]) -> list[str]:
    """Forget stored files; their bytes are the caller's to destroy."""
    rows = StoredFile.objects.filter(pk__in=pks)
    paths = list(rows.values_list("path", flat=True))
    rows.delete()
    datakeys.destroy(datakeys.FILE, pks)
    return paths


def _forget(kind: str, pks: Iterable[int]) -> None:
    """Salts go, so that digests say nothing; written reasons go, for they may name somebody."""
    wanted = list(pks)
    ObjectSalt.objects.filter(object_type=kind, object_id__in=wanted).delete()
    AuditEvent.objects.filter(object_type=kind, object_id__in=wanted).exclude(reason="").update(reason="")


def clean(*, at: dt.datetime) -> int:
    """Write the database anew after erasures, but never while people stand at a desk; returns how many are complete."""
    done = list(queries.to_clean().values_list("pk", flat=True))
    if done:
        backup.sweep()
    if not done or act_queries.any_desk_is_open(at) or not wiping.wipe_tables(TABLES):
        return 0
    return Erasure.objects.filter(pk__in=done).update(state=ErasureState.CLEANED, cleaned_at=at)


def erase_again(entries: Iterable[str]) -> int:
    """After a restore: erase what the list names and the backup still had; returns how many acts."""
    count = 0
    for entry in entries:
        with transaction.atomic():
            act = Signature.objects.select_for_update(of=("self",)).filter(commitment=bytes.fromhex(entry)).first()
            paths = erase_act(act) if act is not None and act.staff_id is not None else []
            count += act is not None and act.staff_id is not None
        for path in paths:
            wiping.wipe_file(path)
    if count:
        wiping.wipe_tables(TABLES)
    return count
