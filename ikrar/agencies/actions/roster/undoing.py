"""Takes the last applied list back as a whole, until something depends on it."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from ikrar.agencies.actions.roster import difference, hooks
from ikrar.agencies.actions.roster.uploading import forget_rows
from ikrar.agencies.models import (
    Agency,
    Assignment,
    Credential,
    RosterChange,
    RosterImport,
    Snapshot,
    Staff,
    StaffNumber,
    Unit,
)
from ikrar.agencies.queries.roster import last_applied, last_change
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import ImportState
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent

_AT_ONCE = 2_000


@transaction.atomic
def take_back_roster(roster: RosterImport, *, by: Actor, at: dt.datetime) -> RosterImport:
    """Put people, units and history back as they were before the list was applied."""
    Agency.objects.select_for_update(no_key=True).get(pk=roster.agency_id)
    last = last_applied(roster.agency_id)
    if last is None or last.pk != roster.pk:
        raise Refused(_("Hanya daftar yang terakhir diterapkan yang dapat ditarik kembali."))
    difference.without_time_limit()
    _refuse_where_needed(last)
    try:
        _restore(last)
    except ProtectedError:
        raise Refused(
            _("Daftar ini tidak dapat ditarik kembali: ada catatan yang memakai orang atau unit barunya.")
        ) from None
    last.state, last.undone_at = ImportState.UNDONE, at
    last.save(update_fields=["state", "undone_at", "reading"])
    audit.record("agencies.roster_taken_back", last, by=by, fields=["staff", "units", "assignments"])
    return last


def _refuse_where_needed(roster: RosterImport) -> None:
    """Name all that stands in the way, so that nobody has to try again and again."""
    reasons = [sentence for block in _blocks(_people(roster)) for sentence in hooks.acts_depend_on(block)]
    new = _people(roster).filter(what="new", before__isnull=True)
    with_pin = Credential.objects.filter(staff__in=new.values("staff"), pin__isnull=False).count()
    if with_pin:
        reasons.append(_("%(count)d orang baru sudah memakai kode pribadinya.") % {"count": with_pin})
    edited = _edited(roster)
    if edited:
        reasons.append(_("%(count)d orang sudah diubah dengan tangan sesudahnya.") % {"count": edited})
    if reasons:
        raise Refused(" ".join([_("Daftar ini tidak dapat ditarik kembali lagi."), *dict.fromkeys(reasons)]))


def _people(roster: RosterImport) -> QuerySet[RosterChange]:
    return RosterChange.objects.filter(roster=roster).order_by("pk")


def _blocks(changes: QuerySet[RosterChange]) -> Iterator[list[int]]:
    """Ids of people, some thousands at a time."""
    last = 0
    while block := list(changes.filter(pk__gt=last).values_list("pk", "staff")[:_AT_ONCE]):
        last = block[-1][0]
        yield [staff for _pk, staff in block]


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
    people = _people(roster)
    opened = people.filter(opened__isnull=False).exclude(what="new", before__isnull=True).values("opened")
    Assignment.objects.filter(pk__in=opened).delete()
    _give_numbers_back(people)
    _restore_fields(people)
    Assignment.objects.filter(pk__in=people.filter(closed__isnull=False).values("closed")).update(until=None)
    for block in _blocks(people.filter(what="new", before__isnull=True)):
        Staff.objects.filter(pk__in=block).delete()
    Snapshot.objects.filter(pk=roster.reading.get("snapshot")).delete()
    _remove_units(roster.reading.get("units_made", []))
    people.delete()
    forget_rows(roster)


def _give_numbers_back(people: QuerySet[RosterChange]) -> None:
    changed = people.filter(before__isnull=False).exclude(what="gone")
    numbers = Staff.objects.filter(pk__in=changed.values("staff")).exclude(number="")
    former = StaffNumber.objects.filter(staff__in=changed.values("staff")).select_related("staff")
    told = dict(changed.filter(staff__in=former.values("staff")).values_list("staff", "before"))
    for row in former:
        if _as_dict(told[row.staff_id])["number"] == row.number != row.staff.number:
            numbers.filter(pk=row.staff_id).update(number="")
            row.delete()


def _restore_fields(people: QuerySet[RosterChange]) -> None:
    """The people's own fields as they were; what a person did not lose is left alone."""
    last = 0
    while block := list(people.filter(pk__gt=last).filter(before__isnull=False)[:_AT_ONCE]):
        last = block[-1].pk
        before = {change.staff: _as_dict(change.before) for change in block}
        staff = list(Staff.objects.filter(pk__in=before))
        for person in staff:
            for field, value in before[person.pk].items():
                setattr(person, field, _field(field).to_python(value))
        if staff:
            Staff.objects.bulk_update(staff, list(before[staff[0].pk]))


def _field(name: str) -> Any:
    return Staff._meta.get_field(name)


def _as_dict(before: Any) -> dict[str, Any]:
    """What the database built as JSON, which SQLite hands over as text."""
    return json.loads(before) if isinstance(before, str) else before


def _remove_units(made: list[int]) -> None:
    """Units that the list brought, the deepest first; those that somebody uses by now stay."""
    for unit in Unit.objects.filter(pk__in=made).order_by("-path"):
        is_used = unit.assignments.exists() or unit.children.exists() or unit.merged.exists() or unit.grants.exists()
        if not is_used:
            unit.delete()
