"""Holding, proposing and deciding an erasure: two officers with an account each, and nobody under a hold."""

import datetime as dt
import uuid as uuid_module

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Staff
from ikrar.agencies.roles import Actor, Permission
from ikrar.agencies.roster import names
from ikrar.core import audit, files, jobs
from ikrar.core.errors import Refused
from ikrar.pledges.models import CoveredScan, Erasure, Hold, PaperSheet
from ikrar.pledges.permissions import APPROVE_ERASURE, HOLD_ERASURE, PROPOSE_ERASURE
from ikrar.pledges.queries import erasures as queries
from ikrar.pledges.rules import ErasureState, HoldKind

#: The worker's part of an approved erasure.
ERASE = "pledges.erase"
#: Words of a name that say nothing by themselves: initials and the like.
_SHORT = 3


@transaction.atomic
def set_hold(
    staff: Staff, *, kind: str, reason: str, authority: str, since: dt.date, until: dt.date | None = None,
    uuid: uuid_module.UUID, by: Actor, at: dt.datetime,
) -> Hold:  # fmt: skip
    """Forbid erasing this person's acts from a day on; an erasure that is under way but not approved stops there too."""
    staff = _person(staff, HOLD_ERASURE, by)
    if known := Hold.objects.filter(agency=staff.agency, uuid=uuid).first():
        return known
    if kind not in HoldKind.values:
        raise Refused(_("Pilih jenisnya."), field="kind")
    _told(reason, authority)
    if until is not None and until < since:
        raise Refused(_("Hari berakhirnya sebelum hari mulainya."), field="until")
    if Erasure.objects.filter(staff=staff, state=ErasureState.APPROVED).exists():
        raise Refused(_("Penghapusannya sudah disetujui dan sedang berjalan. Tidak bisa ditahan lagi."))
    hold = Hold.objects.create(
        agency=staff.agency, staff=staff, kind=kind, reason=reason.strip()[:300], authority=authority.strip()[:300],
        since=since, until=until, uuid=uuid, set_by=by.id or 0, set_at=at,
    )  # fmt: skip
    audit.record("pledges.hold_set", hold, by=by, fields=[kind])
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by: Actor, at: dt.datetime) -> Hold:
    """The reason for keeping is over."""
    hold = Hold.objects.select_for_update().get(pk=hold.pk)
    _allowed(HOLD_ERASURE, hold.agency_id, by)
    if hold.lifted_at is not None:
        raise Refused(_("Penahanan ini sudah diangkat."))
    hold.lifted_by, hold.lifted_at = by.id, at
    hold.save(update_fields=["lifted_by", "lifted_at"])
    audit.record("pledges.hold_lifted", hold, by=by)
    return hold


@transaction.atomic
def propose_erasure(
    staff: Staff, *, reason: str, authority: str, uuid: uuid_module.UUID, by: Actor, at: dt.datetime
) -> Erasure:
    """Ask a second officer to have everything destroyed that says that this person signed."""
    staff = _person(staff, PROPOSE_ERASURE, by)
    if known := Erasure.objects.filter(agency=staff.agency, uuid=uuid).first():
        return known
    _told(reason, authority)
    _nameless(staff, reason, "reason")
    _nameless(staff, authority, "authority")
    _refuse_kept(staff, at)
    try:
        with transaction.atomic():
            erasure = Erasure.objects.create(
                agency=staff.agency, staff=staff, reason=reason.strip()[:300], authority=authority.strip()[:300],
                uuid=uuid, proposed_by=by.id or 0, proposed_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("Penghapusan untuk orang ini sudah diusulkan.")) from None
    audit.record("pledges.erasure_proposed", erasure, by=by)
    return erasure


@transaction.atomic
def cover_scan(erasure: Erasure, sheet: PaperSheet, *, scan: bytes, by: Actor, at: dt.datetime) -> CoveredScan:
    """Keep a scan of a shared sheet on which this person's row is covered, until the erasure puts it in the first one's place."""
    erasure = _proposed(erasure, PROPOSE_ERASURE, by)
    if erasure.staff is None or sheet not in queries.shared_sheets(erasure.staff):
        raise Refused(_("Lembar ini tidak memuat orang itu bersama orang lain."))
    accepted = files.accept_scan(scan)
    file = files.store(
        erasure.agency_id, accepted.data, name=f"lembar-{sheet.code}{accepted.extension}",
        content_type=accepted.content_type, purpose="paper", at=at,
    )  # fmt: skip
    if sheet.scan is not None and file.sha256 == sheet.scan.sha256:
        raise Refused(_("Ini pindaian yang sama. Tutup dulu baris orangnya, lalu unggah."), field="scan")
    for old in CoveredScan.objects.filter(erasure=erasure, sheet=sheet).select_related("file"):
        old.delete()
        files.delete(old.file)
    audit.record("pledges.scan_covered", erasure, by=by, fields=[sheet.code])
    return CoveredScan.objects.create(erasure=erasure, sheet=sheet, file=file)


@transaction.atomic
def approve_erasure(erasure: Erasure, *, by: Actor, at: dt.datetime) -> Erasure:
    """The second officer agrees; the worker destroys it. From here on there is no way back."""
    erasure = _proposed(erasure, APPROVE_ERASURE, by)
    if erasure.staff is None:
        raise Refused(_("Orangnya tidak ada lagi di daftar."))
    if erasure.proposed_by == by.id:
        raise Refused(_("Yang mengusulkan tidak menyetujui. Minta petugas lain membacanya."))
    if by.staff_id is not None and by.staff_id == erasure.staff_id:
        raise Refused(_("Ini tentang diri Anda sendiri. Minta petugas lain yang memutuskan."))
    _refuse_kept(erasure.staff, at)
    if sheets := queries.going(erasure.staff, at, erasure).uncovered:
        raise Refused(
            _(
                "Lembar kertas %s memuat tanda tangan orang lain juga. Unggah dulu pindaian yang baris orang ini ditutup."
            )
            % ", ".join(sheet.code for sheet in sheets)
        )
    erasure = _decided(erasure, ErasureState.APPROVED, "", by, at)
    audit.record("pledges.erasure_approved", erasure, by=by)
    jobs.enqueue(ERASE, args={"erasure": erasure.pk}, agency=erasure.agency_id, key=str(erasure.pk), at=at)
    return erasure


@transaction.atomic
def refuse_erasure(erasure: Erasure, *, words: str, by: Actor, at: dt.datetime) -> Erasure:
    """Everything stays. Whoever proposed it takes it back in the same way."""
    erasure = _proposed(erasure, APPROVE_ERASURE, by)
    if not words.strip():
        raise Refused(_("Tulis mengapa tidak disetujui."), field="words")
    for covered in erasure.covered.select_related("file"):
        covered.delete()
        files.delete(covered.file)
    erasure = _decided(erasure, ErasureState.REFUSED, words.strip()[:300], by, at)
    audit.record("pledges.erasure_refused", erasure, by=by)
    return erasure


def _decided(erasure: Erasure, state: ErasureState, words: str, by: Actor, at: dt.datetime) -> Erasure:
    erasure.state, erasure.words, erasure.decided_by, erasure.decided_at = state, words, by.id, at
    erasure.save(update_fields=["state", "words", "decided_by", "decided_at"])
    return erasure


def _allowed(permission: Permission, agency_id: int, by: Actor) -> None:
    if by.agency_id != agency_id or not by.has(permission):
        raise Refused(_("Ini bukan wewenang Anda, atau orang ini dari instansi lain."))


def _person(staff: Staff, permission: Permission, by: Actor) -> Staff:
    """The person under the row lock under which acts and voids are written."""
    _allowed(permission, staff.agency_id, by)
    return Staff.objects.select_for_update(of=("self",)).select_related("agency").get(pk=staff.pk)


def _proposed(erasure: Erasure, permission: Permission, by: Actor) -> Erasure:
    if erasure.staff_id is not None:
        Staff.objects.select_for_update().get(pk=erasure.staff_id)
    erasure = Erasure.objects.select_for_update(of=("self",)).select_related("staff__agency").get(pk=erasure.pk)
    _allowed(permission, erasure.agency_id, by)
    if erasure.state != ErasureState.PROPOSED:
        raise Refused(_("Usulan ini sudah diputuskan. Tidak ada yang berubah."))
    return erasure


def _told(reason: str, authority: str) -> None:
    if not reason.strip():
        raise Refused(_("Tulis alasannya."), field="reason")
    if not authority.strip():
        raise Refused(_("Tulis dasar hukumnya: aturan dan pasal, atau nomor putusan."), field="authority")


def _nameless(staff: Staff, text: str, field: str) -> None:
    """The row outlives the erasure, so it must not name whom it erased."""
    said = names.key(text).split()
    parts = {word for word in names.key(staff.name).split() if len(word) > _SHORT}
    numbers = {staff.number, *staff.numbers.values_list("number", flat=True)} - {""}
    digits = "".join(c for c in text if c.isdigit())
    if parts & set(said) or any(number in digits for number in numbers):
        raise Refused(
            _("Tulis tanpa nama dan nomor orangnya: tulisan ini tetap tersimpan sesudah penghapusan."), field=field
        )


def _refuse_kept(staff: Staff, at: dt.datetime) -> None:
    if queries.holds_on(staff, at).exists():
        raise Refused(_("Ada penahanan yang masih berlaku untuk orang ini. Tidak ada yang dihapus selama itu."))
    if not queries.acts_of(staff).exists():
        raise Refused(_("Orang ini tidak punya tanda tangan yang tersimpan."))
    if campaigns := queries.still_open(staff):
        raise Refused(
            _("“%s” belum ditutup. Hapus sesudah ditutup, supaya orang yang sama tidak terhitung dua kali.")
            % campaigns[0].title
        )
