"""Takes the last applied list back as a whole, in one transaction of the worker, until something depends on it."""

import datetime as dt

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ikrar.agencies.actions.roster import difference, hooks
from ikrar.agencies.actions.roster.removing import remove, remove_unused_units
from ikrar.agencies.actions.roster.uploading import forget_rows, locked
from ikrar.agencies.models import Agency, Credential, RosterChange, RosterImport, Snapshot, Staff
from ikrar.agencies.queries.roster import JOB_TAKE_BACK, last_applied, last_change
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import ImportState
from ikrar.core import audit, jobs
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent

_STANDING = (ImportState.APPLIED, ImportState.UNDOING)


@transaction.atomic
def take_back_roster(roster: RosterImport, *, by: Actor, at: dt.datetime) -> RosterImport:
    """Queue the taking back of the last applied list, unless something stands in the way; asked twice, once."""
    roster = locked(roster)
    if roster.state != ImportState.UNDOING:
        _refuse_where_needed(roster)
        if RosterImport.objects.filter(agency=roster.agency_id, state=ImportState.APPLYING).exists():
            raise Refused(_("Daftar lain sedang diterapkan. Tunggu sampai selesai, lalu coba lagi."))
        roster.state = ImportState.UNDOING
        roster.reading = {**roster.reading, "waits": "", "kept": ""}
        roster.save(update_fields=["state", "reading"])
        audit.record("agencies.roster_take_back_asked", roster, by=by, fields=["state"])
    jobs.enqueue(JOB_TAKE_BACK, args={"roster": roster.pk}, agency=roster.agency_id, key=f"roster-{roster.pk}", at=at)
    return roster


@transaction.atomic
def take_back_step(roster: RosterImport, *, by: Actor, at: dt.datetime) -> str:
    """Put people, units and history back as they were before the list was applied, or say why it waits.

    What came in the way since somebody asked leaves the list applied, and its page says what that was.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=roster.agency_id)
    roster = locked(roster)
    if roster.state != ImportState.UNDOING:
        return ""
    if connection.vendor == "sqlite" and (waits := hooks.wait_for(roster.agency_id)):
        roster.reading["waits"] = waits
        roster.save(update_fields=["reading"])
        return waits
    difference.without_time_limit()
    try:
        with transaction.atomic():
            _refuse_where_needed(roster)
            _restore(roster)
    except Refused as refusal:
        roster.state, roster.reading["kept"] = ImportState.APPLIED, str(refusal)
        audit.record("agencies.roster_kept", roster, by=by, fields=["state"])
    else:
        roster.state, roster.undone_at = ImportState.UNDONE, at
        audit.record("agencies.roster_taken_back", roster, by=by, fields=["staff", "units", "assignments"])
    roster.save(update_fields=["state", "undone_at", "reading"])
    return ""


def _refuse_where_needed(roster: RosterImport) -> None:
    """Name all that stands in the way, so that nobody has to try again and again."""
    last = last_applied(roster.agency_id, _STANDING)
    if last is None or last.pk != roster.pk:
        raise Refused(_("Hanya daftar yang terakhir diterapkan yang dapat ditarik kembali."))
    reasons = hooks.acts_depend_on(_people(roster).values_list("staff", flat=True))
    with_pin = Credential.objects.filter(staff__in=_new(roster).values("staff"), pin__isnull=False).count()
    if with_pin:
        reasons.append(_("%(count)d orang baru sudah memakai kode pribadinya.") % {"count": with_pin})
    edited = _edited(roster)
    if edited:
        reasons.append(_("%(count)d orang sudah diubah dengan tangan sesudahnya.") % {"count": edited})
    if reasons:
        raise Refused(" ".join([_("Daftar ini tidak dapat ditarik kembali lagi."), *reasons]))


def _people(roster: RosterImport) -> QuerySet[RosterChange]:
    return RosterChange.objects.filter(roster=roster)


def _new(roster: RosterImport) -> QuerySet[RosterChange]:
    """Whom the list brought; somebody who came back is not new."""
    return _people(roster).filter(what="new", before__isnull=True)


def _edited(roster: RosterImport) -> int:
    """How many of these people, or of the units they are in, somebody changed since."""
    line = AuditEvent.objects.filter(
        agency=roster.agency_id, verb="agencies.roster_applied", object_id=roster.pk
    ).order_by("-pk").values_list("pk", flat=True).first() or 0  # fmt: skip
    if last_change(roster.agency_id) == line:
        return 0
    since = AuditEvent.objects.filter(agency=roster.agency_id, pk__gt=line, object_type="agencies.staff")
    edited = since.exclude(verb="agencies.number_shown").values("object_id")
    return _people(roster).filter(staff__in=edited).values("staff").distinct().count()


def _restore(roster: RosterImport) -> None:
    """New people go first, so that whoever had a number before may have it again."""
    pk, run = roster.pk, difference.run
    run(_DROP_OPENED, [pk])
    remove(Staff.objects.filter(pk__in=_new(roster).values("staff")))
    before = _before()
    run(_DROP_KEPT_NUMBERS.format(before=before), [pk])
    run(_FREE_NUMBERS.format(before=before), [pk])
    run(_RESTORE.format(before=before), [pk])
    run(_REOPEN, [pk])
    Snapshot.objects.filter(pk=roster.reading.get("snapshot")).delete()
    remove_unused_units(roster.reading.get("units_made", []))
    _people(roster).delete()
    forget_rows(roster)


_TOLD = (
    "name", "name_key", "title_front", "title_back", "kind", "number", "phone", "phone_source", "email", "email_source",
)  # fmt: skip
_DROP_OPENED = """DELETE FROM agencies_assignment WHERE id IN
    (SELECT opened FROM agencies_rosterchange WHERE roster_id = %s AND opened IS NOT NULL)"""
_DROP_KEPT_NUMBERS = """DELETE FROM agencies_staffnumber WHERE id IN (
    SELECT max(n.id) FROM {before} d JOIN agencies_staff s ON s.id = d.staff
    JOIN agencies_staffnumber n ON n.staff_id = s.id AND n.number = d.number
    WHERE s.number <> d.number GROUP BY n.staff_id)"""
_FREE_NUMBERS = """UPDATE agencies_staff SET number = '' FROM {before} d
    WHERE agencies_staff.id = d.staff AND agencies_staff.number <> d.number"""
#: Only where something differs, as each row costs all indexes; an e-mail that stayed keeps what was confirmed since.
_RESTORE = f"""UPDATE agencies_staff SET {", ".join(f"{field} = d.{field}" for field in _TOLD)},
    email_confirmed_at = CASE WHEN agencies_staff.email = d.email THEN agencies_staff.email_confirmed_at
                              ELSE d.email_confirmed_at END
    FROM {{before}} d WHERE agencies_staff.id = d.staff
      AND ({", ".join(f"agencies_staff.{field}" for field in _TOLD)}) <> ({", ".join(f"d.{field}" for field in _TOLD)})"""  # noqa: S608
_REOPEN = """UPDATE agencies_assignment SET until = NULL WHERE id IN
    (SELECT closed FROM agencies_rosterchange WHERE roster_id = %s AND closed IS NOT NULL)"""


def _before() -> str:
    """What the changed people were, as a table: unpacked from what applying noted."""
    if connection.vendor == "postgresql":
        told = [f"c.before->>'{field}' AS {field}" for field in _TOLD]
        told.append("(c.before->>'email_confirmed_at')::timestamptz AS email_confirmed_at")
    else:
        told = [f"json_extract(c.before, '$.{field}') AS {field}" for field in (*_TOLD, "email_confirmed_at")]
    return (
        f"(SELECT c.staff, {', '.join(told)} FROM agencies_rosterchange c "  # noqa: S608
        "WHERE c.roster_id = %s AND c.before IS NOT NULL)"
    )
