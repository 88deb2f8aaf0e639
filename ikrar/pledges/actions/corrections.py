"""Answering what a signer said is otherwise: the history changes and the paper is made anew, or it stays, with words."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions import staff as agencies
from ikrar.agencies.models import Staff, Unit
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster import names
from ikrar.core import audit, zones
from ikrar.core.errors import Refused
from ikrar.pledges.actions.pacts import supersede_pact
from ikrar.pledges.models import Correction
from ikrar.pledges.rules import CorrectionAnswer


@transaction.atomic
def accept_correction(
    correction: Correction, *, unit: Unit | None = None, words: str = "", by: Actor, at: dt.datetime
) -> Correction:
    """Take the signer's value over into the staff list from today on; the same act's paper is printed anew."""
    correction = _held(correction, by)
    staff = correction.staff
    day = zones.today(staff.agency.zone, at)
    if correction.field == "name":
        _rename(staff, correction.stated, by)
    elif correction.field == "unit":
        _move(staff, unit, day, by)
    else:
        _reassign(staff, correction.field, correction.stated, day, by)
    supersede_pact(correction.signature, at=at)
    return _answered(correction, CorrectionAnswer.ACCEPTED, words, by, at)


@transaction.atomic
def decline_correction(correction: Correction, *, words: str, by: Actor, at: dt.datetime) -> Correction:
    """The list stays; the signer reads why on the own page."""
    correction = _held(correction, by)
    if not words.strip():
        raise Refused(_("Tulis mengapa tidak diubah. Penanda tangan membacanya."), field="words")
    return _answered(correction, CorrectionAnswer.DECLINED, words, by, at)


def _held(correction: Correction, by: Actor) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("staff__agency", "signature")
    correction = rows.get(pk=correction.pk)
    if correction.agency_id != by.agency_id:
        raise Refused(_("Koreksi ini milik instansi lain."))
    if correction.answer:
        raise Refused(_("Koreksi ini sudah dijawab."))
    return correction


def _rename(staff: Staff, stated: str, by: Actor) -> None:
    parted = agencies.checked_name(stated)
    Staff.objects.filter(pk=staff.pk).update(
        name=parted.name, name_key=parted.key, title_front=parted.front, title_back=parted.back
    )
    audit.record("agencies.staff_renamed", staff, by=by, values={"name": names.clean(stated)})


def _move(staff: Staff, unit: Unit | None, day: dt.date, by: Actor) -> None:
    if unit is None:
        raise Refused(
            _("Pilih unit dari daftar; tulisan penanda tangan belum tentu sama dengan nama resminya."), field="unit"
        )
    present = staff.assignments.filter(until=None).first()
    if present is None or present.unit_id != unit.pk:
        agencies.move_staff(staff, unit=unit, on=_no_earlier(staff, day), by=by)


def _reassign(staff: Staff, field: str, stated: str, day: dt.date, by: Actor) -> None:
    """Another position or grade in the same unit is a new line of the history."""
    present = staff.assignments.filter(until=None).select_related("unit").first()
    if present is None:
        raise Refused(_("Orang ini tidak lagi bertugas. Perbaiki dulu di daftar pegawai."))
    agencies.move_staff(staff, unit=present.unit, on=_no_earlier(staff, day), by=by, **{field: stated})


def _no_earlier(staff: Staff, day: dt.date) -> dt.date:
    """Today, or the first day of an assignment that begins later."""
    present = staff.assignments.filter(until=None).first()
    return max(day, present.since) if present else day


def _answered(correction: Correction, answer: str, words: str, by: Actor, at: dt.datetime) -> Correction:
    correction.answer, correction.words = answer, words.strip()[:300]
    correction.answered_by, correction.answered_at = by.id, at
    correction.save(update_fields=["answer", "words", "answered_by", "answered_at"])
    audit.record("pledges.correction_answered", correction, by=by, fields=[correction.field, answer])
    return correction
