"""What any desk needs: its device, its officer, and people found by what somebody types before a queue."""

import re

from django.db.models import Case, Q, QuerySet, When

from ikrar.agencies.models import Assignment, Device
from ikrar.agencies.queries.officers import officer_actor
from ikrar.agencies.roles import NOBODY, Actor, Kind
from ikrar.agencies.roster import names

#: The page that every desk begins at.
HOME = "/meja/"
#: A longer list is no help to somebody with a queue before the desk.
MOST_HITS = 20


def desk_of(viewer: Actor) -> Device | None:
    """The enrolled device behind this actor with its officer, while neither is ended."""
    if viewer.kind is not Kind.DEVICE or viewer.id is None:
        return None
    rows = Device.objects.select_related("officer", "agency")
    return rows.filter(pk=viewer.id, agency=viewer.agency_id, ended_at=None, officer__is_active=True).first()


def officer_of(desk: Device) -> Actor:
    """The named officer who records at this desk, with the grants held today."""
    return officer_actor(desk.officer) if desk.officer.is_active else NOBODY


def found(rows: QuerySet[Assignment], typed: str) -> list[Assignment]:
    """At most 20 of these people by name, unit, or the last digits of the number; whoever is called just so comes first."""
    digits = re.sub(r"\D", "", typed)
    if digits and not re.search(r"[^\W\d]", typed):
        hits = rows.filter(staff__number__endswith=digits) if len(digits) >= 3 else rows.none()
    else:
        hits = rows
        for word in names.key(typed).split():
            hits = hits.filter(Q(staff__name_key__contains=word) | Q(unit__name_key__contains=word))
        hits = hits if len(typed.strip()) >= 2 else rows.none()
    is_other = Case(When(staff__name_key__contains=names.key(typed), then=0), default=1)
    return list(hits.order_by(is_other, "staff__name_key", "staff_id")[:MOST_HITS])
