"""Reading people: who serves where, within the viewer's reach."""

from collections.abc import Sequence

from django.db.models import Case, Q, QuerySet, When

from ikrar.agencies.models import Assignment, Staff
from ikrar.agencies.permissions import EDIT_CONTACT, EDIT_STAFF, VIEW_STAFF
from ikrar.agencies.roles import Actor, Permission
from ikrar.agencies.roster.names import key
from ikrar.core.models import AuditEvent

#: Which people a list shows.
SERVING, ENDED, MERGED = "", "ended", "merged"


def reachable(viewer: Actor, permission: Permission, path: str) -> Q:
    """A filter on a field of unit paths: where the viewer's permission holds."""
    reach = viewer.reach(permission)
    within = Q(pk__in=[])
    for prefix in reach:
        within |= Q(**{f"{path}__startswith": prefix}) if prefix else Q()
    return Q() if "" in reach else within


def staff_for(viewer: Actor, permission: Permission = VIEW_STAFF) -> QuerySet[Staff]:
    """People of the viewer's agency; of the own units only, for whoever has no wider reach."""
    people = Staff.objects.filter(agency=viewer.agency_id)
    if "" in viewer.reach(permission):
        return people
    here = Assignment.objects.filter(reachable(viewer, permission, "unit__path"), until=None)
    return people.filter(pk__in=here.values("staff"))


def contacts_for(viewer: Actor) -> QuerySet[Staff]:
    """People whose contact the viewer may mend."""
    return staff_for(viewer, EDIT_CONTACT)


def staff_list(viewer: Actor, *, search: str = "", unit_path: str = "", which: str = SERVING) -> QuerySet[Assignment]:
    """Each person's present assignment (or the last one, for those who left), by name."""
    rows = Assignment.objects.filter(staff__in=staff_for(viewer)).select_related("staff", "unit")
    if which == SERVING:
        rows = rows.filter(until=None)
    else:
        still = Assignment.objects.filter(agency=viewer.agency_id, until=None)
        rows = rows.filter(until__isnull=False).exclude(staff__in=still.values("staff"))
        rows = rows.filter(staff__merged_into__isnull=which != MERGED)
        later = Assignment.objects.filter(agency=viewer.agency_id).order_by("staff", "-since", "-pk")
        rows = rows.filter(pk__in=_last_of(later))
    if unit_path:
        rows = rows.filter(unit__path__startswith=unit_path)
    return _searched(rows, search).order_by("staff__name_key", "staff_id", "pk")


def _last_of(rows: QuerySet[Assignment]) -> list[int]:
    last: dict[int, int] = {}
    for staff, pk in rows.filter(until__isnull=False).values_list("staff", "pk"):
        last.setdefault(staff, pk)
    return list(last.values())


def _searched(rows: QuerySet[Assignment], search: str) -> QuerySet[Assignment]:
    """By words of the name or unit, or by the last digits of the number."""
    digits = search.replace(" ", "")
    if digits.isdigit() and len(digits) >= 3:
        return rows.filter(staff__number__endswith=digits)
    for word in key(search).split():
        rows = rows.filter(Q(staff__name_key__contains=word) | Q(unit__name_key__contains=word))
    return rows


def history_of(staff: Staff) -> QuerySet[Assignment]:
    """Where the person served, the latest first."""
    return staff.assignments.select_related("unit").order_by("-since", "-pk")


def events_of(staff: Staff) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(object_type="agencies.staff", object_id=staff.pk).order_by("-pk")


def merge_candidates(viewer: Actor, staff: Staff, search: str) -> QuerySet[Staff]:
    """Other people who may be the same one, also those who left; without a search, those of a like name."""
    others = staff_for(viewer, EDIT_STAFF).filter(merged_into=None).exclude(pk=staff.pk)
    digits, words = search.replace(" ", ""), key(search).split()
    if digits.isdigit() and len(digits) >= 3:
        others = others.filter(number__endswith=digits)
    elif words:
        for word in words:
            here = Assignment.objects.filter(agency=staff.agency_id, until=None, unit__name_key__contains=word)
            others = others.filter(Q(name_key__contains=word) | Q(pk__in=here.values("staff")))
    else:
        others = others.filter(name_key__startswith=(staff.name_key.split() or [staff.name_key])[0])
    return others.order_by(Case(When(name_key=staff.name_key, then=0), default=1), "name_key", "pk")


def last_places(people: Sequence[Staff]) -> dict[int, Assignment]:
    """Where each of these people serves, or served last."""
    rows = Assignment.objects.filter(staff__in=people).select_related("unit").order_by("since", "pk")
    return {row.staff_id: row for row in sorted(rows, key=lambda row: row.until is None)}
