"""Changes to one person by hand: added, moved, ended, merged, unmerged, contact mended, number shown."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.actions.roster.hooks import left_behind
from ikrar.agencies.models import Agency, Assignment, Staff, Unit
from ikrar.agencies.permissions import EDIT_STAFF
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster import names, numbers
from ikrar.agencies.rules import ContactSource, StaffKind
from ikrar.core import audit
from ikrar.core.errors import Refused


@transaction.atomic
def add_staff(
    agency: Agency, *, name: str, kind: str, number: str, unit: Unit, position: str = "", grade: str = "",
    phone: str = "", email: str = "", since: dt.date, by: Actor,
) -> Staff:  # fmt: skip
    """Add one person with the assignment that begins on `since`."""
    _hold(agency.pk)
    number, parted = checked_number(number), checked_name(name)
    _check_unit(unit, agency.pk)
    if number and (known := Staff.objects.filter(agency=agency, number=number).first()):
        raise Refused(
            _("Nomor ini sudah milik %(name)s. Buka orangnya, lalu pindahkan.")
            % {"name": known.full_name.removesuffix(".")},
            field="number",
        )
    staff = Staff.objects.create(
        agency=agency, name=parted.name, name_key=parted.key, title_front=parted.front, title_back=parted.back,
        kind=kind, number=number, phone=phone, email=email, phone_source=ContactSource.PERSONNEL,
        email_source=ContactSource.PERSONNEL,
    )  # fmt: skip
    _assign(staff, unit, kind=kind, position=position, grade=grade, since=since)
    _record("added", staff, by, name=staff.name, number=number, unit=unit.pk, since=since)
    return staff


@transaction.atomic
def move_staff(
    staff: Staff, *, unit: Unit, position: str = "", grade: str = "", kind: str = "", on: dt.date, by: Actor
) -> Staff:
    """End the assignment that is open on `on` and begin another; blanks keep what was. Someone who left comes back."""
    staff = _held(staff)
    _check_unit(unit, staff.agency_id)
    present = _open_assignment(staff)
    last = present or staff.assignments.order_by("-since", "-pk").first()
    if last and on < (last.since if present else last.until or last.since):
        raise Refused(_("Tanggal pindah lebih awal daripada penugasan yang sekarang."), field="on")
    if present:
        present.until = on
        present.save(update_fields=["until"])
    _assign(
        staff, unit, kind=kind or staff.kind, position=position or (last.position if last else ""),
        grade=grade or (last.grade if last else ""), since=on,
    )  # fmt: skip
    if kind and kind != staff.kind:
        staff.kind = kind
        staff.save(update_fields=["kind"])
    _record("moved", staff, by, unit=unit.pk, position=position, on=on)
    return staff


@transaction.atomic
def end_staff(staff: Staff, *, on: dt.date, reason: str = "", by: Actor) -> Staff:
    """The person no longer serves here from `on`; all acts stay."""
    staff = _held(staff)
    present = _open_assignment(staff)
    if present is None:
        raise Refused(_("Orang ini memang sudah tidak bertugas."))
    if on < present.since:
        raise Refused(_("Tanggal berhenti lebih awal daripada penugasan yang sekarang."), field="on")
    present.until = on
    present.save(update_fields=["until"])
    _record("ended", staff, by, reason=reason, on=on)
    return staff


@transaction.atomic
def merge_staff(staff: Staff, *, into: Staff, on: dt.date, by: Actor, anyway: bool = False) -> Staff:
    """Two records are one person: `staff` leads to `into` from now on, and its assignment ends.

    Acts stay with the record that gave them. What `into` lacks of them is told first, and merged only `anyway`.
    """
    staff, into = _held(staff), _held(into)
    if staff.pk == into.pk or staff.agency_id != into.agency_id:
        raise Refused(_("Pilih orang lain dari daftar yang sama."))
    if staff.merged_into_id or into.merged_into_id:
        raise Refused(_("Salah satu dari keduanya sudah digabung dengan orang lain."))
    if staff.merged.exists():
        raise Refused(_("Orang ini menampung gabungan lain. Gabungkan ke arah sebaliknya."))
    if not anyway and (left := left_behind(staff, into)):
        raise Refused(" ".join(left), field="anyway")
    present = _open_assignment(staff)
    if present:
        present.until = max(on, present.since)
        present.save(update_fields=["until"])
    staff.merged_into, staff.merged_on = into, present.until if present else None
    staff.save(update_fields=["merged_into", "merged_on"])
    _record("merged", staff, by, into=into.pk, on=on)
    return staff


@transaction.atomic
def unmerge_staff(staff: Staff, *, by: Actor) -> Staff:
    """Two people after all: the record stands alone again and its assignment goes on."""
    staff = _held(staff)
    if staff.merged_into_id is None:
        raise Refused(_("Orang ini tidak sedang digabung."))
    if staff.merged_on:
        closed = staff.assignments.filter(until=staff.merged_on).order_by("-pk").first()
        if closed:
            closed.until = None
            closed.save(update_fields=["until"])
    staff.merged_into = staff.merged_on = None
    staff.save(update_fields=["merged_into", "merged_on"])
    _record("unmerged", staff, by, merged_into=None)
    return staff


@transaction.atomic
def change_contact(staff: Staff, *, phone: str, email: str, by: Actor) -> Staff:
    """Mend phone and e-mail. What a coordinator writes is unconfirmed; a new e-mail always is."""
    staff = _held(staff)
    source = ContactSource.PERSONNEL if may(by, EDIT_STAFF, on=staff) else ContactSource.COORDINATOR
    changed = []
    if phone != staff.phone:
        staff.phone, staff.phone_source = phone, source
        changed += ["phone", "phone_source"]
    if email != staff.email:
        staff.email, staff.email_source, staff.email_confirmed_at = email, source, None
        changed += ["email", "email_source", "email_confirmed_at"]
    if changed:
        staff.save(update_fields=changed)
        _record("contact_changed", staff, by, **{field: getattr(staff, field) for field in changed})
    return staff


@transaction.atomic
def show_number(staff: Staff, *, by: Actor) -> str:
    """The full number, with a trace of who looked."""
    audit.record("agencies.number_shown", staff, by=by, fields=["number"])
    return staff.number_grouped


def checked_number(told: str) -> str:
    """Eighteen digits, or none at all."""
    joined = numbers.joined(told)
    if not joined:
        return ""
    if numbers.fault(told) or numbers.doubt(joined):
        raise Refused(
            _("Nomor terdiri atas 18 angka: tanggal lahir yang ada di kalender, lalu angka ke-15 berisi 1 atau 2."),
            field="number",
        )
    return joined


def checked_name(told: str) -> names.Name:
    parted = names.split(told)
    if names.begins_formula(told) or not names.has_letter(parted.name):
        raise Refused(_("Tulis nama orangnya, contoh Sari Contohwati, S.Pd."), field="name")
    return parted


def _record(verb: str, staff: Staff, by: Actor, *, reason: str = "", **values: Any) -> None:
    audit.record(f"agencies.staff_{verb}", staff, by=by, values=values, reason=reason)


def _hold(agency_id: int) -> None:
    """One change of the list at a time, so that an import and a hand never meet in the middle."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency_id)


def _held(staff: Staff) -> Staff:
    _hold(staff.agency_id)
    return Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)


def _open_assignment(staff: Staff) -> Assignment | None:
    return staff.assignments.filter(Q(until=None)).first()


def _assign(staff: Staff, unit: Unit, *, kind: str, position: str, grade: str, since: dt.date) -> Assignment:
    if kind not in StaffKind.values:
        raise Refused(_("Pilih jenis kepegawaian dari daftar."), field="kind")
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                agency_id=staff.agency_id,
                staff=staff,
                unit=unit,
                kind=kind,
                position=position,
                grade=grade,
                since=since,
            )
    except IntegrityError:
        raise Refused(_("Orang ini sudah punya penugasan yang berjalan. Muat ulang halamannya.")) from None


def _check_unit(unit: Unit, agency_id: int) -> None:
    if unit.agency_id != agency_id or unit.merged_into_id is not None:
        raise Refused(_("Pilih unit dari daftar instansi Anda."), field="unit")
